//! Texts as numbers.

use regex::Regex;
use rustc_hash::FxHashMap;

use crate::rules::{Condition, Event, Rule, whole};
use crate::schema::{MESSAGE, SETS, TEXTS};

/// What rules name, by attribute. Number 0 stands for every text that no rule names.
#[derive(Default)]
pub struct Names {
    texts: [FxHashMap<String, u32>; TEXTS.len()],
    sets: [FxHashMap<String, u32>; SETS.len()],
    pub phrases: Vec<String>,
    pub regexes: Vec<(usize, Regex)>,
    phrase_numbers: FxHashMap<String, u32>,
    regex_numbers: FxHashMap<String, u32>,
}

/// The names that an event has.
#[derive(Default)]
pub struct View {
    pub texts: [u32; TEXTS.len()],
    pub sets: [Vec<u32>; SETS.len()],
}

impl Names {
    /// All names of the rules.
    pub fn of(rules: &[Rule]) -> Self {
        let mut names = Self::default();
        rules.iter().flat_map(|rule| &rule.all).for_each(|condition| names.gather(condition));
        names
    }

    fn gather(&mut self, condition: &Condition) {
        match condition {
            Condition::Is(at, value) | Condition::IsNot(at, value) => add(&mut self.texts[*at], value),
            Condition::In(at, values) | Condition::NotIn(at, values) => {
                values.iter().for_each(|value| add(&mut self.texts[*at], value));
            }
            Condition::Has(at, value) | Condition::Lacks(at, value) => add(&mut self.sets[*at], value),
            Condition::Contains(_, phrase) if !self.phrase_numbers.contains_key(phrase) => {
                self.phrase_numbers.insert(phrase.clone(), self.phrases.len() as u32);
                self.phrases.push(phrase.clone());
            }
            Condition::Matches(at, pattern) if !self.regex_numbers.contains_key(pattern) => {
                self.regex_numbers.insert(pattern.clone(), self.regexes.len() as u32);
                self.regexes.push((*at, whole(pattern)));
            }
            Condition::Any(parts) => parts.iter().for_each(|part| self.gather(part)),
            Condition::Contains(..) | Condition::Matches(..) | Condition::Compare(..) | Condition::Flag(..) => {}
        }
    }

    pub fn view(&self, event: &Event, view: &mut View) {
        for at in 0..MESSAGE {
            view.texts[at] = self.texts[at].get(event.texts[at].as_str()).copied().unwrap_or(0);
        }
        for at in 0..SETS.len() {
            view.sets[at].clear();
            let known = event.sets[at].iter().filter_map(|member| self.sets[at].get(member.as_str()));
            view.sets[at].extend(known);
        }
    }

    /// The names of an attribute by their numbers; the first is one that nothing has.
    pub fn values(&self, at: usize) -> Vec<&str> {
        let mut values = vec!["\0"; self.texts[at].len() + 1];
        self.texts[at].iter().for_each(|(value, number)| values[*number as usize] = value);
        values
    }

    pub fn members(&self, at: usize) -> usize {
        self.sets[at].len() + 1
    }

    pub fn text(&self, at: usize, value: &str) -> u32 {
        self.texts[at][value]
    }

    pub fn member(&self, at: usize, value: &str) -> u32 {
        self.sets[at][value]
    }

    pub fn phrase(&self, phrase: &str) -> u32 {
        self.phrase_numbers[phrase]
    }

    pub fn regex(&self, pattern: &str) -> u32 {
        self.regex_numbers[pattern]
    }
}

fn add(names: &mut FxHashMap<String, u32>, name: &str) {
    if !names.contains_key(name) {
        names.insert(name.to_owned(), names.len() as u32 + 1);
    }
}

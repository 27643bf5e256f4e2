//! What no row of bits can say, for the few rules that are left.

use aho_corasick::AhoCorasick;

use super::names::{Names, View};
use crate::rules::{Comparison, Condition, Event};
use crate::schema::MESSAGE;

/// A condition over the numbers of names.
pub enum Rest {
    Is(usize, u32),
    IsNot(usize, u32),
    In(usize, Box<[u32]>),
    NotIn(usize, Box<[u32]>),
    Compare(usize, Comparison, i64),
    Flag(usize, bool),
    Has(usize, u32),
    Lacks(usize, u32),
    Contains(u32),
    Matches(u32),
    Any(Box<[Rest]>),
}

/// What is known of the event.
pub struct Sight<'a> {
    pub event: &'a Event,
    pub view: &'a View,
    pub names: &'a Names,
    pub phrases: Option<&'a AhoCorasick>,
}

/// What was found out about the event: each phrase and each regex is looked for once at most.
pub struct Memory {
    looked: bool,
    phrases: Vec<u64>,
    regexes: Vec<Option<bool>>,
    tried: Vec<u32>,
}

impl Memory {
    pub fn new(names: &Names) -> Self {
        Self {
            looked: false,
            phrases: vec![0; names.phrases.len().div_ceil(64)],
            regexes: vec![None; names.regexes.len()],
            tried: Vec::new(),
        }
    }

    pub fn forget(&mut self) {
        self.looked = false;
        for number in self.tried.drain(..) {
            self.regexes[number as usize] = None;
        }
    }

    fn contains(&mut self, phrase: u32, sight: &Sight<'_>) -> bool {
        if !self.looked {
            self.looked = true;
            self.phrases.fill(0);
            let text = &sight.event.texts[MESSAGE];
            for found in sight.phrases.into_iter().flat_map(|phrases| phrases.find_overlapping_iter(text)) {
                let number = found.pattern().as_usize();
                self.phrases[number / 64] |= 1 << (number % 64);
            }
        }
        self.phrases[phrase as usize / 64] >> (phrase % 64) & 1 == 1
    }

    fn matches(&mut self, regex: u32, sight: &Sight<'_>) -> bool {
        if let Some(known) = self.regexes[regex as usize] {
            return known;
        }
        let (at, compiled) = &sight.names.regexes[regex as usize];
        let found = compiled.is_match(&sight.event.texts[*at]);
        self.regexes[regex as usize] = Some(found);
        self.tried.push(regex);
        found
    }
}

impl Rest {
    pub fn of(condition: &Condition, names: &Names) -> Self {
        let numbers = |at: usize, values: &[String]| values.iter().map(|value| names.text(at, value)).collect();
        match condition {
            Condition::Is(at, value) => Self::Is(*at, names.text(*at, value)),
            Condition::IsNot(at, value) => Self::IsNot(*at, names.text(*at, value)),
            Condition::In(at, values) => Self::In(*at, numbers(*at, values)),
            Condition::NotIn(at, values) => Self::NotIn(*at, numbers(*at, values)),
            Condition::Compare(at, comparison, value) => Self::Compare(*at, *comparison, *value),
            Condition::Flag(at, value) => Self::Flag(*at, *value),
            Condition::Has(at, value) => Self::Has(*at, names.member(*at, value)),
            Condition::Lacks(at, value) => Self::Lacks(*at, names.member(*at, value)),
            Condition::Contains(_, phrase) => Self::Contains(names.phrase(phrase)),
            Condition::Matches(_, pattern) => Self::Matches(names.regex(pattern)),
            Condition::Any(parts) => Self::Any(parts.iter().map(|part| Self::of(part, names)).collect()),
        }
    }

    pub fn holds(&self, sight: &Sight<'_>, memory: &mut Memory) -> bool {
        let Sight { event, view, .. } = sight;
        match self {
            Self::Is(at, value) => view.texts[*at] == *value,
            Self::IsNot(at, value) => view.texts[*at] != *value,
            Self::In(at, values) => values.contains(&view.texts[*at]),
            Self::NotIn(at, values) => !values.contains(&view.texts[*at]),
            Self::Compare(at, comparison, value) => comparison.holds(event.numbers[*at], *value),
            Self::Flag(at, value) => event.booleans[*at] == *value,
            Self::Has(at, value) => view.sets[*at].contains(value),
            Self::Lacks(at, value) => !view.sets[*at].contains(value),
            Self::Contains(phrase) => memory.contains(*phrase, sight),
            Self::Matches(regex) => memory.matches(*regex, sight),
            Self::Any(parts) => parts.iter().any(|part| part.holds(sight, memory)),
        }
    }
}

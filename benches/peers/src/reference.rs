//! Which rules match, by the plainest evaluation there is: what generated events are compared with.

use std::collections::HashMap;

use regex::Regex;

use crate::rules::{Condition, Event, Rule, whole};

pub struct Reference<'a> {
    rules: &'a [Rule],
    regexes: HashMap<&'a str, Regex>,
}

impl<'a> Reference<'a> {
    pub fn new(rules: &'a [Rule]) -> Self {
        let mut regexes = HashMap::new();
        rules.iter().flat_map(|rule| &rule.all).for_each(|condition| gather(condition, &mut regexes));
        Self { rules, regexes }
    }

    /// The ids, in order.
    pub fn matches(&self, event: &Event) -> Vec<u32> {
        let heard = self.rules.iter().filter(|rule| rule.kind == event.kind);
        heard.filter(|rule| rule.all.iter().all(|part| self.holds(part, event))).map(|rule| rule.id).collect()
    }

    fn holds(&self, condition: &Condition, event: &Event) -> bool {
        match condition {
            Condition::Is(at, value) => event.texts[*at] == *value,
            Condition::IsNot(at, value) => event.texts[*at] != *value,
            Condition::In(at, values) => values.contains(&event.texts[*at]),
            Condition::NotIn(at, values) => !values.contains(&event.texts[*at]),
            Condition::Compare(at, comparison, value) => comparison.holds(event.numbers[*at], *value),
            Condition::Flag(at, value) => event.booleans[*at] == *value,
            Condition::Has(at, value) => event.sets[*at].contains(value),
            Condition::Lacks(at, value) => !event.sets[*at].contains(value),
            Condition::Contains(at, value) => event.texts[*at].to_ascii_lowercase().contains(value.as_str()),
            Condition::Matches(at, pattern) => self.regexes[pattern.as_str()].is_match(&event.texts[*at]),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, event)),
        }
    }
}

fn gather<'a>(condition: &'a Condition, regexes: &mut HashMap<&'a str, Regex>) {
    match condition {
        Condition::Matches(_, pattern) => {
            regexes.entry(pattern).or_insert_with(|| whole(pattern));
        }
        Condition::Any(parts) => parts.iter().for_each(|part| gather(part, regexes)),
        _ => {}
    }
}

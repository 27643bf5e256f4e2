//! Regexes that the host compiles once, for peers that have none or compile theirs on every call.

use std::collections::HashMap;

use regex::Regex;

use crate::rules::{Event, whole};

/// The distinct ones, by number.
#[derive(Default)]
pub struct Regexes {
    list: Vec<(usize, Regex)>,
    numbers: HashMap<String, usize>,
}

impl Regexes {
    /// The number of a regex over a text.
    pub fn number(&mut self, at: usize, pattern: &str) -> usize {
        let list = &mut self.list;
        *self.numbers.entry(pattern.to_owned()).or_insert_with(|| {
            list.push((at, whole(pattern)));
            list.len() - 1
        })
    }

    /// All of them in order, without the text that each is for.
    pub fn into_list(self) -> Vec<Regex> {
        self.list.into_iter().map(|(_, regex)| regex).collect()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The numbers of those that match.
    pub fn hits<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = usize> + 'a {
        let numbered = self.list.iter().enumerate();
        numbered.filter(|(_, (at, regex))| regex.is_match(&event.texts[*at])).map(|(number, _)| number)
    }
}

//! The keys that timers have had, each once: as many as books have rules that set some.

use std::collections::BTreeMap;

use super::wheel::index;
use crate::runtime::conversation::TimerKey;

#[derive(Debug, Default)]
pub(super) struct Keys {
    keys: Vec<TimerKey>,
    numbers: BTreeMap<TimerKey, u32>,
}

impl Keys {
    /// The key of that number.
    pub(super) fn get(&self, number: u32) -> Option<&TimerKey> {
        self.keys.get(index(number))
    }

    /// Whether that is the number of a key. Keys come from the book, so mostly the names are one text.
    pub(super) fn is(&self, number: u32, key: &TimerKey) -> bool {
        self.get(number).is_some_and(|known| {
            known.purpose == key.purpose && (known.source.is_same(&key.source) || known.source == key.source)
        })
    }

    /// The number of a key, be it a new one.
    pub(super) fn number(&mut self, key: &TimerKey) -> u32 {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(key.clone());
        self.numbers.insert(key.clone(), number);
        number
    }
}

//! What an input has written so far: enough to tell what was before, and what has changed.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::ir::{Name, Value};
use crate::runtime::facts::Overwritten;

/// The writes of one input, in order. It is short where whole states would be long.
#[derive(Debug, Default)]
pub(super) struct Written<'a> {
    entries: SmallVec<[Overwritten<'a>; 16]>,
    /// From which entry on `was` looks back.
    was: usize,
    /// From which entry on the changes of this round are counted.
    round: usize,
}

impl<'a> Written<'a> {
    /// So many facts may be told.
    pub(super) fn make_room(&mut self, facts: usize) {
        self.entries.reserve(facts);
    }

    /// A fact is about to be another one.
    pub(super) fn note(&mut self, key: Cow<'a, Name>, former: Option<Value>) {
        self.entries.push((key, former));
    }

    /// What was written since the state that `was` reads: the first entry of a key has its value then.
    pub(super) fn since(&self) -> &[Overwritten<'a>] {
        self.since_entry(self.was)
    }

    /// What was written since that entry: the first entry of a key has its value then.
    pub(super) fn since_entry(&self, entry: usize) -> &[Overwritten<'a>] {
        self.entries.get(entry..).unwrap_or_default()
    }

    /// What a fact was before that entry, if it was written since.
    pub(super) fn former(&self, entry: usize, key: &str) -> Option<Option<&Value>> {
        let mut since = self.since_entry(entry).iter();
        since.find(|(other, _)| **other == *key).map(|(_, former)| former.as_ref())
    }

    /// The number of the next entry.
    pub(super) fn next_entry(&self) -> usize {
        self.entries.len()
    }

    /// Whether that fact was written at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(other, _)| std::ptr::eq(other.as_ptr(), key.as_ptr()) || **other == *key)
    }

    /// What was written in this round of what somebody hears, each key once: what that is to them, the key, and what it was before the
    /// round.
    pub(super) fn in_this_round<T>(
        &self,
        heard: impl Fn(&str) -> Option<T>,
    ) -> impl Iterator<Item = (T, &str, Option<&Value>)> {
        let entries = self.since_entry(self.round);
        let is_first = |number: usize, key: &Name| !entries.iter().take(number).any(|(other, _)| **other == *key);
        let all = entries.iter().enumerate();
        let heard = all.filter_map(move |(number, (key, former))| Some((heard(key)?, number, key, former)));
        let firsts = heard.filter(move |(_, number, key, _)| is_first(*number, key));
        firsts.map(|(heard, _, key, former)| (heard, key.as_str(), former.as_ref()))
    }

    /// The next round begins: what this one began with is what `was` reads in it.
    pub(super) fn next_round(&mut self) {
        self.was = self.round;
        self.round = self.entries.len();
    }
}

//! Two books on one log: who would have been treated differently, how, and why.
//!
//! Both replays get each event in turn, so that after it both have done all that they do until then. What both have done at
//! the same instant is forgotten at once; what is left waits for its counterpart at another time.

mod align;
mod books;
mod deed;
mod reasons;
mod report;
mod side;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use books::{Change, Fate};
pub use deed::SeenBy;
pub use report::{DeedReport, DifferenceReport, DryRun, Example, Kind, Overall, RuleReport, SightReport};

use self::align::{Odd, drop_equal};
use self::deed::Deed;
use self::reasons::{Looked, Reasons};
use self::side::{Happened, Side};
use self::tally::Tallies;
use super::summary::Summary;
use crate::ir::{Book, Moment, Name};
use crate::runtime::{Engine, Event};

/// Of a conversation with more differences than these of one book, those so far are counted before more are taken.
const MOST_PENDING: usize = 64;

/// The account and the conversation, as the log calls it: one that follows another in its place is still the same.
type Key = (String, String);

/// Two books, replayed side by side.
#[derive(Debug)]
pub struct Comparison {
    old: Side,
    new: Side,
    changes: Vec<Change>,
    renamed: BTreeMap<Name, Name>,
    conversations: BTreeMap<Key, Conversation>,
    tallies: Tallies,
}

/// What is known of a conversation.
#[derive(Debug, Default)]
struct Conversation {
    /// Its number, in the order in which they came.
    number: u32,
    user: Option<String>,
    old: Vec<Odd>,
    new: Vec<Odd>,
    /// Of rules that acted with one book alone, why, when that happened last.
    reasons: BTreeMap<Name, Reasons>,
}

impl Conversation {
    fn add(&mut self, old: Vec<Deed>, new: Vec<Deed>) {
        for (deeds, pending) in [(old, &mut self.old), (new, &mut self.new)] {
            for deed in deeds {
                let reasons = self.reasons.get(&deed.source).cloned().unwrap_or_default();
                pending.push(Odd { deed, reasons, place: pending.len() });
            }
        }
    }
}

impl Comparison {
    /// Nothing has happened yet. So many examples are kept of each rule; with none, nobody asks for reasons, and it is quicker.
    #[must_use]
    pub fn new(old: Arc<Engine>, new: Arc<Engine>, until: Option<Moment>, examples: usize) -> Self {
        let (changes, renamed) = books::changes(old.book(), new.book());
        let traced = examples > 0;
        Self {
            old: Side::new(old, until, traced),
            new: Side::new(new, until, traced),
            changes,
            renamed,
            conversations: BTreeMap::new(),
            tallies: Tallies::new(examples),
        }
    }

    /// Gives an event to both books.
    pub fn take(&mut self, event: &Event) {
        let (old, new) = (self.old.take(event), self.new.take(event));
        self.compare(old, new);
    }

    /// Lets both clocks run until nothing is due any more with either book, and tells what it came to.
    #[must_use]
    pub fn finish(&mut self) -> DryRun {
        // In step, or what recurs would come oftener to the one that has to run for longer.
        while let Some(due) = self.old.next_due().into_iter().chain(self.new.next_due()).min() {
            let (old, new) = (self.old.advance(due), self.new.advance(due));
            self.compare(old, new);
        }
        if let Some(end) = self.old.until() {
            let (old, new) = (self.old.advance(end), self.new.advance(end));
            self.compare(old, new);
        }
        self.new.end();
        let keys: Vec<Key> = self.conversations.keys().cloned().collect();
        keys.iter().for_each(|key| self.settle(key));
        self.report()
    }

    /// The book that is compared with.
    #[must_use]
    pub fn old_book(&self) -> &Book {
        self.old.book()
    }

    /// What the replay of the new book came to.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        self.new.summary()
    }

    fn compare(&mut self, old: Vec<Happened>, new: Vec<Happened>) {
        let mut by_conversation: BTreeMap<Key, (Vec<Happened>, Vec<Happened>)> = BTreeMap::new();
        for happened in old {
            by_conversation.entry(happened.key.clone()).or_default().0.push(happened);
        }
        for happened in new {
            by_conversation.entry(happened.key.clone()).or_default().1.push(happened);
        }
        for (key, (old, new)) in by_conversation {
            self.compare_conversation(&key, old, new);
        }
    }

    fn compare_conversation(&mut self, key: &Key, old: Vec<Happened>, new: Vec<Happened>) {
        let number = u32::try_from(self.conversations.len()).unwrap_or(u32::MAX);
        let fresh = || Conversation { number, ..Conversation::default() };
        let slot = self.conversations.entry(key.clone()).or_insert_with(fresh);
        if slot.user.is_none() {
            slot.user = self.new.user(key);
        }
        let renamed = |name: &Name| self.renamed.get(name).unwrap_or(name).clone();
        let inputs: BTreeSet<&str> = old.iter().chain(&new).map(|happened| happened.input.as_str()).collect();
        let nothing = Looked::default();
        for input in inputs {
            let looked = |all: &'_ Vec<Happened>| all.iter().position(|each| each.input == input);
            let before = looked(&old).and_then(|at| old.get(at)).map_or(&nothing, |each| &each.looked);
            let after = looked(&new).and_then(|at| new.get(at)).map_or(&nothing, |each| &each.looked);
            let (before, after) = ((before, self.old.book()), (after, self.new.book()));
            reasons::add(&mut slot.reasons, before, after, &renamed);
        }
        let before = old.into_iter().flat_map(|happened| happened.deeds);
        let mut before: Vec<Deed> = before.map(|deed| deed.called(&renamed)).collect();
        let mut after: Vec<Deed> = new.into_iter().flat_map(|happened| happened.deeds).collect();
        drop_equal(&mut before, &mut after);
        slot.add(before, after);
        if slot.old.len().max(slot.new.len()) > MOST_PENDING {
            self.settle(key);
        }
    }

    /// Counts what is different in a conversation so far.
    fn settle(&mut self, key: &Key) {
        let Some(slot) = self.conversations.get_mut(key) else { return };
        if slot.old.is_empty() && slot.new.is_empty() {
            return;
        }
        let differences = align::differences(std::mem::take(&mut slot.old), std::mem::take(&mut slot.new));
        let (number, user) = (slot.number, slot.user.clone());
        let scene = tally::Scene {
            key,
            number,
            user: user.as_deref(),
            old: self.old.book(),
            new: self.new.book(),
            renamed: &self.renamed,
        };
        self.tallies.add(&scene, &differences);
    }
}

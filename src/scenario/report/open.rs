//! The conversations that are not over.

use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::Name;
use super::table::Named;
use crate::ir::Moment;

/// A conversation that is not over.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    pub(super) waiting: Option<Waiting>,
    /// The queue that it was in last.
    pub(super) queue: Option<Named>,
    pub(super) agent: Option<Named>,
    /// Who had it before nobody had it.
    pub(super) former_agent: Option<Named>,
    /// Whether it counts as inactive: one that is given to somebody counts as active until it goes inactive after that.
    pub(super) inactive: bool,
}

impl Open {
    /// Whether anything is known of it that another one has not.
    pub(super) const fn is_known(&self) -> bool {
        self.waiting.is_some() || self.agent.is_some() || self.queue.is_some()
    }
}

#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// When it came to its first queue.
    pub(super) came: Moment,
    /// When it came to this one.
    pub(super) since: Moment,
    /// What was told: milliseconds from and to.
    pub(super) estimate: Option<(i64, i64)>,
}

/// All of them, by account and conversation. It is gone through only to add them up: nothing can depend on the order in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Opens(HashTable<(Name, Open)>);

/// Where one has its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(u64);

impl Place {
    pub(super) fn of(name: &Name) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Opens {
    /// Takes one out for a moment.
    pub(super) fn lend(&mut self, place: Place, name: &Name) -> Open {
        let own = self.0.find_mut(place.0, |(own, _)| own == name);
        own.map(|(_, open)| std::mem::take(open)).unwrap_or_default()
    }

    /// Puts it back, or forgets it if there is none any more.
    pub(super) fn give_back(&mut self, place: Place, name: Name, open: Option<Open>) {
        let entry = self.0.entry(place.0, |(own, _)| *own == name, |(own, _)| Place::of(own).0);
        match (entry, open) {
            (Entry::Occupied(mut own), Some(open)) => own.get_mut().1 = open,
            (Entry::Occupied(own), None) => drop(own.remove()),
            (Entry::Vacant(own), Some(open)) => drop(own.insert((name, open))),
            (Entry::Vacant(_), None) => {}
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Open> {
        self.0.iter().map(|(_, open)| open)
    }
}

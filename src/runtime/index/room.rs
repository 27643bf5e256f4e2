//! Room to work in, used again and again; and the facts of a step in the order of their keys.

use std::cell::RefCell;

use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};
use crate::runtime::evaluate::{Folded, Sight};
use crate::runtime::fact::Fact;
use crate::runtime::prepare::vocabulary::Attribute;

/// Room for looking up: kept from one event to the next, so that looking up allocates nothing once it is warm.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(super) row: Vec<u64>,
    /// The row of each column, in the order of their ranks.
    pub(super) rows: Vec<u32>,
    pub(super) spare: Vec<u64>,
    /// The numbers of columns in which some rules are unsure, with the class.
    pub(super) unsure: Vec<(usize, u32)>,
    folded: Folded,
}

impl Room {
    /// Lends the room of this thread, with that for a folded text beside it. What is in it says nothing: it is cleared before it
    /// is used.
    pub(crate) fn lend(work: impl FnOnce(&mut Self, &Folded)) {
        thread_local! {
            static ROOM: RefCell<Option<Box<Room>>> = const { RefCell::new(None) };
        }
        let mut room = ROOM.with(RefCell::take).unwrap_or_default();
        let mut folded = std::mem::take(&mut room.folded);
        folded.forget();
        work(&mut room, &folded);
        room.folded = folded;
        ROOM.with(|own| own.replace(Some(room)));
    }
}

/// In whose facts an attribute lies, and its key: the order in which attributes are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order<'k>(Source, &'k Name);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Kept,
    View,
    Carried,
    Nowhere,
}

impl Source {
    fn of(attribute: &Attribute) -> Self {
        match attribute.holder {
            Holder::Conversation => Self::Kept,
            Holder::User | Holder::Account => Self::View,
            Holder::Event => Self::Carried,
            Holder::Clock => Self::Nowhere,
        }
    }
}

impl<'k> Order<'k> {
    pub(super) fn of(attribute: &'k Attribute) -> Self {
        Self(Source::of(attribute), &attribute.declared)
    }
}

/// The facts that are seen, gone through once: attributes are asked for in their order.
pub(super) struct Sorted<'s> {
    sight: &'s Sight<'s>,
    source: Source,
    left: &'s [(Name, Value)],
}

impl<'s> Sorted<'s> {
    pub(super) fn of(sight: &'s Sight<'s>) -> Self {
        Self { sight, source: Source::Nowhere, left: &[] }
    }

    /// The fact of the next attribute, be it of its type or not.
    #[inline]
    pub(super) fn next(&mut self, attribute: &Attribute) -> Option<Fact<'s>> {
        if let Some(host) = self.sight.host {
            return host.read(attribute.number);
        }
        let source = Source::of(attribute);
        if source != self.source {
            self.source = source;
            self.left = self.facts(source);
        }
        let key = &attribute.declared;
        while let Some(((own, value), left)) = self.left.split_first() {
            if own.is_same(key) {
                self.left = left;
                return Some(Fact::of(value));
            }
            match own.as_str().cmp(key) {
                std::cmp::Ordering::Less => self.left = left,
                std::cmp::Ordering::Equal => return Some(Fact::of(value)),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }

    fn facts(&self, source: Source) -> &'s [(Name, Value)] {
        match source {
            Source::Kept => self.sight.conversation.facts.as_slice(),
            Source::View => self.sight.view.as_slice(),
            Source::Carried => self.sight.told.carried.as_slice(),
            Source::Nowhere => &[],
        }
    }
}

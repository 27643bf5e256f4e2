//! Where the index reads facts: at a host, or in the order of their keys where a step keeps them.

use std::cmp::Ordering;

use super::Index;
use super::room::Room;
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};
use crate::runtime::evaluate::Sight;
use crate::runtime::fact::{AttributeNumber, Fact, Reader};
use crate::runtime::prepare::vocabulary::Attribute;

/// Where facts are read.
pub(crate) trait Source {
    /// The fact of an attribute, be it of its type or not.
    fn fact(&self, of: Subject) -> Option<Fact<'_>>;
}

/// What it takes to read an attribute, so that the attribute itself need not be looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    number: AttributeNumber,
    /// Its place among the attributes that the index asks for.
    place: usize,
    holds: Holds,
}

impl Subject {
    /// The attribute that has that place among those that the index asks for.
    pub(super) fn new(attribute: &Attribute, place: usize) -> Self {
        Self { number: attribute.number, place, holds: Holds::of(attribute) }
    }
}

/// The facts that a host keeps.
#[derive(Debug)]
pub(crate) struct Hosted<'h, R>(pub(crate) &'h R);

impl<R: Reader> Source for Hosted<'_, R> {
    #[inline]
    fn fact(&self, of: Subject) -> Option<Fact<'_>> {
        self.0.read(of.number)
    }
}

/// In whose facts an attribute lies, and its key: the order in which facts are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order<'k>(Holds, &'k Name);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    Conversation,
    View,
    Event,
    Nobody,
}

impl Holds {
    fn of(attribute: &Attribute) -> Self {
        match attribute.holder {
            Holder::Conversation => Self::Conversation,
            Holder::User | Holder::Account => Self::View,
            Holder::Event => Self::Event,
            Holder::Clock => Self::Nobody,
        }
    }
}

impl<'k> Order<'k> {
    pub(super) fn of(attribute: &'k Attribute) -> Self {
        Self(Holds::of(attribute), &attribute.declared)
    }
}

/// The facts of a step, each found once.
pub(crate) struct Kept<'s> {
    sight: &'s Sight<'s>,
    /// Where the fact of each attribute lies among those of its holder.
    positions: Vec<Option<u32>>,
}

impl<'s> Kept<'s> {
    /// Finds the facts of all attributes: both are in the order of their keys, and most keys are the same name in memory.
    pub(crate) fn new(index: &Index, sight: &'s Sight<'s>, room: &mut Room) -> Self {
        let mut positions = std::mem::take(&mut room.positions);
        positions.clear();
        let (mut holds, mut left) = (Holds::Nobody, (0..).zip([].iter()));
        for attribute in &index.attributes {
            let own = Holds::of(attribute);
            if own != holds {
                (holds, left) = (own, (0..).zip(facts(sight, own).iter()));
            }
            positions.push(find(&mut left, &attribute.declared));
        }
        Self { sight, positions }
    }

    /// Gives the room back.
    pub(crate) fn done(self, room: &mut Room) {
        room.positions = self.positions;
    }
}

impl Source for Kept<'_> {
    #[inline]
    fn fact(&self, of: Subject) -> Option<Fact<'_>> {
        let position = usize::try_from((*self.positions.get(of.place)?)?).ok()?;
        let (_, value) = facts(self.sight, of.holds).get(position)?;
        Some(Fact::of(value))
    }
}

fn facts<'s>(sight: &Sight<'s>, holds: Holds) -> &'s [(Name, Value)] {
    match holds {
        Holds::Conversation => sight.conversation.facts.as_slice(),
        Holds::View => sight.view.as_slice(),
        Holds::Event => sight.told.carried.as_slice(),
        Holds::Nobody => &[],
    }
}

/// Goes on to a key, and past it if it is there.
fn find<'f>(left: &mut (impl Iterator<Item = (u32, &'f (Name, Value))> + Clone), key: &Name) -> Option<u32> {
    loop {
        let mut ahead = left.clone();
        let (position, (own, _)) = ahead.next()?;
        let order = if own.is_same(key) { Ordering::Equal } else { own.as_str().cmp(key) };
        match order {
            Ordering::Greater => return None,
            Ordering::Less => *left = ahead,
            Ordering::Equal => {
                *left = ahead;
                return Some(position);
            }
        }
    }
}

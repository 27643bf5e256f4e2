//! Where the index reads facts: at a host, or in the order of their keys where a step keeps them.

use std::cmp::Ordering;
use std::hint::black_box;

use smallvec::SmallVec;

use super::Index;
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
    place: u32,
}

impl Subject {
    /// The attribute that has that place among those that the index asks for.
    pub(super) fn new(attribute: &Attribute, place: usize) -> Self {
        Self { number: attribute.number, place: u32::try_from(place).unwrap_or(u32::MAX) }
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
pub(super) struct Order<'k>(Holder, &'k Name);

impl<'k> Order<'k> {
    pub(super) fn of(attribute: &'k Attribute) -> Self {
        Self(attribute.holder, &attribute.declared)
    }
}

/// What a step finds a fact by, side by side with the others in memory.
#[derive(Debug)]
pub(super) struct HeldKey {
    holder: Holder,
    key: Name,
}

impl HeldKey {
    pub(super) fn of(attribute: &Attribute) -> Self {
        Self { holder: attribute.holder, key: attribute.declared.clone() }
    }

    pub(super) fn order(&self) -> Order<'_> {
        Order(self.holder, &self.key)
    }
}

/// The facts of a step, each found once.
#[derive(Default)]
pub(crate) struct Kept<'s> {
    /// That of each attribute, by the attribute's place.
    facts: SmallVec<[Option<&'s Value>; USUAL]>,
}

/// An index that asks for more attributes than that allocates.
const USUAL: usize = 128;

impl<'s> Kept<'s> {
    /// Finds the facts of all attributes: both are in the order of their keys.
    #[inline]
    pub(crate) fn find(&mut self, index: &Index, sight: &'s Sight<'s>) {
        let mut touched = 0_u8;
        let (mut holder, mut left): (Holder, &[(Name, Value)]) = (Holder::Clock, &[]);
        self.facts.extend(index.keys.iter().map(|own| {
            if own.holder != holder {
                (holder, left) = (own.holder, facts(sight, own.holder));
            }
            let value = find(&mut left, &own.key);
            touched ^= value.map_or(0, first_byte);
            value
        }));
        // What is read for nothing comes from memory side by side, and not one after the other when it is needed.
        black_box(touched);
    }
}

impl Source for Kept<'_> {
    #[inline]
    fn fact(&self, of: Subject) -> Option<Fact<'_>> {
        let value: &Value = (*self.facts.get(usize::try_from(of.place).ok()?)?)?;
        Some(Fact::plain(value))
    }
}

/// Where a text begins, or the first of a list.
fn first_byte(value: &Value) -> u8 {
    match value {
        Value::Text(text) => text.as_bytes().first().copied().unwrap_or_default(),
        Value::List(values) => values.first().map_or(0, first_byte),
        _ => 0,
    }
}

fn facts<'s>(sight: &Sight<'s>, holder: Holder) -> &'s [(Name, Value)] {
    match holder {
        Holder::Conversation => sight.conversation.facts.as_slice(),
        Holder::User => sight.user.as_slice(),
        Holder::Account => sight.account.as_slice(),
        Holder::Event => sight.told.carried.as_slice(),
        Holder::Clock => &[],
    }
}

/// So far ahead it is looked for a key at a glance.
const AHEAD: usize = 32;

/// Goes on to a key, and past it if it is there. Most keys are the same name in memory.
#[inline]
fn find<'f>(left: &mut &'f [(Name, Value)], key: &Name) -> Option<&'f Value> {
    if let Some(((own, value), rest)) = left.split_first()
        && own.is_same(key)
    {
        *left = rest;
        return Some(value);
    }
    let mut ahead = left.iter();
    if let Some((_, value)) = ahead.by_ref().take(AHEAD).find(|(own, _)| own.is_same(key)) {
        *left = ahead.as_slice();
        return Some(value);
    }
    find_text(left, key)
}

fn find_text<'f>(left: &mut &'f [(Name, Value)], key: &str) -> Option<&'f Value> {
    while let Some(((own, value), rest)) = left.split_first() {
        match own.as_str().cmp(key) {
            Ordering::Greater => return None,
            Ordering::Less => *left = rest,
            Ordering::Equal => {
                *left = rest;
                return Some(value);
            }
        }
    }
    None
}

//! Where the index reads facts: at a host, or in the order of their keys where a step keeps them.

use std::cmp::Ordering;
use std::hint::black_box;
use std::sync::Arc;

use super::Index;
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};
use crate::runtime::Facts;
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

/// The keys of the attributes that an index asks for, in their order: what a step finds facts by, side by side in memory.
#[derive(Debug, Default)]
pub(super) struct Keys {
    all: Box<[Name]>,
    /// How many of them lie with each holder.
    held: Box<[(Holder, usize)]>,
}

impl Keys {
    /// Those of these attributes, which are in order.
    pub(super) fn of(attributes: &[Arc<Attribute>]) -> Self {
        let held = attributes.chunk_by(|one, next| one.holder == next.holder);
        Self {
            all: attributes.iter().map(|attribute| attribute.declared.clone()).collect(),
            held: held.filter_map(|group| Some((group.first()?.holder, group.len()))).collect(),
        }
    }

    /// The key of that place, and whose it is.
    #[inline]
    fn get(&self, place: u32) -> Option<(Holder, &Name)> {
        let mut place = usize::try_from(place).ok()?;
        let key = self.all.get(place)?;
        let is_here = |(_, count): &&(Holder, usize)| {
            let is_here = place < *count;
            place = place.wrapping_sub(*count);
            is_here
        };
        self.held.iter().find(is_here).map(|(holder, _)| (*holder, key))
    }

    /// The place of an attribute among them.
    pub(super) fn place(&self, attribute: &Attribute) -> Option<usize> {
        let mut first = 0;
        for (holder, keys) in self.by_holder() {
            if holder == attribute.holder {
                return keys.binary_search(&attribute.declared).ok().map(|place| first + place);
            }
            first += keys.len();
        }
        None
    }

    fn by_holder(&self) -> impl Iterator<Item = (Holder, &[Name])> {
        let mut left = &*self.all;
        self.held.iter().map(move |(holder, count)| {
            let (own, others) = left.split_at_checked(*count).unwrap_or_default();
            left = others;
            (*holder, own)
        })
    }
}

/// The facts of a step, each found once: that of each attribute, by the attribute's place.
pub(super) struct Kept<'f>(&'f [Option<&'f Value>]);

/// An index that asks for more attributes than that allocates.
const USUAL: usize = 128;

impl Kept<'_> {
    /// Finds the facts of all attributes: both are in the order of their keys.
    #[inline]
    pub(super) fn lend<T>(index: &Index, sight: &Sight<'_>, work: impl FnOnce(&Kept<'_>) -> T) -> T {
        let (mut few, mut many) = ([None; USUAL], Vec::new());
        let count = index.keys.all.len();
        let all = match few.get_mut(..count) {
            Some(few) => few,
            None => {
                many.resize(count, None);
                &mut many
            }
        };
        let (mut left, mut touched) = (&mut *all, 0);
        for (holder, keys) in index.keys.by_holder() {
            let (own, others) = left.split_at_mut_checked(keys.len()).unwrap_or_default();
            left = others;
            touched ^= facts(sight, holder).map_or(0, |facts| find(facts.as_slice(), keys, own));
        }
        // What is read for nothing comes from memory side by side, and not one after the other when it is needed.
        black_box(touched);
        work(&Kept(all))
    }
}

impl Source for Kept<'_> {
    #[inline(always)]
    fn fact(&self, of: Subject) -> Option<Fact<'_>> {
        let value: &Value = (*self.0.get(usize::try_from(of.place).ok()?)?)?;
        Some(Fact::plain(value))
    }
}

/// The facts of a step, each looked for when it is asked for: few rules ask for few.
pub(super) struct Sought<'s> {
    pub(super) index: &'s Index,
    pub(super) sight: &'s Sight<'s>,
}

impl Source for Sought<'_> {
    #[inline]
    fn fact(&self, of: Subject) -> Option<Fact<'_>> {
        let (holder, key) = self.index.keys.get(of.place)?;
        facts(self.sight, holder)?.get(key).map(Fact::plain)
    }
}

/// Where a list begins, or a text that does not lie in the fact itself.
#[inline]
fn first_byte(value: &Value) -> u8 {
    match value {
        Value::Text(text) if text.is_elsewhere() => text.as_bytes().first().copied().unwrap_or_default(),
        Value::List(values) => u8::from(matches!(values.first(), Some(Value::Text(_)))),
        _ => 0,
    }
}

fn facts<'s>(sight: &Sight<'s>, holder: Holder) -> Option<&'s Facts> {
    match holder {
        Holder::Conversation => Some(&sight.conversation.facts),
        Holder::User => Some(sight.user),
        Holder::Account => Some(sight.account),
        Holder::Event => Some(sight.told.carried),
        Holder::Clock => None,
    }
}

/// So far ahead it is looked for what is the same at a glance.
const AHEAD: usize = 32;

/// Finds the facts of these keys; gives something of what was found.
#[inline]
fn find<'f>(mut facts: &'f [(Name, Value)], mut keys: &[Name], mut found: &mut [Option<&'f Value>]) -> u8 {
    let mut touched = 0;
    loop {
        let mut same = 0;
        for (((own, value), wanted), found) in facts.iter().zip(keys).zip(found.iter_mut()) {
            // Most keys are the same name in memory.
            if !own.is_same(wanted) {
                break;
            }
            *found = Some(value);
            touched ^= first_byte(value);
            same += 1;
        }
        facts = facts.get(same..).unwrap_or_default();
        keys = keys.get(same..).unwrap_or_default();
        found = found.get_mut(same..).unwrap_or_default();
        let (others, absent) = until_same(facts, keys);
        let Some(((_, value), left)) = facts.get(others..).unwrap_or_default().split_first() else { return touched };
        facts = left;
        keys = keys.get(absent + 1..).unwrap_or_default();
        let Some((place, left)) = found.get_mut(absent..).unwrap_or_default().split_first_mut() else { return touched };
        *place = Some(value);
        touched ^= first_byte(value);
        found = left;
    }
}

/// How many facts and how many keys come before the next that belong together; all if there are none.
fn until_same(facts: &[(Name, Value)], keys: &[Name]) -> (usize, usize) {
    let (mut others, mut absent) = (facts, keys);
    while let (Some(((own, _), after)), Some((wanted, later))) = (others.split_first(), absent.split_first()) {
        let passed = (facts.len() - others.len(), keys.len() - absent.len());
        match nearest(others, absent) {
            Some(Nearest::Fact(ahead)) => return (passed.0 + ahead, passed.1),
            Some(Nearest::Key(ahead)) => return (passed.0, passed.1 + ahead),
            None => {}
        }
        match own.cmp(wanted) {
            Ordering::Less => others = after,
            Ordering::Equal => return passed,
            Ordering::Greater => absent = later,
        }
    }
    (facts.len(), keys.len())
}

/// How far ahead something is.
enum Nearest {
    /// The fact of the first key.
    Fact(usize),
    /// The key of the first fact.
    Key(usize),
}

/// What of both is nearest, at a glance.
fn nearest(facts: &[(Name, Value)], keys: &[Name]) -> Option<Nearest> {
    let (own, wanted) = (&facts.first()?.0, keys.first()?);
    let facts = facts.get(..AHEAD).unwrap_or(facts);
    let keys = keys.get(..AHEAD).unwrap_or(keys);
    let both = facts.iter().zip(keys).position(|((fact, _), key)| fact.is_same(wanted) || own.is_same(key));
    let Some(ahead) = both else {
        let both = facts.len().min(keys.len());
        let fact = || facts.iter().skip(both).position(|(fact, _)| fact.is_same(wanted));
        let key = || keys.iter().skip(both).position(|key| own.is_same(key));
        return fact().map(|more| Nearest::Fact(both + more)).or_else(|| Some(Nearest::Key(both + key()?)));
    };
    let is_key = keys.get(ahead).is_some_and(|key| own.is_same(key));
    Some(if is_key { Nearest::Key(ahead) } else { Nearest::Fact(ahead) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is there beside what is asked for, and be the names the same in memory or only equal.
        #[test]
        fn each_key_finds_its_own_fact(all in prop::collection::btree_map("[a-c]{1,5}", (0..3_u8, 0..3_u8), 0..90)) {
            let names: Vec<(Name, (u8, u8))> = all.into_iter().map(|(name, of)| (name.into(), of)).collect();
            let keys: Vec<Name> =
                names.iter().filter(|(_, (_, key))| *key > 0).map(|(name, _)| name.clone()).collect();
            let facts = names.iter().filter(|(_, (fact, _))| *fact > 0).map(|(name, (fact, _))| {
                let own = if *fact == 1 { name.clone() } else { Name::from(name.as_str()) };
                (own, Value::Text(name.as_str().into()))
            });
            let facts: Vec<(Name, Value)> = facts.collect();
            let mut found = vec![None; keys.len()];
            find(&facts, &keys, &mut found);
            for (key, found) in keys.iter().zip(found) {
                let expected = facts.iter().find(|(own, _)| own == key).map(|(_, value)| value);
                prop_assert_eq!(found, expected);
            }
        }
    }
}

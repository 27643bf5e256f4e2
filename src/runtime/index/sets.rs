//! What the rules ask of one list: members that it must have, and members that it must not have.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bits;
use crate::runtime::fact::Fact;
use crate::runtime::lookup::Lookup;
use crate::runtime::prepare::vocabulary::Attribute;

/// The rules by the members that they ask for.
#[derive(Debug)]
pub(super) struct Sets {
    pub(super) attribute: Arc<Attribute>,
    members: Lookup,
    /// By the number of a member.
    asked: Box<[Asked]>,
    /// The rules that ask for no member.
    easy: Box<[u64]>,
}

/// The rules that ask for one member.
#[derive(Debug, Default)]
struct Asked {
    /// Those that want it, of several maybe.
    wants: Places,
    /// Those that must not have it.
    lacks: Places,
}

/// Some of the rules: one by one if they are few, as a row if they are many.
#[derive(Debug)]
enum Places {
    Few(Box<[u32]>),
    Many(Box<[u64]>),
}

impl Default for Places {
    fn default() -> Self {
        Self::Few(Box::default())
    }
}

/// Collects what the rules ask of a list.
#[derive(Debug, Default)]
pub(super) struct Collected<'c> {
    wants: BTreeMap<&'c str, Vec<u32>>,
    lacks: BTreeMap<&'c str, Vec<u32>>,
    demanding: Vec<u32>,
}

impl<'c> Collected<'c> {
    /// A rule wants one of these members. Gives whether that can be told by bits: only one such clause of a rule can.
    pub(super) fn want(&mut self, place: u32, members: &[&'c str]) -> bool {
        if self.demanding.last() == Some(&place) {
            return false;
        }
        self.demanding.push(place);
        members.iter().for_each(|member| self.wants.entry(member).or_default().push(place));
        true
    }

    /// A rule must have none of these members.
    pub(super) fn lack(&mut self, place: u32, members: &[&'c str]) {
        members.iter().for_each(|member| self.lacks.entry(member).or_default().push(place));
    }

    pub(super) fn done(mut self, attribute: &Arc<Attribute>, places: usize) -> Sets {
        let names: std::collections::BTreeSet<&str> = self.wants.keys().chain(self.lacks.keys()).copied().collect();
        let mut easy = bits::full(places);
        self.demanding.iter().for_each(|place| bits::clear(&mut easy, *place));
        let asked = names.iter().map(|name| Asked {
            wants: Places::new(self.wants.remove(name).unwrap_or_default(), places),
            lacks: Places::new(self.lacks.remove(name).unwrap_or_default(), places),
        });
        Sets {
            attribute: Arc::clone(attribute),
            asked: asked.collect(),
            members: Lookup::new(names.iter().copied().zip(0..)),
            easy: easy.into(),
        }
    }
}

impl Places {
    fn new(places: Vec<u32>, all: usize) -> Self {
        if places.len() <= bits::words(all) * 2 {
            return Self::Few(places.into());
        }
        let mut row = vec![0; bits::words(all)];
        places.iter().for_each(|place| bits::set(&mut row, *place));
        Self::Many(row.into())
    }

    fn add_to(&self, row: &mut [u64]) {
        match self {
            Self::Few(places) => places.iter().for_each(|place| bits::set(row, *place)),
            Self::Many(own) => row.iter_mut().zip(own).for_each(|(word, own)| *word |= own),
        }
    }

    fn take_from(&self, row: &mut [u64]) {
        match self {
            Self::Few(places) => places.iter().for_each(|place| bits::clear(row, *place)),
            Self::Many(own) => row.iter_mut().zip(own).for_each(|(word, own)| *word &= !own),
        }
    }
}

impl Sets {
    /// Takes out of the row the rules that such a list rules out. `spare` is room to work in.
    pub(super) fn rule_out(&self, fact: Option<Fact<'_>>, row: &mut [u64], spare: &mut Vec<u64>) {
        spare.clear();
        spare.extend_from_slice(&self.easy);
        let known = fact.filter(|fact| self.attribute.kind.takes(*fact));
        let list = known.or(self.attribute.default.as_ref().map(Fact::of));
        for member in list.into_iter().flat_map(Fact::members) {
            let (Fact::Text(name) | Fact::Enum(name)) = member else { continue };
            if let Some(asked) = self.members.get(name).and_then(|number| self.asked.get(usize::try_from(number).ok()?))
            {
                asked.wants.add_to(spare);
                asked.lacks.take_from(row);
            }
        }
        bits::keep(row, spare);
    }
}

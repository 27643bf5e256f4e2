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

#[cfg(test)]
mod tests {
    use super::super::made::{attribute, texts};
    use super::*;
    use crate::ir::Value;
    use crate::runtime::kind::Kind;

    /// So many rules: the first wants `a` or `b`, the second must not have `a`, the third wants `b` and must not have `c`, those of
    /// even numbers from the fourth on want `d`.
    fn sets(places: u32, default: Option<Value>) -> Sets {
        let mut collected = Collected::default();
        assert!(collected.want(0, &["a", "b", "a"]));
        collected.lack(1, &["a"]);
        assert!(collected.want(2, &["b"]));
        assert!(!collected.want(2, &["c"]), "only one clause of a rule");
        collected.lack(2, &["c"]);
        (4..places).step_by(2).for_each(|place| assert!(collected.want(place, &["d"])));
        let list = attribute("user.tags", Kind::List(Box::new(Kind::Text)), default);
        collected.done(&list, usize::try_from(places).unwrap())
    }

    fn left(sets: &Sets, places: u32, fact: Option<&Value>) -> Vec<u32> {
        let mut row = bits::full(usize::try_from(places).unwrap());
        sets.rule_out(fact.map(Fact::of), &mut row, &mut vec![7; 99]);
        bits::places(&row).collect()
    }

    #[test]
    fn a_list_leaves_whom_it_has_what_they_want_and_nothing_that_they_must_not_have() {
        let sets = sets(4, None);
        assert_eq!(left(&sets, 4, None), [1, 3]);
        assert_eq!(left(&sets, 4, Some(&texts(&["a"]))), [0, 3]);
        assert_eq!(left(&sets, 4, Some(&texts(&["b", "x", "b"]))), [0, 1, 2, 3]);
        assert_eq!(left(&sets, 4, Some(&texts(&["c", "b"]))), [0, 1, 3]);
    }

    #[test]
    fn a_list_of_another_type_is_the_default() {
        let sets = sets(4, Some(texts(&["b"])));
        let wrong =
            [texts(&[]), Value::Text("a".into()), Value::List(vec![Value::Text("a".into()), Value::Boolean(true)])];
        assert_eq!(left(&sets, 4, Some(&wrong[0])), [1, 3], "an empty list is one");
        for wrong in &wrong[1..] {
            assert_eq!(left(&sets, 4, Some(wrong)), [0, 1, 2, 3]);
        }
    }

    #[test]
    fn many_rules_that_want_the_same_are_found_as_few_are() {
        let places = 500;
        let odd = (0..places).filter(|place| place % 2 == 1);
        assert_eq!(left(&sets(places, None), places, Some(&texts(&["x"]))), odd.collect::<Vec<_>>());
        let all = (0..places).filter(|place| ![0, 2].contains(place));
        assert_eq!(left(&sets(places, None), places, Some(&texts(&["d"]))), all.collect::<Vec<_>>());
    }
}

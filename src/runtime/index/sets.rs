//! What the rules ask of one list: members that it must have, and members that it must not have.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;

use super::bits;
use super::plan::ListPlan;
use super::source::Subject;
use crate::ir::Value;
use crate::runtime::fact::Fact;
use crate::runtime::lookup::{Ends, Lookup};
use crate::runtime::prepare::vocabulary::Attribute;

/// The rules by the members that they ask for.
#[derive(Debug)]
pub(super) struct Sets {
    pub(super) subject: Subject,
    pub(super) attribute: Arc<Attribute>,
    members: Lookup,
    /// By the number of a member, those that want it, of several maybe.
    wants: Places,
    /// Those that must not have it.
    lacks: Places,
    /// The rules that ask for no member.
    easy: Box<[u64]>,
}

/// Some of the rules for each number; none for 0.
#[derive(Debug)]
enum Places {
    Nobody,
    /// A row each, if they are not too many for the memory that it takes.
    Rows(Box<[u64]>),
    /// One by one.
    Lists(Box<[Box<[u32]>]>),
}

/// How many words the rows of a list take at most: 256 kB.
const MOST: usize = 1 << 15;

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

    /// As it is stored, for the attribute of that place.
    pub(super) fn done(mut self, attribute: u32) -> ListPlan {
        let names: BTreeSet<&str> = self.wants.keys().chain(self.lacks.keys()).copied().collect();
        let take = |asked: &mut BTreeMap<&'c str, Vec<u32>>| {
            names.iter().map(|name| asked.remove(name).unwrap_or_default()).collect()
        };
        ListPlan {
            attribute,
            wants: take(&mut self.wants),
            lacks: take(&mut self.lacks),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            demanding: self.demanding,
        }
    }
}

impl Places {
    fn new(of_each: Vec<Vec<u32>>, width: usize) -> Self {
        if of_each.iter().all(Vec::is_empty) {
            return Self::Nobody;
        }
        if of_each.len().saturating_mul(width) > MOST {
            return Self::Lists(of_each.into_iter().map(Into::into).collect());
        }
        let mut rows = vec![0; of_each.len() * width];
        for (row, places) in rows.chunks_exact_mut(width.max(1)).zip(of_each) {
            places.iter().for_each(|place| bits::set(row, *place));
        }
        Self::Rows(rows.into())
    }

    /// Adds those of these numbers to the words that have that place in a row of so many such places.
    #[inline(always)]
    fn add_to<const WORDS: usize>(&self, sum: &mut [u64; WORDS], numbers: &[u32], at: usize, width: usize) {
        match self {
            Self::Nobody => {}
            Self::Rows(rows) => {
                let (rows, _) = rows.as_chunks::<WORDS>();
                // No number is so large that this would be another's row.
                let own = |number: &u32| rows.get(index(*number).wrapping_mul(width).wrapping_add(at));
                numbers.iter().filter_map(own).for_each(|own| bits::add(sum, own));
            }
            Self::Lists(lists) => add_listed(lists, sum, numbers, at),
        }
    }

    /// All numbers that there are.
    fn numbers(&self, width: usize) -> Vec<u32> {
        let count = match self {
            Self::Nobody => 0,
            Self::Rows(rows) => rows.len() / width.max(1),
            Self::Lists(lists) => lists.len(),
        };
        (0..u32::try_from(count).unwrap_or(u32::MAX)).collect()
    }
}

/// As [`Places::add_to`], of lists.
#[inline(never)]
fn add_listed(lists: &[Box<[u32]>], sum: &mut [u64], numbers: &[u32], at: usize) {
    let count = sum.len() * bits::PLACES;
    let first = u32::try_from(at * count).unwrap_or(u32::MAX);
    for places in numbers.iter().filter_map(|number| lists.get(index(*number))) {
        let start = places.partition_point(|place| *place < first);
        let own = places.get(start..).unwrap_or_default().iter().map(|place| place.wrapping_sub(first));
        own.take_while(|place| index(*place) < count).for_each(|place| bits::set(sum, place));
    }
}

#[inline]
fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Sets {
    /// What is asked of a list, of so many rules; `None` if its members are not in order.
    pub(super) fn open(plan: ListPlan, attribute: &Arc<Attribute>, subject: Subject, places: usize) -> Option<Self> {
        let mut easy = bits::shortened(bits::full(places), places);
        plan.demanding.iter().for_each(|place| bits::clear(&mut easy, *place));
        let width = easy.len();
        let of_each = |lists: Vec<Vec<u32>>| Places::new(iter::once(Vec::new()).chain(lists).collect(), width);
        plan.names.is_sorted_by(|one, next| one < next).then(|| Self {
            subject,
            attribute: Arc::clone(attribute),
            wants: of_each(plan.wants),
            lacks: of_each(plan.lacks),
            members: Lookup::new(plan.names.iter().map(String::as_str).zip(0..)),
            easy,
        })
    }

    /// The list, or what counts in its stead if it is not there or none of the type.
    #[inline]
    pub(super) fn list<'s>(&'s self, fact: Option<Fact<'s>>) -> Option<Fact<'s>> {
        let known = fact.filter(|fact| self.attribute.kind.takes(*fact));
        known.or(self.attribute.default.as_ref().map(Fact::of))
    }

    /// Puts the ends of its members to the end of `all`.
    #[inline]
    pub(super) fn ends(list: Option<Fact<'_>>, all: &mut Vec<Ends>) {
        match list {
            Some(Fact::Texts(texts)) => all.extend(texts.iter().map(|text| Ends::of(text))),
            Some(Fact::List(values)) => all.extend(values.iter().map(|value| match value {
                Value::Text(name) | Value::Enum(name) => Ends::of(name),
                _ => Ends::NONE,
            })),
            _ => {}
        }
    }

    /// The numbers of the members of these ends; the list itself is asked for only where the ends do not tell.
    #[inline]
    pub(super) fn numbers<'f>(&self, ends: &[Ends], list: impl Fn() -> Option<Fact<'f>>) -> impl Iterator<Item = u32> {
        ends.iter().enumerate().map(move |(number, ends)| {
            self.members.get_by(*ends, || match list()?.members().nth(number)? {
                Fact::Text(name) | Fact::Enum(name) => Some(name),
                _ => None,
            })
        })
    }

    /// Keeps of a row the rules that a list with these members does not rule out.
    #[inline]
    pub(super) fn rule_out(&self, members: &[u32], row: &mut [u64]) {
        match row.len() {
            1 => self.rule_out_by::<1>(members, row),
            2 => self.rule_out_by::<2>(members, row),
            4 => self.rule_out_by::<4>(members, row),
            _ => self.rule_out_by::<{ bits::WORDS }>(members, row),
        }
    }

    /// So many words at a time.
    fn rule_out_by<const WORDS: usize>(&self, members: &[u32], row: &mut [u64]) {
        let (blocks, _) = row.as_chunks_mut::<WORDS>();
        let (easy, _) = self.easy.as_chunks::<WORDS>();
        let width = easy.len();
        for ((block, easy), at) in blocks.iter_mut().zip(easy).zip(0..) {
            if bits::is_empty(block) {
                continue;
            }
            let (mut wanted, mut lacking) = (*easy, [0; WORDS]);
            self.wants.add_to(&mut wanted, members, at, width);
            self.lacks.add_to(&mut lacking, members, at, width);
            bits::keep(block, &wanted);
            bits::take(block, &lacking);
        }
    }

    /// The rules that want no member.
    pub(super) fn easy(&self) -> &[u64] {
        &self.easy
    }

    /// The rules, among all, that ask for something.
    pub(super) fn askers(&self, all: &[u64]) -> Vec<u64> {
        let lacks = self.lacks.numbers(all.len());
        let width = all.len();
        let asks = |((at, all), easy): ((usize, &u64), &u64)| {
            let mut lacking = [0];
            self.lacks.add_to(&mut lacking, &lacks, at, width);
            let [lacking] = lacking;
            all & !easy | lacking
        };
        all.iter().enumerate().zip(&self.easy).map(asks).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{attribute, texts};
    use super::*;
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
        let subject = Subject::new(&list, 0);
        Sets::open(collected.done(0), &list, subject, usize::try_from(places).unwrap()).unwrap()
    }

    fn left(places: u32, default: Option<Value>, fact: Option<&Value>) -> Vec<usize> {
        let sets = sets(places, default);
        let list = sets.list(fact.map(Fact::of));
        let places = usize::try_from(places).unwrap();
        let (mut ends, mut row) = (Vec::new(), bits::shortened(bits::full(places), places));
        Sets::ends(list, &mut ends);
        let members: Vec<u32> = sets.numbers(&ends, || list).collect();
        sets.rule_out(&members, &mut row);
        let places = |(word, first)| bits::of_all(word).map(move |place| first + place);
        row.into_iter().zip((0..).step_by(bits::PLACES)).flat_map(places).collect()
    }

    #[test]
    fn a_list_leaves_whom_it_has_what_they_want_and_nothing_that_they_must_not_have() {
        assert_eq!(left(4, None, None), [1, 3]);
        assert_eq!(left(4, None, Some(&texts(&["a"]))), [0, 3]);
        assert_eq!(left(4, None, Some(&texts(&["b", "x", "b"]))), [0, 1, 2, 3]);
        assert_eq!(left(4, None, Some(&texts(&["c", "b"]))), [0, 1, 3]);
    }

    #[test]
    fn a_list_of_another_type_is_the_default() {
        let default = || Some(texts(&["b"]));
        let wrong = [
            texts(&[]),
            Value::Text("a".into()),
            Value::List(vec![Value::Text("a".into()), Value::Boolean(true)].into()),
        ];
        assert_eq!(left(4, default(), Some(&wrong[0])), [1, 3], "an empty list is one");
        for wrong in &wrong[1..] {
            assert_eq!(left(4, default(), Some(wrong)), [0, 1, 2, 3]);
        }
    }

    #[test]
    fn many_rules_that_want_the_same_are_found_as_few_are() {
        let places = 500;
        let odd = (0..500).filter(|place| place % 2 == 1);
        assert_eq!(left(places, None, Some(&texts(&["x"]))), odd.collect::<Vec<_>>());
        let all = (0..500).filter(|place| ![0, 2].contains(place));
        assert_eq!(left(places, None, Some(&texts(&["d"]))), all.collect::<Vec<_>>());
    }
}

//! Which triggers an event can fire, without looking at each of them. `docs/engine.md` explains it with a drawing.
//!
//! The rules that listen to one event have a *place* each, in their order, and a bit at that place. For each attribute that some
//! of them ask for, the value that is there has a row of bits: a rule's bit is set if that value does not rule it out
//! ([`column`], [`sets`]). What is set in all of these rows may match. What rows cannot tell (texts in texts, patterns, `or`
//! between attributes, earlier values) is left over as the rule's *rest*, and is evaluated as ever for those few that are left.
//! So the index can leave out only what would fail.

mod bits;
mod clause;
mod column;
#[cfg(test)]
mod made;
mod named;
mod ordered;
mod room;
mod sample;
mod sets;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use self::room::Room;

use self::clause::{Clause, clauses};
use self::column::{Asked, Column};
use self::room::{Order, Sorted};
use self::sample::Nothing;
use self::sets::{Collected, Sets};
use super::evaluate::Sight;
use super::prepare::condition::{Condition, Operand, Test};
use super::prepare::vocabulary::Attribute;
use super::prepare::{Prepared, Rule};
use crate::ir::{Comparison, Value};

/// Up to so many rules are looked at one by one: finding rows takes longer.
const FEW: usize = 12;

/// The rules that listen to one event, by what they ask for.
#[derive(Debug, Default)]
pub(crate) struct Index {
    places: Box<[Place]>,
    /// The rows of all classes of all columns, in blocks.
    rows: Box<[bits::Block]>,
    /// By who holds them, and by their keys.
    columns: Box<[Column]>,
    sets: Box<[Sets]>,
    /// The bits of all places.
    all: Box<[u64]>,
}

/// A rule at its place.
#[derive(Debug)]
struct Place {
    /// The number of the trigger.
    number: u32,
    /// Whether it is for some channels only; here, so that the rule itself need not be looked at.
    has_channels: bool,
    /// What is left over of its condition, the cheaper parts first.
    rest: Box<[Condition]>,
    rule: Arc<Rule>,
}

impl Index {
    /// The index of these listeners, which are in order. Inactive ones never match.
    pub(crate) fn new(book: &Prepared, listeners: &[u32]) -> Self {
        let active = |number: &u32| {
            let trigger = book.triggers.get(usize::try_from(*number).ok()?)?;
            trigger.rule.active.then(|| (*number, Arc::clone(&trigger.rule)))
        };
        let (numbers, rules): (Vec<u32>, Vec<Arc<Rule>>) = listeners.iter().filter_map(active).unzip();
        let mut sorted = Clauses::of(&rules);
        let nothing = Nothing::new(book);
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        for (attribute, asked) in std::mem::take(&mut sorted.values).into_values() {
            let (column, left) = Column::new(attribute, asked, rules.len(), &nothing, &mut rows);
            columns.extend(column);
            left.into_iter().for_each(|each| sorted.leave(each.place, each.condition));
        }
        let sets = std::mem::take(&mut sorted.lists);
        let sets = sets.into_values().map(|(attribute, collected)| collected.done(attribute, rules.len()));
        let all = bits::full(rules.len()).into();
        let sets = sets.collect();
        let rests: Vec<_> = std::mem::take(&mut sorted.rests).into_iter().map(by_cost).collect();
        drop(sorted);
        let places = numbers.into_iter().zip(rules).zip(rests).map(|((number, rule), rest)| Place {
            number,
            has_channels: rule.channels.is_some(),
            rest,
            rule,
        });
        let mut index =
            Self { places: places.collect(), columns: columns.into(), sets, all, rows: rows.as_chunks().0.into() };
        index.rank();
        index
    }

    /// Columns with fewer bits set are looked at first.
    fn rank(&mut self) {
        let blocks = self.blocks();
        let set = |column: &Column| {
            let first = usize::try_from(column.first).unwrap_or(usize::MAX);
            let rows = self.rows.iter().skip(first.saturating_mul(blocks)).take(column.count() * blocks);
            let bits: usize = rows.flatten().map(|word| usize::try_from(word.count_ones()).unwrap_or_default()).sum();
            bits / column.count().max(1)
        };
        let mut order: Vec<(usize, usize)> = self.columns.iter().map(set).zip(0..).collect();
        order.sort_unstable();
        for ((_, number), rank) in order.into_iter().zip(0..) {
            if let Some(column) = self.columns.get_mut(number) {
                column.rank = rank;
            }
        }
    }

    fn blocks(&self) -> usize {
        self.all.len() / bits::BLOCK
    }

    /// Hands the numbers of those that match what is seen to `found`, in order, with their rules.
    pub(crate) fn matching<'i>(
        &'i self,
        sight: &Sight<'_>,
        room: &mut Room,
        mut found: impl FnMut(u32, &'i Arc<Rule>),
    ) {
        self.rule_out(sight, room);
        for place in bits::places(&room.row) {
            let at = usize::try_from(place).unwrap_or(usize::MAX);
            if let Some(Place { number, has_channels, rest, rule }) = self.places.get(at)
                && !(*has_channels && sight.other_channel(rule).is_some())
                && rest.iter().all(|condition| sight.holds(condition))
            {
                found(*number, rule);
            }
        }
    }

    /// Leaves in the room's row those that no fact rules out.
    fn rule_out(&self, sight: &Sight<'_>, room: &mut Room) {
        room.row.clear();
        room.row.extend_from_slice(&self.all);
        if self.columns.is_empty() && self.sets.is_empty() {
            return;
        }
        let mut facts = Sorted::of(sight);
        room.unsure.clear();
        room.rows.resize(self.columns.len(), 0);
        for (column, number) in self.columns.iter().zip(0..) {
            let class = column.class(facts.next(&column.attribute));
            if let Some(row) = room.rows.get_mut(column.rank) {
                *row = column.first + class;
            }
            if !column.unsure(class).is_empty() {
                room.unsure.push((number, class));
            }
        }
        self.keep_common(&mut room.row, &room.rows);
        let mut facts = Sorted::of(sight);
        for sets in &self.sets {
            sets.rule_out(facts.next(&sets.attribute), &mut room.row, &mut room.spare);
        }
        for (number, class) in &room.unsure {
            let Some(column) = self.columns.get(*number) else { continue };
            for place in column.unsure(*class) {
                if bits::is_set(&room.row, *place) && !self.holds(sight, *place) {
                    bits::clear(&mut room.row, *place);
                }
            }
        }
    }

    fn holds(&self, sight: &Sight<'_>, place: u32) -> bool {
        let place = usize::try_from(place).ok().and_then(|place| self.places.get(place));
        place.and_then(|place| place.rule.condition.as_ref()).is_none_or(|condition| sight.holds(condition))
    }

    /// Keeps of a row what is in all of those, too: block by block, so that one in which nothing is left is left at once.
    fn keep_common(&self, row: &mut [u64], rows: &[u32]) {
        let blocks = self.blocks();
        let (kept, _) = row.as_chunks_mut::<{ bits::BLOCK }>();
        for (kept, number) in kept.iter_mut().zip(0..) {
            for some in rows.chunks(4) {
                for row in some {
                    let at = usize::try_from(*row).unwrap_or(usize::MAX).saturating_mul(blocks).saturating_add(number);
                    if let Some(block) = self.rows.get(at) {
                        bits::keep(kept, block);
                    }
                }
                if kept.iter().fold(0, |all, word| all | word) == 0 {
                    break;
                }
            }
        }
    }
}

/// What all rules ask, by the attribute.
#[derive(Default)]
struct Clauses<'c> {
    values: BTreeMap<Order<'c>, (&'c Arc<Attribute>, Vec<Asked<'c>>)>,
    lists: BTreeMap<Order<'c>, (&'c Arc<Attribute>, Collected<'c>)>,
    rests: Vec<Vec<Condition>>,
}

impl<'c> Clauses<'c> {
    fn of(rules: &'c [Arc<Rule>]) -> Self {
        let mut sorted = Self { rests: rules.iter().map(|_| Vec::new()).collect(), ..Self::default() };
        for (rule, place) in rules.iter().zip(0..) {
            for clause in rule.condition.iter().flat_map(clauses) {
                sorted.sort(place, clause, rules.len() <= FEW);
            }
        }
        sorted
    }

    fn sort(&mut self, place: u32, clause: Clause<'c>, few: bool) {
        match clause {
            Clause::Rest(condition) => self.leave(place, condition),
            Clause::Value { condition, .. } | Clause::Has { condition, .. } | Clause::Lacks { condition, .. }
                if few =>
            {
                self.leave(place, condition);
            }
            Clause::Value { attribute, condition } => {
                let (_, asked) = self.values.entry(Order::of(attribute)).or_insert((attribute, Vec::new()));
                asked.push(Asked { place, condition });
            }
            Clause::Has { attribute, members, condition } => {
                let (_, lists) = self.lists.entry(Order::of(attribute)).or_insert((attribute, Collected::default()));
                if !lists.want(place, &members) {
                    self.leave(place, condition);
                }
            }
            Clause::Lacks { attribute, members, .. } => {
                let (_, lists) = self.lists.entry(Order::of(attribute)).or_insert((attribute, Collected::default()));
                lists.lack(place, &members);
            }
        }
    }

    /// Leaves a part to be evaluated.
    fn leave(&mut self, place: u32, condition: &Condition) {
        if let Some(rest) = usize::try_from(place).ok().and_then(|place| self.rests.get_mut(place)) {
            rest.push(condition.clone());
        }
    }
}

/// The parts that cost less come first; they hold or do not hold in any order.
fn by_cost(mut rest: Vec<Condition>) -> Box<[Condition]> {
    rest.sort_by_key(cost);
    rest.into()
}

fn cost(condition: &Condition) -> u32 {
    match condition.test() {
        Test::All(parts) | Test::Any(parts) => parts.iter().map(cost).fold(0, u32::saturating_add),
        Test::Not(inner) => cost(inner).saturating_add(2),
        Test::Named(named) => cost(named),
        Test::Text { .. } => 16,
        Test::Matches { .. } => 32,
        Test::Open(_) => 8,
        // These say more often no.
        Test::Compare { comparison: Comparison::Is, right: Operand::Literal(Value::Boolean(_)), .. } => 3,
        Test::Compare { comparison: Comparison::Is, .. } | Test::In { .. } | Test::Has { .. } => 1,
        _ => 2,
    }
}

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
use super::prepare::condition::{Condition, Test};
use super::prepare::vocabulary::Attribute;
use super::prepare::{Prepared, Rule};

/// Up to so many rules are looked at one by one: finding rows takes longer.
const FEW: usize = 12;

/// The rules that listen to one event, by what they ask for.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// The number of each trigger, by its place.
    numbers: Box<[u32]>,
    rules: Box<[Arc<Rule>]>,
    /// What is left over of each condition, the cheaper parts first.
    rests: Box<[Box<[Condition]>]>,
    /// By who holds them, and by their keys.
    columns: Box<[Column]>,
    sets: Box<[Sets]>,
    /// The bits of all places.
    all: Box<[u64]>,
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
        let mut columns = Vec::new();
        for (attribute, asked) in std::mem::take(&mut sorted.values).into_values() {
            let (column, left) = Column::new(attribute, asked, rules.len(), &nothing);
            columns.extend(column);
            left.into_iter().for_each(|each| sorted.leave(each.place, each.condition));
        }
        let sets = std::mem::take(&mut sorted.lists);
        let sets = sets.into_values().map(|(attribute, collected)| collected.done(attribute, rules.len()));
        let all = bits::full(rules.len()).into();
        let sets = sets.collect();
        let rests = sorted.rests.into_iter().map(by_cost).collect();
        Self { numbers: numbers.into(), rests, columns: columns.into(), sets, all, rules: rules.into() }
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
            if let (Some(number), Some(rule), Some(rest)) =
                (self.numbers.get(at), self.rules.get(at), self.rests.get(at))
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
        let words = self.all.len();
        let mut facts = Sorted::of(sight);
        room.unsure.clear();
        for (column, number) in self.columns.iter().zip(0..) {
            let class = column.class(facts.next(&column.attribute));
            bits::keep(&mut room.row, column.row(class, words));
            if !column.unsure(class).is_empty() {
                room.unsure.push((number, class));
            }
        }
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
        let rule = usize::try_from(place).ok().and_then(|place| self.rules.get(place));
        rule.and_then(|rule| rule.condition.as_ref()).is_none_or(|condition| sight.holds(condition))
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
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().map(cost).fold(0, u32::saturating_add),
        Test::Not(inner) => cost(inner),
        Test::Named(named) => cost(named),
        Test::Text { .. } => 8,
        Test::Matches { .. } => 16,
        Test::Open(_) => 4,
        _ => 1,
    }
}

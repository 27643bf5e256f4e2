//! Which triggers an event can fire at all: most of them ask for one value among many, and those who ask for another one
//! need not be looked at.
//!
//! For each event, every trigger has at most one *guard*: a test that its condition cannot do without, of the form "this
//! attribute has one of these values". A trigger is looked up by the value that is there; one without a guard is always looked
//! at. What is found may match; its whole condition is evaluated as ever. So the index can only leave out what would fail.

mod guard;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::guard::{Guard, guards};
use super::evaluate::Sight;
use super::prepare::Trigger;
use super::prepare::vocabulary::Attribute;
use crate::ir::{Name, Value};

/// The triggers that listen to one event, by what they need.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Those without a guard, in order.
    always: Vec<usize>,
    slots: Vec<Slot>,
}

/// Those that ask for values of one attribute.
#[derive(Debug)]
struct Slot {
    attribute: Arc<Attribute>,
    /// The triggers by the value, each list in order.
    postings: BTreeMap<Value, Vec<usize>>,
}

impl Index {
    /// The index of these listeners, which are in order.
    pub(crate) fn new(triggers: &[Trigger], listeners: &[usize]) -> Self {
        let found: Vec<(usize, Vec<Guard>)> = listeners
            .iter()
            .filter_map(|number| Some((*number, triggers.get(*number)?)))
            .map(|(number, trigger)| (number, trigger.rule.condition.as_ref().map(guards).unwrap_or_default()))
            .collect();
        let variety = Variety::of(found.iter().flat_map(|(_, guards)| guards));
        let mut slots = BTreeMap::<Name, Slot>::new();
        let mut always = Vec::new();
        for (number, guards) in found {
            let Some(guard) = variety.best(guards) else {
                always.push(number);
                continue;
            };
            let key = guard.attribute.declared.clone();
            let slot = slots
                .entry(key)
                .or_insert_with(|| Slot { attribute: Arc::clone(&guard.attribute), postings: BTreeMap::new() });
            for value in guard.values {
                let posting = slot.postings.entry(value).or_default();
                if posting.last() != Some(&number) {
                    posting.push(number);
                }
            }
        }
        Self { always, slots: slots.into_values().collect() }
    }

    /// Those that can match what is seen, in order.
    pub(crate) fn candidates(&self, sight: &Sight<'_>) -> Vec<usize> {
        let mut found = self.always.clone();
        for Slot { attribute, postings } in &self.slots {
            match sight.present_value(attribute).as_deref() {
                Some(Value::List(values)) => {
                    values.iter().filter_map(|value| postings.get(value)).for_each(|own| found.extend(own));
                }
                Some(value) => postings.get(value).into_iter().for_each(|own| found.extend(own)),
                None => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// How many different values the guards ask for, by attribute: the more there are, the fewer triggers ask for each.
struct Variety(BTreeMap<Name, usize>);

impl Variety {
    fn of<'g>(guards: impl Iterator<Item = &'g Guard>) -> Self {
        let mut values = BTreeMap::<Name, BTreeSet<&Value>>::new();
        for guard in guards {
            values.entry(guard.attribute.declared.clone()).or_default().extend(&guard.values);
        }
        Self(values.into_iter().map(|(key, values)| (key, values.len())).collect())
    }

    /// The guard that leaves out the most: the one with few values of many.
    fn best(&self, guards: Vec<Guard>) -> Option<Guard> {
        let of = |guard: &Guard| self.0.get(&guard.attribute.declared).copied().unwrap_or_default();
        guards.into_iter().reduce(|best, other| {
            // best's share is larger than the other's
            let (best_share, other_share) = (best.values.len() * of(&other), other.values.len() * of(&best));
            if other_share < best_share { other } else { best }
        })
    }
}

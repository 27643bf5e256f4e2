//! What is found out about the triggers of a book when it is checked, and stored with it: so that an engine can be made of a
//! packed book without opening a single trigger.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::LoadError;
use super::super::index::Plan;
use super::action::Step;
use super::{Prepared, Rule, Trigger, rule};
use crate::ir::{Book, EventName, Once, packed};

/// What the triggers of a book are to the rest of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outline {
    /// Their numbers, in the order of their ids.
    pub(super) order: Vec<u32>,
    /// How often those may fire that may not always.
    pub(super) onces: Vec<(u32, Once)>,
    /// The members of each `first match`, in their order.
    pub(super) first_matches: Vec<Vec<u32>>,
    /// The events that their conditions look back at.
    pub(super) looked_back_at: Vec<EventName>,
    /// The events that end their waits.
    pub(super) waited_for: Vec<EventName>,
    /// The events to which some listen: who does, and the index of these.
    pub(super) heard: Vec<(EventName, Vec<u32>, Plan)>,
}

impl Outline {
    /// What is found out about these triggers, which are all of the book.
    pub(super) fn new(base: &Prepared, book: &Book, triggers: &[Trigger]) -> Result<Self, LoadError> {
        let mut looked_back_at = BTreeSet::new();
        let mut listeners = BTreeMap::<&EventName, Vec<u32>>::new();
        for (trigger, number) in triggers.iter().zip(0..) {
            trigger.rule.condition.iter().for_each(|condition| {
                condition.looks_back(&mut |event| {
                    looked_back_at.insert(event.clone());
                });
            });
            trigger.events.iter().for_each(|event| listeners.entry(event).or_default().push(number));
        }
        let heard = listeners.into_iter().map(|(event, numbers)| {
            let rules = numbers.iter().filter_map(|number| Some((*number, rule_of(triggers, *number)?)));
            let plan = Plan::new(base, rules)?;
            Ok((event.clone(), numbers, plan))
        });
        let waited_for: BTreeSet<EventName> =
            triggers.iter().flat_map(|trigger| waited_for(&trigger.rule)).cloned().collect();
        Ok(Self {
            order: base.names.ids.order(),
            onces: base.names.ids.onces(),
            first_matches: rule::first_matches(book, &base.names)?,
            looked_back_at: looked_back_at.into_iter().collect(),
            waited_for: waited_for.into_iter().collect(),
            heard: heard.collect::<Result<_, packed::Fault>>()?,
        })
    }
}

fn rule_of(triggers: &[Trigger], number: u32) -> Option<&Rule> {
    Some(&*triggers.get(usize::try_from(number).ok()?)?.rule)
}

/// The events that end the waits of a rule.
pub(super) fn waited_for(rule: &Rule) -> impl Iterator<Item = &EventName> {
    let waits = rule.actions.iter().filter_map(|step| if let Step::Wait(wait) = step { Some(wait) } else { None });
    waits.flat_map(|wait| &wait.unless)
}

//! Why rules did or did not act on an event of a log.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::explain::{self, ExplainedInput, VerdictName};
use super::replay::Replay;
use crate::ir::Book;
use crate::runtime::{Audit, Delivery, Engine, Event};
use crate::semantics::suggest;

/// What came of an event, with all that was looked at.
#[derive(Clone, Debug)]
pub struct Told {
    /// The verdict in a sentence.
    pub verdict: String,
    /// The event itself, and what came of it at once: answers of the user's record, changes in the user's other
    /// conversations.
    pub inputs: Vec<ExplainedInput>,
    /// The same as the engine gave it.
    pub deliveries: Vec<Delivery>,
}

/// What comes of the event after all that the replay has taken before.
#[must_use]
pub fn told(event: &Event, replay: Replay, book: &Book) -> Told {
    let deliveries = deliveries_of(event, replay);
    let inputs: Vec<ExplainedInput> = deliveries.iter().map(|each| explain::input(each, book)).collect();
    let verdict = verdict(event, &deliveries, &inputs);
    Told { verdict, inputs, deliveries }
}

/// Which event of a log is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The one of this id.
    pub event: Option<String>,
    /// One on which this trigger or automation was looked at.
    pub rule: Option<String>,
    /// Of all those, the one of this number, from 1; the last if it is not said.
    pub nth: Option<usize>,
}

/// The place among the events of the one that is asked about.
#[must_use]
pub fn find(events: &[Event], asked: &Asked, engine: &Arc<Engine>) -> Option<usize> {
    let mut places: Vec<usize> = match &asked.rule {
        Some(rule) => looked_at(events, rule, engine),
        None => (0..events.len()).collect(),
    };
    if let Some(id) = &asked.event {
        places.retain(|place| events.get(*place).is_some_and(|event| event.id == *id));
    }
    match asked.nth {
        Some(nth) => places.get(nth.checked_sub(1)?).copied(),
        None => places.last().copied(),
    }
}

/// The events on which a rule was looked at.
fn looked_at(events: &[Event], rule: &str, engine: &Arc<Engine>) -> Vec<usize> {
    let mut replay = Replay::new(Arc::clone(engine), None).traced();
    let mut found = Vec::new();
    for (place, event) in events.iter().enumerate() {
        replay.take(event, &mut |delivery| {
            let rounds = delivery.outcome.trace.iter().flat_map(|trace| &trace.rounds);
            let is_it = rounds.flat_map(|round| &round.candidates).any(|each| each.source == *rule);
            if is_it && delivery.input.id.starts_with(&event.id) && found.last() != Some(&place) {
                found.push(place);
            }
        });
    }
    found
}

/// The event's own delivery and those that came of it, without the timers before it.
fn deliveries_of(event: &Event, replay: Replay) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    replay.traced().take(event, &mut |delivery| deliveries.push(delivery.clone()));
    let own = deliveries.iter().position(|delivery| delivery.input.id == event.id);
    own.map_or_else(Vec::new, |at| deliveries.split_off(at))
}

/// The answer in a sentence.
fn verdict(event: &Event, deliveries: &[Delivery], inputs: &[ExplainedInput]) -> String {
    let name = &event.name;
    let unknown = |audit: &Audit| matches!(audit, Audit::UnknownEvent(_));
    if deliveries.iter().any(|each| each.outcome.audit.iter().any(unknown)) {
        return format!("Nothing fired: the book does not know the event `{name}`.");
    }
    if deliveries.is_empty() {
        return "Nothing fired: an event of this id came to this conversation before.".to_owned();
    }
    let candidates = inputs.iter().flat_map(|input| &input.rounds).flat_map(|round| &round.candidates);
    let active: Vec<_> = candidates.filter(|each| each.verdict != VerdictName::Inactive).collect();
    let fires = |verdict: &VerdictName| matches!(verdict, VerdictName::Fired | VerdictName::Continued);
    // A trigger may be looked at more than once, as when it asks a user's record whether it may fire.
    let looked_at: BTreeSet<&str> = active.iter().map(|each| &*each.source).collect();
    let mut once = BTreeSet::new();
    let fired = active.iter().filter(|each| fires(&each.verdict)).map(|each| &*each.source);
    let fired: Vec<&str> = fired.filter(|name| once.insert(*name)).collect();
    let others = match looked_at.len() - fired.len() {
        0 => String::new(),
        1 => "; one other trigger did not".to_owned(),
        count => format!("; {count} other triggers did not"),
    };
    match (looked_at.len(), fired.as_slice()) {
        (0, _) => format!("Nothing fired: no active trigger listens to `{name}`."),
        (1, []) => format!("Nothing fired: one trigger listens to `{name}`, and did not."),
        (count, []) => format!("Nothing fired: {count} triggers were looked at on `{name}`, and none did."),
        (_, fired) => format!("On `{name}` {} fired{others}.", suggest::listed(fired, "and")),
    }
}

//! Why rules did or did not act: on an event of a log, or on what else [`Search`] finds.

mod search;
pub(super) mod timers;

use std::collections::BTreeSet;

pub use search::{Search, Wanted};

use serde::Serialize;

use super::explain::{self, ExplainedInput, VerdictName};
use super::replay::Replay;
use super::words;
use crate::ir::{Book, Moment};
use crate::runtime::{Audit, Delivery, Event, InputKind};
use crate::semantics::suggest;

/// What came of an input, with all that was looked at.
#[derive(Clone, Debug)]
pub struct Told {
    /// The verdict in a sentence.
    pub verdict: String,
    /// Since when it was awaited, in a sentence, if it is a timer.
    pub since: Option<String>,
    /// What became of the timer or wait that it left, in a sentence, if that never came due.
    pub later: Option<String>,
    /// The input; `None` if a rule was never looked at.
    pub head: Option<Head>,
    /// The input itself, and what came of it at once: answers of the user's record, changes in the user's other
    /// conversations.
    pub inputs: Vec<ExplainedInput>,
    /// The same as the engine gave it.
    pub deliveries: Vec<Delivery>,
}

/// What an input is, where and when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The id of the event, or what the driver calls the timer or answer.
    pub id: String,
    /// The name of the event, or the timer or answer in words.
    pub name: String,
    /// When.
    pub time: Moment,
    /// The conversation.
    pub conversation: String,
}

/// What comes of the event after all that the replay has taken before.
#[must_use]
pub fn told(event: &Event, replay: Replay, book: &Book) -> Told {
    let deliveries = deliveries_of(event, replay);
    let inputs: Vec<ExplainedInput> = deliveries.iter().map(|each| explain::input(each, book)).collect();
    let verdict = verdict(event, &deliveries, &inputs);
    let Event { id, name, time, conversation, .. } = event;
    let (id, conversation) = (id.clone(), conversation.clone());
    let head = Head { id, name: name.to_string(), time: *time, conversation };
    Told { verdict, since: None, later: None, head: Some(head), inputs, deliveries }
}

/// What is wrong with asking about this rule, and a hint: the book may have no such trigger or automation.
#[must_use]
pub fn unknown_rule(rule: &str, book: &Book) -> Option<(String, Option<String>)> {
    let names: Vec<&str> = book.rule_ids().collect();
    if names.contains(&rule) {
        return None;
    }
    let help = suggest::did_you_mean(rule, names);
    Some((format!("this book has no trigger or automation `{rule}`"), help))
}

/// Only the story of one rule.
pub fn only(rule: &str, told: &mut Told) {
    for round in told.inputs.iter_mut().flat_map(|input| &mut input.rounds) {
        round.candidates.retain(|each| each.source == rule);
    }
    told.inputs.retain(|input| input.rounds.iter().any(|round| !round.candidates.is_empty()));
    for delivery in &mut told.deliveries {
        delivery.outcome.effects.retain(|effect| effect.source == *rule);
        delivery.outcome.fired.retain(|source| source == rule);
        delivery.outcome.moves.clear();
        delivery.outcome.timers.retain(|change| change.key().source == *rule);
    }
    let last = told.inputs.iter().flat_map(|input| &input.rounds).flat_map(|round| &round.candidates).last();
    let did = told.deliveries.iter().any(|delivery| !delivery.outcome.effects.is_empty());
    match (last, told.deliveries.first()) {
        (Some(last), _) => told.verdict = format!("{}.", last.sentence),
        (None, Some(first)) if !did => told.verdict = format!("`{rule}` was not looked at on {}.", came(first)),
        _ => {}
    }
}

/// What came: an event by its name and id, anything else in words.
#[must_use]
pub fn came(delivery: &Delivery) -> String {
    let words = words::input(&delivery.input.kind);
    match &delivery.input.kind {
        InputKind::Event { .. } if delivery.input.id.is_empty() => format!("`{words}`"),
        InputKind::Event { .. } => format!("`{words}` ({})", delivery.input.id),
        _ => format!("\"{words}\""),
    }
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

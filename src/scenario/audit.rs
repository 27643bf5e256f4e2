//! What an input left for the record, in words: what was dropped or refused, and what the lifecycle and the policies did.

use crate::runtime::outcome::Move;
use crate::runtime::{Audit, Delivery};

/// Something of the record, with whom it is about: a trigger, an automation, a policy, a role, or the lifecycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// Whom it is about.
    pub source: &'a str,
    /// What happened, in words.
    pub what: String,
}

/// Who moves states.
pub(super) const LIFECYCLE: &str = "lifecycle";

/// Who makes sessions inactive and wakes them.
pub(super) const RELEASE: &str = "capacity release";

/// All of it, in order; first what the lifecycle moved on its own.
#[must_use]
pub fn notes(delivery: &Delivery) -> Vec<Note<'_>> {
    moves(delivery).chain(events(delivery)).collect()
}

/// What the lifecycle moved on its own. What an action moves is said by the action.
pub(super) fn moved(delivery: &Delivery) -> impl Iterator<Item = &Move> {
    let outcome = &delivery.outcome;
    let by_action = |cause: &str| outcome.effects.iter().any(|effect| effect.action == cause);
    outcome.moves.iter().filter(move |moved| !by_action(&moved.cause))
}

/// The same as notes.
pub fn moves(delivery: &Delivery) -> impl Iterator<Item = Note<'_>> {
    moved(delivery).map(|moved| {
        let what = format!("{} {} → {} on {}", moved.attribute, moved.from, moved.to, moved.cause);
        Note { source: LIFECYCLE, what }
    })
}

/// The rest of it.
pub fn events(delivery: &Delivery) -> impl Iterator<Item = Note<'_>> {
    let begins = || Note { source: LIFECYCLE, what: "this begins a new conversation".to_owned() };
    let new = delivery.outcome.new_conversation.then(begins);
    new.into_iter().chain(delivery.outcome.audit.iter().filter_map(note))
}

/// What was not done of it, and why.
pub fn refusals(delivery: &Delivery) -> impl Iterator<Item = Note<'_>> {
    delivery.outcome.audit.iter().filter(|audit| matches!(audit, Audit::Refused { .. })).filter_map(note)
}

fn note(audit: &Audit) -> Option<Note<'_>> {
    let of = |source, what: String| Some(Note { source, what });
    match audit {
        Audit::WaitDropped { source, reason } => of(source, format!("the rest after its wait was dropped: {reason}")),
        Audit::Refused { source, action, reason } => of(source, format!("`{action}` was not done: {reason}")),
        Audit::Released { stage: 0 } => of(RELEASE, "ten minutes without a word of the customer".to_owned()),
        Audit::Released { stage } => of(RELEASE, format!("stage {stage}")),
        Audit::Woken => of(RELEASE, "the customer is back, and the session active again".to_owned()),
        Audit::DroppedByFinalState { key } => {
            of(&key.source, format!("nothing comes of its {} any more", key.waiting()))
        }
        Audit::DroppedByEdit { key } => of(&key.source, format!("the new book drops its {}", key.waiting())),
        // They are told with the summary of a replay, or mean nothing to people.
        Audit::UnknownEvent(_) | Audit::WrongValue { .. } | Audit::StaleTimer { .. } | Audit::StaleClaim { .. } => None,
    }
}

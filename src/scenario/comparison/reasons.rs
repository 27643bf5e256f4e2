//! Why a rule fired with one book and not with the other.

use std::collections::BTreeMap;

use crate::ir::{Book, Name};
use crate::runtime::conversation::Purpose;
use crate::runtime::driver::Delivery;
use crate::runtime::trace::{Candidate, Verdict};
use crate::runtime::{Audit, InputKind};
use crate::scenario::explain::{self, ExplainedCondition};

/// More values than these are not told.
const MOST_VALUES: usize = 3;

/// What each book has to say of it, in words: `fired: user.plan is pro`, `did not fire: …`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reasons {
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// What a book looked at on an input.
#[derive(Clone, Debug, Default)]
pub(super) struct Looked {
    candidates: Vec<Candidate>,
    /// Rules of which something was not done after all, and why.
    undone: Vec<(Name, String)>,
    /// Whether it only goes on with what began on an earlier input: a wait is over, the user's record has answered.
    goes_on: bool,
}

impl Looked {
    pub(super) fn at(delivery: &Delivery) -> Self {
        let rounds = delivery.outcome.trace.iter().flat_map(|trace| &trace.rounds);
        let undone = delivery.outcome.audit.iter().filter_map(|audit| match audit {
            Audit::WaitDropped { source, reason } => {
                Some((source.clone(), format!("the rest after its wait was dropped: {reason}")))
            }
            Audit::Refused { source, action, reason } => {
                Some((source.clone(), format!("`{action}` was not done: {reason}")))
            }
            Audit::DroppedByFinalState { key } => {
                Some((key.source.clone(), format!("nothing came of its {}: it was over", key.waiting())))
            }
            _ => None,
        });
        let goes_on = match &delivery.input.kind {
            InputKind::Claim { .. } => true,
            InputKind::Timer { key, .. } => key.purpose == Purpose::Wait,
            InputKind::Event { .. } | InputKind::Command { .. } | InputKind::Book => false,
        };
        let candidates = rounds.flat_map(|round| &round.candidates).cloned().collect();
        Self { candidates, undone: undone.collect(), goes_on }
    }

    /// Each rule that was looked at, called as the new book calls it.
    fn verdicts<'a>(&'a self, names: &dyn Fn(&Name) -> Name) -> BTreeMap<Name, &'a Candidate> {
        let mut verdicts: BTreeMap<Name, &Candidate> = BTreeMap::new();
        for candidate in &self.candidates {
            let known = verdicts.entry(names(&candidate.source)).or_insert(candidate);
            if !acted(known) {
                *known = candidate;
            }
        }
        verdicts
    }
}

fn acted(candidate: &Candidate) -> bool {
    matches!(candidate.verdict, Verdict::Fired | Verdict::Claimed | Verdict::Continued)
}

/// Adds, of each rule that acted on this input with one book alone, why; and of each of which something was undone.
pub(super) fn add(
    known: &mut BTreeMap<Name, Reasons>,
    (old, old_book): (&Looked, &Book),
    (new, new_book): (&Looked, &Book),
    renamed: &dyn Fn(&Name) -> Name,
) {
    let (before, after) = (old.verdicts(renamed), new.verdicts(&Name::clone));
    for name in before.keys().chain(after.keys()) {
        let (before, after) = (before.get(name), after.get(name));
        if before.is_some_and(|each| acted(each)) == after.is_some_and(|each| acted(each)) {
            continue;
        }
        let said = Reasons { old: before.map(|each| say(each, old_book)), new: after.map(|each| say(each, new_book)) };
        if old.goes_on || new.goes_on {
            // What it began with says more.
            let known = known.entry(name.clone()).or_default();
            known.old = known.old.take().or(said.old);
            known.new = known.new.take().or(said.new);
        } else {
            known.insert(name.clone(), said);
        }
    }
    for (source, reason) in &old.undone {
        known.entry(renamed(source)).or_default().old = Some(reason.clone());
    }
    for (source, reason) in &new.undone {
        known.entry(source.clone()).or_default().new = Some(reason.clone());
    }
}

fn say(candidate: &Candidate, book: &Book) -> String {
    let explained = explain::candidate(candidate, book);
    if !acted(candidate) {
        let name = format!("`{}` ", explained.source);
        return explained.sentence.strip_prefix(&name).unwrap_or(&explained.sentence).to_owned();
    }
    let mut held = Vec::new();
    if let Some(condition) = &explained.condition {
        values(condition, &mut held);
    }
    let more = held.len().saturating_sub(MOST_VALUES);
    held.truncate(MOST_VALUES);
    let word = if candidate.verdict == Verdict::Continued { "went on after its wait" } else { "fired" };
    match (held.is_empty(), more) {
        (true, _) => word.to_owned(),
        (false, 0) => format!("{word}: {}", held.join(", ")),
        (false, more) => format!("{word}: {} and {more} more", held.join(", ")),
    }
}

/// The values for which a condition holds.
fn values(condition: &ExplainedCondition, held: &mut Vec<String>) {
    if !condition.holds {
        return;
    }
    for read in &condition.read {
        if !held.contains(&read.sentence) {
            held.push(read.sentence.clone());
        }
    }
    for part in &condition.parts {
        values(part, held);
    }
}

//! The engine with the same inputs as the oracle, and whether both agree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use whenbook::ir::vocabulary::Holder;
use whenbook::ir::{Book, Moment};
use whenbook::runtime::conversation::TimerKey;
use whenbook::runtime::{Audit, Conversation, Engine, Facts, Input, InputKind, Outcome, TimerChange, ToDesk};

use super::facts::effective;
use super::machine::{Answer, Oracle};
use super::make::book::Seed;
use super::world::{ACCOUNT, OWNERS, Taken, name};

/// One step of the engine.
#[derive(Clone, Debug)]
pub struct Stepped {
    pub engine: Arc<Engine>,
    pub before: Conversation,
    /// With the engine's generations.
    pub input: Input,
    pub outcome: Outcome,
    pub after: Conversation,
    /// What is set afterwards.
    pub timers: BTreeMap<TimerKey, (Moment, u64)>,
}

pub fn engine(book: &Book) -> Arc<Engine> {
    Arc::new(Engine::new(book.clone()).expect("a book that can be run"))
}

/// Gives the engine what the oracle got.
pub fn run(seed: &Seed, taken: &[Taken]) -> Vec<Stepped> {
    let mut using = engine(&seed.book());
    let mut conversations: Vec<Conversation> =
        (0..OWNERS.len()).map(|number| Conversation::new(ACCOUNT, name(number))).collect();
    let mut timers: Vec<BTreeMap<TimerKey, (Moment, u64)>> = vec![BTreeMap::new(); OWNERS.len()];
    let mut steps = Vec::new();
    for taken in taken {
        let number = taken.conversation;
        if using.book() != &*taken.book {
            using = engine(&taken.book);
        }
        if let Some(former) = taken.former {
            conversations.push(using.successor(&conversations[former], taken.place.name()));
            timers.push(BTreeMap::new());
        }
        let input = with_generation(taken, &mut timers[number]);
        let before = conversations[number].clone();
        let outcome = using.step(&mut conversations[number], &input);
        change(&mut timers[number], &outcome.timers);
        steps.push(Stepped {
            engine: using.clone(),
            before,
            input,
            outcome,
            after: conversations[number].clone(),
            timers: timers[number].clone(),
        });
    }
    steps
}

/// A timer that is not stale is taken out as it comes.
fn with_generation(taken: &Taken, timers: &mut BTreeMap<TimerKey, (Moment, u64)>) -> Input {
    let mut input = taken.input.clone();
    if let InputKind::Timer { key, generation } = &mut input.kind {
        let set = timers.get(key).map(|(_, generation)| *generation);
        *generation = if taken.stale { set.unwrap_or(1) - 1 } else { set.unwrap_or(u64::MAX) };
        if !taken.stale {
            timers.remove(key);
        }
    }
    input
}

pub fn change(timers: &mut BTreeMap<TimerKey, (Moment, u64)>, changes: &[TimerChange]) {
    for change in changes {
        match change {
            TimerChange::Set { key, due, generation } => timers.insert(key.clone(), (*due, *generation)),
            TimerChange::Cancel { key } => timers.remove(key),
        };
    }
}

/// The first thing in which the two differ.
pub fn difference(taken: &[Taken], steps: &[Stepped]) -> Option<String> {
    let (at, found) = first_difference(taken, steps)?;
    Some(format!("at {}: {found}", taken[at].input.id))
}

/// The number of the first input after which the two differ, and how.
pub fn first_difference(taken: &[Taken], steps: &[Stepped]) -> Option<(usize, String)> {
    let mut both = taken.iter().zip(steps).enumerate();
    both.find_map(|(at, (taken, step))| Some((at, differs(taken, step)?)))
}

fn differs(taken: &Taken, step: &Stepped) -> Option<String> {
    let heads = |one: &Conversation| (one.inputs, one.time, one.session, one.inactive);
    let Oracle { inputs, time, session, book, kept, rests, .. } = &taken.after;
    let inactive = taken.after.silence().inactive;
    differs_in_outcome(taken, &step.outcome, &step.timers)
        .or_else(|| {
            unequal("number, time, session, inactive", &(*inputs, *time, *session, inactive), &heads(&step.after))
        })
        .or_else(|| {
            let (mut oracle, mut engine) = (facts(book, kept), facts(book, &step.after.facts));
            engine.retain(|key, value| oracle.get(key) != Some(value));
            oracle.retain(|key, _| engine.contains_key(key));
            unequal("facts", &oracle, &engine)
        })
        .or_else(|| unequal("pending", &rests.keys().collect::<Vec<_>>(), &step.after.pending.keys().collect()))
}

/// What the outcome says, with the timers that are set afterwards.
pub fn differs_in_outcome(
    taken: &Taken,
    outcome: &Outcome,
    timers: &BTreeMap<TimerKey, (Moment, u64)>,
) -> Option<String> {
    let Answer { effects, timers: expected, to_user, to_desk, new_conversation, moves, fired, audit } = &taken.answer;
    let moved: Vec<[String; 4]> =
        outcome.moves.iter().map(|one| [&*one.attribute, &one.from, &one.to, &one.cause].map(str::to_owned)).collect();
    // How the conversation is, and what has happened to it, the desk has tests for.
    let asked: Vec<ToDesk> =
        outcome.to_desk.iter().filter(|message| matches!(message, ToDesk::Assign { .. })).cloned().collect();
    let set: BTreeMap<TimerKey, Moment> = timers.iter().map(|(key, (due, _))| (key.clone(), *due)).collect();
    unequal("new conversation", new_conversation, &outcome.new_conversation)
        .or_else(|| unequal("moves", moves, &moved))
        .or_else(|| unequal("fired", fired, &outcome.fired))
        .or_else(|| unequal("to the desk", to_desk, &asked))
        .or_else(|| unequal("effects", effects, &outcome.effects))
        .or_else(|| unequal("to the user", to_user, &outcome.to_user))
        .or_else(|| unequal("timers", expected, &set))
        .or_else(|| unequal("audit", audit, &noted(&outcome.audit)))
}

fn unequal<T: PartialEq + std::fmt::Debug>(what: &str, oracle: &T, engine: &T) -> Option<String> {
    (oracle != engine).then(|| format!("{what}\n  oracle: {oracle:#?}\n  engine: {engine:#?}"))
}

fn facts(book: &Book, kept: &Facts) -> BTreeMap<String, Option<whenbook::ir::Value>> {
    let attributes = book.vocabulary.attributes.iter().filter(|attribute| attribute.holder == Holder::Conversation);
    attributes
        .map(|attribute| (attribute.key.clone(), effective(book, attribute, kept.get(attribute.key.as_str()))))
        .collect()
}

/// The audit without its words.
fn noted(audit: &[Audit]) -> BTreeSet<(&'static str, String)> {
    let note = |audit: &Audit| match audit {
        Audit::UnknownEvent(name) => ("unknown event", name.to_string()),
        Audit::WrongValue { key, .. } => ("wrong value", key.to_string()),
        Audit::DroppedByEdit { key } => ("dropped by edit", key.to_string()),
        Audit::WaitDropped { source, .. } => ("wait dropped", source.to_string()),
        Audit::StaleTimer { key } => ("stale timer", key.to_string()),
        Audit::StaleClaim { source } => ("stale claim", source.to_string()),
        Audit::Refused { source, action, .. } => {
            let action = if action.starts_with("set ") { "set" } else { action };
            ("refused", format!("{source} {action}"))
        }
        Audit::Released { stage } => ("released", stage.to_string()),
        Audit::Woken => ("woken", String::new()),
        Audit::DroppedByFinalState { key } => ("dropped by a final state", key.to_string()),
    };
    audit.iter().map(note).collect()
}

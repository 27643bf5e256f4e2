//! Whether the random books and streams reach what they are made for.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use whenbook::ir::EventName;
use whenbook::runtime::InputKind;

use super::history::What;
use super::world::{Taken, play};

/// What an input was an example of.
fn examples(taken: &Taken) -> Vec<String> {
    let (answer, after) = (&taken.answer, &taken.after);
    let mut found: Vec<String> = answer.audit.iter().map(|(what, _)| (*what).to_owned()).collect();
    match &taken.input.kind {
        InputKind::Timer { key, .. } if !taken.stale => {
            let fired = if answer.fired.is_empty() { "passed" } else { "fired" };
            found.push(format!("{:?} {fired}", key.purpose));
        }
        InputKind::Claim { granted, .. } => found.push(format!("granted {granted}")),
        _ => {}
    }
    found.extend(answer.audit.iter().filter(|(what, _)| *what == "released").map(|(_, at)| format!("released {at}")));
    let command = matches!(taken.input.kind, InputKind::Command { .. });
    let refused = answer.audit.iter().any(|(what, _)| *what == "refused");
    let moved =
        |by_event: bool| answer.moves.iter().any(|[.., cause]| after.declares(&EventName::new(cause)) == by_event);
    let suspended = after.has_come(&["conversation.suspended"]);
    for (is, example) in [
        (answer.new_conversation, "new conversation"),
        (command && refused, "refused command"),
        (command && !refused, "command done"),
        (moved(true), "moved by an event"),
        (moved(false) && command, "moved by hand"),
        (moved(false) && !command && !answer.fired.is_empty(), "moved by a rule"),
        (moved(false) && answer.audit.iter().any(|(what, _)| *what == "released"), "moved by release"),
        (!answer.to_desk.is_empty(), "asks the desk"),
        (suspended, "suspended"),
    ] {
        found.extend(is.then(|| example.to_owned()));
    }
    let rounds =
        after.history.iter().filter(|entry| entry.input == after.inputs && matches!(entry.what, What::Came { .. }));
    found.push(format!("{} rounds", rounds.count()));
    found.push(format!("{} fired", answer.fired.len().min(3)));
    found
}

#[test]
fn random_streams_reach_everything() {
    let mut runner = TestRunner::deterministic();
    let cases = super::case();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..300 {
        let case = cases.new_tree(&mut runner).expect("a case").current();
        for taken in play(&case.seed, &case.stream) {
            for example in examples(&taken) {
                *counts.entry(example).or_default() += 1;
            }
        }
    }
    for wanted in [
        "new conversation",
        "refused command",
        "command done",
        "refused",
        "released 0",
        "released 1",
        "released 2",
        "woken",
        "dropped by a final state",
        "moved by an event",
        "moved by hand",
        "moved by a rule",
        "moved by release",
        "Snooze passed",
        "asks the desk",
        "suspended",
        "3 rounds",
        "3 fired",
        "Due fired",
        "Due passed",
        "Wait passed",
        "granted true",
        "granted false",
        "wait dropped",
        "dropped by edit",
        "stale timer",
        "unknown event",
        "wrong value",
    ] {
        assert!(counts.contains_key(wanted), "no {wanted} in {counts:#?}");
    }
}

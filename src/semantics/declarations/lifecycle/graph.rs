//! What a state machine must be as a graph: every state can be reached and left, and every event has one answer.

use std::collections::BTreeSet;

use super::machine::{Cause, Machine, SET, Transition};
use crate::diagnostic::codes::{lifecycles, moves};
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::semantics::suggest::listed;

/// All findings about the machine as a graph. Where not all of its lines could be read (`complete` is false), what they
/// may have led to is not missed.
pub fn check(machine: &Machine, complete: bool, file: FileId) -> Vec<Finding> {
    let mut findings = two_answers(machine, file);
    findings.extend(never_taken(machine, file));
    findings.extend(leaving_final(machine, file));
    if !complete {
        return findings;
    }
    if let Some(start) = machine.start {
        findings.extend(unreachable(machine, start, file));
    }
    findings.extend(dead_ends(machine, file));
    findings
}

fn at(file: FileId, span: Span) -> Location {
    Location { file, span }
}

/// The states that can be reached from the start.
#[must_use]
pub fn reachable(machine: &Machine, start: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(state) = open.pop() {
        for transition in machine.transitions.iter().filter(|transition| leaves(transition, state)) {
            open.extend(transition.to.iter().filter(|target| reached.insert(**target)));
        }
    }
    reached
}

fn leaves(transition: &Transition, state: usize) -> bool {
    transition.from.iter().any(|(from, _)| *from == state)
}

fn unreachable(machine: &Machine, start: usize, file: FileId) -> Vec<Finding> {
    let reached = reachable(machine, start);
    machine
        .states
        .iter()
        .enumerate()
        .filter(|(number, _)| !reached.contains(number))
        .map(|(_, state)| {
            let name = &state.name.text;
            let message = format!("nothing leads to the state `{name}`");
            Finding::new(&lifecycles::UNREACHABLE_STATE, at(file, state.name.span), message).help(format!(
                "write a line that goes there, such as `from {} to {name} by set`, or take it out",
                machine.name(start)
            ))
        })
        .collect()
}

fn dead_ends(machine: &Machine, file: FileId) -> Vec<Finding> {
    let left: BTreeSet<usize> = machine
        .transitions
        .iter()
        .flat_map(|transition| transition.from.iter().map(move |(from, _)| (*from, transition)))
        .filter(|(from, transition)| transition.to.iter().any(|target| target != from))
        .map(|(from, _)| from)
        .collect();
    machine
        .states
        .iter()
        .enumerate()
        .filter(|(number, _)| !left.contains(number) && !machine.finals.contains(number))
        .map(|(_, state)| {
            let name = &state.name.text;
            let message = format!("nothing leaves the state `{name}`, and it is not final");
            Finding::new(&lifecycles::DEAD_END, at(file, state.name.span), message)
                .help(format!("write `final {name}` if it is done for good, or a line `from {name} to …`"))
        })
        .collect()
}

fn leaving_final(machine: &Machine, file: FileId) -> Vec<Finding> {
    let lines = machine.transitions.iter().flat_map(|transition| transition.from.iter());
    lines
        .filter(|(from, _)| machine.finals.contains(from))
        .map(|(from, span)| {
            let message = format!("nothing leaves `{}`: it is final", machine.name(*from));
            Finding::new(&lifecycles::LEAVES_FINAL, at(file, *span), message)
                .help("a final state cancels everything; take it out of this line, or out of `final`")
        })
        .collect()
}

fn two_answers(machine: &Machine, file: FileId) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, first) in machine.transitions.iter().enumerate() {
        for second in machine.transitions.iter().skip(index + 1) {
            findings.extend(conflict(machine, first, second, file));
        }
    }
    findings
}

fn conflict(machine: &Machine, first: &Transition, second: &Transition, file: FileId) -> Option<Finding> {
    if first.conditional || second.conditional {
        return None;
    }
    let cause = first.causes.iter().find(|cause| second.causes.contains(cause) && !names_its_state(cause))?;
    let shared: Vec<&str> =
        first.from.iter().filter(|(state, _)| leaves(second, *state)).map(|(state, _)| machine.name(*state)).collect();
    if shared.is_empty() {
        return None;
    }
    let (Cause::Event(name) | Cause::Action(name)) = cause;
    let message = format!("two lines say where `{name}` leads from {}", listed(&shared, "and"));
    Some(
        Finding::new(&lifecycles::TWO_TRANSITIONS, at(file, second.span), message)
            .label("this one")
            .also(at(file, first.span), "and this one")
            .help("keep one of them, or give each a `when` so that only one can hold"),
    )
}

/// Lines that no event or action can take, as earlier ones without a `when` take all of them.
fn never_taken(machine: &Machine, file: FileId) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in machine.transitions.iter().enumerate().filter(|(_, line)| line.conditional) {
        let earlier: Vec<&Transition> =
            machine.transitions.iter().take(index).filter(|line| !line.conditional).collect();
        let taken = |state: usize, cause: &Cause| {
            let goes = |to: &Transition| !names_its_state(cause) || line.to.iter().all(|target| to.to.contains(target));
            earlier.iter().find(|other| leaves(other, state) && other.causes.contains(cause) && goes(other))
        };
        let ways = line.from.iter().flat_map(|(state, _)| line.causes.iter().map(|cause| (*state, cause)));
        let takers: Option<Vec<_>> = ways.map(|(state, cause)| taken(state, cause)).collect();
        if let Some(first) = takers.as_ref().and_then(|takers| takers.first()) {
            findings.push(
                Finding::new(&moves::NEVER_TAKEN, at(file, line.span), "this line is never taken")
                    .also(at(file, first.span), "this one comes first and has no `when`")
                    .help("put it above the line that takes its events, or take it out"),
            );
        }
    }
    findings
}

fn names_its_state(cause: &Cause) -> bool {
    *cause == Cause::Action(SET.to_owned())
}

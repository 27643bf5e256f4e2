//! A state machine of a lifecycle as a graph.

use super::{NodeKind, Part, either, folded, written};
use crate::ir::lifecycle::{Cause, Machine, Transition};
use crate::ir::{Book, EventName};
use crate::runtime::maintained::STATUS;

/// Causes and conditions are folded at this many characters.
const WIDTH: usize = 34;

/// What the state is before a conversation begins.
const START: &str = "start";

pub(super) fn part(book: &Book, machine: &Machine) -> Part {
    let name = machine.attribute.clone();
    let mut part = Part { title: format!("How {name} moves"), name, ..Part::default() };
    part.node(&format!("{}:{START}", machine.attribute), NodeKind::Start, Vec::new());
    for state in &machine.states {
        part.node(&id(machine, state), kind(machine, state), lines(book, machine, state));
    }
    part.edge(&format!("{}:{START}", machine.attribute), &id(machine, &machine.start), Vec::new());
    for transition in &machine.transitions {
        draw(book, machine, transition, &mut part);
    }
    part
}

fn id(machine: &Machine, state: &str) -> String {
    format!("{}={state}", machine.attribute)
}

fn kind(machine: &Machine, state: &str) -> NodeKind {
    let is_in = |states: &[String]| states.iter().any(|each| each == state);
    if is_in(&machine.finals) {
        NodeKind::Final
    } else if is_in(&machine.active) {
        NodeKind::Active
    } else {
        NodeKind::State
    }
}

/// The state, and the account's own statuses that count as it.
fn lines(book: &Book, machine: &Machine, state: &str) -> Vec<String> {
    let own = book.statuses.iter().filter(|status| machine.attribute == STATUS.0 && status.counts_as == state);
    let own = own.map(|status| format!("also {}", status.title.as_ref().unwrap_or(&status.id)));
    std::iter::once(state.to_owned()).chain(own).collect()
}

/// An arrow from each state that it leaves; what goes to one of several states has a node of its own in between.
fn draw(book: &Book, machine: &Machine, transition: &Transition, part: &mut Part) {
    let told = told(book, transition);
    if let [to] = transition.to.as_slice() {
        for from in transition.from.iter().filter(|from| *from != to) {
            part.edge(&id(machine, from), &id(machine, to), told.clone());
        }
        return;
    }
    let choice = format!("{}:{}", machine.attribute, transition.place.start);
    let mut lines = told;
    lines.extend(folded(&format!("from {}", leaving(machine, transition)), WIDTH));
    part.node(&choice, NodeKind::Choice, lines);
    for to in &transition.to {
        part.edge(&choice, &id(machine, to), Vec::new());
    }
}

fn leaving(machine: &Machine, transition: &Transition) -> String {
    let left = |state: &String| transition.from.contains(state);
    let others: Vec<&String> = machine.states.iter().filter(|state| !left(state)).collect();
    match others.as_slice() {
        [] => "any state".to_owned(),
        [one] if machine.states.len() > 3 => format!("any state but {one}"),
        _ => either(&transition.from),
    }
}

/// What moves it, under which condition, and what it raises.
fn told(book: &Book, transition: &Transition) -> Vec<String> {
    let cause = match &transition.cause {
        Cause::On(events) => either(&events.iter().map(EventName::to_string).collect::<Vec<_>>()),
        Cause::By(actions) => format!("by {}", either(actions)),
    };
    let mut lines = folded(&cause, WIDTH);
    if let Some(condition) = &transition.condition {
        lines.extend(folded(&format!("when {}", written(book, condition)), WIDTH));
    }
    if !transition.raises.is_empty() {
        let raised: Vec<String> = transition.raises.iter().map(EventName::to_string).collect();
        lines.extend(folded(&format!("→ {}", raised.join(", ")), WIDTH));
    }
    lines
}

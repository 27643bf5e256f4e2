//! A state machine of a lifecycle as a graph.

use super::{NodeKind, Part, RAISES, WIDTH, either, folded, listed, written};
use crate::ir::lifecycle::{Cause, Machine, Transition};
use crate::ir::{Book, EventName};
use crate::runtime::maintained::STATUS;

/// What the state is before a conversation begins.
const START: &str = "start";

pub(super) fn part(book: &Book, machine: &Machine) -> Part {
    let name = machine.attribute.clone();
    let mut part = Part { title: format!("How {name} moves"), name, ..Part::default() };
    let start = format!("{}:{START}", machine.attribute);
    part.node(&start, NodeKind::Start, Vec::new());
    for state in &machine.states {
        part.node(&id(machine, state), kind(machine, state), lines(book, machine, state));
    }
    part.edge(&start, &id(machine, &machine.start), None);
    let (wide, narrow): (Vec<_>, Vec<_>) =
        machine.transitions.iter().partition(|transition| is_wide(machine, transition));
    for transition in narrow {
        let pairs = transition.from.iter().flat_map(|from| transition.to.iter().map(move |to| (from, to)));
        for (from, to) in pairs.filter(|(from, to)| from != to) {
            part.edge(&id(machine, from), &id(machine, to), Some(cause(book, transition)));
        }
    }
    draw_wide(book, machine, wide, &mut part);
    part
}

/// Whether a transition goes to one of several states, or leaves all but those to which it goes: so many arrows would hide
/// the others.
fn is_wide(machine: &Machine, transition: &Transition) -> bool {
    let stays = |state: &&String| !transition.from.contains(state) && !transition.to.contains(state);
    transition.to.len() > 1 || (transition.from.len() > 2 && !machine.states.iter().any(|state| stays(&state)))
}

/// Those that leave and enter the same states have one box, with an arrow to each state that they enter.
fn draw_wide(book: &Book, machine: &Machine, transitions: Vec<&Transition>, part: &mut Part) {
    let mut boxes: Vec<(&Transition, Vec<String>)> = Vec::new();
    for transition in transitions {
        let told = cause(book, transition);
        match boxes.iter_mut().find(|(first, _)| first.from == transition.from && first.to == transition.to) {
            Some((_, causes)) => causes.push(told),
            None => boxes.push((transition, vec![told])),
        }
    }
    for (index, (transition, causes)) in boxes.iter().enumerate() {
        let choice = format!("{}:{}", machine.attribute, index + 1);
        let mut lines = listed(causes);
        lines.extend(folded(&format!("from {}", leaving(machine, transition)), WIDTH));
        part.node(&choice, NodeKind::Choice, lines);
        for to in &transition.to {
            part.edge(&choice, &id(machine, to), None);
        }
    }
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
fn cause(book: &Book, transition: &Transition) -> String {
    let mut told = match &transition.cause {
        Cause::On(events) => either(&events.iter().map(EventName::to_string).collect::<Vec<_>>()),
        Cause::By(actions) => format!("by {}", either(actions)),
    };
    if let Some(condition) = &transition.condition {
        told.push_str(&format!(" when {}", written(book, condition)));
    }
    if !transition.raises.is_empty() {
        let raised: Vec<String> = transition.raises.iter().map(EventName::to_string).collect();
        told.push_str(&format!(" {RAISES}{}", raised.join(", ")));
    }
    told
}

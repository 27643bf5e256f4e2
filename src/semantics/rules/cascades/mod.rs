//! Circles of what wakes each other: triggers by what they change, and the lifecycle by where it moves and what it raises
//! (language page, 6.4). Each acts at most once per input, so every cascade ends; but a circle is seldom meant.
//!
//! What is surely not so is left out: a trigger that asks for another state than the one just set, a transition that does
//! not leave it.

mod circle;
mod ears;
mod heard;
mod links;
mod surely;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::ears::Ears;
use self::links::{Node, Told};
use self::surely::Words;
use crate::diagnostic::codes::rules;
use crate::diagnostic::{FileId, Finding};
use crate::ir::Trigger;
use crate::ir::lifecycle::{Lifecycle, Status};
use crate::semantics::context::{Context, location};

/// How many ways from one to another are looked at, so that no book takes long to check.
const MOST_WAYS: usize = 2_000_000;

/// The nodes that each one can wake, each with what they hear.
type Edges<'b> = Vec<BTreeMap<usize, Told<'b>>>;

/// Warns of each circle once, at the first of its triggers that is the book's own. A trigger in several circles is told of
/// in the shortest one.
pub(in crate::semantics) fn check(
    triggers: &[Trigger],
    lifecycle: Option<&Lifecycle>,
    statuses: &[Status],
    context: &Context<'_>,
) -> Vec<Finding> {
    let words = Words { conditions: &context.conditions, statuses };
    let nodes = links::nodes(triggers, lifecycle, words);
    let mut left = MOST_WAYS;
    let ears = Ears::of(&nodes);
    let heard = heard::Heard::of(&nodes, (lifecycle, words));
    let edges = nodes.iter().enumerate().map(|(number, node)| {
        let may_be_in_a_circle = heard.comes_back(number);
        if may_be_in_a_circle { wakes(node, &nodes, &ears, (lifecycle, words), &mut left) } else { BTreeMap::new() }
    });
    let edges: Edges<'_> = edges.collect();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in 0..nodes.len() {
        if told.contains(&start) {
            continue;
        }
        if let Some(mut found) = circle::shortest(start, &edges, &mut left) {
            // Several transitions do the same; one of them is enough to tell of a trigger's circle.
            let moves = matches!(nodes.get(start), Some(Node::Move(_)));
            if moves && found.iter().any(|index| told.contains(index)) {
                continue;
            }
            let own = found.iter().position(|index| nodes.get(*index).is_some_and(|node| is_own(node, context)));
            found.rotate_left(own.unwrap_or(0));
            findings.extend(finding(&found, &nodes, &edges));
            told.extend(found);
        }
    }
    findings
}

fn is_own(node: &Node<'_>, context: &Context<'_>) -> bool {
    matches!(node, Node::Trigger(_)) && !context.is_shipped(FileId(node.place().file))
}

fn wakes<'b>(
    node: &Node<'b>,
    nodes: &[Node<'b>],
    ears: &Ears<'b>,
    (lifecycle, words): (Option<&'b Lifecycle>, Words<'_>),
    left: &mut usize,
) -> BTreeMap<usize, Told<'b>> {
    let mut woken = BTreeMap::new();
    if *left == 0 {
        return woken;
    }
    let signals = node.signals(lifecycle, words);
    for index in ears.that_may_hear(&signals) {
        let Some((other, rest)) = nodes.get(index).zip(left.checked_sub(1)) else {
            break;
        };
        *left = rest;
        if let Some(signal) = signals.iter().find(|signal| other.hears(signal, node, words)) {
            woken.insert(index, signal.told);
        }
    }
    woken
}

fn finding(circle: &[usize], nodes: &[Node<'_>], edges: &Edges<'_>) -> Option<Finding> {
    let members: Vec<&Node<'_>> = circle.iter().filter_map(|index| nodes.get(*index)).collect();
    let first = members.first()?;
    let path: Vec<String> = members.iter().chain([first]).map(|node| node.name()).collect();
    let triggers = members.iter().all(|node| matches!(node, Node::Trigger(_)));
    let message = match members.as_slice() {
        [only] => format!("{} can wake itself", only.name()),
        _ if triggers => format!("these triggers can wake each other: {}", path.join(" → ")),
        _ => format!("these can wake each other: {}", path.join(" → ")),
    };
    let mut finding = Finding::new(&rules::CASCADE, location(first.place()), message).help(
        "each acts at most once per input, so it ends; narrow the conditions if it is not meant, such as with `was`",
    );
    for (position, index) in circle.iter().enumerate() {
        let next = circle.get(position + 1).or(circle.first())?;
        let from = nodes.get(*index)?;
        let words = because(*edges.get(*index)?.get(next)?, nodes.get(*next)?);
        finding = if position == 0 { finding.label(words) } else { finding.also(location(from.place()), words) };
    }
    Some(finding)
}

fn because(told: Told<'_>, next: &Node<'_>) -> String {
    let then = match next {
        Node::Trigger(trigger) => format!("which wakes `{}`", trigger.id),
        Node::Move(way) => format!("which moves `{}` to `{}`", way.machine.attribute, way.value),
    };
    match (told, next) {
        (Told::Raises(event), _) => format!("it raises `{event}`, {then}"),
        (Told::Changes(key), _) => format!("it changes `{key}`, {then}"),
        (Told::Does(action, _), Node::Move(way)) => {
            format!("its `{action}` moves `{}` to `{}`", way.machine.attribute, way.value)
        }
        (Told::Does(action, _), Node::Trigger(_)) => format!("it does `{action}`, {then}"),
    }
}

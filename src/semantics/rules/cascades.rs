//! Circles of triggers that wake each other by what they change (language page, 6.4). Each acts at most once per input, so
//! every cascade ends; but a circle is seldom meant.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diagnostic::codes::rules;
use crate::diagnostic::{FileId, Finding};
use crate::ir::{Argument, Comparison, Condition, Operand, StepKind, Test, Trigger, Value, Write};
use crate::semantics::context::{Context, location};

/// What a trigger changes.
struct Change<'t> {
    key: &'t str,
    /// Its new value, if it is written out.
    value: Option<&'t Value>,
}

/// How many ways from trigger to trigger are looked at, so that no book takes long to check.
const MOST_WAYS: usize = 2_000_000;

/// Warns of each circle once, at the first of its triggers that is the book's own. A trigger in several circles is told of in the shortest one.
pub(in crate::semantics) fn check(triggers: &[Trigger], context: &Context<'_>) -> Vec<Finding> {
    let active: Vec<&Trigger> = triggers.iter().filter(|trigger| trigger.active).collect();
    let mut left = MOST_WAYS;
    let edges: Vec<BTreeMap<usize, &str>> = active.iter().map(|trigger| wakes(trigger, &active, &mut left)).collect();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in 0..active.len() {
        if told.contains(&start) {
            continue;
        }
        if let Some(mut circle) = shortest_circle(start, &edges, &mut left) {
            let is_own = |index: &usize| {
                active.get(*index).is_some_and(|trigger| !context.is_shipped(FileId(trigger.place.file)))
            };
            let own = circle.iter().position(is_own).unwrap_or(0);
            circle.rotate_left(own);
            findings.extend(finding(&circle, &active, &edges));
            told.extend(circle);
        }
    }
    findings
}

/// The triggers that this one can wake, each with the fact whose change does it.
fn wakes<'t>(trigger: &'t Trigger, all: &[&Trigger], left: &mut usize) -> BTreeMap<usize, &'t str> {
    let changes = changes(trigger);
    let mut woken = BTreeMap::new();
    if changes.is_empty() {
        return woken;
    }
    for (index, other) in all.iter().enumerate() {
        if *left == 0 {
            break;
        }
        *left -= 1;
        let reason = changes.iter().find(|change| {
            other.events.iter().any(|event| event.changed() == Some(change.key))
                && !other.condition.as_ref().is_some_and(|condition| excludes(condition, change))
        });
        if let Some(change) = reason {
            woken.insert(index, change.key);
        }
    }
    woken
}

fn changes(trigger: &Trigger) -> Vec<Change<'_>> {
    let steps = trigger.actions.iter().filter_map(|step| match &step.kind {
        StepKind::Act { write: Some(write), arguments, .. } => Some((write, arguments)),
        _ => None,
    });
    steps
        .map(|(write, arguments)| match write {
            Write::Set { key, argument } => {
                let value = arguments.iter().find(|(name, _)| name == argument).and_then(|(_, value)| match value {
                    Argument::Value(Operand::Literal(value)) => Some(value),
                    _ => None,
                });
                Change { key, value }
            }
            Write::Add { key, .. } | Write::Remove { key, .. } => Change { key, value: None },
        })
        .collect()
}

/// Whether the condition cannot hold when the fact has the value that is written.
fn excludes(condition: &Condition, change: &Change<'_>) -> bool {
    match &condition.test {
        Test::All(parts) => parts.iter().any(|part| excludes(part, change)),
        Test::Any(parts) => parts.iter().all(|part| excludes(part, change)),
        Test::Compare {
            left: Operand::Attribute(read),
            comparison: Comparison::Is,
            right: Operand::Literal(wanted),
        } => read.key == change.key && !read.before && change.value.is_some_and(|value| value != wanted),
        _ => false,
    }
}

/// The shortest way from a trigger back to itself.
fn shortest_circle(start: usize, edges: &[BTreeMap<usize, &str>], left: &mut usize) -> Option<Vec<usize>> {
    let mut open = VecDeque::from([start]);
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    while let Some(last) = open.pop_front() {
        for next in edges.get(last)?.keys() {
            *left = left.checked_sub(1)?;
            if *next == start {
                return Some(way_back(start, last, &from));
            }
            if !from.contains_key(next) {
                from.insert(*next, last);
                open.push_back(*next);
            }
        }
    }
    None
}

fn way_back(start: usize, last: usize, from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut way = vec![last];
    let mut at = last;
    while at != start {
        let Some(before) = from.get(&at) else {
            break;
        };
        at = *before;
        way.push(at);
    }
    way.reverse();
    way
}

fn finding(circle: &[usize], triggers: &[&Trigger], edges: &[BTreeMap<usize, &str>]) -> Option<Finding> {
    let members: Vec<&Trigger> = circle.iter().filter_map(|index| triggers.get(*index).copied()).collect();
    let first = members.first()?;
    let message = match members.as_slice() {
        [only] => format!("`{}` can wake itself", only.id),
        _ => {
            let ids: Vec<String> = members.iter().chain([first]).map(|trigger| format!("`{}`", trigger.id)).collect();
            format!("these triggers can wake each other: {}", ids.join(" → "))
        }
    };
    let mut finding = Finding::new(&rules::CASCADE, location(first.place), message).help(
        "each fires at most once per input, so it ends; narrow the conditions if it is not meant, such as with `was`",
    );
    for (position, index) in circle.iter().enumerate() {
        let next = circle.get(position + 1).or(circle.first())?;
        let key = edges.get(*index)?.get(next)?;
        let from = triggers.get(*index)?;
        let to = triggers.get(*next)?;
        let words = format!("it changes `{key}`, which wakes `{}`", to.id);
        finding = if position == 0 { finding.label(words) } else { finding.also(location(from.place), words) };
    }
    Some(finding)
}

//! Circles of triggers that wake each other by what they change (language page, 6.4). Each acts at most once per input, so
//! every cascade ends; but a circle is seldom meant.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diagnostic::Finding;
use crate::diagnostic::codes::rules;
use crate::ir::{Argument, Comparison, Condition, EventName, Operand, StepKind, Test, Trigger, Value, Write};
use crate::semantics::context::location;

/// What a trigger changes.
struct Change<'t> {
    key: &'t str,
    /// Its new value, if it is written out.
    value: Option<&'t Value>,
}

/// Warns of each circle once, at its first trigger.
pub(in crate::semantics) fn check(triggers: &[Trigger]) -> Vec<Finding> {
    let active: Vec<&Trigger> = triggers.iter().filter(|trigger| trigger.active).collect();
    let edges: Vec<BTreeMap<usize, &str>> = active.iter().map(|trigger| wakes(trigger, &active)).collect();
    let mut seen: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in 0..active.len() {
        let Some(circle) = shortest_circle(start, &edges) else {
            continue;
        };
        if seen.insert(circle.iter().copied().collect()) {
            findings.extend(finding(&circle, &active, &edges));
        }
    }
    findings
}

/// The triggers that this one can wake, each with the fact whose change does it.
fn wakes<'t>(trigger: &'t Trigger, all: &[&Trigger]) -> BTreeMap<usize, &'t str> {
    let changes = changes(trigger);
    let mut woken = BTreeMap::new();
    for (index, other) in all.iter().enumerate() {
        let reason = changes.iter().find(|change| {
            other.events.contains(&EventName::change_of(change.key))
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
fn shortest_circle(start: usize, edges: &[BTreeMap<usize, &str>]) -> Option<Vec<usize>> {
    let mut open: VecDeque<Vec<usize>> = VecDeque::from([vec![start]]);
    let mut visited = BTreeSet::new();
    while let Some(path) = open.pop_front() {
        let last = *path.last()?;
        for next in edges.get(last)?.keys() {
            if *next == start {
                return Some(path);
            }
            if visited.insert(*next) {
                let mut longer = path.clone();
                longer.push(*next);
                open.push_back(longer);
            }
        }
    }
    None
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

//! Which facts a condition makes sure to be known: a comparison with an unknown value is false, so where the condition
//! holds, what it compares is known.

use std::collections::BTreeSet;

use super::conditions::Conditions;
use crate::ir::{AttributeRead, Condition, Operand, Test};

/// What conditions make sure of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// These facts (as [`fact`] names them) are known.
    Facts(BTreeSet<String>),
    /// Part of the condition is wrong and could not be read, so nothing is said.
    Unsure,
}

/// What all of these conditions together make sure of.
pub(super) fn of_all(conditions: &[&Condition], named: &Conditions) -> Known {
    let mut facts = BTreeSet::new();
    for condition in conditions {
        match of(condition, named, 0) {
            Some(known) => facts.extend(known),
            None => return Known::Unsure,
        }
    }
    Known::Facts(facts)
}

/// `None` if a named condition could not be read.
fn of(condition: &Condition, named: &Conditions, depth: usize) -> Option<BTreeSet<String>> {
    if depth > 64 {
        return None;
    }
    Some(match &condition.test {
        Test::All(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| of(part, named, depth)).collect();
            parts?.into_iter().flatten().collect()
        }
        Test::Any(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| of(part, named, depth)).collect();
            parts?.into_iter().reduce(|one, two| one.intersection(&two).cloned().collect()).unwrap_or_default()
        }
        Test::Named(name) => of(named.get(name)?, named, depth + 1)?,
        Test::Compare { left, right, .. } => facts([left, right]),
        Test::Between { value, low, high } => facts([value, low, high]),
        Test::In { value, list } => facts([value, list]),
        Test::Text { text, needles, .. } => facts([text, needles]),
        Test::Has { list, members, .. } => facts([list, members]),
        Test::Matches { text: operand, .. } | Test::Known(operand) | Test::Ago { time: operand, .. } => {
            facts([operand])
        }
        Test::Not(_) | Test::InTheLast { .. } | Test::Open(_) | Test::HasFired(_) => BTreeSet::new(),
    })
}

fn facts<'i>(operands: impl IntoIterator<Item = &'i Operand>) -> BTreeSet<String> {
    operands
        .into_iter()
        .filter_map(|operand| match operand {
            Operand::Attribute(read) if !read.before => Some(fact(read)),
            _ => None,
        })
        .collect()
}

/// A name for the fact that is read, whatever the place.
pub(super) fn fact(read: &AttributeRead) -> String {
    let arguments: Vec<String> = read
        .arguments
        .iter()
        .map(|argument| match argument {
            Operand::Attribute(inner) => fact(inner),
            other => format!("{other:?}"),
        })
        .collect();
    format!("{}{arguments:?}", read.key)
}

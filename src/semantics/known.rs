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
        if add(condition, named, 0, &mut facts).is_none() {
            return Known::Unsure;
        }
    }
    Known::Facts(facts)
}

/// Adds what a condition makes sure of; `None` if a named condition could not be read.
fn add(condition: &Condition, named: &Conditions, depth: usize, facts: &mut BTreeSet<String>) -> Option<()> {
    if depth > 64 {
        return None;
    }
    match &condition.test {
        Test::All(parts) => parts.iter().try_for_each(|part| add(part, named, depth, facts))?,
        Test::Any(parts) => {
            let of = |part| {
                let mut facts = BTreeSet::new();
                add(part, named, depth, &mut facts).map(|()| facts)
            };
            let parts: Option<Vec<_>> = parts.iter().map(of).collect();
            let common = parts?.into_iter().reduce(|one, two| one.intersection(&two).cloned().collect());
            facts.extend(common.unwrap_or_default());
        }
        Test::Named(name) => add(named.get(name)?, named, depth + 1, facts)?,
        Test::Compare { left, right, .. } => facts.extend(of_operands([left, right])),
        Test::Between { value, low, high } => facts.extend(of_operands([value, low, high])),
        Test::In { value, list } => facts.extend(of_operands([value, list])),
        Test::Text { text, needles, .. } => facts.extend(of_operands([text, needles])),
        Test::Has { list, members, .. } => facts.extend(of_operands([list, members])),
        Test::Matches { text: operand, .. } | Test::Known(operand) | Test::Ago { time: operand, .. } => {
            facts.extend(of_operands([operand]));
        }
        Test::Not(_) | Test::InTheLast { .. } | Test::Open(_) | Test::HasFired(_) => {}
    }
    Some(())
}

fn of_operands<'i>(operands: impl IntoIterator<Item = &'i Operand>) -> impl Iterator<Item = String> {
    operands.into_iter().filter_map(|operand| match operand {
        Operand::Attribute(read) if !read.before => Some(fact(read)),
        _ => None,
    })
}

/// A name for the fact that is read, whatever the place.
pub(super) fn fact(read: &AttributeRead) -> String {
    if read.arguments.is_empty() {
        return [read.key.as_str(), "[]"].concat();
    }
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

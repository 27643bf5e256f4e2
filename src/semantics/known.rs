//! Which facts a condition makes sure to be known: a comparison with an unknown value is false, so where the condition
//! holds, what it compares is known.

use std::collections::BTreeSet;

use super::conditions::Conditions;
use super::vocabulary::Vocabulary;
use crate::ir::vocabulary::Holder;
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
        if add(condition, true, named, 0, &mut facts).is_none() {
            return Known::Unsure;
        }
    }
    Known::Facts(facts)
}

/// Adds what a condition makes sure of where it holds, or where it does not; `None` if a named condition could not be read.
fn add(
    condition: &Condition,
    holds: bool,
    named: &Conditions,
    depth: usize,
    facts: &mut BTreeSet<String>,
) -> Option<()> {
    if depth > 64 {
        return None;
    }
    match &condition.test {
        Test::Not(inner) => add(inner, !holds, named, depth, facts)?,
        Test::Named(name) => add(named.get(name)?, holds, named, depth + 1, facts)?,
        Test::All(parts) if holds => parts.iter().try_for_each(|part| add(part, holds, named, depth, facts))?,
        Test::Any(parts) if !holds => parts.iter().try_for_each(|part| add(part, holds, named, depth, facts))?,
        Test::All(parts) | Test::Any(parts) => {
            let of = |part| {
                let mut facts = BTreeSet::new();
                add(part, holds, named, depth, &mut facts).map(|()| facts)
            };
            let parts: Option<Vec<_>> = parts.iter().map(of).collect();
            let common = parts?.into_iter().reduce(|one, two| one.intersection(&two).cloned().collect());
            facts.extend(common.unwrap_or_default());
        }
        // A comparison that does not hold may compare what is unknown.
        _ if !holds => {}
        Test::Compare { left, right, .. } => facts.extend(of_operands([left, right])),
        Test::Between { value, low, high } => facts.extend(of_operands([value, low, high])),
        Test::In { value, list } => facts.extend(of_operands([value, list])),
        Test::Text { text, needles, .. } => facts.extend(of_operands([text, needles])),
        Test::Has { list, members, .. } => facts.extend(of_operands([list, members])),
        Test::Matches { text: operand, .. } | Test::Known(operand) | Test::Ago { time: operand, .. } => {
            facts.extend(of_operands([operand]));
        }
        Test::InTheLast { .. } | Test::Open(_) | Test::HasFired(_) => {}
    }
    Some(())
}

fn of_operands<'i>(operands: impl IntoIterator<Item = &'i Operand>) -> Vec<String> {
    let mut facts = Vec::new();
    for operand in operands {
        if let Operand::Attribute(read) = operand
            && !read.before
        {
            facts.push(fact(read));
            // With an unknown argument it would be unknown itself.
            facts.extend(of_operands(&read.arguments));
        }
    }
    facts
}

impl Known {
    /// What is sure of it later, when only what an event carries is as it was.
    pub(super) fn carried(&self, vocabulary: &Vocabulary) -> Self {
        let Self::Facts(facts) = self else { return Self::Unsure };
        let is_carried = |fact: &&String| {
            let attribute = fact.strip_suffix("[]").and_then(|key| vocabulary.read_by(key));
            attribute.is_some_and(|attribute| attribute.holder == Holder::Event)
        };
        Self::Facts(facts.iter().filter(is_carried).cloned().collect())
    }

    /// Adds what else is sure.
    pub(super) fn extend(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Facts(facts), Self::Facts(more)) => facts.extend(more),
            _ => *self = Self::Unsure,
        }
    }

    /// What is sure after an attribute of that key was set, to something known or to what may be unknown.
    pub(super) fn set(&mut self, key: &str, is_known: bool) {
        let Self::Facts(facts) = self else { return };
        let own = [key, "[]"].concat();
        if is_known {
            facts.insert(own);
        } else {
            // What has it as its argument, too.
            facts.retain(|fact| !fact.contains(&own));
        }
    }

    /// Whether an attribute is sure to be known.
    pub(super) fn is_sure(&self, read: &AttributeRead, vocabulary: &Vocabulary) -> bool {
        let Self::Facts(facts) = self else { return true };
        let is_given = |argument: &Operand| match argument {
            Operand::Attribute(inner) => self.is_sure(inner, vocabulary),
            _ => true,
        };
        let has_own = || vocabulary.read_by(&read.key).is_some_and(|attribute| !attribute.optional);
        facts.contains(&fact(read)) || (has_own() && read.arguments.iter().all(is_given))
    }
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

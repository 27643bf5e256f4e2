//! Whether a plain look shows that two rules never run in the same conversation.

use std::collections::BTreeSet;

use super::channels;
use crate::ir::{Comparison, Condition, Operand, Test, Value};
use crate::lint::{Rule, Subject};

/// The conversations that a rule is for, as far as a plain look shows.
pub(super) struct Case<'a> {
    /// Which `first match` it is in.
    group: Option<usize>,
    channels: Option<BTreeSet<&'a str>>,
    lines: Vec<(&'a Test, bool)>,
}

impl<'a> Case<'a> {
    /// That of the rule.
    pub(super) fn of(rule: Rule<'a>, subject: &Subject<'a>) -> Self {
        let mut groups = subject.book.first_matches.iter();
        Self {
            group: groups.position(|group| group.members.iter().any(|id| id == rule.id())),
            channels: channels::wanted(rule, subject),
            lines: lines(rule.condition(), subject),
        }
    }

    /// Whether the two are for different cases: what one wants, the other excludes, or a `first match` takes one of them at
    /// most.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let channels = match (&self.channels, &other.channels) {
            (Some(one), Some(two)) => one.is_disjoint(two),
            _ => false,
        };
        let excludes = |(test, holds): &(&Test, bool)| {
            other.lines.iter().any(|(other, other_holds)| exclude(test, *holds, other, *other_holds))
        };
        let in_one_group = self.group.is_some() && self.group == other.group;
        in_one_group || channels || self.lines.iter().any(excludes)
    }
}

/// What surely holds, or surely does not, where the condition holds.
fn lines<'a>(condition: Option<&'a Condition>, subject: &Subject<'a>) -> Vec<(&'a Test, bool)> {
    let mut lines = Vec::new();
    if let Some(condition) = condition {
        collect(&condition.test, true, subject, 0, &mut lines);
    }
    lines
}

fn collect<'a>(test: &'a Test, holds: bool, subject: &Subject<'a>, depth: usize, lines: &mut Vec<(&'a Test, bool)>) {
    if depth > 64 {
        return;
    }
    let mut each =
        |parts: &'a [Condition]| parts.iter().for_each(|part| collect(&part.test, holds, subject, depth + 1, lines));
    match (test, holds) {
        (Test::All(parts), true) | (Test::Any(parts), false) => each(parts),
        (Test::Not(part), _) => collect(&part.test, !holds, subject, depth + 1, lines),
        (Test::Named(name), _) => {
            lines.push((test, holds));
            if let Some(condition) = subject.condition(name) {
                collect(&condition.test, holds, subject, depth + 1, lines);
            }
        }
        _ => lines.push((test, holds)),
    }
}

fn exclude(one: &Test, holds: bool, two: &Test, other_holds: bool) -> bool {
    if same(one, two) {
        return holds != other_holds;
    }
    let (Some((read, wanted)), Some((other, values))) = (values(one), values(two)) else { return false };
    holds && other_holds && same_operand(read, other) && !wanted.iter().any(|value| values.contains(value))
}

/// The values of which the attribute must have one.
fn values(test: &Test) -> Option<(&Operand, &[Value])> {
    match test {
        Test::Compare { left, comparison: Comparison::Is, right: Operand::Literal(value) } => {
            Some((left, std::slice::from_ref(value)))
        }
        Test::In { value, list: Operand::Literal(Value::List(values)) } => Some((value, values)),
        _ => None,
    }
}

/// Whether the two ask the same, wherever they are written. Unsure is no.
fn same(one: &Test, two: &Test) -> bool {
    match (one, two) {
        (
            Test::Compare { left, comparison, right },
            Test::Compare { left: other_left, comparison: other, right: other_right },
        ) => comparison == other && same_operand(left, other_left) && same_operand(right, other_right),
        (Test::In { value, list }, Test::In { value: other_value, list: other }) => {
            same_operand(value, other_value) && same_operand(list, other)
        }
        (
            Test::Has { list, quantity, members },
            Test::Has { list: other_list, quantity: other, members: other_members },
        ) => quantity == other && same_operand(list, other_list) && same_operand(members, other_members),
        (Test::Known(one), Test::Known(two)) => same_operand(one, two),
        (Test::Open(one), Test::Open(two))
        | (Test::HasFired(one), Test::HasFired(two))
        | (Test::Named(one), Test::Named(two)) => one == two,
        _ => false,
    }
}

fn same_operand(one: &Operand, two: &Operand) -> bool {
    match (one, two) {
        (Operand::Attribute(one), Operand::Attribute(two)) => {
            one.key == two.key
                && one.before == two.before
                && one.arguments.len() == two.arguments.len()
                && one.arguments.iter().zip(&two.arguments).all(|(one, two)| same_operand(one, two))
        }
        (one, two) => one == two,
    }
}

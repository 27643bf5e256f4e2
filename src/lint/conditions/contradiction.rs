//! Which lines of a condition contradict each other.

use crate::ir::{Comparison, Condition, Operand, Test};
use crate::lint::Subject;
use crate::semantics::satisfiable::{Cases, Verdict, Worlds};

/// Why a condition never holds (or, for its opposite, always does).
#[derive(Clone, Copy, Debug)]
pub(super) enum Contradiction<'c> {
    /// This part alone.
    One(&'c Condition),
    /// These two together.
    Two(&'c Condition, &'c Condition),
}

/// Why the condition never holds; `None` if it can.
pub(super) fn impossible<'c>(worlds: &Worlds<'_>, condition: &'c Condition) -> Option<Contradiction<'c>> {
    if !worlds.holds(condition).is_impossible() {
        return None;
    }
    let Test::All(parts) = &condition.test else { return Some(Contradiction::One(condition)) };
    let alone = parts.iter().find_map(|part| impossible(worlds, part));
    let pair = || never_together(parts.iter().map(|part| (part, worlds.holds(part))).collect());
    alone.or_else(pair).or(Some(Contradiction::One(condition)))
}

/// Why the condition always holds; `None` if it need not.
pub(super) fn certain<'c>(worlds: &Worlds<'_>, condition: &'c Condition) -> Option<Contradiction<'c>> {
    if worlds.verdict(condition) != Verdict::Always {
        return None;
    }
    let Test::Any(parts) = &condition.test else { return Some(Contradiction::One(condition)) };
    let alone = parts.iter().find_map(|part| certain(worlds, part));
    let pair = || never_together(parts.iter().map(|part| (part, worlds.fails(part))).collect());
    alone.or_else(pair).or(Some(Contradiction::One(condition)))
}

/// The first two parts whose cases have nothing in common.
fn never_together(cases: Vec<(&Condition, Cases)>) -> Option<Contradiction<'_>> {
    cases.iter().enumerate().find_map(|(place, (one, first))| {
        let (two, _) = cases.iter().skip(place + 1).find(|(_, second)| !first.meet(second))?;
        Some(Contradiction::Two(one, two))
    })
}

impl Contradiction<'_> {
    /// Whether it is told where it comes from: at a named condition, or by the check of what is always known.
    pub(super) fn is_said_elsewhere(&self, subject: &Subject<'_>) -> bool {
        let Self::One(condition) = self else { return false };
        let mut inner = *condition;
        while let Test::Not(within) = &inner.test {
            inner = within;
        }
        match &inner.test {
            Test::Named(name) => subject.condition(name).is_some(),
            Test::Known(Operand::Attribute(read)) => {
                let is_given = read.arguments.iter().all(|argument| !matches!(argument, Operand::Attribute(_)));
                is_given && subject.attribute(&read.key).is_some_and(|attribute| !attribute.optional)
            }
            _ => false,
        }
    }

    /// How two lines that cannot hold together are put right.
    pub(super) fn advice(&self, subject: &Subject<'_>) -> String {
        let Self::Two(one, two) = self else { return String::new() };
        match (value_wanted(one, subject), value_wanted(two, subject)) {
            (Some((name, first)), Some((other, second))) if name == other => {
                format!("`{name}` has one value at a time; where either will do, write `{name} in [{first}, {second}]`")
            }
            _ => "take one of the two out, or write `any { … }` around them where either will do".to_owned(),
        }
    }
}

/// The attribute and the value of `a is b`, as written.
pub(super) fn value_wanted<'a>(condition: &Condition, subject: &Subject<'a>) -> Option<(&'a str, &'a str)> {
    match &condition.test {
        Test::Compare { left: Operand::Attribute(read), comparison: Comparison::Is, right: Operand::Literal(_) } => {
            let value = subject.quoted(condition.place).split_once(" is ").map(|(_, value)| value)?;
            Some((subject.name_of(read), value.strip_prefix("not ").unwrap_or(value)))
        }
        Test::Not(inner) => value_wanted(inner, subject),
        _ => None,
    }
}

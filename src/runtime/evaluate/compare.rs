//! Comparisons of values.

use super::super::kind::{self, Choices};
use crate::ir::{Comparison, Moment};
use crate::runtime::fact::Fact;

pub(super) fn compare(left: Fact<'_>, comparison: Comparison, right: Fact<'_>, choices: Option<&Choices>) -> bool {
    let order = || kind::order(left, right, choices);
    match comparison {
        Comparison::Is => left == right,
        Comparison::Less => order().is_some_and(std::cmp::Ordering::is_lt),
        Comparison::LessOrEqual => order().is_some_and(std::cmp::Ordering::is_le),
        Comparison::Greater => order().is_some_and(std::cmp::Ordering::is_gt),
        Comparison::GreaterOrEqual => order().is_some_and(std::cmp::Ordering::is_ge),
    }
}

pub(super) fn between(value: Fact<'_>, low: Fact<'_>, high: Fact<'_>, choices: Option<&Choices>) -> bool {
    compare(low, Comparison::LessOrEqual, value, choices) && compare(value, Comparison::LessOrEqual, high, choices)
}

/// Whether a tag is that one, or below it.
pub(super) fn is_under(tag: Fact<'_>, above: Fact<'_>) -> bool {
    let (Fact::Text(tag), Fact::Text(above)) = (tag, above) else {
        return false;
    };
    tag.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether something was longer ago than that, or shorter; what is still to come is neither.
pub(super) fn ago(time: Moment, now: Moment, more: bool, duration: i64) -> bool {
    let passed = kind::between(time, now);
    if more { passed > duration } else { 0 <= passed && passed < duration }
}

//! Comparisons of values.

use super::super::kind::{self, Choices};
use crate::ir::{Comparison, Moment, TextEdge, Value};

pub(super) fn compare(left: &Value, comparison: Comparison, right: &Value, choices: Option<&Choices>) -> bool {
    let order = || kind::order(left, right, choices);
    match comparison {
        Comparison::Is => left == right,
        Comparison::Less => order().is_some_and(std::cmp::Ordering::is_lt),
        Comparison::LessOrEqual => order().is_some_and(std::cmp::Ordering::is_le),
        Comparison::Greater => order().is_some_and(std::cmp::Ordering::is_gt),
        Comparison::GreaterOrEqual => order().is_some_and(std::cmp::Ordering::is_ge),
    }
}

pub(super) fn between(value: &Value, low: &Value, high: &Value, choices: Option<&Choices>) -> bool {
    compare(low, Comparison::LessOrEqual, value, choices) && compare(value, Comparison::LessOrEqual, high, choices)
}

pub(super) fn text(text: &Value, edge: TextEdge, exactly: bool, needle: &Value) -> bool {
    let (Value::Text(text), Value::Text(needle)) = (text, needle) else {
        return false;
    };
    if exactly {
        return found(text, edge, needle);
    }
    found(&kind::folded(text), edge, &kind::folded(needle))
}

fn found(text: &str, edge: TextEdge, needle: &str) -> bool {
    match edge {
        TextEdge::Anywhere => text.contains(needle),
        TextEdge::Start => text.starts_with(needle),
        TextEdge::End => text.ends_with(needle),
    }
}

/// Whether a tag is that one, or below it.
pub(super) fn is_under(tag: &Value, above: &Value) -> bool {
    let (Value::Text(tag), Value::Text(above)) = (tag, above) else {
        return false;
    };
    tag.strip_prefix(above.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether something was longer ago than that, or shorter; what is still to come is neither.
pub(super) fn ago(time: Moment, now: Moment, more: bool, duration: i64) -> bool {
    let passed = kind::between(time, now);
    if more { passed > duration } else { 0 <= passed && passed < duration }
}

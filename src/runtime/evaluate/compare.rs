//! Comparisons of values.

use std::borrow::Cow;

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

/// A text in which something is looked for, ready for any number of needles.
pub(super) struct Searched<'t> {
    text: Cow<'t, str>,
    edge: TextEdge,
    exactly: bool,
}

impl<'t> Searched<'t> {
    pub(super) fn new(text: &'t str, edge: TextEdge, exactly: bool) -> Self {
        let text = if exactly { Cow::Borrowed(text) } else { Cow::Owned(kind::folded(text)) };
        Self { text, edge, exactly }
    }

    /// Whether the needle is there; it may be folded already.
    pub(super) fn has(&self, needle: &Value, folded: bool) -> bool {
        match needle {
            Value::Text(needle) if self.exactly || folded => found(&self.text, self.edge, needle),
            Value::Text(needle) => found(&self.text, self.edge, &kind::folded(needle)),
            _ => false,
        }
    }
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

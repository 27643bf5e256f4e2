//! What a condition surely says when one fact is known.

use crate::ir::lifecycle::Status;
use crate::ir::{AttributeRead, Comparison, Condition, Operand, Test, Value};
use crate::runtime::maintained::{PROVIDED, Provided};
use crate::semantics::conditions::Conditions;

/// A fact, as somebody has just made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known<'b> {
    /// Its key.
    pub key: &'b str,
    /// Its value.
    pub value: Value,
    /// What it can have been before, as far as that is known.
    pub before: Option<&'b [String]>,
}

/// What conditions name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'b> {
    /// The named conditions; none asks for itself.
    pub conditions: &'b Conditions,
    /// The account's own statuses.
    pub statuses: &'b [Status],
}

impl Words<'_> {
    /// As which state a value moves.
    pub(super) fn category<'v>(&'v self, value: &'v str) -> &'v str {
        let own = self.statuses.iter().find(|status| status.id == value);
        own.map_or(value, |status| status.counts_as.as_str())
    }

    /// Whether the condition can hold while that is known.
    pub(super) fn can_hold(&self, condition: Option<&Condition>, known: Option<&Known<'_>>) -> bool {
        match (condition, known) {
            (Some(condition), Some(known)) => self.surely(condition, known) != Some(false),
            _ => true,
        }
    }

    /// Whether it holds, if that is sure.
    fn surely(&self, condition: &Condition, known: &Known<'_>) -> Option<bool> {
        let each =
            |parts: &[Condition]| -> Vec<Option<bool>> { parts.iter().map(|part| self.surely(part, known)).collect() };
        match &condition.test {
            Test::All(parts) => all(&each(parts)),
            Test::Any(parts) => all(&each(parts).into_iter().map(opposite).collect::<Vec<_>>()).map(|none| !none),
            Test::Not(part) => opposite(self.surely(part, known)),
            Test::Compare {
                left: Operand::Attribute(read),
                comparison: Comparison::Is,
                right: Operand::Literal(wanted),
            } => self.is_one_of(read, std::slice::from_ref(wanted), known),
            Test::In { value: Operand::Attribute(read), list: Operand::Literal(Value::List(wanted)) } => {
                self.is_one_of(read, wanted, known)
            }
            Test::Named(name) => self.surely(self.conditions.get(name)?, known),
            _ => None,
        }
    }

    fn is_one_of(&self, read: &AttributeRead, wanted: &[Value], known: &Known<'_>) -> Option<bool> {
        let follows = PROVIDED.iter().any(|(key, _, provided)| {
            *key == read.key && matches!(provided, Provided::As(followed) if *followed == known.key)
        });
        if !read.arguments.is_empty() || !(follows || read.key == known.key) {
            return None;
        }
        let as_read = |value: &Value| match value {
            Value::Enum(state) if follows => Value::Enum(self.category(state).into()),
            other => other.clone(),
        };
        if !read.before {
            return Some(wanted.contains(&as_read(&known.value)));
        }
        // A status of the account's own is not among what it can have been, only what it counts as.
        let mut before = known.before?.iter().map(|state| wanted.contains(&Value::Enum(state.as_str().into())));
        let can = before.any(|one| one);
        (!can && self.statuses.is_empty()).then_some(false)
    }
}

fn opposite(holds: Option<bool>) -> Option<bool> {
    holds.map(|holds| !holds)
}

fn all(parts: &[Option<bool>]) -> Option<bool> {
    if parts.contains(&Some(false)) {
        Some(false)
    } else {
        parts.iter().all(|part| *part == Some(true)).then_some(true)
    }
}

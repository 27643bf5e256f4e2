//! Types made ready: which values fit, and how they are ordered.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::values;
use crate::ir::{Moment, Value};

/// The type of an attribute.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    Duration,
    Time,
    ClockTime,
    Date,
    Percentage,
    Enum(Arc<Choices>),
    List(Box<Kind>),
}

/// The values of an enum, each with its place in the order declared.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    pub(crate) ranks: BTreeMap<String, usize>,
}

impl Kind {
    /// Whether it is one of this type's values.
    pub(crate) fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text, Value::Text(_))
            | (Self::Number, Value::Number(_))
            | (Self::Boolean, Value::Boolean(_))
            | (Self::Time, Value::Time(_))
            | (Self::Date, Value::Date(_))
            | (Self::Percentage, Value::Percentage(_)) => true,
            (Self::Duration, Value::Duration(millis)) => *millis >= 0,
            (Self::ClockTime, Value::ClockTime(minutes)) => *minutes <= 24 * 60,
            (Self::Enum(choices), Value::Enum(name)) => choices.ranks.contains_key(name),
            (Self::List(kind), Value::List(values)) => values.iter().all(|value| kind.fits(value)),
            _ => false,
        }
    }

    /// The value in its one form: texts in NFC, numbers without trailing zeros.
    ///
    /// # Errors
    /// Why it does not fit, in words.
    pub(crate) fn accept(&self, value: Value) -> Result<Value, String> {
        if self.fits(&value) {
            return Ok(canonical(value));
        }
        Err(match (self, &value) {
            (Self::Enum(choices), Value::Enum(name)) => choices.refuse(name),
            _ => format!("`{}` is not {}", values::plain(&value), self.in_words()),
        })
    }

    /// What a value of this type is called.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Text => "a text".into(),
            Self::Number => "a number".into(),
            Self::Boolean => "true or false".into(),
            Self::Duration => "a duration".into(),
            Self::Time => "a time".into(),
            Self::ClockTime => "a time of the day".into(),
            Self::Date => "a date".into(),
            Self::Percentage => "a percentage".into(),
            Self::Enum(choices) => format!("one of {}", choices.in_words()),
            Self::List(kind) => format!("a list, each of it {}", kind.in_words()),
        }
    }

    /// Whether `<` makes sense.
    pub(crate) fn is_ordered(&self) -> bool {
        !matches!(self, Self::Text | Self::Boolean | Self::List(_))
    }
}

impl Choices {
    pub(crate) fn refuse(&self, name: &str) -> String {
        format!("`{name}` is not one of {}", self.in_words())
    }

    fn in_words(&self) -> String {
        let mut names: Vec<(&usize, &String)> = self.ranks.iter().map(|(name, rank)| (rank, name)).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

fn canonical(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(nfc(text)),
        Value::Number(number) => Value::Number(number.normalize()),
        Value::Percentage(number) => Value::Percentage(number.normalize()),
        Value::List(values) => Value::List(values.into_iter().map(canonical).collect()),
        other => other,
    }
}

/// The text in normalisation form C.
pub(crate) fn nfc(text: String) -> String {
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// The text such that texts that differ in case only become the same.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// How two values of one type are ordered; `None` if they are not. `choices` orders the values of an enum.
pub(crate) fn order(left: &Value, right: &Value, choices: Option<&Choices>) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) | (Value::Percentage(left), Value::Percentage(right)) => {
            Some(left.cmp(right))
        }
        (Value::Duration(left), Value::Duration(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        (Value::ClockTime(left), Value::ClockTime(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Enum(left), Value::Enum(right)) => {
            let ranks = &choices?.ranks;
            Some(ranks.get(left)?.cmp(ranks.get(right)?))
        }
        _ => None,
    }
}

/// Milliseconds from `earlier` to `later`; negative if it is the other way round.
pub(crate) fn between(earlier: Moment, later: Moment) -> i64 {
    later.millis() - earlier.millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_folding_is_that_of_unicode() {
        assert_eq!(folded("STRASSE"), folded("straße"));
        assert_eq!(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
        assert_eq!(folded("E\u{301}t\u{e9}"), folded("\u{e9}TE\u{301}"));
    }
}

//! Types made ready: which values fit, and how they are ordered.

use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::Decimal;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::fact::Fact;
use super::lookup::Lookup;
use super::values;
use crate::ir::{Moment, Text, Value};

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

/// The values of an enum, in the order declared.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    names: Box<[Text]>,
    ranks: Lookup,
}

impl Kind {
    /// Whether it is one of this type's values.
    pub(crate) fn fits(&self, value: &Value) -> bool {
        self.takes(Fact::of(value))
    }

    /// Whether it is one of this type's values.
    #[inline]
    pub(crate) fn takes(&self, fact: Fact<'_>) -> bool {
        match (self, fact) {
            (Self::Text, Fact::Text(_))
            | (Self::Number, Fact::Number(_) | Fact::Whole(_))
            | (Self::Boolean, Fact::Boolean(_))
            | (Self::Time, Fact::Time(_))
            | (Self::Date, Fact::Date(_))
            | (Self::Percentage, Fact::Percentage(_)) => true,
            (Self::Duration, Fact::Duration(millis)) => millis >= 0,
            (Self::ClockTime, Fact::ClockTime(minutes)) => minutes <= 24 * 60,
            (Self::Enum(choices), Fact::Enum(name)) => choices.has(name),
            (Self::List(kind), Fact::Texts(_)) if matches!(**kind, Self::Text) => true,
            (Self::List(kind), Fact::List(values)) if matches!(**kind, Self::Text) => {
                values.iter().all(|value| matches!(value, Value::Text(_)))
            }
            (Self::List(kind), Fact::List(_) | Fact::Texts(_)) => fact.members().all(|member| kind.takes(member)),
            _ => false,
        }
    }

    /// Whether it is one of this type's values, in its one form already.
    #[inline]
    pub(crate) fn has(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text, Value::Text(text)) => has_form_c(text),
            (Self::Number, Value::Number(number)) | (Self::Percentage, Value::Percentage(number)) => is_plain(number),
            (Self::Boolean, Value::Boolean(_)) => true,
            (Self::List(kind), Value::List(values)) => values.iter().all(|value| kind.has(value)),
            _ => is_canonical(value) && self.fits(value),
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

    /// Whether its values are texts or names.
    pub(crate) fn has_names(&self) -> bool {
        matches!(self, Self::Text | Self::Enum(_))
    }

    /// Whether `<` makes sense.
    pub(crate) fn is_ordered(&self) -> bool {
        !matches!(self, Self::Text | Self::Boolean | Self::List(_))
    }
}

impl Choices {
    /// The enum of these values, each of which comes once.
    pub(crate) fn new(names: impl Iterator<Item = String>) -> Self {
        let names: Box<[Text]> = names.map(Text::from).collect();
        let ranks = Lookup::new(names.iter().map(Text::as_str).zip(0..));
        Self { names, ranks }
    }

    /// Its values, in the order declared.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(Text::as_str)
    }

    /// The place of a value in the order declared; `None` if it is none of them.
    pub(crate) fn rank(&self, name: &str) -> Option<u32> {
        self.ranks.get(name)
    }

    /// One of its values, as it is kept here; `None` if it is none of them.
    pub(crate) fn find(&self, name: &str) -> Option<&Text> {
        self.names.get(usize::try_from(self.rank(name)?).ok()?)
    }

    /// Whether that is one of its values.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.rank(name).is_some()
    }

    pub(crate) fn refuse(&self, name: &str) -> String {
        format!("`{name}` is not one of {}", self.in_words())
    }

    fn in_words(&self) -> String {
        self.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

fn canonical(value: Value) -> Value {
    match value {
        Value::Text(text) if !has_form_c(&text) => Value::Text(text.nfc().collect()),
        Value::Number(number) => Value::Number(number.normalize()),
        Value::Percentage(number) => Value::Percentage(number.normalize()),
        Value::List(values) => Value::List(values.into_iter().map(canonical).collect()),
        other => other,
    }
}

/// Whether a value has its one form already, so that [`Kind::accept`] would not change it.
fn is_canonical(value: &Value) -> bool {
    match value {
        Value::Text(text) => has_form_c(text),
        Value::Number(number) | Value::Percentage(number) => is_plain(number),
        Value::List(values) => values.iter().all(is_canonical),
        _ => true,
    }
}

/// Whether a number has no zeros at its end, and no sign before a zero.
#[inline]
fn is_plain(number: &Decimal) -> bool {
    let is_short = number.scale() == 0 || number.normalize().scale() == number.scale();
    is_short && !(number.is_zero() && number.is_sign_negative())
}

/// The text in normalisation form C.
pub(crate) fn nfc(text: String) -> String {
    if has_form_c(&text) { text } else { text.nfc().collect() }
}

#[inline]
pub(crate) fn has_form_c(text: &str) -> bool {
    is_ascii(text.as_bytes()) || is_nfc(text)
}

/// Whether these bytes are plain. Of few, which most texts have, the first and the last are looked at together.
#[inline]
fn is_ascii(bytes: &[u8]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) if bytes.len() <= 16 => {
            (u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last)) & HIGH == 0
        }
        (None, _) => bytes.iter().fold(0, |all, byte| all | byte) < 0x80,
        _ => bytes.is_ascii(),
    }
}

/// The text such that texts that differ in case only become the same.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}

/// Writes the text, such that texts that differ in case only become the same, in place of what is there.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    folded.push_str(text);
    folded.make_ascii_lowercase();
    if !text.is_ascii() && folded.chars().any(|char| !char.is_ascii() && !is_own_fold(char)) {
        *folded = folded_by_unicode(text);
    }
}

/// A large ß has no other large form, so it is made small first.
fn folded_by_unicode(text: &str) -> String {
    let small = text.nfc().flat_map(char::to_lowercase);
    small.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a letter, wherever it stands, is what it becomes: in scripts without cases, and for small letters of those in which
/// each has one large letter and none is composed anew.
fn is_own_fold(char: char) -> bool {
    matches!(char, 'а'..='џ' | 'à'..='ö' | 'ø'..='þ' | '가'..='힣' | '一'..='鿿' | 'ぁ'..='ゖ' | 'ァ'..='ヺ')
}

/// How two values of one type are ordered; `None` if they are not. `choices` orders the values of an enum.
pub(crate) fn order(left: Fact<'_>, right: Fact<'_>, choices: Option<&Choices>) -> Option<Ordering> {
    match (left, right) {
        (Fact::Number(left), Fact::Number(right)) | (Fact::Percentage(left), Fact::Percentage(right)) => {
            Some(left.cmp(&right))
        }
        (Fact::Whole(left), Fact::Whole(right)) => Some(left.cmp(&right)),
        (Fact::Whole(left), Fact::Number(right)) => Some(Decimal::from(left).cmp(&right)),
        (Fact::Number(left), Fact::Whole(right)) => Some(left.cmp(&Decimal::from(right))),
        (Fact::Duration(left), Fact::Duration(right)) => Some(left.cmp(&right)),
        (Fact::Time(left), Fact::Time(right)) => Some(left.cmp(&right)),
        (Fact::ClockTime(left), Fact::ClockTime(right)) => Some(left.cmp(&right)),
        (Fact::Date(left), Fact::Date(right)) => Some(left.cmp(&right)),
        (Fact::Enum(left), Fact::Enum(right)) => {
            let rank = |name| choices?.rank(name);
            Some(rank(left)?.cmp(&rank(right)?))
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
        assert_eq!(folded("GROẞE"), folded("große"));
        assert_eq!(folded("GROẞE"), folded("GROSSE"));
        assert_eq!(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
        assert_eq!(folded("E\u{301}t\u{e9}"), folded("\u{e9}TE\u{301}"));
    }

    #[test]
    fn a_letter_that_is_not_plain_is_seen_wherever_it_stands() {
        for length in 0..24 {
            let mut text = vec![b'a'; length];
            assert!(is_ascii(&text));
            for place in 0..length {
                text[place] = 0x80;
                assert!(!is_ascii(&text), "{place} of {length}");
                text[place] = b'a';
            }
        }
    }

    #[test]
    fn what_is_its_own_fold_is_so_by_unicode_too() {
        for char in ('\u{80}'..char::MAX).filter(|char| is_own_fold(*char)) {
            let text = format!("A{char}z{char}{char}");
            assert_eq!(folded(&text), folded_by_unicode(&text), "{char}");
        }
    }
}

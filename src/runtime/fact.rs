//! A fact where it lies: what conditions read, without a copy.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::ir::{Moment, Value};

/// The value of a fact, borrowed from whoever keeps it; the kinds of [`Value`].
#[derive(Clone, Copy, Debug)]
pub enum Fact<'a> {
    /// Unicode text in normalisation form C.
    Text(&'a str),
    /// An exact decimal.
    Number(Decimal),
    /// A number that is whole, as many hosts keep them.
    Whole(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// Milliseconds.
    Duration(i64),
    /// A point in time.
    Time(Moment),
    /// Minutes since midnight.
    ClockTime(u16),
    /// A calendar date.
    Date(NaiveDate),
    /// The number before the sign.
    Percentage(Decimal),
    /// The name of an enum's value.
    Enum(&'a str),
    /// Several values.
    List(&'a [Value]),
    /// Several texts, as many hosts keep them.
    Texts(&'a [String]),
}

/// A host's own facts, read where it keeps them: see [`Engine::matching`](crate::Engine::matching).
pub trait Reader {
    /// Called once, before anything is read, if the book has so many rules that most facts will be. A host whose facts may not be
    /// in the processor's cache yet may go through them here in the order in which they lie in memory, touching each: so they
    /// are fetched side by side and ahead, instead of one by one when they are asked for. Nothing by default.
    #[inline]
    fn touch(&self) {}

    /// The fact of an attribute without parameters; `None` if it is not there: then it has its default or is unknown. One of
    /// another type than declared counts as not there.
    fn read(&self, attribute: AttributeNumber) -> Option<Fact<'_>>;

    /// The fact of an instance of an attribute with parameters, by its key (`group("Billing").status`).
    fn read_instance(&self, _key: &str) -> Option<Fact<'_>> {
        None
    }
}

impl<R: Reader + ?Sized> Reader for &R {
    #[inline]
    fn touch(&self) {
        (**self).touch();
    }

    #[inline]
    fn read(&self, attribute: AttributeNumber) -> Option<Fact<'_>> {
        (**self).read(attribute)
    }

    fn read_instance(&self, key: &str) -> Option<Fact<'_>> {
        (**self).read_instance(key)
    }
}

/// The number of an attribute in the vocabulary of one book, from 0: see [`Engine::attribute`](crate::Engine::attribute).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeNumber(pub(crate) u32);

impl AttributeNumber {
    /// As the place in a table of as many as [`Engine::attributes`](crate::Engine::attributes).
    #[must_use]
    #[inline]
    pub fn place(self) -> usize {
        self.0.try_into().unwrap_or(usize::MAX)
    }
}

/// The number of an event that one book has to do with: see [`Engine::event`](crate::Engine::event).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventNumber(pub(crate) u32);

impl<'a> Fact<'a> {
    /// The fact that a value says.
    #[must_use]
    #[inline]
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Number(number) => Self::Number(*number),
            Value::Boolean(boolean) => Self::Boolean(*boolean),
            Value::Duration(millis) => Self::Duration(*millis),
            Value::Time(time) => Self::Time(*time),
            Value::ClockTime(minutes) => Self::ClockTime(*minutes),
            Value::Date(date) => Self::Date(*date),
            Value::Percentage(number) => Self::Percentage(*number),
            Value::Enum(name) => Self::Enum(name),
            Value::List(values) => Self::List(values),
        }
    }

    /// As [`Fact::of`], a whole number as one, with which less is to be done.
    #[inline]
    pub(crate) fn plain(value: &'a Value) -> Self {
        match value {
            Value::Number(number) => whole(number).map_or(Self::Number(*number), Self::Whole),
            other => Self::of(other),
        }
    }

    /// The same as a value of its own.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Number(number) => Value::Number(number),
            Self::Whole(number) => Value::Number(number.into()),
            Self::Boolean(boolean) => Value::Boolean(boolean),
            Self::Duration(millis) => Value::Duration(millis),
            Self::Time(time) => Value::Time(time),
            Self::ClockTime(minutes) => Value::ClockTime(minutes),
            Self::Date(date) => Value::Date(date),
            Self::Percentage(number) => Value::Percentage(number),
            Self::Enum(name) => Value::Enum(name.into()),
            Self::List(values) => Value::List(values.into()),
            Self::Texts(texts) => Value::List(texts.iter().map(|text| Value::Text(text.as_str().into())).collect()),
        }
    }

    /// The members of a list; a fact that is none has none.
    #[inline]
    pub(crate) fn members(self) -> Members<'a> {
        match self {
            Self::List(values) => Members::Values(values.iter()),
            Self::Texts(texts) => Members::Texts(texts.iter()),
            _ => Members::Values([].iter()),
        }
    }

    /// Whether one of its members is that one.
    pub(crate) fn has(self, member: Fact<'_>) -> bool {
        self.members().any(|own| own == member)
    }
}

/// The number, if it is written as a whole one of 63 bits.
#[inline]
pub(crate) fn whole(number: &Decimal) -> Option<i64> {
    let parts = number.unpack();
    if parts.scale != 0 || parts.hi != 0 {
        return None;
    }
    let whole = i64::from(i32::try_from(parts.mid).ok()?) << 32 | i64::from(parts.lo);
    Some(if parts.negative { -whole } else { whole })
}

/// Facts of two kinds are never equal; a list is equal to one with the same members in the same order.
impl PartialEq<Fact<'_>> for Fact<'_> {
    #[inline]
    fn eq(&self, other: &Fact<'_>) -> bool {
        match (self, other) {
            (Self::Text(left), Fact::Text(right)) | (Self::Enum(left), Fact::Enum(right)) => left == right,
            (Self::Number(left), Fact::Number(right)) | (Self::Percentage(left), Fact::Percentage(right)) => {
                left == right
            }
            (Self::Whole(left), Fact::Whole(right)) => left == right,
            (Self::Whole(whole), Fact::Number(number)) | (Self::Number(number), Fact::Whole(whole)) => {
                Decimal::from(*whole) == *number
            }
            (Self::Boolean(left), Fact::Boolean(right)) => left == right,
            (Self::Duration(left), Fact::Duration(right)) => left == right,
            (Self::Time(left), Fact::Time(right)) => left == right,
            (Self::ClockTime(left), Fact::ClockTime(right)) => left == right,
            (Self::Date(left), Fact::Date(right)) => left == right,
            (Self::List(_) | Self::Texts(_), Fact::List(_) | Fact::Texts(_)) => self.members().eq(other.members()),
            _ => false,
        }
    }
}

/// The members of a list, in order.
#[derive(Clone, Debug)]
pub(crate) enum Members<'a> {
    Values(std::slice::Iter<'a, Value>),
    Texts(std::slice::Iter<'a, String>),
}

impl<'a> Iterator for Members<'a> {
    type Item = Fact<'a>;

    fn next(&mut self) -> Option<Fact<'a>> {
        match self {
            Self::Values(values) => values.next().map(Fact::of),
            Self::Texts(texts) => texts.next().map(|text| Fact::Text(text)),
        }
    }
}

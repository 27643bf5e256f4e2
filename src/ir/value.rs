//! Values and their types.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use smallvec::SmallVec;

use super::{Text, Values};

/// A point in time, exact to the millisecond; written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The first moment that is accepted: 1970-01-01T00:00:00Z.
    pub const MIN: Self = Self(0);
    /// The last one: 2199-12-31T23:59:59.999Z. Far enough for every deadline, near enough that no clock sum overflows. A sum that
    /// would be later is held here; so a timer that is due then never comes.
    pub const MAX: Self = Self(7_258_118_399_999);

    /// From milliseconds since 1970; `None` outside [`Moment::MIN`] to [`Moment::MAX`].
    #[must_use]
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis < Self::MIN.0 || millis > Self::MAX.0 { None } else { Some(Self(millis)) }
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with any offset; fractions of a millisecond are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(time) = Self::parse_plain(text.as_bytes()) {
            return Some(time);
        }
        DateTime::parse_from_rfc3339(text).ok().and_then(|time| Self::from_millis(time.timestamp_millis()))
    }

    /// The form that most programs write, `2026-12-01T10:00:00Z` or with milliseconds, in a tenth of the time.
    fn parse_plain(text: &[u8]) -> Option<Self> {
        let number = |digits: [u8; 2]| {
            let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
            (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
        };
        let &[a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n, ref rest @ ..] = text else {
            return None;
        };
        let milli = match *rest {
            [b'Z'] => 0,
            [b'.', o, p, q, b'Z'] => number([o, p])? * 10 + number([b'0', q])?,
            _ => return None,
        };
        let year = i32::try_from(number([a, b])? * 100 + number([c, d])?).ok()?;
        let date = NaiveDate::from_ymd_opt(year, number([e, f])?, number([g, h])?)?;
        let time = date.and_hms_milli_opt(number([i, j])?, number([k, l])?, number([m, n])?, milli)?;
        Self::from_millis(time.and_utc().timestamp_millis())
    }

    /// This moment as chrono's type.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// `millis` later (or earlier), held at [`Moment::MIN`] and [`Moment::MAX`].
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// As it is written, in ASCII.
    pub(crate) fn written(self) -> SmallVec<[u8; 24]> {
        let time = self.to_utc();
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let parts = [
            (0..4, time.year().unsigned_abs()),
            (5..7, time.month()),
            (8..10, time.day()),
            (11..13, time.hour()),
            (14..16, time.minute()),
            (17..19, time.second()),
            (20..23, time.timestamp_subsec_millis()),
        ];
        for (range, mut number) in parts {
            for digit in text.get_mut(range).unwrap_or_default().iter_mut().rev() {
                *digit += u8::try_from(number % 10).unwrap_or_default();
                number /= 10;
            }
        }
        if time.timestamp_subsec_millis() == 0 {
            text[19] = b'Z';
            return SmallVec::from_buf_and_len(text, 20);
        }
        SmallVec::from_buf(text)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(std::str::from_utf8(&self.written()).unwrap_or_default())
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("`{text}` is not a time from 1970 to 2199 in RFC 3339")))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Unicode text.
    Text,
    /// An exact decimal.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A length of time.
    Duration,
    /// A point in time.
    Time,
    /// A time of the day.
    ClockTime,
    /// A calendar date.
    Date,
    /// A percentage.
    Percentage,
    /// A value of the enum of that name in the vocabulary; ordered as declared there.
    Enum(String),
    /// Several values of one type, in order.
    List(Box<Type>),
}

/// A value. As JSON it names its type: `{"text": "Mina"}`, `{"duration": 300000}`.
///
/// Its order is for looking values up; how a book compares them is another matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Unicode text in normalisation form C.
    Text(Text),
    /// An exact decimal.
    Number(Decimal),
    /// `true` or `false`.
    Boolean(bool),
    /// Milliseconds.
    Duration(i64),
    /// A point in time.
    Time(Moment),
    /// Minutes since midnight, 0 to 1440 (24:00).
    ClockTime(u16),
    /// A calendar date.
    Date(NaiveDate),
    /// The number before the sign: 50 for `50%`.
    Percentage(Decimal),
    /// The name of an enum's value; which enum, the attribute's type says.
    Enum(Text),
    /// Several values.
    List(Values),
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn moments_are_written_and_read_as_chrono_does(millis in 0..=Moment::MAX.millis(), whole in any::<bool>()) {
            let moment = Moment::from_millis(if whole { millis / 1000 * 1000 } else { millis }).unwrap();
            let text = moment.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true);
            prop_assert_eq!(moment.to_string(), text.clone());
            prop_assert_eq!(Moment::parse(&text), Some(moment));
        }

        #[test]
        fn what_looks_like_a_moment_is_read_as_chrono_does(
            text in "(19|20|21|2:)[0-9]{2}-[01/][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{2,4})?(Z|\\+00:00)",
        ) {
            let read = DateTime::parse_from_rfc3339(&text).ok();
            prop_assert_eq!(Moment::parse(&text), read.and_then(|time| Moment::from_millis(time.timestamp_millis())));
        }
    }
}

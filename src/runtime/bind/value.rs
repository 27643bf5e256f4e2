//! The values that JSON says.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Number, Value as Json};

use crate::ir::{Moment, Value};
use crate::runtime::kind::Kind;
use crate::runtime::values;

/// The value that JSON says; `None` for `null`.
pub(crate) fn read(kind: &Kind, json: &Json) -> Result<Option<Value>, String> {
    match json {
        Json::Null => Ok(None),
        json => value(kind, json)
            .ok_or_else(|| match (kind, json) {
                (Kind::Enum(choices), Json::String(name)) => choices.refuse(name),
                // In quotation marks it looks like one.
                (Kind::Number | Kind::Boolean, Json::String(_)) => {
                    format!("`\"{}\"` is a text, not {}", short(json), kind.in_words())
                }
                (Kind::Number | Kind::Percentage, Json::Number(_)) => {
                    format!("`{}` has more than 28 digits", short(json))
                }
                _ => format!("`{}` is not {}", short(json), kind.in_words()),
            })
            .and_then(|value| kind.accept(value))
            .map(Some),
    }
}

fn value(kind: &Kind, json: &Json) -> Option<Value> {
    Some(match (kind, json) {
        (Kind::Text, Json::String(text)) => Value::Text(text.as_str().into()),
        (Kind::Number, Json::Number(number)) => Value::Number(exact(number)?),
        (Kind::Boolean, Json::Bool(boolean)) => Value::Boolean(*boolean),
        (Kind::Duration, Json::Number(seconds)) => Value::Duration(milliseconds(exact(seconds)?)?),
        (Kind::Duration, Json::String(text)) => Value::Duration(values::parse_duration(text)?),
        (Kind::Time, Json::String(text)) => Value::Time(Moment::parse(text)?),
        (Kind::ClockTime, Json::String(text)) => Value::ClockTime(clock_time(text)?),
        (Kind::Date, Json::String(text)) => Value::Date(date(text)?),
        (Kind::Percentage, Json::Number(number)) => Value::Percentage(exact(number)?),
        (Kind::Percentage, Json::String(text)) => Value::Percentage(decimal(text.strip_suffix('%')?)?),
        (Kind::Enum(choices), Json::String(name)) if choices.has(name) => Value::Enum(name.as_str().into()),
        (Kind::List(kind), Json::Array(items)) => {
            Value::List(items.iter().map(|item| value(kind, item)).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// The very number that is written, of at most 28 digits.
fn exact(number: &Number) -> Option<Decimal> {
    decimal(&number.to_string())
}

pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::from_str_exact(text).ok();
    };
    let exponent: i32 = exponent.parse().ok().filter(|exponent| (-28..=28).contains(exponent))?;
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // The point moves within the digits, with as many zeros on both sides as it may need.
    let zeros = "0".repeat(28);
    let all = format!("{zeros}{whole}{fraction}{zeros}");
    let point = i32::try_from(zeros.len() + whole.len()).ok()?.checked_add(exponent)?;
    let (whole, fraction) = all.split_at_checked(usize::try_from(point).ok()?)?;
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    Decimal::from_str_exact(&format!("{sign}0{whole}.{fraction}0")).ok().map(|number| number.normalize())
}

/// Whole milliseconds of seconds; what is less is left out.
pub(super) fn milliseconds(seconds: Decimal) -> Option<i64> {
    i64::try_from(seconds.checked_mul(Decimal::ONE_THOUSAND)?.trunc()).ok()
}

pub(super) fn clock_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hours) || !two_digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
}

pub(super) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.format("%Y-%m-%d").to_string() == text)
}

/// A value in a message; a long one is cut.
fn short(json: &Json) -> String {
    let text = match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (written, read) in [
            ("0.1", Some("0.1")),
            ("1e3", Some("1000")),
            ("1.5E-3", Some("0.0015")),
            ("-2.50e1", Some("-25")),
            ("12345678901234567890.12345678", Some("12345678901234567890.12345678")),
            ("1e29", None),
            ("0.00000000000000000000000000001", None),
            ("123456789012345678901234567890", None),
        ] {
            let number: Number = serde_json::from_str(written).unwrap();
            assert_eq!(exact(&number), read.map(|read| read.parse().unwrap()), "{written}");
        }
    }

    #[test]
    fn a_wrong_value_is_told_as_it_was_written() {
        let told = |kind: Kind, json: &str| read(&kind, &serde_json::from_str(json).unwrap()).unwrap_err();
        assert_eq!(told(Kind::Number, "\"20\""), "`\"20\"` is a text, not a number");
        assert_eq!(told(Kind::Boolean, "\"true\""), "`\"true\"` is a text, not true or false");
        assert_eq!(told(Kind::Number, "1e30"), "`1e+30` has more than 28 digits");
        assert_eq!(told(Kind::Number, "true"), "`true` is not a number");
        assert_eq!(told(Kind::Time, "\"soon\""), "`soon` is not a time");
    }

    #[test]
    fn clock_times_and_dates_are_written_in_full() {
        assert_eq!(clock_time("09:05"), Some(545));
        assert_eq!(clock_time("24:00"), Some(1440));
        for wrong in ["9:05", "09:60", "24:01", "+9:05", "0905", "09:05:00"] {
            assert_eq!(clock_time(wrong), None, "{wrong}");
        }
        assert!(date("2026-12-31").is_some());
        for wrong in ["2026-12-32", "2026-1-1", "31.12.2026", "2026-12-31T00:00:00Z"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn durations_are_seconds() {
        assert_eq!(milliseconds("1.5".parse().unwrap()), Some(1500));
        assert_eq!(milliseconds("0.0004".parse().unwrap()), Some(0));
    }
}

//! Values as texts and as JSON.

use chrono_tz::Tz;
use serde_json::Value as Json;

use super::calendar;
use crate::ir::{Moment, Unit, Value};

/// Whether two values are equal. Most are told apart with a glance.
#[inline]
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.scale() == other.scale() => {
            one.mantissa() == other.mantissa()
        }
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Text(one), Value::Text(other)) => one.as_str() == other.as_str(),
        (one, other) => one == other,
    }
}

/// The units of a duration in milliseconds, the largest first.
const UNITS: [(i64, &str); 5] = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")];

/// A duration as it is written: `1h30m`.
pub(crate) fn duration(millis: i64) -> String {
    if millis == 0 {
        return "0s".into();
    }
    let mut text = String::new();
    let mut left = millis.unsigned_abs();
    if millis < 0 {
        text.push('-');
    }
    for (unit, name) in UNITS {
        let unit = unit.unsigned_abs();
        if left >= unit {
            text.push_str(&format!("{}{name}", left / unit));
            left %= unit;
        }
    }
    text
}

/// Reads a duration as it is written: whole numbers with their units, the largest first.
pub(crate) fn parse_duration(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total: i64 = 0;
    let mut last: i64 = i64::MAX;
    while !rest.is_empty() {
        let (digits, tail) = rest.split_at_checked(rest.find(|char: char| !char.is_ascii_digit())?)?;
        let (name, tail) =
            tail.split_at_checked(tail.find(|char: char| char.is_ascii_digit()).unwrap_or(tail.len()))?;
        let (unit, _) = UNITS.into_iter().find(|(_, other)| *other == name)?;
        if unit >= last {
            return None;
        }
        last = unit;
        total = total.checked_add(digits.parse::<i64>().ok()?.checked_mul(unit)?)?;
        rest = tail;
    }
    (last != i64::MAX).then_some(total)
}

/// A time of the day: `09:00`.
pub(crate) fn clock_time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A value in a finding or an audit: without a time zone.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Time(time) => time.to_string(),
        other => text(other, chrono_tz::UTC, None),
    }
}

/// A value in a text: times in this zone, durations in this unit, rounded up.
pub(crate) fn text(value: &Value, zone: Tz, unit: Option<Unit>) -> String {
    match value {
        Value::Text(text) | Value::Enum(text) => text.as_str().to_owned(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Percentage(number) => format!("{}%", number.normalize()),
        Value::Boolean(true) => "yes".into(),
        Value::Boolean(false) => "no".into(),
        Value::Duration(millis) => unit.map_or_else(|| duration(*millis), |unit| rounded_up(*millis, unit)),
        Value::Time(time) => local_time(*time, zone),
        Value::ClockTime(minutes) => clock_time(*minutes),
        Value::Date(date) => date.to_string(),
        Value::List(values) => values.iter().map(|value| text(value, zone, unit)).collect::<Vec<_>>().join(", "),
    }
}

fn local_time(time: Moment, zone: Tz) -> String {
    calendar::local(zone, time).format("%Y-%m-%d %H:%M").to_string()
}

fn rounded_up(millis: i64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Seconds => 1000,
        Unit::Minutes => 60_000,
        Unit::Hours => 3_600_000,
        Unit::Days => 86_400_000,
    };
    let whole = millis.div_euclid(unit) + i64::from(millis.rem_euclid(unit) != 0);
    whole.to_string()
}

/// A value as the argument of an effect.
pub(crate) fn json(value: Value) -> Json {
    match value {
        Value::Text(text) | Value::Enum(text) => Json::String(text.as_str().to_owned()),
        Value::Number(number) => {
            let text = number.normalize().to_string();
            text.parse().map_or(Json::String(text), Json::Number)
        }
        Value::Boolean(boolean) => Json::Bool(boolean),
        Value::Duration(millis) => Json::String(duration(millis)),
        Value::Time(time) => Json::String(time.to_string()),
        Value::List(values) => Json::Array(values.into_iter().map(json).collect()),
        Value::ClockTime(_) | Value::Date(_) | Value::Percentage(_) => Json::String(plain(&value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_with_their_largest_units_and_read_back() {
        for (millis, written) in
            [(0, "0s"), (90_000, "1m30s"), (5_400_000, "1h30m"), (86_400_000, "1d"), (1500, "1s500ms")]
        {
            assert_eq!(duration(millis), written);
            assert_eq!(parse_duration(written), Some(millis));
        }
        for wrong in ["", "5", "m", "1m1h", "1m1m", "1.5h", "-1m", "1 m", "99999999999999999999d"] {
            assert_eq!(parse_duration(wrong), None, "{wrong}");
        }
        assert_eq!(parse_duration("90m"), Some(5_400_000));
    }

    #[test]
    fn durations_in_a_unit_are_rounded_up() {
        let of = |millis, unit| text(&Value::Duration(millis), chrono_tz::UTC, Some(unit));
        assert_eq!(of(90_000, Unit::Minutes), "2");
        assert_eq!(of(120_000, Unit::Minutes), "2");
        assert_eq!(of(1, Unit::Days), "1");
        assert_eq!(of(0, Unit::Hours), "0");
    }

    #[test]
    fn values_in_texts() {
        let seoul = chrono_tz::Asia::Seoul;
        let of = |value: Value| text(&value, seoul, None);
        assert_eq!(of(Value::Number("12.50".parse().unwrap())), "12.5");
        assert_eq!(of(Value::Time(Moment::parse("2026-12-01T01:00:00Z").unwrap())), "2026-12-01 10:00");
        assert_eq!(of(Value::List(vec![Value::Text("a".into()), Value::Text("b".into())].into())), "a, b");
        assert_eq!(of(Value::ClockTime(545)), "09:05");
        assert_eq!(of(Value::Boolean(true)), "yes");
    }

    #[test]
    fn values_as_arguments() {
        assert_eq!(json(Value::Number("12.50".parse().unwrap())).to_string(), "12.5");
        assert_eq!(json(Value::Duration(5_400_000)), "1h30m");
        assert_eq!(json(Value::Percentage("50".parse().unwrap())), "50%");
        assert_eq!(json(Value::List(vec![Value::Enum("a".into())].into())).to_string(), "[\"a\"]");
    }
}

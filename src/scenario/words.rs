//! Values and times in the words of a book.

use chrono_tz::Tz;

use crate::ir::{Book, Moment, Period, Place, Scope, StepKind, Type, Value};
use crate::runtime::InputKind;
use crate::runtime::conversation::Purpose;

/// A value as it would be written in a book; times in `zone`.
#[must_use]
pub fn value(value: &Value, zone: Tz) -> String {
    match value {
        Value::Text(text) => text_literal(text),
        Value::Number(number) => number.normalize().to_string(),
        Value::Boolean(true) => "true".to_owned(),
        Value::Boolean(false) => "false".to_owned(),
        Value::Duration(millis) => duration(*millis),
        Value::Time(moment) => local(*moment, zone),
        Value::ClockTime(minutes) => clock_time(*minutes),
        Value::Date(date) => date.to_string(),
        Value::Percentage(number) => format!("{}%", number.normalize()),
        Value::Enum(name) => name.to_string(),
        Value::List(values) => {
            let parts: Vec<String> = values.iter().map(|part| self::value(part, zone)).collect();
            format!("[{}]", parts.join(", "))
        }
    }
}

/// A text in quotation marks, its line breaks as `\n`.
#[must_use]
pub fn text_literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// Milliseconds as `1d2h30m`; what is less than a second is told as a fraction of it.
#[must_use]
pub fn duration(millis: i64) -> String {
    let (sign, rest) = if millis < 0 { ("-", millis.unsigned_abs()) } else { ("", millis.unsigned_abs()) };
    let mut written = String::from(sign);
    let mut left = rest;
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)] {
        let count = left / length;
        left %= length;
        if count > 0 {
            written.push_str(&format!("{count}{unit}"));
        }
    }
    match (left / 1_000, left % 1_000) {
        (0, 0) if rest > 0 => {}
        (seconds, 0) => written.push_str(&format!("{seconds}s")),
        (seconds, fraction) => {
            written.push_str(&format!("{}s", format!("{seconds}.{fraction:03}").trim_end_matches('0')))
        }
    }
    written
}

/// Minutes since midnight as `09:00`.
#[must_use]
pub fn clock_time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A moment as `2026-12-01 10:00:05` on the clocks of `zone`; whole minutes without seconds.
#[must_use]
pub fn local(moment: Moment, zone: Tz) -> String {
    let time = moment.to_utc().with_timezone(&zone);
    let pattern = if moment.millis() % 60_000 == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    time.format(pattern).to_string()
}

/// What came, in words: the name of an event, or what a timer or an answer is.
#[must_use]
pub fn input(kind: &InputKind) -> String {
    match kind {
        InputKind::Event { name, .. } => name.to_string(),
        InputKind::Timer { key, .. } if key.purpose == Purpose::Wait => format!("{} after its wait", key.source),
        InputKind::Timer { key, .. } => format!("{} is due", key.source),
        InputKind::Command { by, step } => match &step.kind {
            StepKind::Act { action, .. } => format!("{} does `{action}`", by.role.as_deref().unwrap_or(&by.actor)),
            StepKind::Wait { .. } => format!("{} waits", by.actor),
        },
        InputKind::Claim { source, granted: true, .. } => format!("{source} may fire for this user"),
        InputKind::Claim { source, granted: false, .. } => format!("{source} has fired for this user already"),
        InputKind::Book => "a new book".to_owned(),
    }
}

/// The book's time zone.
#[must_use]
pub fn zone(book: &Book) -> Tz {
    book.time_zone.parse().unwrap_or(Tz::UTC)
}

/// When a test begins that does not say: Monday, 5 January 2026, 10:00 in the book's time zone.
#[must_use]
pub fn begin(book: &Book) -> Moment {
    let morning =
        chrono::NaiveDate::from_ymd_opt(2026, 1, 5).and_then(|date| date.and_hms_opt(10, 0, 0)).unwrap_or_default();
    let local = chrono::TimeZone::from_local_datetime(&zone(book), &morning).earliest();
    local.and_then(|time| Moment::from_millis(time.timestamp_millis())).unwrap_or_default()
}

/// `once per user every day`
#[must_use]
pub fn once(once: &crate::ir::Once) -> String {
    let scope = match once.scope {
        Scope::Conversation => "conversation",
        Scope::Session => "session",
        Scope::User => "user",
    };
    match &once.period {
        None => format!("once per {scope}"),
        Some(Period::Day) => format!("once per {scope} every day"),
        Some(Period::Duration(millis)) => format!("once per {scope} every {}", duration(*millis)),
    }
}

/// The type as an attribute's declaration says it.
#[must_use]
pub fn type_name(value_type: &Type) -> String {
    match value_type {
        Type::Text => "text".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Time => "time".to_owned(),
        Type::ClockTime => "clock time".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Percentage => "percentage".to_owned(),
        Type::Enum(name) => name.clone(),
        Type::List(part) => format!("list of {}", type_name(part)),
    }
}

/// What is written at a place, on one line.
#[must_use]
pub fn source_text(book: &Book, place: Place) -> String {
    let text = file_text(book, place).get(place.start as usize..place.end as usize).unwrap_or("");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file of a place.
#[must_use]
pub fn file_of(book: &Book, place: Place) -> &str {
    book.sources.get(place.file as usize).map_or("", |source| source.path.as_str())
}

fn file_text(book: &Book, place: Place) -> &str {
    book.sources.get(place.file as usize).map_or("", |source| source.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_they_are_written() {
        let written = [0, 1, 1_500, 90_000, 5_400_000, 172_800_000, 90_061_000, -60_000].map(duration);
        assert_eq!(written, ["0s", "0.001s", "1.5s", "1m30s", "1h30m", "2d", "1d1h1m1s", "-1m"]);
    }
}

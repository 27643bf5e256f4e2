//! Wrong forms of numbers, durations, times and days that people write, and how each is written right.

use std::fmt::Write;

/// What was meant, as the language writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// `1000`
    Number(String),
    /// `10m`
    Duration(String),
    /// `09:00`
    ClockTime(String),
    /// `2026-12-31`
    Date(String),
    /// `50%`
    Percentage(String),
}

impl Amount {
    /// As the language writes it.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Number(text)
            | Self::Duration(text)
            | Self::ClockTime(text)
            | Self::Date(text)
            | Self::Percentage(text) => text,
        }
    }
}

/// What a wrong form means, if that is sure.
pub(super) fn reading(written: &str) -> Option<Amount> {
    let written = written.trim().to_lowercase();
    percentage(&written)
        .or_else(|| clock_time(&written))
        .or_else(|| number(&written))
        .or_else(|| date(&written))
        .or_else(|| duration(&written))
}

fn percentage(written: &str) -> Option<Amount> {
    let number = written.strip_suffix('%').or_else(|| written.strip_suffix("percent"))?.trim_end();
    is_decimal(number).then(|| Amount::Percentage(format!("{number}%")))
}

/// `9:00`, `9am`, `9:30 pm`, `09:00:00`.
fn clock_time(written: &str) -> Option<Amount> {
    let (time, half) = match written
        .strip_suffix("am")
        .map(|time| (time, 0))
        .or_else(|| written.strip_suffix("pm").map(|time| (time, 12)))
    {
        Some((time, offset)) => (time.trim_end(), Some(offset)),
        None => (written, None),
    };
    let mut parts = time.split(':');
    let hour: u32 = digits(parts.next()?, 2)?;
    let minute: u32 = match parts.next() {
        Some(minute) => digits(minute, 2)?,
        None if half.is_some() => 0,
        None => return None,
    };
    if let Some(second) = parts.next() {
        (digits::<u32>(second, 2)? == 0).then_some(())?;
    }
    let hour = match half {
        Some(offset) if (1..=12).contains(&hour) => hour % 12 + offset,
        Some(_) => return None,
        None => hour,
    };
    (hour <= 24 && minute < 60 && parts.next().is_none()).then(|| Amount::ClockTime(format!("{hour:02}:{minute:02}")))
}

/// `1,000`, `1_000`.
fn number(written: &str) -> Option<Amount> {
    let plain = written.replace([',', '_'], "");
    (written.contains([',', '_']) && is_decimal(&plain)).then_some(Amount::Number(plain))
}

/// `2026/12/31`, `2026.1.5`: the year first, or nobody knows.
fn date(written: &str) -> Option<Amount> {
    let mut parts = written.trim_end_matches('.').split(['/', '.', '-']);
    let year = parts.next().filter(|year| year.len() == 4)?;
    let year: u32 = digits(year, 4)?;
    let month: u32 = digits(parts.next()?, 2)?;
    let day: u32 = digits(parts.next()?, 2)?;
    parts.next().is_none().then(|| Amount::Date(format!("{year:04}-{month:02}-{day:02}")))
}

/// `10 minutes`, `1 hour and 30 min`, `1.5h`, `2w`, `5M`.
fn duration(written: &str) -> Option<Amount> {
    let mut rest = written;
    let mut text = String::new();
    let mut pieces = 0;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(rest.len());
        let (amount, after) = rest.split_at_checked(end)?;
        let after = after.trim_start();
        let end = after.find(|character: char| !character.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at_checked(end)?;
        write!(text, "{}", piece(amount, word)?).ok()?;
        pieces += 1;
        rest = after.trim_start();
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
    }
    (pieces > 0).then_some(Amount::Duration(text))
}

/// One number with its unit.
fn piece(amount: &str, word: &str) -> Option<String> {
    let (unit, seconds) = match word {
        "s" | "sec" | "secs" | "second" | "seconds" => ("s", 1),
        "m" | "min" | "mins" | "minute" | "minutes" => ("m", 60),
        "h" | "hr" | "hrs" | "hour" | "hours" => ("h", 3600),
        "d" | "day" | "days" => ("d", 86_400),
        "w" | "week" | "weeks" => ("w", 604_800),
        _ => return None,
    };
    match amount.split_once('.') {
        None if unit == "w" => Some(format!("{}d", digits::<u64>(amount, 4)?.checked_mul(7)?)),
        None => digits::<u64>(amount, 9).map(|amount| format!("{amount}{unit}")),
        Some((whole, fraction)) => fractional(digits(whole, 6)?, fraction, seconds),
    }
}

/// `1.5h` is `1h30m`, if it comes out even.
fn fractional(whole: u64, fraction: &str, unit: u64) -> Option<String> {
    let scale = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = digits::<u64>(fraction, 4)?.checked_mul(unit)?;
    if part % scale != 0 {
        return None;
    }
    let mut seconds = whole.checked_mul(unit)?.checked_add(part / scale)?;
    let mut text = String::new();
    for (name, size) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
        if seconds >= size {
            write!(text, "{}{name}", seconds / size).ok()?;
            seconds %= size;
        }
    }
    (!text.is_empty()).then_some(text)
}

fn digits<Number: std::str::FromStr>(text: &str, most: usize) -> Option<Number> {
    (!text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// The day or days that a wrong form means: `mon`, `mon-fri`.
pub(super) fn days(written: &str) -> Option<&'static str> {
    let written = written.to_lowercase();
    Some(match written.as_str() {
        "weekdays" | "weekday" => "mon-fri",
        "weekends" | "weekend" => "sat-sun",
        "daily" | "everyday" => "mon-sun",
        day if day.starts_with("every") => "mon-sun",
        day => ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].into_iter().find(|short| day.starts_with(short))?,
    })
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn wrong_forms_are_understood() {
        let cases = [
            ("10 minutes", Some("10m")),
            ("1 hour 30 min", Some("1h30m")),
            ("1 hour and 30 minutes", Some("1h30m")),
            ("5M", Some("5m")),
            ("10min", Some("10m")),
            ("2w", Some("14d")),
            ("1.5h", Some("1h30m")),
            ("9:00", Some("09:00")),
            ("9am", Some("09:00")),
            ("12 am", Some("00:00")),
            ("9:30 PM", Some("21:30")),
            ("09:00:00", Some("09:00")),
            ("1,000", Some("1000")),
            ("1_000.5", Some("1000.5")),
            ("50 %", Some("50%")),
            ("2026/1/5", Some("2026-01-05")),
            ("5/1/2026", None),
            ("9:99", None),
            ("13pm", None),
            ("3 bananas", None),
            ("1.2.3", None),
        ];
        for (written, right) in cases {
            assert_eq!(reading(written).as_ref().map(super::Amount::text), right, "{written}");
        }
    }
}

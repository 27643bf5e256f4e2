//! Literals as numbers. The parser has seen to their form; here they are looked at for their range.

use chrono::{Datelike, NaiveDate};

/// `09:00` in minutes since midnight; up to `24:00`, which is the end of the day.
pub fn clock_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && total <= 1440).then_some(total)
}

/// `2026-12-31`, if there is such a day, in the years that the engine accepts.
pub fn date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (1970..=2199).contains(&date.year()).then_some(date)
}

/// `12-25` as month and day, if some year has such a day.
pub fn annual_date(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse::<u8>().ok()?, day.parse::<u8>().ok()?);
    NaiveDate::from_ymd_opt(2024, u32::from(month), u32::from(day)).map(|_| (month, day))
}

/// `1h30m` in milliseconds.
pub fn duration(text: &str) -> Option<i64> {
    let mut total = 0_i64;
    let mut digits = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        let unit = match letter {
            's' => 1_000,
            'm' => 60_000,
            'h' => 3_600_000,
            'd' => 86_400_000,
            _ => return None,
        };
        total = digits.parse::<i64>().ok()?.checked_mul(unit)?.checked_add(total)?;
        digits.clear();
    }
    digits.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_held() {
        assert_eq!(clock_time("24:00"), Some(1440));
        assert_eq!(clock_time("24:01"), None);
        assert_eq!(clock_time("09:60"), None);
        assert_eq!(annual_date("02-29"), Some((2, 29)));
        assert_eq!(annual_date("02-30"), None);
        assert_eq!(date("2027-02-29"), None);
        assert_eq!(date("9999-01-01"), None);
        assert_eq!(duration("1h30m"), Some(5_400_000));
        assert_eq!(duration("99999999999999999d"), None);
    }
}

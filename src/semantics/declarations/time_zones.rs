//! Time zones by their IANA names, and what was probably meant by a name that is none.

use chrono_tz::{TZ_VARIANTS, Tz};

use crate::diagnostic::codes::schedules;
use crate::diagnostic::{Finding, Location};

/// What is to be said about a name that is no time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATimeZone {
    /// The name that was probably meant.
    pub suggestion: Option<&'static str>,
    /// Whether it is surely that one.
    pub sure: bool,
    /// Why the name does not do, if there is more to say than that it is unknown.
    pub reason: Option<&'static str>,
}

const ABBREVIATION: &str =
    "an abbreviation means different places to different people and does not know about summer time";
const OFFSET: &str = "an offset does not know about summer time";

/// Abbreviations that people write, with a place that has them. The IANA data holds some of them, as fixed offsets.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("KST", "Asia/Seoul"),
    ("JST", "Asia/Tokyo"),
    ("IST", "Asia/Kolkata"),
    ("SGT", "Asia/Singapore"),
    ("HKT", "Asia/Hong_Kong"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("ET", "America/New_York"),
    ("EST5EDT", "America/New_York"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("CT", "America/Chicago"),
    ("CST6CDT", "America/Chicago"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("MT", "America/Denver"),
    ("MST7MDT", "America/Denver"),
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"),
    ("PST8PDT", "America/Los_Angeles"),
    ("HST", "Pacific/Honolulu"),
    ("BRT", "America/Sao_Paulo"),
    ("WET", "Europe/Lisbon"),
    ("BST", "Europe/London"),
    ("CET", "Europe/Berlin"),
    ("CEST", "Europe/Berlin"),
    ("MET", "Europe/Berlin"),
    ("EET", "Europe/Athens"),
    ("EEST", "Europe/Athens"),
    ("MSK", "Europe/Moscow"),
    ("AEST", "Australia/Sydney"),
    ("AEDT", "Australia/Sydney"),
    ("NZST", "Pacific/Auckland"),
    ("NZDT", "Pacific/Auckland"),
];

/// The time zone of that name.
///
/// Names of the IANA data are taken to the letter, but for abbreviations such as `EST`, which the data has only for old
/// programs.
///
/// # Errors
/// The name is none: what was probably meant.
pub fn find(name: &str) -> Result<Tz, NotATimeZone> {
    if let Some((_, place)) = ABBREVIATIONS.iter().find(|(short, _)| short.eq_ignore_ascii_case(name)) {
        return Err(NotATimeZone { suggestion: Some(place), sure: false, reason: Some(ABBREVIATION) });
    }
    name.parse::<Tz>().map_err(|_| explain(name))
}

/// The finding for a name that is no time zone; `location` is that of the name with its quotation marks.
pub fn finding(problem: &NotATimeZone, name: &str, location: Location) -> Finding {
    let finding = Finding::new(&schedules::UNKNOWN_TIME_ZONE, location, format!("`{name}` is not a time zone"));
    let reason = problem.reason.map(|reason| format!("{reason}; ")).unwrap_or_default();
    match problem.suggestion {
        None => {
            finding.help(format!("{reason}a time zone is named by its place: `Asia/Seoul`, `Europe/Berlin`, `UTC`"))
        }
        Some(meant) => finding
            .help(if problem.reason.is_some() {
                format!("{reason}name the place, such as `{meant}`")
            } else {
                format!("did you mean `{meant}`?")
            })
            .fix(format!("write `{meant}`"), location.span, format!("\"{meant}\""), problem.sure),
    }
}

fn explain(name: &str) -> NotATimeZone {
    if is_offset(name) {
        return NotATimeZone { suggestion: None, sure: false, reason: Some(OFFSET) };
    }
    let wanted = simplified(name);
    let names = || TZ_VARIANTS.iter().map(|zone| zone.name());
    if let Some(exact) = names().find(|known| simplified(known) == wanted) {
        return NotATimeZone { suggestion: Some(exact), sure: true, reason: None };
    }
    let mut cities = names().filter(|known| city(known).is_some_and(|city| simplified(city) == wanted));
    if let Some(first) = cities.next() {
        return NotATimeZone { suggestion: Some(first), sure: cities.next().is_none(), reason: None };
    }
    let near = names()
        .map(|known| (nearness(&wanted, known), known))
        .filter(|(distance, _)| *distance <= 1 + wanted.len() / 6)
        .min_by_key(|(distance, _)| *distance);
    NotATimeZone { suggestion: near.map(|(_, known)| known), sure: false, reason: None }
}

fn is_offset(name: &str) -> bool {
    let rest = name.trim_start_matches("UTC").trim_start_matches("GMT").trim();
    rest.starts_with(['+', '-']) && rest.chars().skip(1).all(|letter| letter.is_ascii_digit() || letter == ':')
}

fn city(name: &str) -> Option<&str> {
    name.rsplit_once('/').map(|(_, city)| city)
}

fn simplified(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

fn nearness(wanted: &str, known: &str) -> usize {
    let whole = strsim::damerau_levenshtein(wanted, &simplified(known));
    match city(known) {
        Some(city) if !wanted.contains('/') => whole.min(strsim::damerau_levenshtein(wanted, &simplified(city))),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(name: &str) -> Option<(&'static str, bool)> {
        find(name).unwrap_err().suggestion.map(|found| (found, find(name).unwrap_err().sure))
    }

    #[test]
    fn iana_names_are_taken() {
        for name in ["Asia/Seoul", "UTC", "America/Argentina/Buenos_Aires", "Europe/Kyiv"] {
            assert_eq!(find(name).map(|zone| zone.name()), Ok(name));
        }
    }

    #[test]
    fn cities_cases_and_slips_are_understood() {
        assert_eq!(suggestion("Seoul"), Some(("Asia/Seoul", true)));
        assert_eq!(suggestion("asia/seoul"), Some(("Asia/Seoul", true)));
        assert_eq!(suggestion("America/New York"), Some(("America/New_York", true)));
        assert_eq!(suggestion("Asia/Soul"), Some(("Asia/Seoul", false)));
        assert_eq!(suggestion("Nowhere/At_All"), None);
    }

    #[test]
    fn abbreviations_and_offsets_are_explained() {
        assert_eq!(find("KST").unwrap_err().suggestion, Some("Asia/Seoul"));
        assert_eq!(find("EST").unwrap_err().reason, Some(ABBREVIATION));
        assert_eq!(find("UTC+9").unwrap_err().reason, Some(OFFSET));
        assert_eq!(find("+09:00").unwrap_err().reason, Some(OFFSET));
    }
}

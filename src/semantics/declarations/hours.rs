//! The hours of a day in a schedule.

use crate::diagnostic::codes::schedules;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::ir::Hours;
use crate::syntax::ast;

use super::schedules::{Weekday, clock_time, day_name};

const DAY: u16 = 1440;
const WEEK: u32 = 7 * 1440;

/// The hours that are well-formed, each with its place. Those that end before they start go on to the next day.
pub(super) fn compile(hours: &[ast::Hours], file: FileId, findings: &mut Vec<Finding>) -> Vec<(Hours, Span)> {
    hours.iter().filter_map(|hours| one(hours, file, findings).map(|compiled| (compiled, span_of(hours)))).collect()
}

fn span_of(hours: &ast::Hours) -> Span {
    hours.start.span.to(hours.end.span)
}

fn one(hours: &ast::Hours, file: FileId, findings: &mut Vec<Finding>) -> Option<Hours> {
    let start = clock_time(&hours.start, file, findings);
    let end = clock_time(&hours.end, file, findings);
    let (start, end) = (start?, end?);
    let location = Location { file, span: span_of(hours) };
    if start == DAY {
        findings.push(
            Finding::new(&schedules::EMPTY_HOURS, location, "nothing opens at `24:00`, the end of a day")
                .help("write `00:00` and the day after"),
        );
        return None;
    }
    if start == end {
        findings.push(
            Finding::new(&schedules::EMPTY_HOURS, location, "these hours end when they start")
                .help("a whole day is `00:00-24:00`"),
        );
        return None;
    }
    Some(Hours { start, end: if end < start { end + DAY } else { end } })
}

/// Reports hours that overlap, be it on one day or with those that reach over from the day before.
pub(super) fn check_overlaps(week: &[Weekday], file: FileId, findings: &mut Vec<Finding>) {
    let all: Vec<Stretch> = week.iter().flat_map(stretches).collect();
    let mut reported: Vec<(Span, Span)> = Vec::new();
    for (index, first) in all.iter().enumerate() {
        for second in all.iter().skip(index + 1) {
            let pair = (first.span, second.span);
            if first.overlaps(second) && !reported.contains(&pair) {
                reported.push(pair);
                findings.push(overlap(first, second, file));
            }
        }
    }
}

/// Reports hours of one date that overlap.
pub(super) fn check_one_day(hours: &[(Hours, Span)], file: FileId, findings: &mut Vec<Finding>) {
    for (index, (first, first_span)) in hours.iter().enumerate() {
        for (second, second_span) in hours.iter().skip(index + 1) {
            if first.start < second.end && second.start < first.end {
                findings.push(overlap_finding(*first_span, *second_span, "these hours overlap".to_owned(), file));
            }
        }
    }
}

/// Hours in minutes since the start of the week.
struct Stretch {
    start: u32,
    length: u32,
    day: &'static str,
    span: Span,
}

impl Stretch {
    const fn overlaps(&self, other: &Self) -> bool {
        let ahead = (other.start + WEEK - self.start) % WEEK;
        let behind = (self.start + WEEK - other.start) % WEEK;
        ahead < self.length || behind < other.length
    }
}

fn stretches(weekday: &Weekday) -> Vec<Stretch> {
    let midnight = (weekday.day as u32) * u32::from(DAY);
    weekday
        .hours
        .iter()
        .map(|(hours, span)| Stretch {
            start: midnight + u32::from(hours.start),
            length: u32::from(hours.end - hours.start),
            day: day_name(weekday.day),
            span: *span,
        })
        .collect()
}

fn overlap(first: &Stretch, second: &Stretch, file: FileId) -> Finding {
    let message = if first.day == second.day {
        "these hours overlap".to_owned()
    } else {
        format!("the hours of `{}` and `{}` overlap", first.day, second.day)
    };
    overlap_finding(first.span, second.span, message, file)
}

fn overlap_finding(first: Span, second: Span, message: String, file: FileId) -> Finding {
    Finding::new(&schedules::OVERLAPPING_HOURS, Location { file, span: second }, message)
        .label("these")
        .also(Location { file, span: first }, "and these")
        .help("hours may touch, as in `09:00-12:00, 12:00-18:00`, but no minute may be in two of them")
}

//! The dates of a schedule: `closed` and `open`.

use chrono::NaiveDate;

use crate::diagnostic::codes::schedules;
use crate::diagnostic::{Code, FileId, Finding, Location, Span};
use crate::ir::{Hours, LocalDates};
use crate::syntax::ast;

use super::{hours, literals};

/// The dates of a schedule.
#[derive(Default)]
pub(super) struct ScheduleDates {
    pub closed: Vec<LocalDates>,
    pub open: Vec<(NaiveDate, Vec<Hours>)>,
}

/// A date as written.
#[derive(Clone, Copy)]
enum Date {
    Once(NaiveDate),
    Yearly((u8, u8)),
}

pub(super) fn compile(schedule: &ast::Schedule, file: FileId, findings: &mut Vec<Finding>) -> ScheduleDates {
    let mut closed: Vec<(LocalDates, Span)> = Vec::new();
    let mut open: Vec<(NaiveDate, Vec<Hours>, Span)> = Vec::new();
    for (clause, _) in &schedule.clauses {
        match clause {
            ast::ScheduleClause::Closed(ranges) => {
                for range in ranges {
                    let Some(dates) = range_of(range, file, findings) else {
                        continue;
                    };
                    let span = span_of(range);
                    if let Some((_, first)) = closed.iter().find(|(known, _)| *known == dates) {
                        findings.push(twice("closed", span, *first, file));
                    } else {
                        closed.push((dates, span));
                    }
                }
            }
            ast::ScheduleClause::Open(value, written) => {
                let date = opening_date(value, file, findings);
                let compiled = hours::compile(written, file, findings);
                hours::check_one_day(&compiled, file, findings);
                let Some(date) = date else {
                    continue;
                };
                if let Some((_, _, first)) = open.iter().find(|(known, _, _)| *known == date) {
                    findings.push(twice("opened", value.span, *first, file));
                } else {
                    let mut hours: Vec<Hours> = compiled.into_iter().map(|(hours, _)| hours).collect();
                    hours.sort();
                    open.push((date, hours, value.span));
                }
            }
            ast::ScheduleClause::TimeZone(_) | ast::ScheduleClause::Hours(..) => {}
        }
    }
    advise_on_both(&closed, &open, file, findings);
    open.sort_by_key(|(date, _, _)| *date);
    ScheduleDates {
        closed: closed.into_iter().map(|(dates, _)| dates).collect(),
        open: open.into_iter().map(|(date, hours, _)| (date, hours)).collect(),
    }
}

fn span_of(range: &ast::Dates) -> Span {
    range.last.as_ref().map_or(range.first.span, |last| range.first.span.to(last.span))
}

fn date_of(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<Date> {
    let (text, date) = match &value.kind {
        ast::ValueKind::Date(text) => (text, literals::date(text).map(Date::Once)),
        ast::ValueKind::AnnualDate(text) => (text, literals::annual_date(text).map(Date::Yearly)),
        _ => return None,
    };
    if date.is_none() {
        findings.push(
            finding(&schedules::IMPOSSIBLE_DATE, value.span, file, format!("there is no day `{text}`"))
                .help("dates are written year-month-day, `2026-12-31`, from 1970 to 2199, or `12-25` for every year"),
        );
    }
    date
}

fn range_of(range: &ast::Dates, file: FileId, findings: &mut Vec<Finding>) -> Option<LocalDates> {
    let first = date_of(&range.first, file, findings);
    let last = range.last.as_ref().map(|last| date_of(last, file, findings));
    let first = first?;
    let last = match last {
        Some(last) => last?,
        None => first,
    };
    let span = span_of(range);
    match (first, last) {
        (Date::Once(first), Date::Once(last)) if last < first => {
            findings.push(
                finding(&schedules::DATES_BACKWARDS, span, file, format!("`{last}` comes before `{first}`"))
                    .help("write the first day, `to`, and the last day")
                    .fix("turn the dates round", span, format!("{last} to {first}"), false),
            );
            None
        }
        (Date::Once(first), Date::Once(last)) => Some(LocalDates::Once { first, last }),
        (Date::Yearly(first), Date::Yearly(last)) => Some(LocalDates::Yearly { first, last }),
        _ => {
            findings.push(
                finding(
                    &schedules::DATES_MIXED,
                    span,
                    file,
                    "one end of this range has a year and the other has none".to_owned(),
                )
                .help("write the year at both ends, or at neither for every year"),
            );
            None
        }
    }
}

fn opening_date(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<NaiveDate> {
    match date_of(value, file, findings)? {
        Date::Once(date) => Some(date),
        Date::Yearly((month, day)) => {
            findings.push(
                finding(
                    &schedules::OPENING_WITHOUT_YEAR,
                    value.span,
                    file,
                    "hours of one date need its year".to_owned(),
                )
                .help(format!("write the year, such as `open 2026-{month:02}-{day:02} 09:00-12:00`")),
            );
            None
        }
    }
}

fn twice(what: &str, span: Span, first: Span, file: FileId) -> Finding {
    let code = if what == "closed" { &schedules::CLOSED_TWICE } else { &schedules::OPENED_TWICE };
    finding(code, span, file, format!("this date is {what} twice"))
        .label("again here")
        .also(Location { file, span: first }, "first here")
        .help(if what == "closed" { "take one of them out" } else { "write all hours of a date in one line" })
}

fn advise_on_both(
    closed: &[(LocalDates, Span)],
    open: &[(NaiveDate, Vec<Hours>, Span)],
    file: FileId,
    findings: &mut Vec<Finding>,
) {
    for (date, _, span) in open.iter().filter(|(_, hours, _)| !hours.is_empty()) {
        if let Some((_, closed_span)) = closed.iter().find(|(dates, _)| is_only(dates, *date)) {
            findings.push(
                finding(&schedules::OPEN_AND_CLOSED, *span, file, format!("`{date}` is both opened and closed"))
                    .label("it is open at these hours")
                    .also(Location { file, span: *closed_span }, "closed here, to no effect on that date")
                    .help("`open` wins; take it out of `closed` if that is meant"),
            );
        }
    }
}

/// A longer range, or a date of every year, with an exception says what it means; a single date in both lines does not.
fn is_only(dates: &LocalDates, date: NaiveDate) -> bool {
    matches!(dates, LocalDates::Once { first, last } if *first == date && *last == date)
}

fn finding(code: &'static Code, span: Span, file: FileId, message: String) -> Finding {
    Finding::new(code, Location { file, span }, message)
}

//! `schedule`: from its lines to hours of days and dates.

use crate::diagnostic::codes::schedules;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::ir::{Day, Hours, Place, Schedule};
use crate::semantics::{Context, Report};
use crate::syntax::ast;

use super::{hours, literals, schedule_dates, time_zones};

/// A line of the week: the day, its hours, and where the day and each of its hours stand.
pub(super) struct Weekday {
    pub day: Day,
    pub span: Span,
    pub hours: Vec<(Hours, Span)>,
}

/// Compiles all schedules of a book.
pub fn compile(context: &Context<'_>, report: &mut Report) -> Vec<Schedule> {
    let mut schedules = Vec::new();
    for declared in &context.names.schedules {
        let place = |span| context.place(declared.file, span);
        let zone = &context.settings.time_zone;
        schedules.extend(one(declared.node, declared.file, zone, place, &mut report.findings));
    }
    schedules
}

/// Compiles a schedule; `None` if it has no name.
fn one(
    schedule: &ast::Schedule,
    file: FileId,
    book_zone: &str,
    place: impl Fn(Span) -> Place,
    findings: &mut Vec<Finding>,
) -> Option<Schedule> {
    let id = schedule.id.as_ref()?;
    let before = findings.len();
    let zone = time_zone(schedule, file, findings);
    let week = week(schedule, file, findings);
    hours::check_overlaps(&week, file, findings);
    let dates = schedule_dates::compile(schedule, file, findings);
    if week.is_empty() && dates.open.is_empty() && findings.len() == before {
        findings.push(never_opens(id, file));
    }
    Some(Schedule {
        id: id.text.clone(),
        place: place(id.span),
        time_zone: zone.unwrap_or(book_zone).to_owned(),
        weekly: in_order_of_the_week(week),
        closed: dates.closed,
        open: dates.open,
    })
}

fn never_opens(id: &ast::Word, file: FileId) -> Finding {
    let message = format!("`{}` never opens", id.text);
    Finding::new(&schedules::NEVER_OPENS, Location { file, span: id.span }, message)
        .label("no hours are given")
        .help("give the hours of some days, such as `mon-fri 09:00-18:00`")
}

fn in_order_of_the_week(week: Vec<Weekday>) -> Vec<(Day, Vec<Hours>)> {
    let mut weekly: Vec<(Day, Vec<Hours>)> = Vec::new();
    for weekday in week {
        let hours = weekday.hours.into_iter().map(|(hours, _)| hours);
        match weekly.iter_mut().find(|(day, _)| *day == weekday.day) {
            Some((_, known)) => known.extend(hours),
            None => weekly.push((weekday.day, hours.collect())),
        }
    }
    weekly.sort_by_key(|(day, _)| *day);
    for (_, hours) in &mut weekly {
        hours.sort();
    }
    weekly
}

fn time_zone(schedule: &ast::Schedule, file: FileId, findings: &mut Vec<Finding>) -> Option<&'static str> {
    let mut lines = schedule.clauses.iter().filter_map(|(clause, span)| match clause {
        ast::ScheduleClause::TimeZone(text) => Some((text, *span)),
        _ => None,
    });
    let (text, first) = lines.next()?;
    if let Some((_, second)) = lines.next() {
        findings.push(
            Finding::new(&schedules::TWO_TIME_ZONES, Location { file, span: second }, "a schedule has one time zone")
                .also(Location { file, span: first }, "the first one is here")
                .help("make two schedules if teams work in two places"),
        );
    }
    let text = text.as_ref()?;
    let [ast::TextPart::Literal(name)] = text.parts.as_slice() else {
        return None;
    };
    match time_zones::find(name) {
        Ok(zone) => Some(zone.name()),
        Err(problem) => {
            findings.push(time_zones::finding(&problem, name, Location { file, span: text.span }));
            problem.suggestion
        }
    }
}

fn week(schedule: &ast::Schedule, file: FileId, findings: &mut Vec<Finding>) -> Vec<Weekday> {
    let mut week: Vec<Weekday> = Vec::new();
    for (clause, _) in &schedule.clauses {
        let ast::ScheduleClause::Hours(days, hours) = clause else {
            continue;
        };
        let hours = hours::compile(hours, file, findings);
        for range in days {
            for (day, span) in days_of(range) {
                if let Some(known) = week.iter().find(|known| known.day == day) {
                    findings.push(day_twice(day, span, known.span, file));
                    continue;
                }
                week.push(Weekday { day, span, hours: hours.clone() });
            }
        }
    }
    week
}

fn day_twice(day: Day, span: Span, first: Span, file: FileId) -> Finding {
    let name = day_name(day);
    Finding::new(&schedules::DAY_TWICE, Location { file, span }, format!("`{name}` has hours twice"))
        .label("again here")
        .also(Location { file, span: first }, "its hours are here")
        .help(format!("write all hours of a day in one line, such as `{name} 09:00-12:00, 13:00-18:00`"))
}

const WEEK: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

/// `mon`, as it is written.
pub const fn day_name(day: Day) -> &'static str {
    match day {
        Day::Mon => "mon",
        Day::Tue => "tue",
        Day::Wed => "wed",
        Day::Thu => "thu",
        Day::Fri => "fri",
        Day::Sat => "sat",
        Day::Sun => "sun",
    }
}

/// The day of that name; `None` for any other word (the parser has said so).
pub fn day(word: &str) -> Option<Day> {
    WEEK.into_iter().find(|day| day_name(*day) == word)
}

/// The days of a range, which may go over the end of the week (`fri-mon`), each with the span of the range.
pub fn days_of(range: &ast::Days) -> Vec<(Day, Span)> {
    let Some(first) = day(&range.first.text) else {
        return Vec::new();
    };
    let Some(last_word) = &range.last else {
        return vec![(first, range.first.span)];
    };
    let Some(last) = day(&last_word.text) else {
        return vec![(first, range.first.span)];
    };
    let span = range.first.span.to(last_word.span);
    let from_first = WEEK.into_iter().cycle().skip_while(|day| *day != first);
    let mut days = Vec::new();
    for day in from_first.take(7) {
        days.push((day, span));
        if day == last {
            break;
        }
    }
    days
}

/// Minutes since midnight of the value, or a finding that the clock never shows it.
pub(super) fn clock_time(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<u16> {
    let ast::ValueKind::ClockTime(text) = &value.kind else {
        return None;
    };
    let minutes = literals::clock_time(text);
    if minutes.is_none() {
        findings.push(
            Finding::new(
                &schedules::IMPOSSIBLE_CLOCK_TIME,
                Location { file, span: value.span },
                format!("no clock shows `{text}`"),
            )
            .help("clock times go from `00:00` to `23:59`; `24:00` is the end of a day"),
        );
    }
    minutes
}

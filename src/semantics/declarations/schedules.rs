//! `schedule`: from its lines to hours of days and dates.

use crate::diagnostic::codes::schedules;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::ir::{Day, Hours, Place, Schedule};
use crate::semantics::{Checker, Context, Report, suggest};
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
        for (clause, _) in &declared.node.clauses {
            if let ast::ScheduleClause::TimeZone(Some(text)) = clause {
                Checker::new(context, declared.file, report).plain_text(text, "the name of a time zone");
            }
        }
        let place = |span| context.place(declared.file, span);
        let zone = &context.settings.time_zone;
        schedules.extend(one(declared.node, declared.span, declared.file, zone, place, &mut report.findings));
    }
    schedules
}

/// Compiles a schedule; `None` if it has no name.
fn one(
    schedule: &ast::Schedule,
    span: Span,
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
    if week.is_empty() && dates.open.is_empty() && findings.len() == before && span.end > id.span.end {
        findings.push(never_opens(id, file));
    }
    Some(Schedule {
        id: id.text.to_string(),
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
            let mut twice: Vec<Twice> = Vec::new();
            for (day, span) in days_of(range) {
                match week.iter().find(|known| known.day == day) {
                    Some(known) => twice.push(Twice { day, first: known.span, again: span }),
                    None => week.push(Weekday { day, span, hours: hours.clone() }),
                }
            }
            for same in twice.chunk_by(|one, other| one.first == other.first) {
                findings.extend(days_twice(same, file));
            }
        }
    }
    week
}

/// A day that has hours again.
struct Twice {
    day: Day,
    first: Span,
    again: Span,
}

/// Days of one range that have hours again, which they first had in one line.
fn days_twice(days: &[Twice], file: FileId) -> Option<Finding> {
    let Twice { first, again: span, .. } = *days.first()?;
    let names: Vec<&str> = days.iter().map(|twice| day_name(twice.day)).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    let message = format!("{} {have} hours twice", suggest::listed(&names, "and"));
    let name = names.first()?;
    let finding = Finding::new(&schedules::DAY_TWICE, Location { file, span }, message)
        .label("again here")
        .also(Location { file, span: first }, "its hours are here")
        .help(format!("write all hours of a day in one line, such as `{name} 09:00-12:00, 13:00-18:00`"));
    Some(finding)
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

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::ir::LocalDates;

    fn schedule(lines: &str) -> (Schedule, Vec<String>) {
        let text = format!("schedule s {{\n{lines}\n}}\n");
        let (mut schedules, told) = sample::run(&text, |context, report| compile(context, report));
        (schedules.remove(0), told)
    }

    fn told(lines: &str) -> Vec<String> {
        schedule(lines).1
    }

    #[test]
    fn a_full_schedule() {
        let (schedule, told) = schedule(
            "timezone \"Asia/Seoul\"\nfri-mon 22:00-02:00\ntue 09:00-12:00, 12:00-24:00\n\
             closed 12-25, 02-29, 12-24 to 01-02, 2027-02-06 to 2027-02-09\nopen 2027-02-08 10:00-11:00",
        );
        assert_eq!(told, [""; 0]);
        assert_eq!(schedule.time_zone, "Asia/Seoul");
        let days: Vec<Day> = schedule.weekly.iter().map(|(day, _)| *day).collect();
        assert_eq!(days, [Day::Mon, Day::Tue, Day::Fri, Day::Sat, Day::Sun]);
        assert_eq!(schedule.weekly[0].1, [Hours { start: 1320, end: 1560 }]);
        assert_eq!(schedule.weekly[1].1, [Hours { start: 540, end: 720 }, Hours { start: 720, end: 1440 }]);
        assert_eq!(schedule.closed[0], LocalDates::Yearly { first: (12, 25), last: (12, 25) });
        assert_eq!(schedule.closed.len(), 4);
        assert_eq!(schedule.open.len(), 1);
    }

    #[test]
    fn hours_are_checked() {
        assert_eq!(told("mon 09:00-25:00"), ["E0452 25:00"]);
        assert_eq!(told("mon 24:00-02:00"), ["E0453 24:00-02:00"]);
        assert_eq!(told("mon 09:00-09:00"), ["E0453 09:00-09:00"]);
        assert_eq!(told("mon-fri 09:00-12:00, 11:00-13:00"), ["E0454 11:00-13:00"]);
        assert_eq!(told("fri 22:00-02:00\nsat 01:00-03:00"), ["E0454 01:00-03:00"]);
        assert_eq!(told("mon 01:00-03:00\nsun 22:00-02:00"), ["E0454 22:00-02:00"]);
        assert_eq!(told("mon-wed 09:00-12:00\nwed 13:00-14:00"), ["E0455 wed"]);
        assert_eq!(told("mon, mon 09:00-12:00"), ["E0455 mon"]);
    }

    #[test]
    fn dates_are_checked() {
        let with = |line: &str| told(&format!("mon 09:00-12:00\n{line}"));
        assert_eq!(with("closed 02-30, 2027-02-29"), ["E0456 02-30", "E0456 2027-02-29"]);
        assert_eq!(with("closed 2027-02-09 to 2027-02-06"), ["E0457 2027-02-09 to 2027-02-06"]);
        assert_eq!(with("closed 2027-02-09 to 02-10"), ["E0458 2027-02-09 to 02-10"]);
        assert_eq!(with("closed 12-25, 12-25"), ["W0461 12-25"]);
        assert_eq!(with("open 12-31 09:00-12:00"), ["E0459 12-31"]);
        assert_eq!(with("open 2026-12-31 09:00-12:00, 11:00-13:00"), ["E0454 11:00-13:00"]);
        assert_eq!(with("open 2026-12-31 09:00-12:00\nopen 2026-12-31 13:00-14:00"), ["E0460 2026-12-31"]);
        assert_eq!(with("closed 2026-12-31\nopen 2026-12-31 13:00-14:00"), ["A0463 2026-12-31"]);
        assert_eq!(with("closed 12-31\nopen 2026-12-31 13:00-14:00"), [""; 0]);
    }

    #[test]
    fn zones_and_emptiness() {
        assert_eq!(told("timezone \"KST\"\nmon 09:00-12:00"), ["E0450 \"KST\""]);
        assert_eq!(told("timezone \"UTC\"\ntimezone \"UTC\"\nmon 09:00-12:00").len(), 1);
        assert_eq!(told("closed 12-25"), ["W0462 s"]);
        assert_eq!(told("open 2026-12-31 09:00-12:00"), [""; 0]);
        assert_eq!(schedule("mon 09:00-12:00").0.time_zone, "UTC");
    }
}

//! What a duration means in the hours of an office: by the days of the week alone, for which no date is needed.

use crate::semantics::declarations::literals;
use crate::syntax::ast::{Schedule, ScheduleClause, Value, ValueKind};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// More weeks than this are not counted on.
const MOST_WEEKS: u32 = 520;

/// The hours of a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Week {
    /// In minutes since Monday's midnight, in order, none over another.
    open: Vec<(u32, u32)>,
}

/// A time of the week, some weeks on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    minute: u32,
    weeks: u32,
}

impl Week {
    /// The hours of a schedule; `None` if it is never open.
    pub(super) fn of(schedule: &Schedule) -> Option<Self> {
        let mut open = Vec::new();
        for (clause, _) in &schedule.clauses {
            let ScheduleClause::Hours(days, hours) = clause else { continue };
            for day in days {
                let first = place(&day.first.text)?;
                let last = day.last.as_ref().map_or(Some(first), |last| place(&last.text))?;
                let length = (last + 7 - first) % 7;
                for day in (0..=length).map(|more| (first + more) % 7) {
                    for each in hours {
                        let (start, end) = (clock(&each.start)?, clock(&each.end)?);
                        let end = if end <= start { end + DAY } else { end };
                        add(&mut open, day * DAY + start, day * DAY + end);
                    }
                }
            }
        }
        open.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (start, end) in open {
            match merged.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => merged.push((start, end)),
            }
        }
        (!merged.is_empty()).then_some(Self { open: merged })
    }

    /// How many minutes of a week it is open.
    pub(super) fn minutes(&self) -> u32 {
        self.open.iter().map(|(start, end)| end - start).sum()
    }

    /// How many minutes it is open on a day that is open, if that is the same on all of them.
    pub(super) fn of_a_day(&self) -> Option<u32> {
        let on = |day: u32| -> u32 {
            let (from, to) = (day * DAY, (day + 1) * DAY);
            self.open.iter().map(|(start, end)| (*end).min(to).saturating_sub((*start).max(from))).sum()
        };
        let mut open = (0..7).map(on).filter(|minutes| *minutes > 0);
        let first = open.next()?;
        open.all(|minutes| minutes == first).then_some(first)
    }

    /// An hour before the last closing of the week: from there on, the end of a duration is seldom guessed.
    pub(super) fn late(&self) -> Time {
        let (start, end) = self.open.last().copied().unwrap_or_default();
        Time { minute: end.saturating_sub(60).max(start) % WEEK, weeks: 0 }
    }

    /// The time after that many minutes of open time.
    pub(super) fn after(&self, time: Time, minutes: u32) -> Option<Time> {
        let mut left = minutes;
        let weeks = 0..MOST_WEEKS;
        for (week, (start, end)) in weeks.flat_map(|week| self.open.iter().map(move |stretch| (week, *stretch))) {
            let from = if week == 0 { start.max(time.minute) } else { start };
            let length = end.saturating_sub(from);
            if left < length || left == length && left > 0 {
                let at = from + left;
                return Some(Time { minute: at % WEEK, weeks: time.weeks + week + at / WEEK });
            }
            left -= length;
        }
        None
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let day = usize::try_from(self.minute / DAY).ok().and_then(|day| NAMES.get(day)).unwrap_or(&"");
        let minute = self.minute % DAY;
        write!(formatter, "{day} {:02}:{:02}", minute / 60, minute % 60)
    }
}

impl Time {
    /// With the weeks that it is on, as seen from another time.
    pub(super) fn seen_from(&self, other: &Self) -> String {
        let later = self.weeks.saturating_sub(other.weeks) * WEEK + self.minute;
        match later.saturating_sub(other.minute) / WEEK {
            0 => self.to_string(),
            1 => format!("{self}, a week on"),
            weeks => format!("{self}, {weeks} weeks on"),
        }
    }
}

/// The whole minutes of a duration.
pub(super) fn minutes(value: &Value) -> Option<u32> {
    let ValueKind::Duration(text) = &value.kind else { return None };
    u32::try_from(literals::duration(text)? / 60_000).ok()
}

/// Minutes as they are written in a book.
pub(super) fn written(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

fn add(open: &mut Vec<(u32, u32)>, start: u32, end: u32) {
    if end > WEEK {
        open.push((0, end - WEEK));
    }
    open.push((start, end.min(WEEK)));
}

fn place(day: &str) -> Option<u32> {
    DAYS.iter().position(|each| *each == day).and_then(|day| u32::try_from(day).ok())
}

fn clock(value: &Value) -> Option<u32> {
    let ValueKind::ClockTime(text) = &value.kind else { return None };
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::syntax::{ast::DeclarationKind, parse};

    fn week(lines: &str) -> Week {
        let file = parse(FileId(0), &format!("schedule s {{\n{lines}\n}}\n")).ast();
        let Some(DeclarationKind::Schedule(schedule)) = file.declarations.first().map(|each| &each.kind) else {
            panic!("no schedule")
        };
        Week::of(schedule).unwrap()
    }

    #[test]
    fn durations_go_on_when_the_office_opens() {
        let office = week("mon-fri 09:00-18:00");
        let late = office.late();
        let told = |minutes: u32| office.after(late, minutes).unwrap().seen_from(&late);
        assert_eq!(late.to_string(), "Fri 17:00");
        assert_eq!(
            [60, 120, 48 * 60, 90 * 60].map(told),
            ["Fri 18:00", "Mon 10:00", "Mon 11:00, a week on", "Fri 17:00, 2 weeks on"]
        );
        assert_eq!((office.minutes(), office.of_a_day()), (45 * 60, Some(9 * 60)));
    }

    #[test]
    fn nights_and_several_stretches_count() {
        let office = week("mon-fri 09:00-12:00, 13:00-17:00\nsat 22:00-02:00");
        let late = office.late();
        assert_eq!(late.to_string(), "Sun 01:00");
        assert_eq!(office.after(late, 60 + 4 * 60).unwrap().seen_from(&late), "Mon 14:00");
        assert_eq!(office.of_a_day(), None);
    }
}

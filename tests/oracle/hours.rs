//! Schedules and clocks, by looking at one local date after the other.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use whenbook::ir::{Book, Day, Hours, LocalDates, Moment, Schedule};

pub fn zone(name: &str) -> Tz {
    name.parse().expect("a time zone")
}

pub fn schedule<'a>(book: &'a Book, id: &str) -> &'a Schedule {
    book.schedules.iter().find(|schedule| schedule.id == id).expect("a schedule")
}

/// What clocks show.
pub fn local(zone: Tz, moment: Moment) -> NaiveDateTime {
    moment.to_utc().with_timezone(&zone).naive_local()
}

/// The moment at which clocks show this: the earlier of two; if none, the first after the gap.
pub fn moment(zone: Tz, mut local: NaiveDateTime) -> Moment {
    loop {
        if let Some(found) = zone.from_local_datetime(&local).earliest() {
            let millis = found.with_timezone(&Utc).timestamp_millis();
            return Moment::MIN.plus(millis);
        }
        local += TimeDelta::minutes(1);
    }
}

fn minute(date: NaiveDate, minutes: u16) -> NaiveDateTime {
    date.and_hms_opt(0, 0, 0).expect("a midnight") + TimeDelta::minutes(i64::from(minutes))
}

/// The next moment, later than `now`, at which clocks show `time` on one of the days.
pub fn next_clock_time(zone: Tz, time: u16, days: Option<&[Day]>, now: Moment) -> Option<Moment> {
    let today = local(zone, now).date() - Days::new(2);
    (0..20)
        .map(|offset| today + Days::new(offset))
        .filter(|date| days.is_none_or(|days| days.contains(&day(*date))))
        .map(|date| moment(zone, minute(date, time)))
        .find(|moment| *moment > now)
}

fn day(date: NaiveDate) -> Day {
    match date.weekday() {
        Weekday::Mon => Day::Mon,
        Weekday::Tue => Day::Tue,
        Weekday::Wed => Day::Wed,
        Weekday::Thu => Day::Thu,
        Weekday::Fri => Day::Fri,
        Weekday::Sat => Day::Sat,
        Weekday::Sun => Day::Sun,
    }
}

pub fn is_open(schedule: &Schedule, now: Moment) -> bool {
    spans(schedule, now, 2).any(|(start, end)| start <= now && now < end)
}

/// Now if it is open, else when it opens; looked for through ten years.
pub fn next_opening(schedule: &Schedule, now: Moment) -> Option<Moment> {
    spans(schedule, now, 3660).find(|(_, end)| now < *end).map(|(start, _)| start.max(now))
}

/// The first moment by which so much open time has gone by.
pub fn add_open_time(schedule: &Schedule, from: Moment, duration: i64) -> Option<Moment> {
    let (mut left, mut now) = (duration, from);
    loop {
        let start = next_opening(schedule, now)?;
        let (_, end) = spans(schedule, start, 3).find(|(_, end)| start < *end)?;
        let length = end.millis() - start.millis();
        if length >= left {
            return Some(start.plus(left));
        }
        left -= length;
        now = end;
    }
}

/// The open times around and after a moment, in order and apart.
fn spans(schedule: &Schedule, from: Moment, days: u64) -> impl Iterator<Item = (Moment, Moment)> {
    let first = local(zone(&schedule.time_zone), from).date() - Days::new(3);
    let mut reached = Moment::MIN;
    (0..days + 6).flat_map(move |offset| of_date(schedule, first + Days::new(offset))).filter_map(
        move |(start, end)| {
            let start = start.max(reached);
            reached = reached.max(end);
            (start < end).then_some((start, end))
        },
    )
}

/// The open times that begin on a date, cut where the next date is one of its own.
fn of_date(schedule: &Schedule, date: NaiveDate) -> Vec<(Moment, Moment)> {
    let zone = zone(&schedule.time_zone);
    let tomorrow = date + Days::new(1);
    let cut = own_hours(schedule, tomorrow).is_some() || is_closed(schedule, tomorrow);
    let mut hours = hours_of(schedule, date);
    hours.sort();
    let span = |hours: &Hours| {
        let end = if cut { hours.end.min(1440) } else { hours.end };
        (moment(zone, minute(date, hours.start)), moment(zone, minute(date, end)))
    };
    hours.iter().map(span).collect()
}

fn hours_of(schedule: &Schedule, date: NaiveDate) -> Vec<Hours> {
    if let Some(hours) = own_hours(schedule, date) {
        return hours.to_vec();
    }
    if is_closed(schedule, date) {
        return Vec::new();
    }
    let of_day = schedule.weekly.iter().filter(|(weekday, _)| *weekday == day(date));
    of_day.flat_map(|(_, hours)| hours.clone()).collect()
}

fn own_hours(schedule: &Schedule, date: NaiveDate) -> Option<&[Hours]> {
    schedule.open.iter().find(|(open, _)| *open == date).map(|(_, hours)| hours.as_slice())
}

fn is_closed(schedule: &Schedule, date: NaiveDate) -> bool {
    schedule.closed.iter().any(|dates| match dates {
        LocalDates::Once { first, last } => *first <= date && date <= *last,
        LocalDates::Yearly { first, last } => {
            let this = (u8::try_from(date.month()).expect("a month"), u8::try_from(date.day()).expect("a day"));
            if first <= last { *first <= this && this <= *last } else { *first <= this || this <= *last }
        }
    })
}

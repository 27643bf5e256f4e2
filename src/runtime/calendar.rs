//! Local times and schedules.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{
    DateTime, Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use crate::ir::{Day, Hours, LocalDates, Moment, Schedule};

const MINUTES_OF_A_DAY: u16 = 24 * 60;

/// A schedule that does not open for so many days never opens: ten years.
const PATIENCE: u32 = 3660;

/// The local date and time of a moment.
pub(crate) fn local(zone: Tz, time: Moment) -> NaiveDateTime {
    time.to_utc().with_timezone(&zone).naive_local()
}

/// The moment at which clocks show so many minutes since the midnight at which `date` begins; 1440 and more are on the next
/// day. A local time that is skipped is the first moment after the gap, one that comes twice the earlier.
pub(crate) fn resolve(zone: Tz, date: NaiveDate, minutes: u16) -> Option<DateTime<Utc>> {
    let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?;
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(time) => Some(time.to_utc()),
        MappedLocalTime::Ambiguous(one, other) => Some(one.min(other).to_utc()),
        MappedLocalTime::None => after_gap(zone, local),
    }
}

/// The first moment at which clocks show more than `skipped`.
fn after_gap(zone: Tz, skipped: NaiveDateTime) -> Option<DateTime<Utc>> {
    let middle = skipped.and_utc().timestamp_millis();
    let reach = TimeDelta::hours(36).num_milliseconds();
    let (mut before, mut after) = (middle - reach, middle + reach);
    while after - before > 1 {
        let probe = before + (after - before) / 2;
        if DateTime::from_timestamp_millis(probe)?.with_timezone(&zone).naive_local() > skipped {
            after = probe;
        } else {
            before = probe;
        }
    }
    DateTime::from_timestamp_millis(after)
}

/// The next moment, later than `now`, at which clocks show this time on one of these days.
pub(crate) fn next_clock_time(zone: Tz, now: Moment, minutes: u16, days: &BTreeSet<Day>) -> Option<Moment> {
    let first = local(zone, now).date().checked_sub_days(Days::new(1))?;
    first
        .iter_days()
        .take(20)
        .filter(|date| days.contains(&day_of(*date)))
        .filter_map(|date| resolve(zone, date, minutes))
        .filter_map(|time| Moment::from_millis(time.timestamp_millis()))
        .find(|time| *time > now)
}

/// The day of the week of a date.
pub(crate) fn day_of(date: NaiveDate) -> Day {
    use chrono::Weekday;
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

/// A schedule made ready.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) id: String,
    zone: Tz,
    weekly: BTreeMap<Day, Vec<Hours>>,
    closed: Vec<LocalDates>,
    open: BTreeMap<NaiveDate, Vec<Hours>>,
}

/// A stretch of open time: milliseconds since 1970, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    start: i64,
    end: i64,
}

impl Calendar {
    /// # Errors
    /// What cannot be, in words.
    pub(crate) fn new(schedule: &Schedule) -> Result<Self, String> {
        let zone = schedule.time_zone.parse().map_err(|_| format!("no time zone `{}` is known", schedule.time_zone))?;
        let mut weekly = BTreeMap::<Day, Vec<Hours>>::new();
        for (day, hours) in &schedule.weekly {
            weekly.entry(*day).or_default().extend(check(hours)?);
        }
        let mut open = BTreeMap::<NaiveDate, Vec<Hours>>::new();
        for (date, hours) in &schedule.open {
            open.entry(*date).or_default().extend(check(hours)?);
        }
        for dates in &schedule.closed {
            check_dates(dates)?;
        }
        Ok(Self { id: schedule.id.clone(), zone, weekly, closed: schedule.closed.clone(), open })
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self, time: Moment) -> bool {
        let now = time.millis();
        self.days_from(time).take(2).flatten().any(|stretch| stretch.start <= now && now < stretch.end)
    }

    /// The moment itself if it is open, else the next at which it opens.
    pub(crate) fn next_opening(&self, time: Moment) -> Option<Moment> {
        let now = time.millis();
        self.stretches(time).next().and_then(|stretch| Moment::from_millis(stretch.start.max(now)))
    }

    /// The moment until which, from `time` on, it has been open for so many milliseconds.
    pub(crate) fn after_open_time(&self, time: Moment, millis: i64) -> Option<Moment> {
        let mut from = time.millis();
        let mut left = millis;
        for stretch in self.stretches(time) {
            // Stretches may overlap; what was counted is not counted again.
            from = from.max(stretch.start);
            let open = (stretch.end - from).max(0);
            if left <= open {
                return Moment::from_millis(from + left);
            }
            left -= open;
            from = from.max(stretch.end);
        }
        None
    }

    /// The stretches that end after `time`, in order; it ends when it does not open for ten years.
    fn stretches(&self, time: Moment) -> impl Iterator<Item = Stretch> {
        let now = time.millis();
        let mut days = self.days_from(time);
        let mut ready = Vec::new().into_iter();
        std::iter::from_fn(move || {
            let mut patience = PATIENCE;
            loop {
                if let Some(stretch) = ready.next() {
                    return Some(stretch);
                }
                patience = patience.checked_sub(1)?;
                let day = days.next()?;
                ready = day.into_iter().filter(|stretch| stretch.end > now).collect::<Vec<_>>().into_iter();
            }
        })
    }

    /// The stretches that begin on each day, from the local yesterday on.
    fn days_from(&self, time: Moment) -> impl Iterator<Item = Vec<Stretch>> {
        let today = local(self.zone, time).date();
        let first = today.pred_opt().unwrap_or(today);
        first.iter_days().map(|date| self.stretches_of(date))
    }

    fn stretches_of(&self, date: NaiveDate) -> Vec<Stretch> {
        let hours = match self.open.get(&date) {
            Some(hours) => hours.as_slice(),
            None if self.is_closed_on(date) => &[],
            None => self.weekly.get(&day_of(date)).map(Vec::as_slice).unwrap_or_default(),
        };
        let cut = hours.iter().any(|hours| hours.end > MINUTES_OF_A_DAY)
            && date.succ_opt().is_some_and(|next| self.open.contains_key(&next) || self.is_closed_on(next));
        let last = if cut { MINUTES_OF_A_DAY } else { 2 * MINUTES_OF_A_DAY };
        let mut stretches: Vec<Stretch> = hours
            .iter()
            .filter_map(|hours| {
                let start = resolve(self.zone, date, hours.start)?.timestamp_millis();
                let end = resolve(self.zone, date, hours.end.min(last))?.timestamp_millis();
                (start < end).then_some(Stretch { start, end })
            })
            .collect();
        stretches.sort_unstable();
        stretches
    }

    fn is_closed_on(&self, date: NaiveDate) -> bool {
        self.closed.iter().any(|dates| match dates {
            LocalDates::Once { first, last } => *first <= date && date <= *last,
            LocalDates::Yearly { first, last } => {
                let day = (u8::try_from(date.month()).unwrap_or(0), u8::try_from(date.day()).unwrap_or(0));
                if first <= last { *first <= day && day <= *last } else { *first <= day || day <= *last }
            }
        })
    }
}

fn check(hours: &[Hours]) -> Result<Vec<Hours>, String> {
    let wrong = |hours: &&Hours| {
        hours.start >= MINUTES_OF_A_DAY || hours.end <= hours.start || hours.end > 2 * MINUTES_OF_A_DAY
    };
    match hours.iter().find(wrong) {
        Some(hours) => Err(format!("hours from minute {} to {} cannot be", hours.start, hours.end)),
        None => Ok(hours.to_vec()),
    }
}

fn check_dates(dates: &LocalDates) -> Result<(), String> {
    // In a leap year, so that 02-29 is a date.
    let exists = |(month, day): (u8, u8)| NaiveDate::from_ymd_opt(2000, u32::from(month), u32::from(day)).is_some();
    match dates {
        LocalDates::Once { first, last } if first > last => Err(format!("the dates {first} to {last} cannot be")),
        LocalDates::Yearly { first, last } if !exists(*first) || !exists(*last) => {
            Err(format!("the dates {:02}-{:02} to {:02}-{:02} cannot be", first.0, first.1, last.0, last.1))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days with the hours of each, in minutes.
    type Weekly<'a> = &'a [(&'a [Day], &'a [(u16, u16)])];

    fn calendar(zone: &str, weekly: Weekly<'_>) -> Schedule {
        let hours = |hours: &[(u16, u16)]| hours.iter().map(|&(start, end)| Hours { start, end }).collect::<Vec<_>>();
        Schedule {
            id: "s".into(),
            place: crate::ir::Place::default(),
            time_zone: zone.into(),
            weekly: weekly.iter().flat_map(|(days, h)| days.iter().map(|day| (*day, hours(h)))).collect(),
            closed: vec![],
            open: vec![],
        }
    }

    const ALL: &[Day] = &[Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    const WEEKDAYS: &[Day] = &[Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn hours_include_their_start_and_not_their_end() {
        let seoul = Calendar::new(&calendar("Asia/Seoul", &[(WEEKDAYS, &[(540, 720), (780, 1080)])])).unwrap();
        assert!(!seoul.is_open(at("2026-12-01T08:59:59.999+09:00")));
        assert!(seoul.is_open(at("2026-12-01T09:00:00+09:00")));
        assert!(seoul.is_open(at("2026-12-01T11:59:59+09:00")));
        assert!(!seoul.is_open(at("2026-12-01T12:00:00+09:00")));
        assert_eq!(seoul.next_opening(at("2026-12-04T18:00:00+09:00")), Some(at("2026-12-07T09:00:00+09:00")));
        assert_eq!(seoul.next_opening(at("2026-12-04T13:30:00+09:00")), Some(at("2026-12-04T13:30:00+09:00")));
    }

    #[test]
    fn open_time_skips_breaks_nights_and_weekends() {
        let seoul = Calendar::new(&calendar("Asia/Seoul", &[(WEEKDAYS, &[(540, 720), (780, 1080)])])).unwrap();
        let two_hours = 2 * 3_600_000;
        assert_eq!(
            seoul.after_open_time(at("2026-12-01T11:00:00+09:00"), two_hours),
            Some(at("2026-12-01T14:00:00+09:00"))
        );
        assert_eq!(
            seoul.after_open_time(at("2026-12-04T17:00:00+09:00"), two_hours),
            Some(at("2026-12-07T10:00:00+09:00"))
        );
        // Used up exactly at closing time.
        assert_eq!(
            seoul.after_open_time(at("2026-12-04T16:00:00+09:00"), two_hours),
            Some(at("2026-12-04T18:00:00+09:00"))
        );
    }

    #[test]
    fn overnight_hours_belong_to_the_day_they_start_on() {
        let night = Calendar::new(&calendar("UTC", &[(&[Day::Fri], &[(1320, 1560)])])).unwrap();
        assert!(night.is_open(at("2026-12-04T22:00:00Z")));
        assert!(night.is_open(at("2026-12-05T01:59:59Z")));
        assert!(!night.is_open(at("2026-12-05T02:00:00Z")));
        assert!(!night.is_open(at("2026-12-04T01:00:00Z")));
    }

    #[test]
    fn a_closed_date_drops_its_hours_and_cuts_what_reaches_into_it() {
        let mut schedule = calendar("UTC", &[(ALL, &[(1320, 1560)])]);
        schedule.closed = vec![LocalDates::Yearly { first: (12, 25), last: (12, 25) }];
        let night = Calendar::new(&schedule).unwrap();
        assert!(night.is_open(at("2026-12-24T23:59:00Z")));
        assert!(!night.is_open(at("2026-12-25T00:00:00Z")));
        assert!(!night.is_open(at("2026-12-25T23:00:00Z")));
        assert!(!night.is_open(at("2026-12-26T01:00:00Z")));
        assert!(night.is_open(at("2026-12-26T22:00:00Z")));
    }

    #[test]
    fn open_dates_win_over_closed_and_weekly_ones() {
        let mut schedule = calendar("UTC", &[(ALL, &[(540, 1080)])]);
        schedule.closed = vec![LocalDates::Once { first: date("2026-12-30"), last: date("2027-01-01") }];
        schedule.open = vec![(date("2026-12-31"), vec![Hours { start: 600, end: 660 }])];
        let year = Calendar::new(&schedule).unwrap();
        assert!(!year.is_open(at("2026-12-30T10:30:00Z")));
        assert!(year.is_open(at("2026-12-31T10:30:00Z")));
        assert!(!year.is_open(at("2026-12-31T12:00:00Z")));
        assert_eq!(year.next_opening(at("2026-12-31T11:00:00Z")), Some(at("2027-01-02T09:00:00Z")));
    }

    #[test]
    fn a_yearly_range_goes_over_the_new_year() {
        let mut schedule = calendar("UTC", &[(ALL, &[(0, 1440)])]);
        schedule.closed = vec![LocalDates::Yearly { first: (12, 30), last: (1, 2) }];
        let year = Calendar::new(&schedule).unwrap();
        assert_eq!(year.next_opening(at("2026-12-31T10:00:00Z")), Some(at("2027-01-03T00:00:00Z")));
    }

    #[test]
    fn a_skipped_local_time_is_the_first_moment_after_the_gap() {
        let paris = chrono_tz::Europe::Paris;
        assert_eq!(resolve(paris, date("2027-03-28"), 150).unwrap(), at("2027-03-28T03:00:00+02:00").to_utc());
        // A whole date was skipped.
        let apia = chrono_tz::Pacific::Apia;
        assert_eq!(resolve(apia, date("2011-12-30"), 600).unwrap(), at("2011-12-31T00:00:00+14:00").to_utc());
    }

    #[test]
    fn a_local_time_that_comes_twice_is_the_earlier() {
        let paris = chrono_tz::Europe::Paris;
        assert_eq!(resolve(paris, date("2026-10-25"), 150).unwrap(), at("2026-10-25T02:30:00+02:00").to_utc());
    }

    #[test]
    fn open_time_is_real_time_across_clock_changes() {
        // 01:00 to 04:00 lasts two hours on the day that clocks go forward, four when they go back.
        let paris = Calendar::new(&calendar("Europe/Paris", &[(ALL, &[(60, 240)])])).unwrap();
        let hour = 3_600_000;
        assert_eq!(
            paris.after_open_time(at("2027-03-28T00:00:00+01:00"), 2 * hour),
            Some(at("2027-03-28T04:00:00+02:00"))
        );
        assert_eq!(
            paris.after_open_time(at("2026-10-25T00:00:00+02:00"), 4 * hour),
            Some(at("2026-10-25T04:00:00+01:00"))
        );
    }

    #[test]
    fn what_does_not_open_for_ten_years_never_opens() {
        let never = Calendar::new(&calendar("UTC", &[])).unwrap();
        assert_eq!(never.next_opening(at("2026-12-01T00:00:00Z")), None);
        assert_eq!(never.after_open_time(at("2026-12-01T00:00:00Z"), 1), None);
    }

    #[test]
    fn the_next_clock_time_is_strictly_later() {
        let seoul = chrono_tz::Asia::Seoul;
        let days = BTreeSet::from([Day::Mon, Day::Fri]);
        let monday = at("2026-12-07T09:00:00+09:00");
        assert_eq!(next_clock_time(seoul, monday.plus(-1), 540, &days), Some(monday));
        assert_eq!(next_clock_time(seoul, monday, 540, &days), Some(at("2026-12-11T09:00:00+09:00")));
    }

    #[test]
    fn hours_that_cannot_be_are_refused() {
        for hours in [(1440, 1500), (600, 600), (0, 2881), (700, 600)] {
            assert!(Calendar::new(&calendar("UTC", &[(ALL, &[hours])])).is_err());
        }
        assert!(Calendar::new(&calendar("Mars/Olympus", &[])).is_err());
    }
}

//! Who waits and who is talked to, by the hour of the day.

use chrono::{Offset, TimeZone, Timelike};
use chrono_tz::Tz;

use super::load::{moved, tenths};
use crate::ir::Moment;

const HOUR: i64 = 3_600_000;

/// Averages by the hour of the day, over those hours in which anything came: nights and gaps without any news say nothing.
#[derive(Clone, Debug)]
pub(super) struct Hours {
    zone: Tz,
    now: Moment,
    /// The hour that goes on: its end, and what it has summed up so far.
    current: Option<(Moment, Sums)>,
    /// Whether anything came in it.
    news: bool,
    waiting: u32,
    active: u32,
    inactive: u32,
    by_hour: [Sums; 24],
}

/// Milliseconds, each times the conversations.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    length: u64,
    waiting: u64,
    active: u64,
    inactive: u64,
    highest: u32,
}

/// Averages of one hour of the day, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Average {
    pub(super) hour: u32,
    pub(super) waiting: u64,
    pub(super) active: u64,
    pub(super) inactive: u64,
    pub(super) highest: u32,
}

impl Hours {
    pub(super) fn new(zone: Tz) -> Self {
        let (waiting, active, inactive) = (0, 0, 0);
        let by_hour = [Sums::default(); 24];
        Self { zone, now: Moment::MIN, current: None, news: false, waiting, active, inactive, by_hour }
    }

    /// Goes on to that time. `news`: something came from outside.
    pub(super) fn go_to(&mut self, time: Moment, news: bool) {
        if let Some((end, _)) = self.current
            && time >= end
        {
            self.sum(end);
            self.close();
        }
        if self.current.is_none() {
            // Before the first thing that came nothing is known.
            self.now = if self.now == Moment::MIN { time } else { self.begin(time).max(self.now) };
            self.current = Some((self.begin(time).plus(HOUR), Sums { highest: self.active, ..Sums::default() }));
        }
        self.sum(time);
        self.news |= news;
    }

    /// When the hour began in which that time is.
    fn begin(&self, time: Moment) -> Moment {
        let offset = self.zone.offset_from_utc_datetime(&time.to_utc().naive_utc()).fix().local_minus_utc();
        time.plus(-(time.millis() + i64::from(offset) * 1_000).rem_euclid(HOUR))
    }

    fn sum(&mut self, time: Moment) {
        let passed = u64::try_from(time.millis() - self.now.millis()).unwrap_or(0);
        if let Some((_, sums)) = &mut self.current {
            let of = |count: u32| passed.saturating_mul(u64::from(count));
            sums.length = sums.length.saturating_add(passed);
            sums.waiting = sums.waiting.saturating_add(of(self.waiting));
            sums.active = sums.active.saturating_add(of(self.active));
            sums.inactive = sums.inactive.saturating_add(of(self.inactive));
        }
        self.now = self.now.max(time);
    }

    pub(super) fn waiting(&mut self, change: i64) {
        self.waiting = moved(self.waiting, change);
    }

    pub(super) fn load(&mut self, inactive: bool, change: i64) {
        let count = if inactive { &mut self.inactive } else { &mut self.active };
        *count = moved(*count, change);
        if let Some((_, sums)) = &mut self.current {
            sums.highest = sums.highest.max(self.active);
        }
    }

    /// Ends the hour that goes on; it counts if anything came in it, as far as it was looked at.
    pub(super) fn close(&mut self) {
        let Some((end, sums)) = self.current.take() else { return };
        let hour = end.plus(-1).to_utc().with_timezone(&self.zone).hour();
        let hour = usize::try_from(hour).ok().and_then(|hour| self.by_hour.get_mut(hour));
        if let Some(all) = hour.filter(|_| std::mem::take(&mut self.news)) {
            all.add(sums);
        }
    }

    /// The hours of the day in which anything came.
    pub(super) fn averages(&self) -> Vec<Average> {
        let seen = (0..).zip(&self.by_hour).filter(|(_, sums)| sums.length > 0);
        seen.map(|(hour, sums)| Average {
            hour,
            waiting: tenths(sums.waiting, sums.length),
            active: tenths(sums.active, sums.length),
            inactive: tenths(sums.inactive, sums.length),
            highest: sums.highest,
        })
        .collect()
    }
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.length = self.length.saturating_add(other.length);
        self.waiting = self.waiting.saturating_add(other.waiting);
        self.active = self.active.saturating_add(other.active);
        self.inactive = self.inactive.saturating_add(other.inactive);
        self.highest = self.highest.max(other.highest);
    }
}

//! Local times of a time zone as moments.

use chrono::{Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::ir::Moment;

/// How far from a local time the same moment can be in UTC, with more than a day to spare.
const AROUND: Duration = Duration::hours(38);

/// The moment at which clocks show this. One that a clock change skips is the first moment after the gap; one that comes
/// twice is the earlier (language page, section 3). `None` outside the years that are accepted.
#[must_use]
pub fn resolve(date: NaiveDate, minutes: u16, zone: Tz) -> Option<Moment> {
    let local = date.and_hms_opt(0, 0, 0)?.checked_add_signed(Duration::minutes(i64::from(minutes)))?;
    let utc = match zone.from_local_datetime(&local) {
        LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.naive_utc(),
        LocalResult::None => after_gap(local, zone)?,
    };
    Moment::from_millis(utc.and_utc().timestamp_millis())
}

/// The first second at which the zone's clocks have passed `local`.
fn after_gap(local: NaiveDateTime, zone: Tz) -> Option<NaiveDateTime> {
    let mut before = local.checked_sub_signed(AROUND)?;
    let mut after = local.checked_add_signed(AROUND)?;
    while after - before > Duration::seconds(1) {
        let middle = before + (after - before) / 2;
        let middle = middle.and_utc().timestamp();
        let middle = chrono::DateTime::<Utc>::from_timestamp(middle, 0)?.naive_utc();
        if zone.from_utc_datetime(&middle).naive_local() < local {
            before = middle;
        } else {
            after = middle;
        }
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(date: (i32, u32, u32), minutes: u16, zone: Tz) -> String {
        let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
        resolve(date, minutes, zone).unwrap().to_string()
    }

    #[test]
    fn plain_skipped_and_doubled_times() {
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(at((2026, 12, 1), 600, chrono_tz::Asia::Seoul), "2026-12-01T01:00:00Z");
        assert_eq!(at((2026, 3, 29), 150, berlin), "2026-03-29T01:00:00Z");
        assert_eq!(at((2026, 3, 29), 120, berlin), "2026-03-29T01:00:00Z");
        assert_eq!(at((2026, 3, 29), 180, berlin), "2026-03-29T01:00:00Z");
        assert_eq!(at((2026, 10, 25), 150, berlin), "2026-10-25T00:30:00Z");
        assert_eq!(at((2026, 12, 1), 1440, chrono_tz::UTC), "2026-12-02T00:00:00Z");
        assert_eq!(at((2011, 12, 30), 720, chrono_tz::Pacific::Apia), "2011-12-30T10:00:00Z");
    }
}

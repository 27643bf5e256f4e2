//! Whether a `once` still counts.

use chrono_tz::Tz;

use super::{calendar, kind};
use crate::ir::{Moment, Period};

/// Whether a firing then still holds one back now.
pub(crate) fn counts(fired: Moment, now: Moment, period: Option<&Period>, zone: Tz) -> bool {
    match period {
        None => true,
        Some(Period::Duration(duration)) => kind::between(fired, now) < *duration,
        Some(Period::Day) => calendar::local(zone, fired).date() == calendar::local(zone, now).date(),
    }
}

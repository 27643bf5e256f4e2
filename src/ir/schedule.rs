//! Schedules.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Place;

/// Opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Schedule {
    /// Its name.
    pub id: String,
    /// Where its name stands.
    pub place: Place,
    /// An IANA name: `Asia/Seoul`.
    pub time_zone: String,
    /// The hours of the days of the week; a day without an entry is closed.
    pub weekly: Vec<(Day, Vec<Hours>)>,
    /// Local dates on which nothing is open.
    pub closed: Vec<LocalDates>,
    /// Local dates with hours of their own, and only these, whatever the other lines say.
    pub open: Vec<(NaiveDate, Vec<Hours>)>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the days say themselves what they are")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// Hours of a day, in minutes since its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hours {
    /// Included, 0 to 1439.
    pub start: u16,
    /// Not included, 1 to 2880: greater than `start`, and beyond 1440 where it is on the next day.
    pub end: u16,
}

/// A range of dates, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LocalDates {
    /// Dates of certain years.
    Once {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
    /// Dates of every year, each as month and day; a range may go over the new year.
    Yearly {
        /// The first.
        first: (u8, u8),
        /// The last.
        last: (u8, u8),
    },
}

//! Automations.

use serde::{Deserialize, Serialize};

use super::{Condition, Day, EventName, Once, Place, Step};

/// Started by time instead of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Automation {
    /// Its identity.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where its identifier stands.
    pub place: Place,
    /// Whether it can fire.
    pub active: bool,
    /// When it is due.
    pub timing: Timing,
    /// `only during`: if it is due while this schedule is closed, it waits for the opening.
    pub only_during: Option<String>,
    /// Changes when the timing lines do; a pending timer outlives an edit only while this stays (language page, 6.8).
    pub timing_fingerprint: String,
    /// The channels on which it fires; `None` for all.
    pub channels: Option<Vec<String>>,
    /// How often it may fire.
    pub once: Option<Once>,
    /// Looked at when it is due.
    pub condition: Option<Condition>,
    /// What it does.
    pub actions: Vec<Step>,
    /// Changes when `actions` does.
    pub actions_fingerprint: String,
}

/// When an automation is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// `after D [of SCHEDULE] …`
    After {
        /// Milliseconds.
        duration: i64,
        /// Counts only the open time of this schedule.
        of: Option<String>,
        /// From what.
        base: Base,
    },
    /// `at 09:00 [on mon, fri] while …`, in the book's time zone.
    At {
        /// Minutes since midnight.
        time: u16,
        /// On these days, in the order of the week; all seven if none was named.
        days: Vec<Day>,
        /// Only while this holds; `None` for always.
        condition: Option<Condition>,
    },
}

impl Timing {
    /// The condition after `while`.
    #[must_use]
    pub const fn condition(&self) -> Option<&Condition> {
        match self {
            Self::After { base: Base::While(condition), .. } => Some(condition),
            Self::After { .. } => None,
            Self::At { condition, .. } => condition.as_ref(),
        }
    }
}

/// What `after` counts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// The input at whose end it has become true.
    While(Condition),
    /// Every one of `events` arms it anew; `unless` cancels.
    SinceLast {
        /// What it counts from.
        events: Vec<EventName>,
        /// What cancels it.
        unless: Vec<EventName>,
    },
    /// The first of `events` since the latest of `unless`, or ever.
    SinceFirst {
        /// What it counts from.
        events: Vec<EventName>,
        /// What cancels it.
        unless: Vec<EventName>,
    },
}

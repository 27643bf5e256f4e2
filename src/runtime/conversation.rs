//! The state of a conversation.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Facts, LoadError, SortedMap};
use crate::ir::{EventName, Moment, Name, Value};

/// The format of the state that this version writes.
pub const STATE_VERSION: u32 = 1;

/// A conversation: one serial stream. Plain data that its driver keeps; only [`Engine::step`](crate::Engine::step) changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// [`STATE_VERSION`] of the version that wrote it.
    pub version: u32,
    /// The account.
    pub account: Name,
    /// Its own id.
    pub id: Name,
    /// The first 16 digits of the hash of the book that it was last stepped with; empty before the first input.
    pub book: String,
    /// How many inputs it has taken.
    pub inputs: u64,
    /// The time of the last input.
    pub time: Moment,
    /// The number of the session, from 1.
    pub session: u64,
    /// What it keeps: `conversation.*` and `session.*`, where they differ from their defaults.
    pub facts: Facts,
    /// The last occurrence of each event, and the one before it while a wait may look back past the last; the later first.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub occurrences: SortedMap<EventName, Vec<Occurrence>>,
    /// The marks of everything that has fired in this conversation, by id.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub marks: SortedMap<Name, Mark>,
    /// Triggers and automations that are in one of their waits, or wait for the user's record, by id.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub pending: SortedMap<Name, Pending>,
    /// Automations that are armed, by id.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub armed: SortedMap<Name, Armed>,
    /// What capacity release waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
    /// Whether the session is inactive: the customer has been silent for too long, or the status says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inactive: bool,
    /// The timer of a snooze.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snooze: Option<Timer>,
    /// The first 16 digits of the hash of what the desk was last told; empty if the desk does not know of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub desk: String,
    /// The generation of the timer set last.
    pub generation: u64,
}

impl Conversation {
    /// A conversation to which nothing has come yet.
    #[must_use]
    pub fn new(account: impl Into<Name>, id: impl Into<Name>) -> Self {
        Self {
            version: STATE_VERSION,
            account: account.into(),
            id: id.into(),
            book: String::new(),
            inputs: 0,
            time: Moment::MIN,
            session: 1,
            facts: Facts::new(),
            occurrences: SortedMap::new(),
            marks: SortedMap::new(),
            pending: SortedMap::new(),
            armed: SortedMap::new(),
            release: None,
            inactive: false,
            snooze: None,
            desk: String::new(),
            generation: 0,
        }
    }

    /// Reads a stored conversation.
    ///
    /// # Errors
    /// If it is damaged, or was written by a newer version.
    pub fn load(json: &[u8]) -> Result<Self, LoadError> {
        super::load::state(json, STATE_VERSION)
    }
}

/// That an event came. As JSON a pair, since every conversation has some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Moment, u64)", into = "(Moment, u64)")]
pub struct Occurrence {
    /// When.
    pub time: Moment,
    /// In which input.
    pub input: u64,
}

impl From<(Moment, u64)> for Occurrence {
    fn from((time, input): (Moment, u64)) -> Self {
        Self { time, input }
    }
}

impl From<Occurrence> for (Moment, u64) {
    fn from(occurrence: Occurrence) -> Self {
        (occurrence.time, occurrence.input)
    }
}

/// That something has fired. As JSON a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Moment, u64)", into = "(Moment, u64)")]
pub struct Mark {
    /// The last time.
    pub time: Moment,
    /// The session then.
    pub session: u64,
}

impl From<(Moment, u64)> for Mark {
    fn from((time, session): (Moment, u64)) -> Self {
        Self { time, session }
    }
}

impl From<Mark> for (Moment, u64) {
    fn from(mark: Mark) -> Self {
        (mark.time, mark.session)
    }
}

/// The rest of a `do` block, kept until a wait is over or a claim is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The fingerprint of the `do` block.
    pub fingerprint: String,
    /// The number of the next step, from 0.
    pub next: u32,
    /// The event that fired it; `None` for an automation.
    pub event: Option<EventName>,
    /// The number of the input in which it fired.
    pub input: u64,
    /// What its rest reads of the facts that the event carried.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub carried: Facts,
    /// What its rest reads of earlier values (`was`); `None` for an unknown one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<(Name, Option<Value>)>,
    /// What it waits for.
    pub until: Until,
}

/// What a continuation waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// A timer.
    Timer {
        /// When.
        due: Moment,
        /// The generation of the timer.
        generation: u64,
    },
    /// The user's record.
    Claim,
}

/// An automation that will be due, or has fired in this stretch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Armed {
    /// The fingerprint of the timing lines.
    pub fingerprint: String,
    /// Its timer; `None` once it has fired and until it is armed anew.
    pub timer: Option<Timer>,
    /// Whether it was due while `only during` was closed, and waits for the opening.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deferred: bool,
}

/// The next stage of capacity release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The number of the stage, from 1; 0 for the fixed ten minutes.
    pub stage: u32,
    /// How long it was waited for, in milliseconds: an edit that changes it counts anew.
    pub after: i64,
    /// Its timer.
    pub timer: Timer,
}

/// A timer as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// When.
    pub due: Moment,
    /// Which setting of it.
    pub generation: u64,
}

/// Which timer of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimerKey {
    /// The id of the trigger or automation.
    pub source: Name,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// An automation is due.
    Due,
    /// A `wait` is over.
    Wait,
    /// A stage of capacity release, or the fixed ten minutes.
    Release,
    /// A snooze is over.
    Snooze,
}

impl TimerKey {
    /// What it is, in a word: a timer, or a wait.
    #[must_use]
    pub const fn waiting(&self) -> &'static str {
        match self.purpose {
            Purpose::Wait => "wait",
            Purpose::Due | Purpose::Release | Purpose::Snooze => "timer",
        }
    }
}

impl fmt::Display for TimerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.purpose {
            Purpose::Due | Purpose::Release | Purpose::Snooze => formatter.write_str(&self.source),
            Purpose::Wait => write!(formatter, "{} (wait)", self.source),
        }
    }
}

//! The state of a conversation.

use std::fmt;

use serde::{Deserialize, Serialize};

pub use super::fingerprint::Fingerprint;
use super::{Facts, LoadError, SortedMap, compact};
use crate::ir::{EventName, Moment, Name, Value};

/// The format of the state that this version writes.
pub const STATE_VERSION: u32 = 1;

/// A conversation: one serial stream. Plain data that its driver keeps; only [`Engine::step`](crate::Engine::step) changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// [`STATE_VERSION`] of the version that wrote it.
    pub version: u32,
    /// The account.
    pub account: Name,
    /// Its own id.
    pub id: Name,
    /// The book that it was last stepped with; none before the first input.
    pub book: Fingerprint,
    /// How many inputs it has taken.
    pub inputs: u64,
    /// The time of the last input.
    pub time: Moment,
    /// The number of the session, from 1.
    pub session: u64,
    /// What it keeps: `conversation.*` and `session.*`, where they differ from their defaults.
    pub facts: Facts,
    /// When each event came last.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub occurrences: SortedMap<EventName, Occurrences>,
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
    pub release: Option<Box<Release>>,
    /// Whether the session is inactive: the customer has been silent for too long, or the status says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inactive: bool,
    /// The timer of a snooze.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snooze: Option<Timer>,
    /// What the desk was last told; none if the desk does not know of it.
    #[serde(default, skip_serializing_if = "Fingerprint::is_none")]
    pub desk: Fingerprint,
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
            book: Fingerprint::default(),
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
            desk: Fingerprint::default(),
            generation: 0,
        }
    }

    /// A timer as it was set last; `None` if it is not set.
    pub(super) fn timer(&self, key: &TimerKey) -> Option<Timer> {
        match key.purpose {
            Purpose::Due => self.armed.get(&key.source)?.timer,
            Purpose::Wait => match self.pending.get(&key.source)?.until {
                Until::Timer { due, generation } => Some(Timer { due, generation }),
                Until::Claim => None,
            },
            Purpose::Release => Some(self.release.as_ref()?.timer),
            Purpose::Snooze => self.snooze,
        }
    }

    /// The compact form, a fifth of the JSON: for a store. [`Conversation::load`] reads both.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        compact::write(self)
    }

    /// The compact form, if it comes back as it is; `None` otherwise.
    pub(crate) fn to_rest(&self) -> Option<Vec<u8>> {
        let comes_back = |bytes: &Vec<u8>| Self::load(bytes).is_ok_and(|read| read == *self);
        compact::write_plain(self).or_else(|| Some(self.to_bytes()).filter(comes_back))
    }

    /// Reads a stored conversation: the compact form, in which each changed byte is found, or JSON, in which whatever no version has
    /// written is refused.
    ///
    /// # Errors
    /// If it is damaged, or was written by a newer version.
    pub fn load(stored: &[u8]) -> Result<Self, LoadError> {
        let json = stored.trim_ascii_start().first() == Some(&b'{');
        if json { super::load::state(stored, STATE_VERSION) } else { compact::read(stored) }
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

/// When an event came last. As JSON a list, the later first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Occurrence>", into = "Vec<Occurrence>")]
pub struct Occurrences {
    /// The last time.
    pub last: Occurrence,
    /// The time before, while a wait may look back past the last.
    pub before: Option<Box<Occurrence>>,
}

impl Occurrences {
    /// The event came again.
    pub(super) fn note(&mut self, occurrence: Occurrence, keeps_former: bool) {
        let former = std::mem::replace(&mut self.last, occurrence);
        self.before = keeps_former.then(|| Box::new(former));
    }

    /// The later first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Occurrence> {
        std::iter::once(&self.last).chain(self.before.as_deref())
    }
}

impl From<Occurrence> for Occurrences {
    fn from(last: Occurrence) -> Self {
        Self { last, before: None }
    }
}

impl TryFrom<Vec<Occurrence>> for Occurrences {
    type Error = &'static str;

    fn try_from(occurrences: Vec<Occurrence>) -> Result<Self, Self::Error> {
        let mut occurrences = occurrences.into_iter();
        let last = occurrences.next().ok_or("an event that never came")?;
        let before = occurrences.next().map(Box::new);
        if occurrences.next().is_some() { Err("an event that came thrice") } else { Ok(Self { last, before }) }
    }
}

impl From<Occurrences> for Vec<Occurrence> {
    fn from(occurrences: Occurrences) -> Self {
        occurrences.iter().copied().collect()
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
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// The fingerprint of the `do` block.
    pub fingerprint: Fingerprint,
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
#[serde(rename_all = "snake_case", deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
pub struct Armed {
    /// The fingerprint of the timing lines.
    pub fingerprint: Fingerprint,
    /// Its timer; `None` once it has fired and until it is armed anew.
    pub timer: Option<Timer>,
    /// Whether it was due while `only during` was closed, and waits for the opening.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deferred: bool,
}

/// The next stage of capacity release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// When.
    pub due: Moment,
    /// Which setting of it.
    pub generation: u64,
}

/// Which timer of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

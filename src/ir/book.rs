//! The book itself.

use serde::{Deserialize, Serialize};

use super::lifecycle::Status;
use super::vocabulary::Vocabulary;
use super::{
    Assignment, Automation, CapacityRelease, Condition, FirstMatch, Lifecycle, Schedule, Template, Trigger, Value,
    WaitTime, test,
};

/// The format that this version writes, and the newest that it reads. It grows by one with each change that an older
/// version would misread.
pub const FORMAT: u32 = 3;

/// A compiled book. Made by [`Book::compile`](crate::Book::compile), read by [`Book::load`](crate::Book::load).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Book {
    /// [`FORMAT`] of the version that wrote it.
    pub format: u32,
    /// SHA-256, in hexadecimal, of all else that the book says, in a plain binary form; up to format 2, of its compact JSON with this
    /// field empty.
    pub hash: String,
    /// What it is called.
    pub name: String,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// The version of the time-zone data that it was checked with: `IANA 2025b`.
    pub time_zone_data: String,
    /// The languages that its messages must have, in order of preference; empty if it does not say.
    pub languages: Vec<String>,
    /// The files that it comes from, as far as something of them is in it.
    pub sources: Vec<SourceText>,
    /// What may be written in it.
    pub vocabulary: Vocabulary,
    /// Messages in several languages.
    pub messages: Vec<Message>,
    /// Named lists.
    pub lists: Vec<NamedList>,
    /// Named conditions; none asks for itself, directly or through others.
    pub conditions: Vec<NamedCondition>,
    /// Schedules.
    pub schedules: Vec<Schedule>,
    /// All triggers, in the order in which they fire.
    pub triggers: Vec<Trigger>,
    /// Groups of triggers of which at most one fires.
    pub first_matches: Vec<FirstMatch>,
    /// All automations.
    pub automations: Vec<Automation>,
    /// Its lifecycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<Lifecycle>,
    /// The account's own statuses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// Its policy of capacity release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_release: Option<CapacityRelease>,
    /// Its policy of assignment; without one, queues and assignments come from the host's events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Assignment>,
    /// Its policy of wait times; without one, they are unknown unless the host tells them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_time: Option<WaitTime>,
    /// Its tests.
    pub tests: Vec<test::Test>,
}

impl Book {
    /// The ids of all triggers, then those of all automations.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        let triggers = self.triggers.iter().map(|each| each.id.as_str());
        triggers.chain(self.automations.iter().map(|each| each.id.as_str()))
    }

    /// Whether that is an automation.
    #[must_use]
    pub fn is_automation(&self, id: &str) -> bool {
        self.automations.iter().any(|each| each.id == id)
    }
}

/// A place in a source of the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// Which of [`Book::sources`].
    pub file: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// A source file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceText {
    /// Relative to the book's folder; `std/triggers.when` for a shipped one.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A text in several languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its name.
    pub id: String,
    /// Each language tag with its text; the first one is for users of none of them.
    pub texts: Vec<(String, Template)>,
}

/// A named list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedList {
    /// Its name.
    pub id: String,
    /// Its values, all of one type.
    pub values: Vec<Value>,
}

/// A named condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedCondition {
    /// Its name.
    pub id: String,
    /// What it asks.
    pub condition: Condition,
}

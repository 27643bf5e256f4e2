//! Triggers.

use serde::{Deserialize, Serialize};

use super::{Condition, EventName, Place, Step};

/// On an event, when conditions hold, do actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trigger {
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
    /// The events that it listens to.
    pub events: Vec<EventName>,
    /// The channels on which it fires; `None` for all.
    pub channels: Option<Vec<String>>,
    /// How often it may fire.
    pub once: Option<Once>,
    /// When it fires; `None` for always.
    pub condition: Option<Condition>,
    /// What it does.
    pub actions: Vec<Step>,
    /// Changes when `actions` does; a pending wait outlives an edit only while this stays (language page, 6.8).
    pub actions_fingerprint: String,
}

/// How often a trigger or an automation may fire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Once {
    /// In what it is counted.
    pub scope: Scope,
    /// After how long it may fire again; `None` for never.
    pub period: Option<Period>,
}

/// In what a `once` is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The conversation.
    Conversation,
    /// The session.
    Session,
    /// All conversations of the user.
    User,
}

/// After how long a `once` may fire again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Milliseconds since the last firing.
    Duration(i64),
    /// On another date of the book's time zone.
    Day,
}

/// Triggers of which at most one fires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FirstMatch {
    /// Its name.
    pub id: String,
    /// The ids of its triggers; the first that matches takes the turn. No trigger is in two of them.
    pub members: Vec<String>,
    /// Where its name stands.
    pub place: Place,
}

//! Lifecycles: the states of a conversation and what moves it.

use serde::{Deserialize, Serialize};

use super::{Condition, EventName, Place};

/// A declared lifecycle. A book has one at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lifecycle {
    /// Its name.
    pub id: String,
    /// Where its name stands.
    pub place: Place,
    /// Its state machines, in the order declared, one an attribute.
    pub machines: Vec<Machine>,
    /// When a message belongs to a new conversation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_conversations: Vec<NewConversation>,
    /// How long lists may grow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Who may do what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
}

/// One state machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Machine {
    /// The attribute that it moves: `conversation.status`.
    pub attribute: String,
    /// Where that is named.
    pub place: Place,
    /// Its states, in the order declared. An account's own statuses are not among them.
    pub states: Vec<String>,
    /// The state of a new conversation.
    pub start: String,
    /// States in which a session is active; empty if it does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub active: Vec<String>,
    /// States that nothing leaves and that cancel everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finals: Vec<String>,
    /// What moves it, in the order declared.
    pub transitions: Vec<Transition>,
}

/// A line `from … to …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transition {
    /// Where it is written.
    pub place: Place,
    /// The states that it leaves.
    pub from: Vec<String>,
    /// The states to which it goes; several only by `set`.
    pub to: Vec<String>,
    /// What moves it.
    pub cause: Cause,
    /// Looked at when its cause comes; `None` for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The events that it raises, for the next round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raises: Vec<EventName>,
}

/// What moves a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Any of these events.
    On(Vec<EventName>),
    /// Any of these actions, by their first words: `set`, `end session`, `snooze` (for `snooze for` and `snooze until`).
    By(Vec<String>),
}

/// `new conversation on EVENT when CONDITION`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewConversation {
    /// Where it is written.
    pub place: Place,
    /// The events that then belong to a new conversation.
    pub events: Vec<EventName>,
    /// `None` for always.
    pub condition: Option<Condition>,
}

/// `limit conversation.tags to 8`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limit {
    /// Where it is written.
    pub place: Place,
    /// A list attribute that the conversation keeps.
    pub attribute: String,
    /// How many values it has at most.
    pub at_most: u32,
}

/// `only owner may delete conversation, export conversations`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Permission {
    /// Where it is written.
    pub place: Place,
    /// The role.
    pub role: String,
    /// The actions, by their words before the first slot.
    pub actions: Vec<String>,
}

/// A status of the account's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Status {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// The state of the lifecycle as which it moves.
    pub counts_as: String,
}

//! Policies: capacity release, assignment, wait time. A book has one of each at most.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{AttributeRead, Condition, Place, Step};

/// `policy capacity release`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CapacityRelease {
    /// Where it is written.
    pub place: Place,
    /// Its stages, three at most; none if it is `off`.
    pub stages: Vec<Stage>,
    /// The statuses of the lifecycle in which an agent's message starts no stage: solved and closed ones.
    pub resting: Vec<String>,
}

/// A stage of capacity release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stage {
    /// Where it is written.
    pub place: Place,
    /// Milliseconds since the agent's last message, or since the stage before.
    pub after: i64,
    /// What it does.
    pub actions: Vec<Step>,
}

/// `policy assignment`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assignment {
    /// Where it is written.
    pub place: Place,
    /// How many conversations an agent has at a time who has no number of their own; `None` for the declared default of
    /// `agent.capacity`.
    pub capacity: Option<u32>,
    /// Whether inactive conversations count.
    pub inactive_count: bool,
    /// How a conversation comes to an agent.
    pub accept: Accept,
    /// Which agents may take a conversation; `None` for those who are online and in its group.
    pub agents: Option<Condition>,
    /// Which agent goes first; then the first by id.
    pub prefer_agents: Vec<Preference>,
    /// Which conversation goes first; then the one that was queued first, then the first by id.
    pub prefer_conversations: Vec<Preference>,
    /// What is done for one that nobody takes, the earliest first.
    pub fallbacks: Vec<Fallback>,
}

/// How a conversation comes to an agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Accept {
    /// It is given to the first one at once.
    #[default]
    AtOnce,
    /// `accept within 30s`: it is offered to one after the other, for so many milliseconds each.
    Within(i64),
    /// `accept by anyone`: it is offered to all who may take it; the first to accept has it.
    ByAnyone,
    /// `accept by hand`: nothing is offered; agents take what they like, and see who is recommended.
    ByHand,
}

/// A line of `prefer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preference {
    /// Where it is written.
    pub place: Place,
    /// By what it sorts.
    pub by: By,
}

/// By what a line of `prefer` sorts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The highest value goes first; an unknown one last.
    Highest(AttributeRead),
    /// The lowest value goes first; an unknown one last.
    Lowest(AttributeRead),
    /// Those for whom it holds go first.
    Condition(Condition),
}

/// `if nobody after 2m { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fallback {
    /// Where it is written.
    pub place: Place,
    /// Milliseconds since the conversation was queued.
    pub after: i64,
    /// What is done, in order.
    pub steps: Vec<FallbackStep>,
}

/// What is done for a conversation that nobody takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FallbackStep {
    /// `drop conversation.skills`: the conversation's value of this key is taken away.
    Drop(String),
    /// `move to group "General"`
    MoveToGroup(String),
}

/// `policy wait time`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitTime {
    /// Where it is written.
    pub place: Place,
    /// Milliseconds, each longer than the one before; the first with enough samples is taken.
    pub windows: Vec<i64>,
    /// How many samples are enough.
    pub samples: u32,
    /// Unknown if the queue has routed nothing for so many milliseconds.
    pub known_within: i64,
    /// The percentage of the waits seen that are at most the lower end.
    pub from: Decimal,
    /// That of the upper end.
    pub to: Decimal,
}

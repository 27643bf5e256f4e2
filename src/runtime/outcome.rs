//! What one step gives.

use serde::{Deserialize, Serialize};

use super::conversation::TimerKey;
use super::maintained::DELETE;
use super::sightings::Sightings;
use super::trace::Trace;
use super::{Effect, Facts, InputKind};
use crate::ir::{EventName, Moment, Name, Once, Place, Value};

/// What one step of a conversation gives, beside its new state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// For the host to do, in order.
    pub effects: Vec<Effect>,
    /// Timers to set and cancel, in order; setting one replaces that of the same key.
    pub timers: Vec<TimerChange>,
    /// Messages to the user's record, in order.
    pub to_user: Vec<ToUser>,
    /// Messages to the desk, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_desk: Vec<ToDesk>,
    /// Whether the event belongs to a new conversation: this one has taken nothing of it, and the driver gives it to a fresh
    /// one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_conversation: bool,
    /// What the lifecycle moved, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// The ids of the triggers and automations that fired, in order. Those that are `once per user` count when granted.
    pub fired: Vec<Name>,
    /// What was dropped or could not be done, for the record.
    pub audit: Vec<Audit>,
    /// Why everything was as it was, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// What was seen of the book's lines, if that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sightings: Option<Box<Sightings>>,
}

impl Outcome {
    /// Whether the conversation was deleted for good: whoever keeps its state forgets it.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.effects.iter().any(|effect| effect.action == DELETE)
    }
}

/// A change of a timer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerChange {
    /// Deliver [`InputKind::Timer`] with this key and generation, not before it is due.
    Set {
        /// Which.
        key: TimerKey,
        /// When.
        due: Moment,
        /// Given back at delivery.
        generation: u64,
    },
    /// It need not be delivered any more.
    Cancel {
        /// Which.
        key: TimerKey,
    },
}

impl TimerChange {
    /// Which timer it is about.
    #[must_use]
    pub const fn key(&self) -> &TimerKey {
        match self {
            Self::Set { key, .. } | Self::Cancel { key } => key,
        }
    }
}

/// A message to the user's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToUser {
    /// May this `once per user` fire? [`User::claim`](super::User::claim) knows.
    Claim(Claim),
    /// A fact of the record was changed by an action.
    Write {
        /// Its key.
        key: Name,
        /// Its new value; `None` if it is taken away.
        value: Option<Value>,
        /// When.
        time: Moment,
    },
}

/// A question of a conversation to the user's record: may this `once per user` fire?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The trigger or automation.
    pub source: Name,
    /// Its `once`.
    pub once: Once,
    /// When it matched.
    pub time: Moment,
    /// The number of the input in which it matched: the conversation asks with it for this source once.
    pub input: u64,
}

impl Claim {
    /// The answer, for the conversation that has asked.
    #[must_use]
    pub fn answer(&self, granted: bool) -> InputKind {
        InputKind::Claim { source: self.source.clone(), input: self.input, granted }
    }
}

/// A message to the desk. Those of one input belong together: the desk assigns nothing before it has heard all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToDesk {
    /// What the conversation is now, as far as the desk wants to know.
    State(Box<DeskState>),
    /// The customer asks for a person, and nobody is assigned.
    Requested,
    /// The host says that it was queued.
    Queued {
        /// What the queue is called, if the host says.
        queue: Option<String>,
        /// Its place in it, if the host says.
        position: Option<u64>,
    },
    /// The host says that an agent was assigned.
    Assigned {
        /// What the agent is called.
        agent: String,
        /// What the host tells of the agent.
        facts: Facts,
    },
    /// The host says that the agent was taken off.
    Unassigned,
    /// An agent accepts an offer, declines it, or takes the conversation by hand.
    Answer {
        /// What the agent is called; empty if the host does not say.
        agent: String,
        /// What the agent does.
        answer: Answer,
    },
    /// The conversation is over: the desk forgets it.
    Over,
    /// An action asks for another group or agent; the desk answers with events such as `conversation.assigned`.
    Assign {
        /// What is asked for.
        to: AssignTo,
        /// Who asks, as a value of the enum `actor`.
        by: String,
        /// When.
        time: Moment,
    },
}

/// What the desk knows of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskState {
    /// The group that answers it.
    pub group: Option<String>,
    /// The assignee. The desk takes it over only if it has not known the conversation; else it knows better.
    pub assignee: Option<String>,
    /// Whether the session is inactive.
    pub inactive: bool,
    /// Whether it went inactive just now, be it that it was so before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub went_inactive: bool,
    /// Whether it was opened again just now: it counts from then on, be its session inactive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opened: bool,
    /// The number of the session.
    pub session: u64,
    /// The facts of the conversation and the user that the policy of assignment reads.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// What an agent does with a conversation that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The offer is accepted.
    Accept,
    /// The offer is declined.
    Decline,
    /// It is taken without an offer.
    Take,
}

/// What an action asks the desk for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignTo {
    /// `assign to group NAME`: into that group's queue.
    Group(String),
    /// `assign to agent NAME`: to that agent, whatever their load.
    Agent(String),
    /// `assign automatically`: into the queue of its group, where the policy chooses.
    Automatically,
    /// `unassign`: the assignee is taken off; it is not queued again by that.
    Nobody,
}

/// A state that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The attribute.
    pub attribute: Name,
    /// The state that was left.
    pub from: String,
    /// The state that was entered.
    pub to: String,
    /// Where the transition is written.
    pub place: Place,
    /// The event, or the words of the action, that moved it.
    pub cause: String,
}

/// Something that an auditor wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audit {
    /// An event that the book does not declare came; it changed nothing.
    UnknownEvent(EventName),
    /// A value was of the wrong type, or not in its enum, and counted as missing.
    WrongValue {
        /// The fact.
        key: Name,
        /// What is wrong, in words.
        reason: String,
    },
    /// An edit of the book dropped a timer or a wait.
    DroppedByEdit {
        /// Which.
        key: TimerKey,
    },
    /// A wait was over, or dropped by its `unless`, or its condition failed when it was checked again.
    WaitDropped {
        /// The trigger or automation.
        source: Name,
        /// Why, in words.
        reason: String,
    },
    /// An answer to a claim that was not asked for, or is not waited for any more.
    StaleClaim {
        /// The trigger or automation.
        source: Name,
    },
    /// An action was not done, and changed nothing: the lifecycle does not allow it at the time, a list is as long as it may
    /// be, or whoever commanded it may not.
    Refused {
        /// The id of the trigger, automation or policy, or who commanded it.
        source: Name,
        /// The words of the action: `close`, `set conversation.status to open`.
        action: String,
        /// Why, in words.
        reason: String,
    },
    /// A stage of capacity release was reached.
    Released {
        /// Its number, from 1; 0 for the fixed ten minutes of what is unassigned, or not released by a policy.
        stage: u32,
    },
    /// The customer wrote in an inactive session, which is active again.
    Woken,
    /// A final state cancelled a timer or a wait.
    DroppedByFinalState {
        /// Which.
        key: TimerKey,
    },
    /// A timer of an older generation, or of nothing, was delivered.
    StaleTimer {
        /// Which.
        key: TimerKey,
    },
}

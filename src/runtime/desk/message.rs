//! What comes to a desk, and what comes of it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ir::{EventName, Moment, Name, Place, Value};
use crate::runtime::sightings::Sightings;
use crate::runtime::values;
use crate::runtime::{Facts, ToDesk};

/// One input of a desk. Stored, it can be replayed to the same bytes. One with a field that this version does not know is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskInput {
    /// The id of the event, or what the driver calls this delivery.
    pub id: String,
    /// When; one earlier than the last input's counts as that.
    pub time: Moment,
    /// The facts of the account.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub account: Arc<Facts>,
    /// What it is.
    pub kind: DeskInputKind,
}

/// The kinds of input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DeskInputKind {
    /// What one input of a conversation has to tell.
    Told {
        /// The conversation.
        conversation: String,
        /// [`Outcome::to_desk`](crate::Outcome::to_desk).
        messages: Vec<ToDesk>,
    },
    /// What the host tells of an agent (`agent.changed`). What is not told stays; `None` takes a fact away.
    Agent {
        /// By their keys.
        facts: Vec<(Name, Option<Value>)>,
        /// Those that were not taken, each with what is wrong.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<(String, String)>,
    },
    /// An agent does not belong to the team any more (`agent.left`).
    AgentLeft {
        /// What the agent is called.
        agent: String,
    },
    /// A timer is due. One whose generation is not the pending one's is ignored.
    Timer {
        /// Which.
        key: DeskTimer,
        /// As it was set.
        generation: u64,
    },
    /// The engine that takes this input has another book than the one before, or the account's facts have changed.
    Book,
}

/// A timer of a desk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DeskTimer {
    /// Nobody has taken the conversation for so long.
    Nobody {
        /// The conversation.
        conversation: String,
    },
    /// The time to accept an offer is over.
    Offer {
        /// The conversation.
        conversation: String,
        /// To whom it is offered.
        agent: String,
    },
}

/// What one step of a desk gives, beside its new state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskOutcome {
    /// Events for conversations, in order, each an input with [`from_desk`](crate::Input::from_desk).
    pub events: Vec<DeskEvent>,
    /// For the host to show, in order: who is offered what.
    pub offers: Vec<OfferChange>,
    /// Timers to set and cancel, in order; setting one replaces that of the same key.
    pub timers: Vec<DeskTimerChange>,
    /// What was given and why, and what could not be done, for the record.
    pub audit: Vec<DeskAudit>,
    /// What was seen of the lines of its policy, if that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sightings: Option<Box<Sightings>>,
}

/// An event for a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskEvent {
    /// The conversation.
    pub conversation: String,
    /// What happened.
    pub name: EventName,
    /// The facts that it carries (`queue.*`, `agent.*`, `assignment.*`).
    pub carried: Facts,
    /// Facts of the conversation that it tells; `None` takes one away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<(Name, Option<Value>)>,
}

/// A change of a timer of a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskTimerChange {
    /// Deliver [`DeskInputKind::Timer`] with this key and generation, not before it is due.
    Set {
        /// Which.
        key: DeskTimer,
        /// When.
        due: Moment,
        /// Given back at delivery.
        generation: u64,
        /// Whether everybody has had this offer before, so that it may come again and again.
        again: bool,
    },
    /// It need not be delivered any more.
    Cancel {
        /// Which.
        key: DeskTimer,
    },
}

/// A change of what is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferChange {
    /// The agent may accept or decline.
    Offered {
        /// The conversation.
        conversation: String,
        /// To whom.
        agent: String,
        /// When the offer is over; `None` if it stands until somebody has the conversation.
        until: Option<Moment>,
        /// Why this agent.
        score: Score,
    },
    /// The offer is over.
    Withdrawn {
        /// The conversation.
        conversation: String,
        /// Whose offer.
        agent: String,
        /// Why.
        reason: Withdrawal,
    },
}

/// Why an offer is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// The agent accepted it.
    Accepted,
    /// The agent declined it.
    Declined,
    /// Its time is over.
    TooLate,
    /// Somebody else has the conversation, or nobody needs it any more.
    Gone,
    /// The agent may not, or cannot, take it any more.
    NotEligible,
}

/// Why an agent goes before others: what the lines of `prefer agents` say of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Line by line, without conditions that do not hold.
    pub lines: Vec<ScoreLine>,
}

/// What a line of `prefer agents` says of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreLine {
    /// Where it is written.
    pub place: Place,
    /// In words: `followed tags billing`, `load 1`.
    pub words: String,
    /// Whether it told this agent from the next one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decided: bool,
}

/// Something that an auditor wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskAudit {
    /// A conversation was given to an agent.
    Given {
        /// The conversation.
        conversation: String,
        /// To whom.
        agent: String,
        /// By whom, as a value of `assignment.by`.
        by: String,
        /// Why this agent, if the policy chose.
        score: Score,
    },
    /// An agent who has left, or of whom nobody has told anything, is spoken of; nothing changed.
    UnknownAgent {
        /// The conversation, if it is about one.
        conversation: Option<String>,
        /// What was said; empty if nobody was named.
        agent: String,
    },
    /// Something was to be assigned to an agent who takes no conversations; nothing changed.
    AbsentAgent {
        /// The conversation.
        conversation: String,
        /// To whom.
        agent: String,
    },
    /// An offer was accepted or declined that is over, or never was; nothing changed.
    NoSuchOffer {
        /// The conversation.
        conversation: String,
        /// By whom.
        agent: String,
    },
    /// An agent wanted to take what another one has; nothing changed.
    AlreadyAssigned {
        /// The conversation.
        conversation: String,
        /// Who wanted it.
        agent: String,
        /// Who has it.
        has: String,
    },
    /// What was told of an agent makes no sense; it counts as not told.
    WrongValue {
        /// The agent.
        agent: String,
        /// The fact.
        key: String,
        /// What is wrong, in words.
        reason: String,
    },
    /// Without a policy of assignment the host assigns: the desk changed nothing.
    NoPolicy {
        /// The conversation.
        conversation: String,
    },
    /// Nobody has taken it for so long: an `if nobody` was carried out.
    Nobody {
        /// The conversation.
        conversation: String,
        /// The number of the line, from 1.
        line: u32,
    },
    /// An edit of the book changed how conversations are offered: offers and timers begin anew.
    Edited,
    /// A timer of an older generation, or of nothing, was delivered.
    StaleTimer {
        /// Which.
        key: DeskTimer,
    },
}

impl DeskAudit {
    /// Whether it tells of something that was not done, since it made no sense.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::UnknownAgent { .. }
            | Self::AbsentAgent { .. }
            | Self::NoSuchOffer { .. }
            | Self::AlreadyAssigned { .. }
            | Self::WrongValue { .. }
            | Self::NoPolicy { .. } => true,
            Self::Given { .. } | Self::Nobody { .. } | Self::Edited | Self::StaleTimer { .. } => false,
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.lines.iter().map(|line| line.words.as_str()).collect();
        formatter.write_str(&words.join("; "))
    }
}

impl fmt::Display for DeskAudit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given { conversation, agent, by, score } if score.lines.is_empty() => {
                write!(formatter, "`{conversation}` was given to `{agent}` by {by}")
            }
            Self::Given { conversation, agent, by, score } => {
                write!(formatter, "`{conversation}` was given to `{agent}` by {by}: {score}")
            }
            Self::UnknownAgent { agent, .. } if agent.is_empty() => {
                formatter.write_str("the event names no agent: `agent.name` or `agent.id` is missing")
            }
            Self::UnknownAgent { agent, .. } => {
                write!(formatter, "there is no agent `{agent}`: nobody has told of one by that name")
            }
            Self::AbsentAgent { conversation, agent } => {
                write!(formatter, "`{conversation}` was not given to `{agent}`, who is not online")
            }
            Self::NoSuchOffer { conversation, agent } => {
                write!(formatter, "`{conversation}` is not offered to `{agent}`, or not any more")
            }
            Self::AlreadyAssigned { conversation, agent, has } => {
                write!(formatter, "`{agent}` cannot take `{conversation}`: `{has}` has it")
            }
            Self::WrongValue { agent, key, reason } => {
                write!(formatter, "`{key}` of `{agent}` counts as not told: {reason}")
            }
            Self::NoPolicy { conversation } => {
                write!(formatter, "`{conversation}` is assigned by the host: the book has no `policy assignment`")
            }
            Self::Nobody { conversation, line } => {
                write!(formatter, "nobody took `{conversation}`: line {line} of `if nobody` was carried out")
            }
            Self::Edited => formatter.write_str("the policy of assignment was edited: all offers begin anew"),
            Self::StaleTimer { key } => write!(formatter, "a timer came that nobody waits for: {key}"),
        }
    }
}

impl fmt::Display for DeskTimer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody { conversation } => write!(formatter, "if nobody/{conversation}"),
            Self::Offer { conversation, agent } => write!(formatter, "offer/{conversation}/{agent}"),
        }
    }
}

/// A value in words.
pub(super) fn plain(value: &Value) -> String {
    values::plain(value)
}

//! The state of a desk.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ir::Moment;
use crate::runtime::conversation::Timer;
use crate::runtime::{Facts, LoadError};

/// The format of the state that this version writes.
pub const DESK_VERSION: u32 = 1;

/// The desk of an account: one serial stream. Plain data that its driver keeps; only
/// [`Engine::desk_step`](crate::Engine::desk_step) changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// [`DESK_VERSION`] of the version that wrote it.
    pub version: u32,
    /// The account.
    pub account: String,
    /// What of the policy offers and fallbacks depend on, as a hash; empty without a policy.
    pub policy: String,
    /// The time of the last input.
    pub time: Moment,
    /// Agents by their names.
    pub agents: BTreeMap<String, Agent>,
    /// The conversations that it knows, by their ids. Those that are over are forgotten.
    pub conversations: BTreeMap<String, Seat>,
    /// Queues by their names, which are those of groups; that of conversations without a group has an empty name.
    pub queues: BTreeMap<String, Queue>,
    /// How often something was queued.
    pub queued: u64,
    /// The generation of the timer set last.
    pub generation: u64,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// `agent.*` as told.
    pub facts: Facts,
    /// When a conversation last came to them; when they were first heard of, if none has.
    pub since: Moment,
}

/// A queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// Whether one of its agents takes conversations.
    pub staffed: bool,
}

/// A conversation as the desk knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The group that answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The group that the conversation last told. While it does not yet know where the desk has put it, it tells the old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_group: Option<String>,
    /// What the policy reads of it and of its user.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// The number of its session.
    pub session: u64,
    /// Whether its session is inactive.
    pub inactive: bool,
    /// Whether it counts as active: what was given does until its session goes inactive after that.
    pub active: bool,
    /// Where it is.
    pub place: Place,
}

/// Where a conversation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// Neither queued nor assigned: it was unassigned.
    Nowhere,
    /// In a queue, perhaps offered.
    Waiting(Box<Waiting>),
    /// Assigned.
    With {
        /// What the agent is called.
        agent: String,
        /// Since when.
        since: Moment,
    },
}

/// A conversation in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// The name of the queue.
    pub queue: String,
    /// Since when.
    pub since: Moment,
    /// From when `if nobody` counts: an edit of the policy begins anew.
    pub counted_from: Moment,
    /// The number of its coming, by which the first is known.
    pub number: u64,
    /// Its position as last told; 1 is next.
    pub position: Option<u64>,
    /// How many that came later were given to an agent who could have taken this one.
    pub overtaken: u32,
    /// To whom it is offered.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub offers: BTreeMap<String, Offer>,
    /// Those who declined, or let the time pass, in this round of offers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub passed: BTreeSet<String>,
    /// How many rounds of offers there were before this one.
    pub rounds: u32,
    /// The number of the next `if nobody`, from 0.
    pub fallback: u32,
    /// Its timer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback_timer: Option<Timer>,
}

/// An offer to an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// When it is over; `None` if it stands until somebody has the conversation.
    pub until: Option<Timer>,
}

impl Desk {
    /// A desk to which nothing has come yet.
    #[must_use]
    pub fn new(account: impl Into<String>) -> Self {
        Self {
            version: DESK_VERSION,
            account: account.into(),
            policy: String::new(),
            time: Moment::MIN,
            agents: BTreeMap::new(),
            conversations: BTreeMap::new(),
            queues: BTreeMap::new(),
            queued: 0,
            generation: 0,
        }
    }

    /// Reads a stored desk.
    ///
    /// # Errors
    /// If it is damaged, or was written by a newer version.
    pub fn load(json: &[u8]) -> Result<Self, LoadError> {
        crate::runtime::load::state(json, DESK_VERSION)
    }

    /// The queue entry of a conversation, if it is in a queue.
    pub(super) fn waiting_mut(&mut self, conversation: &str) -> Option<&mut Waiting> {
        self.conversations.get_mut(conversation)?.waiting_mut()
    }
}

impl Seat {
    /// Its entry in a queue.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        match &self.place {
            Place::Waiting(waiting) => Some(waiting),
            _ => None,
        }
    }

    pub(crate) fn waiting_mut(&mut self) -> Option<&mut Waiting> {
        match &mut self.place {
            Place::Waiting(waiting) => Some(waiting),
            _ => None,
        }
    }

    /// What the assigned agent is called.
    #[must_use]
    pub fn agent(&self) -> Option<&str> {
        match &self.place {
            Place::With { agent, .. } => Some(agent),
            _ => None,
        }
    }

    /// The name of the queue to which it belongs.
    pub(super) fn own_queue(&self) -> &str {
        self.group.as_deref().unwrap_or_default()
    }
}

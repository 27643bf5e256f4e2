//! What can be asked of a desk.

use serde::{Deserialize, Serialize};

use super::look::{Candidate, Look};
use super::message::Score;
use super::state::{Desk, Place};
use crate::ir::{Moment, Value};
use crate::runtime::maintained::{AGENT_OPERATOR, AGENT_STATUS};
use crate::runtime::{Engine, Facts};

/// What an agent has, of how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// What the agent is called.
    pub agent: String,
    /// Presence, as a value of the enum `presence`; `None` if nobody has said.
    pub status: Option<String>,
    /// Whether the agent takes part in automatic assignment.
    pub operator: bool,
    /// How many conversations count.
    pub load: u32,
    /// How many are inactive, whether they count or not.
    pub inactive: u32,
    /// How many are offered.
    pub offered: u32,
    /// How many the agent may have; `None` for no limit. Wake-ups and hands may go over it.
    pub capacity: Option<u32>,
}

/// A queue and how long it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// The name of its group; empty for conversations without one.
    pub queue: String,
    /// Whether one of its agents takes conversations.
    pub staffed: bool,
    /// Those who wait, in the order in which they are served.
    pub waiting: Vec<WaitingView>,
}

/// One who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// The conversation.
    pub conversation: String,
    /// Since when.
    pub since: Moment,
    /// How many that came later were given to an agent who could have taken this one.
    pub overtaken: u32,
    /// To whom it is offered.
    pub offered: Vec<String>,
}

/// An agent who might take a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What the agent is called.
    pub agent: String,
    /// Whether there is room for one more.
    pub room: bool,
    /// Why the agent stands there.
    pub score: Score,
}

impl std::fmt::Display for Load {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.capacity {
            Some(capacity) => write!(formatter, "{} of {capacity}", self.load),
            None => write!(formatter, "{}", self.load),
        }
    }
}

impl Engine {
    /// What each agent has, by name: those whom the desk knows, and those who only have conversations.
    #[must_use]
    pub fn loads(&self, desk: &Desk) -> Vec<Load> {
        let nothing = Facts::new();
        let look = self.look(desk, &nothing, desk.time);
        let mut loads = look.loads();
        for name in desk.agents.keys() {
            loads.entry(name.clone()).or_default();
        }
        let view = |(name, load): (String, super::look::Load)| {
            let agent = desk.agents.get(&name);
            let fact = |key: &str| agent.and_then(|agent| agent.facts.get(key));
            Load {
                status: match fact(AGENT_STATUS.0) {
                    Some(Value::Enum(status)) => Some(status.to_string()),
                    _ => None,
                },
                operator: fact(AGENT_OPERATOR.0) != Some(&Value::Boolean(false)),
                load: load.counted,
                inactive: load.inactive,
                offered: load.offered,
                capacity: agent.and_then(|agent| look.capacity(agent)),
                agent: name,
            }
        };
        loads.into_iter().map(view).collect()
    }

    /// Who waits where. Queues in which nobody waits are in it too, once somebody has.
    #[must_use]
    pub fn queues(&self, desk: &Desk, account: &Facts) -> Vec<QueueView> {
        let order = self.look(desk, account, desk.time).order();
        let of_queue = |(name, queue): (&String, &super::state::Queue)| {
            let waiting = order.iter().filter_map(|conversation| {
                let waiting = desk.conversations.get(conversation)?.waiting()?;
                (waiting.queue == *name).then(|| WaitingView {
                    conversation: conversation.clone(),
                    since: waiting.since,
                    overtaken: waiting.overtaken,
                    offered: waiting.offers.keys().cloned().collect(),
                })
            });
            QueueView { queue: name.clone(), staffed: queue.staffed, waiting: waiting.collect() }
        };
        desk.queues.iter().map(of_queue).collect()
    }

    /// Who should take a conversation, and why: all agents who may, those with room first, each group in the order of `prefer
    /// agents`. Nobody without a policy of assignment, or if the desk does not know the conversation.
    #[must_use]
    pub fn recommend(&self, desk: &Desk, conversation: &str, account: &Facts, time: Moment) -> Vec<Standing> {
        let look = self.look(desk, account, time.max(desk.time));
        let Some(stub) = look.stub(conversation).filter(|_| look.policy.is_some()) else {
            return Vec::new();
        };
        let has = desk.conversations.get(conversation).map(|seat| &seat.place);
        let loads = look.loads();
        let own = |agent: &str| matches!(has, Some(Place::With { agent: has, .. }) if has == agent);
        let mut standings = Vec::new();
        for wanted_room in [true, false] {
            let wanted =
                |agent: &str, load: super::look::Load| !own(agent) && look.has_room(agent, load, false) == wanted_room;
            let candidates = look.candidates(conversation, &stub, &loads, &wanted);
            let standing = |(number, candidate): (usize, &Candidate)| Standing {
                agent: candidate.agent.clone(),
                room: wanted_room,
                score: look.score(candidate, candidates.get(number + 1)),
            };
            standings.extend(candidates.iter().enumerate().map(standing));
        }
        standings
    }

    fn look<'a>(&'a self, desk: &'a Desk, account: &'a Facts, time: Moment) -> Look<'a> {
        let book = self.prepared();
        Look { book, policy: book.assignment.as_ref(), desk, account, time, observer: None }
    }
}

//! What comes to a conversation.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::conversation::TimerKey;
use super::{Carried, Facts, SortedMap};
use crate::ir::test::Commander;
use crate::ir::{EventName, Moment, Name, Step, Value};

/// One input of a conversation. Stored, it can be replayed to the same bytes. One with a field that this version does not know, as
/// the `view` of earlier ones, is not read: it would mean something else without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The id of the event or command, or what the driver calls this delivery. The driver remembers ids: an input with one
    /// already seen is not given to the conversation.
    pub id: String,
    /// When it happened; one earlier than the last input's counts as that.
    pub time: Moment,
    /// The facts of the user's record, as they were when the input was taken.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub user: Arc<Facts>,
    /// The facts of the account, as they were then.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub account: Arc<Facts>,
    /// Those facts of the user and the account that this input has changed, as they were before; `None` if they were not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<(Name, Option<Value>)>,
    /// Facts that came with the event and were not taken, since they are of the wrong type or not in their enum, each with
    /// what is wrong. They count as not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(String, String)>,
    /// The marks of the user's `once per user` triggers that were set when the input was taken.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub user_marks: Arc<SortedMap<Name, Moment>>,
    /// Whether it is an event with which the desk answers, and not one that the host tells: the desk knows of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_desk: bool,
    /// What it is.
    pub kind: InputKind,
}

/// The kinds of input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum InputKind {
    /// Something happened.
    Event {
        /// What.
        name: EventName,
        /// The facts that it carries (`message.*`, `agent.*`, …).
        #[serde(default, skip_serializing_if = "Facts::is_empty")]
        carried: Carried,
        /// Facts of the conversation that it tells (`conversation.*`, `session.*`); `None` takes one away.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        kept: Vec<(Name, Option<Value>)>,
    },
    /// A timer is due. One whose generation is not the pending one's is ignored.
    Timer {
        /// Which.
        key: TimerKey,
        /// As it was set.
        generation: u64,
    },
    /// Somebody does something by hand: the customer, a person of the team, another program. What the lifecycle or the
    /// permissions of the book forbid changes nothing and is audited.
    Command {
        /// Who.
        by: Commander,
        /// What; no `wait`.
        step: Step,
    },
    /// The user's record answers a claim for a `once per user`. An answer to another claim than the pending one is ignored.
    Claim {
        /// The trigger or automation.
        source: Name,
        /// The number of the input in which it asked.
        input: u64,
        /// Whether it may fire.
        granted: bool,
    },
    /// The engine that takes this input has another book than the one before.
    Book,
}

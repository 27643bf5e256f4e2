//! Why everything was as it was.

use serde::{Deserialize, Serialize};

use crate::ir::{EventName, Moment, Name, Place, Value};

/// What one step looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// One a round, in order; one without events for a timer or a claim.
    pub rounds: Vec<Round>,
}

/// One round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The events of the round.
    pub events: Vec<EventName>,
    /// Every trigger that listens to one of them, and every automation or wait that was due, in order.
    pub candidates: Vec<Candidate>,
}

/// A trigger or automation that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub source: Name,
    /// Where its identifier stands.
    pub place: Place,
    /// Why it fired or did not.
    pub verdict: Verdict,
    /// Its condition as evaluated, if it was.
    pub condition: Option<ConditionTrace>,
}

/// Why something fired or did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It fired.
    Fired,
    /// It matched, and the user's record was asked whether it may fire.
    Claimed,
    /// A wait was over and the rest ran.
    Continued,
    /// It is switched off.
    Inactive,
    /// It has already acted in this input.
    AlreadyActed,
    /// The conversation's channel is none of its own.
    OtherChannel(Option<Value>),
    /// Its condition does not hold.
    ConditionFailed,
    /// Its `once` holds it back: it fired then.
    Once(Moment),
    /// One of its waits is pending, until then (`None`: for the user's record).
    Waiting(Option<Moment>),
    /// This trigger of the same `first match` took the turn.
    FirstMatch(Name),
    /// The user's record did not grant it.
    NotGranted,
    /// `only during` is closed; it waits for the opening (`None`: there is none).
    Deferred(Option<Moment>),
}

/// A condition as it was evaluated. The parts that did not matter are evaluated too, so that a reader sees all values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionTrace {
    /// Where it is written.
    pub place: Place,
    /// Whether it holds.
    pub holds: bool,
    /// The values that it read itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<Read>,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ConditionTrace>,
}

/// A value that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The key of the fact (`user.plan`, `group("Billing").status`), or the name of a schedule, trigger or event.
    pub key: Name,
    /// Whether it is the value before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
    /// Its value; `None` if it is unknown.
    pub value: Option<Value>,
    /// Why it counts as missing, if a value was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

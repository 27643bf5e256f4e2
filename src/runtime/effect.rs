//! What a book does to the world.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::SortedMap;
use crate::ir::{Moment, Name};

/// Something for the host to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Its idempotency key: the host does it once, however often it gets it.
    pub key: EffectKey,
    /// When it was decided.
    pub time: Moment,
    /// The id of the trigger, automation or policy.
    pub source: Name,
    /// The action's words before its first slot: `send`, `add tag`.
    pub action: Name,
    /// A value a slot that was filled, as JSON: durations as `1h30m`, moments in RFC 3339, numbers as numbers. What is
    /// unknown is `null`.
    pub arguments: Arguments,
}

/// The arguments of an effect by the names of their slots.
pub type Arguments = SortedMap<Name, serde_json::Value>;

/// An idempotency key. Its text form is `account/conversation/input/effect`, with `%` and `/` in the two names escaped as
/// `%25` and `%2F`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EffectKey {
    /// The account.
    pub account: Name,
    /// The conversation.
    pub conversation: Name,
    /// The number of the conversation's input, from 1.
    pub input: u64,
    /// The number of the effect in that input, from 1.
    pub effect: u32,
}

impl fmt::Display for EffectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escape = |name: &str| name.replace('%', "%25").replace('/', "%2F");
        write!(formatter, "{}/{}/{}/{}", escape(&self.account), escape(&self.conversation), self.input, self.effect)
    }
}

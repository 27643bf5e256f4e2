//! What a book does to the world.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use memchr::memchr2;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::SortedMap;
use crate::ir::{Moment, Name};

/// Something for the host to do. What it is, [`Deed`] says, whose fields are as its own: `effect.action`. As JSON they stand
/// beside the key and the time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Effect {
    /// Its idempotency key: the host does it once, however often it gets it.
    pub key: EffectKey,
    /// When it was decided.
    pub time: Moment,
    /// What is to be done. An action that says the same each time is one deed in memory, however often it is done.
    pub deed: Arc<Deed>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The id of the trigger, automation or policy.
    pub source: Name,
    /// The action's words before its first slot: `send`, `add tag`.
    pub action: Name,
    /// A value a slot that was filled, as JSON: durations as `1h30m`, moments in RFC 3339, numbers as numbers. What is
    /// unknown is `null`.
    pub arguments: Arguments,
}

impl Deref for Effect {
    type Target = Deed;

    fn deref(&self) -> &Deed {
        &self.deed
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Deed { source, action, arguments } = &*self.deed;
        let mut written = serializer.serialize_struct("Effect", 5)?;
        written.serialize_field("key", &self.key)?;
        written.serialize_field("time", &self.time)?;
        written.serialize_field("source", source)?;
        written.serialize_field("action", action)?;
        written.serialize_field("arguments", arguments)?;
        written.end()
    }
}

/// An effect as it is written.
#[derive(Deserialize)]
struct Written {
    key: EffectKey,
    time: Moment,
    source: Name,
    action: Name,
    arguments: Arguments,
}

impl From<Written> for Effect {
    fn from(written: Written) -> Self {
        let Written { key, time, source, action, arguments } = written;
        Self { key, time, deed: Arc::new(Deed { source, action, arguments }) }
    }
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

/// What is written otherwise in the names of a key than in themselves.
pub(crate) const ESCAPED: [u8; 2] = *b"%/";

impl EffectKey {
    /// Writes what the keys of all effects of one conversation begin with.
    pub(crate) fn write_names(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let [percent, slash] = ESCAPED;
        for name in [&self.account, &self.conversation] {
            let mut rest = name.as_str();
            while let Some((plain, after)) =
                memchr2(percent, slash, rest.as_bytes()).and_then(|at| rest.split_at_checked(at))
            {
                out.write_str(plain)?;
                out.write_str(if after.starts_with('%') { "%25" } else { "%2F" })?;
                rest = after.get(1..).unwrap_or_default();
            }
            out.write_str(rest)?;
            out.write_str("/")?;
        }
        Ok(())
    }
}

impl fmt::Display for EffectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_names(formatter)?;
        write!(formatter, "{}/{}", self.input, self.effect)
    }
}

/// Not the key of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key of an effect is written `account/conversation/input/effect`")]
pub struct NoKey;

impl FromStr for EffectKey {
    type Err = NoKey;

    /// Reads the text form.
    fn from_str(text: &str) -> Result<Self, NoKey> {
        let mut parts = text.split('/');
        let mut part = || parts.next().ok_or(NoKey);
        let name = |written: &str| Name::from(written.replace("%2F", "/").replace("%25", "%"));
        let (account, conversation) = (name(part()?), name(part()?));
        let input = part()?.parse().map_err(|_| NoKey)?;
        let effect = part()?.parse().map_err(|_| NoKey)?;
        parts.next().map_or(Ok(Self { account, conversation, input, effect }), |_| Err(NoKey))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_in_a_key_are_escaped_and_read_back(account in "[a/%é25F]{0,6}", conversation in "[a/%é]{0,6}") {
            let escaped = |name: &str| name.replace('%', "%25").replace('/', "%2F");
            let wanted = format!("{}/{}/7/2", escaped(&account), escaped(&conversation));
            let key = EffectKey { account: account.into(), conversation: conversation.into(), input: 7, effect: 2 };
            prop_assert_eq!(key.to_string(), &*wanted);
            prop_assert_eq!(wanted.parse(), Ok(key));
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "a", "a/b/1", "a/b/1/2/3", "a/b/x/1", "a/b/1/-1"] {
            assert_eq!(text.parse::<EffectKey>(), Err(NoKey), "{text}");
        }
    }
}

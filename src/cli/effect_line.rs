//! A line an effect, as `run --format json` writes it.

use std::io;
use std::sync::Arc;

use hashbrown::HashTable;
use serde::Serialize;

use crate::ir::{Moment, Name};
use crate::runtime::effect::ESCAPED;
use crate::runtime::{self, Deed, Effect, EffectKey};

/// What `run --format json` writes: one such line an effect.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct EffectLine<'a> {
    /// When it was decided.
    #[cfg_attr(feature = "schema", schemars(with = "Moment"))]
    time: Moment,
    /// The account.
    account: &'a str,
    /// The conversation.
    conversation: &'a str,
    /// The id of the trigger, automation or policy.
    source: &'a str,
    /// What is to be done.
    action: &'a str,
    /// With what, by the names of the action's slots.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    arguments: &'a runtime::Arguments,
    /// The idempotency key: do it once, however often it comes.
    key: String,
}

impl<'a> From<&'a Effect> for EffectLine<'a> {
    fn from(effect: &'a Effect) -> Self {
        Self {
            time: effect.time,
            account: &effect.key.account,
            conversation: &effect.key.conversation,
            source: &effect.source,
            action: &effect.action,
            arguments: &effect.arguments,
            key: effect.key.to_string(),
        }
    }
}

/// How many deeds are kept as they are written.
const MOST_DEEDS: usize = 1 << 16;

/// Writes the [`EffectLine`]s of effects, each with its line break. What comes again and again is put together once: where and when,
/// for all effects of an input; what is to be done, for all effects that share a [`Deed`].
#[derive(Debug, Default)]
pub(super) struct EffectLines {
    /// The time, account, conversation and input of the effect before.
    last: Option<(Moment, Name, Name, u64)>,
    /// What its line began with.
    head: Vec<u8>,
    /// Its key up to the number of the effect.
    key: Vec<u8>,
    /// The names in its key.
    names: String,
    /// By where they are in memory, where they stay as long as they are here. Nobody goes through it.
    deeds: HashTable<(Arc<Deed>, Box<[u8]>)>,
}

impl EffectLines {
    pub(super) fn write(&mut self, out: &mut Vec<u8>, effect: &Effect) -> io::Result<()> {
        self.begin(effect)?;
        out.extend_from_slice(&self.head);
        self.write_deed(out, &effect.deed)?;
        out.extend_from_slice(&self.key);
        serde_json::to_writer(&mut *out, &effect.key.effect)?;
        out.extend_from_slice(b"\"}\n");
        Ok(())
    }

    /// Makes ready what all effects of an input have in common.
    fn begin(&mut self, effect: &Effect) -> io::Result<()> {
        let EffectKey { account, conversation, input, .. } = &effect.key;
        let is_same = |last: &(Moment, Name, Name, u64)| {
            let (time, own_account, own_conversation, own_input) = last;
            (*time, *own_input) == (effect.time, *input)
                && own_account.is_same(account)
                && own_conversation.is_same(conversation)
        };
        if self.last.as_ref().is_some_and(is_same) {
            return Ok(());
        }
        self.last = Some((effect.time, account.clone(), conversation.clone(), *input));
        self.head.clear();
        self.head.extend_from_slice(b"{\"time\":\"");
        self.head.extend_from_slice(&effect.time.written());
        self.head.extend_from_slice(b"\",\"account\":");
        let account_is_plain = write_text(&mut self.head, account)?;
        self.head.extend_from_slice(b",\"conversation\":");
        let conversation_is_plain = write_text(&mut self.head, conversation)?;
        self.key.clear();
        self.key.extend_from_slice(b",\"key\":");
        if account_is_plain && conversation_is_plain {
            self.key.push(b'"');
            for name in [account, conversation] {
                self.key.extend_from_slice(name.as_bytes());
                self.key.push(b'/');
            }
        } else {
            self.names.clear();
            effect.key.write_names(&mut self.names).map_err(io::Error::other)?;
            write_text(&mut self.key, &self.names)?;
            self.key.pop();
        }
        serde_json::to_writer(&mut self.key, input)?;
        self.key.push(b'/');
        Ok(())
    }

    /// What is to be done. An effect that shares it with nobody has its own: no other will have that one.
    fn write_deed(&mut self, out: &mut Vec<u8>, deed: &Arc<Deed>) -> io::Result<()> {
        if let Some((_, text)) = self.deeds.find(hash(deed), |(own, _)| Arc::ptr_eq(own, deed)) {
            out.extend_from_slice(text);
            return Ok(());
        }
        let start = out.len();
        write_deed(out, deed)?;
        if Arc::strong_count(deed) > 1 && self.deeds.len() < MOST_DEEDS {
            let text = out.get(start..).unwrap_or_default().into();
            self.deeds.insert_unique(hash(deed), (Arc::clone(deed), text), |(own, _)| hash(own));
        }
        Ok(())
    }
}

/// Of where it is in memory, which nobody chooses. The table looks at the lowest and the highest bits; a product's are in its middle.
fn hash(deed: &Arc<Deed>) -> u64 {
    let address = u64::try_from(Arc::as_ptr(deed).addr()).unwrap_or_default();
    address.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
}

fn write_deed(out: &mut Vec<u8>, deed: &Deed) -> io::Result<()> {
    out.extend_from_slice(b",\"source\":");
    write_text(out, &deed.source)?;
    out.extend_from_slice(b",\"action\":");
    write_text(out, &deed.action)?;
    out.extend_from_slice(b",\"arguments\":");
    Ok(serde_json::to_writer(out, &deed.arguments)?)
}

/// A text as serde_json writes it. Most have nothing to escape; says whether it is one of these, and would be the same in a key.
fn write_text(out: &mut Vec<u8>, text: &str) -> io::Result<bool> {
    let is_plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
    let [percent, slash] = ESCAPED;
    let is_same_in_key = |byte: u8| byte != percent && byte != slash;
    let (plain, same) =
        text.bytes().fold((true, true), |(plain, same), byte| (plain & is_plain(byte), same & is_same_in_key(byte)));
    if !plain {
        serde_json::to_writer(out, text)?;
        return Ok(false);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(same)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    proptest! {
        /// Also where effects of several inputs share a deed, or have one of their own.
        #[test]
        fn lines_are_what_serde_would_write(
            texts in prop::collection::vec("[a-z/%é😀]{0,9}|[a-z\"\\\\\n\u{1}]{0,4}", 6),
            times in prop::collection::vec(0..=Moment::MAX.millis(), 1..4),
            number in any::<u32>(),
        ) {
            let name = |place: usize| Name::from(texts[place].as_str());
            let deed = || {
                let arguments = [(name(4), json!(texts[5])), ("list".into(), json!([texts[5], number, null]))].into();
                Arc::new(Deed { source: name(2), action: name(3), arguments })
            };
            let shared = deed();
            let mut lines = EffectLines::default();
            let (mut written, mut wanted) = (Vec::new(), String::new());
            for (place, millis) in times.into_iter().enumerate() {
                let (account, conversation) = (name(0), name(place % 2));
                for deed in [Arc::clone(&shared), deed(), Arc::clone(&shared)] {
                    let (account, conversation) = (account.clone(), conversation.clone());
                    let key = EffectKey { account, conversation, input: u64::from(number) * 7, effect: number };
                    let effect = Effect { key, time: Moment::from_millis(millis).unwrap(), deed };
                    lines.write(&mut written, &effect).unwrap();
                    wanted += &format!("{}\n", serde_json::to_string(&EffectLine::from(&effect)).unwrap());
                }
            }
            prop_assert_eq!(String::from_utf8(written).unwrap(), wanted);
        }
    }
}

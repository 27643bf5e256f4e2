//! A line an effect, as `run --format json` writes it.

use std::io::Write;

use serde::Serialize;

use crate::ir::Moment;
use crate::runtime::{self, Effect, EffectKey};

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

/// Writes the [`EffectLine`] of an effect, with its line break. There are as many as there are effects, so most of them, which have
/// nothing to escape, are put together here.
pub(super) fn write(out: &mut Vec<u8>, effect: &Effect) -> std::io::Result<()> {
    let texts = [&effect.key.account, &effect.key.conversation, &effect.source, &effect.action];
    let names = effect.arguments.keys().all(|name| is_plain(name));
    if !names || !texts.into_iter().all(|text| is_plain(text)) {
        serde_json::to_writer(&mut *out, &EffectLine::from(effect))?;
        return writeln!(out);
    }
    write!(out, "{{\"time\":\"{}\"", effect.time)?;
    for (name, text) in
        [r#","account":""#, r#"","conversation":""#, r#"","source":""#, r#"","action":""#].iter().zip(texts)
    {
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(br#"","arguments":{"#);
    for (number, (name, value)) in effect.arguments.iter().enumerate() {
        out.extend_from_slice(if number == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        match value {
            serde_json::Value::String(text) if is_plain(text) => {
                out.push(b'"');
                out.extend_from_slice(text.as_bytes());
                out.push(b'"');
            }
            other => serde_json::to_writer(&mut *out, other)?,
        }
    }
    out.extend_from_slice(br#"},"key":""#);
    write_key(out, &effect.key)?;
    out.extend_from_slice(b"\"}\n");
    Ok(())
}

/// The key as it writes itself.
fn write_key(out: &mut Vec<u8>, key: &EffectKey) -> std::io::Result<()> {
    for name in [&key.account, &key.conversation] {
        for byte in name.bytes() {
            match byte {
                b'%' => out.extend_from_slice(b"%25"),
                b'/' => out.extend_from_slice(b"%2F"),
                other => out.push(other),
            }
        }
        out.push(b'/');
    }
    write!(out, "{}/{}", key.input, key.effect)
}

/// Whether a text stands in JSON as it is.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & (byte >= b' ') & (byte != b'"') & (byte != b'\\'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::runtime::Deed;

    proptest! {
        #[test]
        fn a_line_is_what_serde_would_write(
            texts in prop::collection::vec("[a-z/%é😀]{0,9}|[a-z\"\\\\\n\u{1}]{0,4}", 6),
            millis in 0..=Moment::MAX.millis(),
            number in any::<u32>(),
        ) {
            let name = |place: usize| crate::ir::Name::from(texts[place].as_str());
            let key = EffectKey { account: name(0), conversation: name(1), input: u64::from(number) * 7, effect: number };
            let arguments = [(name(4), json!(texts[5])), ("list".into(), json!([texts[5], number, null]))].into();
            let time = Moment::from_millis(millis).unwrap();
            let deed = std::sync::Arc::new(Deed { source: name(2), action: name(3), arguments });
            let effect = Effect { key, time, deed };
            let mut written = Vec::new();
            write(&mut written, &effect).unwrap();
            let wanted = serde_json::to_string(&EffectLine::from(&effect)).unwrap();
            prop_assert_eq!(String::from_utf8(written).unwrap(), format!("{wanted}\n"));
        }
    }
}

//! Effects in words: each as the statement that a book would write for it.

use chrono_tz::Tz;
use serde_json::Value;

use super::words::{self, text_literal};
use crate::ir::{Book, Moment, Type};
use crate::runtime::{Arguments, Effect};

/// Types whose values a book writes in quotation marks.
const QUOTED: [&str; 6] = ["text", "message", "group", "agent", "webhook", "list of text"];

/// Types whose values are moments, which a book tells on its own clocks.
const TIMES: [&str; 2] = ["time", "moment"];

/// The effect as a statement: `send "Hello" as "Customer Service"`. Texts longer than `longest` characters are cut.
#[must_use]
pub fn statement(effect: &Effect, book: &Book, longest: usize) -> String {
    if effect.action == "set" {
        return set(&effect.arguments, book, longest);
    }
    let signatures = book.vocabulary.actions.iter().filter(|action| action.name == effect.action);
    let written = signatures.filter_map(|action| {
        let parts = parse(&action.signature);
        let covered = effect.arguments.keys().all(|name| has_slot(&parts, name));
        covered.then(|| fill(&parts, &effect.arguments, words::zone(book), longest)).flatten()
    });
    // The shortest, where the action has several shapes.
    written.min_by_key(String::len).unwrap_or_else(|| plain(effect, longest))
}

/// A JSON value as people read it.
#[must_use]
pub fn json_value(value: &Value, quoted: bool, longest: usize) -> String {
    match value {
        Value::String(text) if quoted => text_literal(&shortened(text, longest)),
        Value::String(text) => shortened(text, longest),
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().map(|part| json_value(part, quoted, longest)).collect();
            format!("[{}]", parts.join(", "))
        }
        Value::Object(fields) => {
            let parts: Vec<String> =
                fields.iter().map(|(key, part)| format!("{key}: {}", json_value(part, true, longest))).collect();
            format!("{{ {} }}", parts.join(", "))
        }
        other => other.to_string(),
    }
}

/// The first `longest` characters, with `…` if there are more.
#[must_use]
pub fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}

fn set(arguments: &Arguments, book: &Book, longest: usize) -> String {
    let attribute = arguments.get("attribute").map_or_else(String::new, |name| json_value(name, false, longest));
    let is_time = book.vocabulary.attributes.iter().any(|each| each.key == attribute && each.value_type == Type::Time);
    let value = arguments.get("value").map_or_else(String::new, |value| match moment(value).filter(|_| is_time) {
        Some(moment) => words::local(moment, words::zone(book)),
        None => json_value(value, false, longest),
    });
    format!("set {attribute} to {value}")
}

fn moment(value: &Value) -> Option<Moment> {
    value.as_str().and_then(Moment::parse)
}

fn plain(effect: &Effect, longest: usize) -> String {
    let arguments =
        effect.arguments.iter().map(|(name, value)| format!(" {name} {}", json_value(value, true, longest)));
    std::iter::once(effect.action.to_string()).chain(arguments).collect()
}

/// A part of a signature.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Word(&'a str),
    Slot { name: &'a str, kind: &'a str },
    Optional(Vec<Part<'a>>),
}

fn parse(signature: &str) -> Vec<Part<'_>> {
    parts(&mut signature.trim())
}

/// Reads parts up to the end or to a closing bracket, which it takes.
fn parts<'a>(rest: &mut &'a str) -> Vec<Part<'a>> {
    let mut found = Vec::new();
    loop {
        *rest = rest.trim_start();
        if let Some(inner) = rest.strip_prefix('[') {
            *rest = inner;
            found.push(Part::Optional(parts(rest)));
        } else if let Some(inner) = rest.strip_prefix('<') {
            let (slot, after) = inner.split_once('>').unwrap_or((inner, ""));
            let (name, kind) = slot.split_once(':').unwrap_or((slot, "text"));
            *rest = after;
            found.push(Part::Slot { name: name.trim(), kind: kind.trim() });
        } else if let Some(after) = rest.strip_prefix(']') {
            *rest = after;
            return found;
        } else if rest.is_empty() {
            return found;
        } else {
            let end = rest.find([' ', '[', ']', '<']).unwrap_or(rest.len()).max(1);
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            *rest = after;
            found.push(Part::Word(word));
        }
    }
}

fn has_slot(parts: &[Part<'_>], wanted: &str) -> bool {
    parts.iter().any(|part| match part {
        Part::Word(_) => false,
        Part::Slot { name, .. } => *name == wanted,
        Part::Optional(inner) => has_slot(inner, wanted),
    })
}

/// The signature with its slots filled; `None` if one that is not optional has no value.
fn fill(parts: &[Part<'_>], arguments: &Arguments, zone: Tz, longest: usize) -> Option<String> {
    let mut written = Vec::new();
    for part in parts {
        match part {
            Part::Word(word) => written.push((*word).to_owned()),
            Part::Slot { name, kind } => {
                let value = arguments.get(name)?;
                written.push(match moment(value).filter(|_| TIMES.contains(kind)) {
                    Some(moment) => words::local(moment, zone),
                    None => json_value(value, QUOTED.contains(kind), longest),
                });
            }
            Part::Optional(inner) => written.extend(fill(inner, arguments, zone, longest)),
        }
    }
    Some(written.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(signature: &str, arguments: Value) -> Option<String> {
        let Value::Object(arguments) = arguments else { panic!("an object") };
        let arguments = arguments.into_iter().map(|(name, value)| (name.into(), value)).collect();
        fill(&parse(signature), &arguments, Tz::Asia__Seoul, 12)
    }

    #[test]
    fn an_effect_reads_as_a_statement() {
        let send = "send <body: message> [as <sender: text>] [buttons <labels: list of text>]";
        let told = written(send, json!({ "body": "Good morning to you", "labels": ["a", "b"] }));
        assert_eq!(told.as_deref(), Some(r#"send "Good morning…" buttons ["a", "b"]"#));
        assert_eq!(written("snooze for <time: duration>", json!({ "time": "2h" })).as_deref(), Some("snooze for 2h"));
        assert_eq!(written(send, json!({})), None);
        let until = written("snooze until <time: moment>", json!({ "time": "2026-01-06T00:00:00Z" }));
        assert_eq!(until.as_deref(), Some("snooze until 2026-01-06 09:00"));
    }
}

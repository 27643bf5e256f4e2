//! Actions, and what stands in their slots.

use super::place::Reads;
use super::{Completion, CompletionKind, attributes, escaped, keyword, named, plain, snippet, values};
use crate::ide::Analysis;
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::{Action, SignaturePart, SlotType};

/// All actions, with their required slots to be filled in.
pub(super) fn actions(analysis: &Analysis) -> Vec<Completion> {
    let declared = analysis.checked.vocabulary.actions.iter().map(action);
    let own = [
        ("wait", "wait ${1:5s}", "the rest follows after that time"),
        ("wait … unless", "wait ${1:5s} unless ${2:agent.wrote}", "the rest is dropped if that comes meanwhile"),
        ("wait … then check again", "wait ${1:5s} then check again", "the rest is dropped if `when` fails by then"),
        ("set", "set ${1:conversation.status} to ${2:pending}", "changes an attribute"),
    ];
    let own = own.map(|(label, insert, about)| Completion {
        docs: Some(about.to_owned()),
        ..snippet(label, insert, CompletionKind::Action)
    });
    declared.chain(own).collect()
}

fn action(action: &Action) -> Completion {
    let mut number = 0;
    let parts: Vec<String> = action.parts.iter().filter_map(|part| written(part, &mut number)).collect();
    Completion {
        detail: Some(action.signature.clone()),
        docs: action.docs.clone(),
        ..snippet(&action.name, &parts.join(" "), CompletionKind::Action)
    }
}

/// A part of a signature as a snippet; what is optional is left to the author.
fn written(part: &SignaturePart, number: &mut usize) -> Option<String> {
    match part {
        SignaturePart::Word(word) => Some(escaped(word)),
        SignaturePart::Slot(name, slot_type) => {
            *number += 1;
            let slot = format!("${{{number}:{}}}", escaped(name));
            let is_text = matches!(slot_type, SlotType::Message)
                || matches!(slot_type, SlotType::Value(value_type) if value_type.is_text());
            Some(if is_text { format!("\"{slot}\"") } else { slot })
        }
        SignaturePart::Optional(_) => None,
    }
}

/// What may follow these words of an action.
pub(super) fn slot(analysis: &Analysis, words: &[String], reads: &Reads) -> Vec<Completion> {
    if words == ["set"] {
        return attributes::writable(analysis);
    }
    if words.first().is_some_and(|word| word == "wait") {
        return ["unless", "then check again"].map(|word| keyword(word, word)).into();
    }
    let mut offers: Vec<Completion> = Vec::new();
    for action in &analysis.checked.vocabulary.actions {
        for offer in following(analysis, &action.parts, words, reads) {
            if !offers.iter().any(|other: &Completion| other.label == offer.label) {
                offers.push(offer);
            }
        }
    }
    offers
}

/// What may come next in a signature of which this much is written.
fn following(analysis: &Analysis, parts: &[SignaturePart], words: &[String], reads: &Reads) -> Vec<Completion> {
    let mut words = words;
    let mut rest = parts;
    while let Some((part, after)) = rest.split_first() {
        match (part, words.split_first()) {
            (SignaturePart::Word(word), Some((written, left))) => {
                if word != written {
                    return Vec::new();
                }
                words = left;
            }
            (SignaturePart::Word(word), None) => return vec![keyword(word, &format!("{word} "))],
            (SignaturePart::Slot(..), Some((_, left))) => words = left,
            (SignaturePart::Slot(_, slot_type), None) => return fillings(analysis, slot_type, reads),
            (SignaturePart::Optional(inner), written) => {
                let mut offers = following(analysis, inner, words, reads);
                if written.is_none() {
                    offers.extend(following(analysis, after, words, reads));
                    return offers;
                }
                if !offers.is_empty() {
                    return offers;
                }
            }
        }
        rest = after;
    }
    Vec::new()
}

fn fillings(analysis: &Analysis, slot_type: &SlotType, reads: &Reads) -> Vec<Completion> {
    let text = || snippet("\"…\"", "\"$0\"", CompletionKind::Text);
    match slot_type {
        SlotType::Message => {
            let mut offers = named(analysis, &[Kind::Message]);
            offers.push(text());
            offers
        }
        SlotType::Value(Type::Group) => values::directory(analysis, "groups"),
        SlotType::Value(Type::Agent) => values::directory(analysis, "agents"),
        SlotType::Value(Type::Webhook) => values::directory(analysis, "webhooks"),
        SlotType::Value(Type::Duration) => ["5m", "1h", "2d"].map(|word| plain(word, CompletionKind::Value)).into(),
        SlotType::Value(Type::Text) => vec![text()],
        SlotType::Value(Type::Enum(name)) => {
            let values = analysis.checked.vocabulary.enums.get(name).map(|declared| declared.values.as_slice());
            values.unwrap_or_default().iter().map(|value| plain(&value.name, CompletionKind::Value)).collect()
        }
        SlotType::Schedule => named(analysis, &[Kind::Schedule]),
        _ => attributes::readable(analysis, reads),
    }
}

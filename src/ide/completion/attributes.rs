//! Attributes: in conditions, in texts, in tests.

use super::place::Reads;
use super::{Completion, CompletionKind, escaped, plain};
use crate::ide::Analysis;
use crate::ir::vocabulary::Holder;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::Attribute;

/// Those that can be read.
pub(super) fn readable(analysis: &Analysis, reads: &Reads) -> Vec<Completion> {
    let attributes = analysis.checked.vocabulary.attributes.iter();
    attributes
        .filter(|(name, attribute)| is_readable(analysis, reads, name, attribute))
        .map(|(name, attribute)| completion(name, attribute))
        .collect()
}

/// All of them.
pub(super) fn all(analysis: &Analysis) -> Vec<Completion> {
    analysis.checked.vocabulary.attributes.iter().map(|(name, attribute)| completion(name, attribute)).collect()
}

/// Those that can be read, as a text wants them: with words for what may be unknown, and the unit of a duration.
pub(super) fn placeholders(analysis: &Analysis, reads: &Reads) -> Vec<Completion> {
    let attributes = analysis.checked.vocabulary.attributes.iter();
    let readable = attributes.filter(|(name, attribute)| is_readable(analysis, reads, name, attribute));
    readable
        .map(|(name, attribute)| {
            let mut offer = completion(name, attribute);
            if attribute.value_type == Type::Duration {
                offer.insert.push_str(" in ${8:minutes}");
                offer.is_snippet = true;
            }
            if attribute.optional {
                offer.insert.push_str(" or ${9:there}");
                offer.is_snippet = true;
            }
            offer
        })
        .collect()
}

/// Those that `set` may change.
pub(super) fn writable(analysis: &Analysis) -> Vec<Completion> {
    let attributes = analysis.checked.vocabulary.attributes.iter().filter(|(_, attribute)| attribute.writable);
    attributes
        .map(|(name, attribute)| {
            let offer = completion(name, attribute);
            Completion { insert: format!("{} to ", offer.insert), ..offer }
        })
        .collect()
}

fn is_readable(analysis: &Analysis, reads: &Reads, name: &str, attribute: &Attribute) -> bool {
    let Reads::Events(events) = reads else { return true };
    if attribute.holder != Holder::Event {
        return true;
    }
    let first = name.split('.').next().unwrap_or_default();
    let carries = |event: &String| {
        let declared = analysis.checked.vocabulary.events.get(event);
        declared.is_some_and(|event| event.carries.iter().any(|word| word == first))
    };
    !events.is_empty() && events.iter().all(carries)
}

fn completion(name: &str, attribute: &Attribute) -> Completion {
    let optional = if attribute.optional { ", perhaps unknown" } else { "" };
    let mut number = 0;
    let mut insert = String::new();
    for segment in &attribute.segments {
        if !insert.is_empty() {
            insert.push('.');
        }
        insert.push_str(&segment.name);
        if !segment.parameters.is_empty() {
            let slots: Vec<String> = segment
                .parameters
                .iter()
                .map(|(parameter, _)| {
                    number += 1;
                    format!("\"${{{number}:{}}}\"", escaped(parameter))
                })
                .collect();
            insert.push_str(&format!("({})", slots.join(", ")));
        }
    }
    Completion {
        detail: Some(format!("{}{optional}", attribute.value_type)),
        docs: attribute.docs.clone(),
        insert,
        is_snippet: number > 0,
        ..plain(name, CompletionKind::Attribute)
    }
}

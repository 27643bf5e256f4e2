//! Attributes: in conditions, in texts, in tests.

use super::snippets::{choice, escaped};
use super::{Asked, Completion, CompletionKind, Fit, Reads, names};
use crate::diagnostic::Span;
use crate::ir::vocabulary::Holder;
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::Attribute;

/// Those that can be read; what the events carry, the user and the conversation come first.
pub(super) fn by_nearness(asked: &Asked<'_>) -> Vec<Completion> {
    let is_carried = matches!(asked.reads, Reads::Events(_));
    readable(asked, |attribute| match attribute.holder {
        Holder::Event if is_carried => Fit::Wanted,
        Holder::Event | Holder::Account | Holder::Clock => Fit::Seldom,
        Holder::Conversation | Holder::User => Fit::Possible,
    })
}

/// Those that can be read.
pub(super) fn readable(asked: &Asked<'_>, fit: impl Fn(&Attribute) -> Fit) -> Vec<Completion> {
    let all = asked.analysis.checked.vocabulary.attributes.iter();
    let readable = all.filter(|(name, attribute)| is_readable(asked, name, attribute));
    readable.filter_map(|(name, attribute)| completion(asked, name, attribute, fit(attribute))).collect()
}

/// All of them.
pub(super) fn all(asked: &Asked<'_>, fit: Fit) -> Vec<Completion> {
    let all = asked.analysis.checked.vocabulary.attributes.iter();
    all.filter_map(|(name, attribute)| completion(asked, name, attribute, fit)).collect()
}

/// Those that can be read, as a text wants them: with words for what may be unknown, and the unit of a duration.
pub(super) fn placeholders(asked: &Asked<'_>) -> Vec<Completion> {
    let all = asked.analysis.checked.vocabulary.attributes.iter();
    let readable = all.filter(|(name, attribute)| is_readable(asked, name, attribute));
    let offers = readable.filter_map(|(name, attribute)| {
        let fit = match attribute.holder {
            Holder::Event | Holder::User => Fit::Wanted,
            _ => Fit::Possible,
        };
        let mut offer = completion(asked, name, attribute, fit)?;
        if attribute.value_type == Type::Duration && !asked.existing.has("in") {
            offer.insert.push_str(" in ${8|minutes,seconds,hours,days|}");
            offer.is_snippet = true;
        }
        if attribute.optional && !asked.existing.has("or") {
            offer.insert.push_str(" or ${9:there}");
            offer.is_snippet = true;
        }
        Some(offer)
    });
    offers.collect()
}

/// Those of which that holds.
pub(super) fn such(asked: &Asked<'_>, fit: Fit, wanted: impl Fn(&str, &Attribute) -> bool) -> Vec<Completion> {
    let all = asked.analysis.checked.vocabulary.attributes.iter().filter(|(name, attribute)| wanted(name, attribute));
    all.filter_map(|(name, attribute)| completion(asked, name, attribute, fit)).collect()
}

/// Those that `set` may change.
pub(super) fn writable(asked: &Asked<'_>) -> Vec<Completion> {
    let all = asked.analysis.checked.vocabulary.attributes.iter().filter(|(_, attribute)| attribute.writable);
    let offers = all.filter_map(|(name, attribute)| completion(asked, name, attribute, Fit::Wanted));
    offers.map(|offer| Completion { insert: format!("{} to ", offer.insert), ..offer }).collect()
}

fn is_readable(asked: &Asked<'_>, name: &str, attribute: &Attribute) -> bool {
    match &asked.reads {
        Reads::Anything => true,
        Reads::Kept => attribute.holder == Holder::Conversation,
        Reads::Events(_) if attribute.holder != Holder::Event => true,
        Reads::Events(events) => !events.is_empty() && events.iter().all(|event| is_carried(asked, name, event)),
    }
}

/// Whether an attribute comes with an event.
pub(super) fn is_carried(asked: &Asked<'_>, name: &str, event: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    let declared = asked.analysis.checked.vocabulary.events.get(event);
    declared.is_some_and(|event| event.carries.iter().any(|word| word == first))
}

fn completion(asked: &Asked<'_>, name: &str, attribute: &Attribute, fit: Fit) -> Option<Completion> {
    let optional = if attribute.optional { ", perhaps unknown" } else { "" };
    let offer = Completion::new(name, CompletionKind::Attribute)
        .detail(format!("{}{optional}", attribute.value_type))
        .about(Kind::Attribute, &attribute.key)
        .aged(attribute.docs.as_deref())
        .fit(fit);
    let begun = asked.begun();
    if begun.contains('(') {
        return behind_arguments(asked.statement.begun, begun, name, offer);
    }
    let mut number = 0;
    let mut insert = String::new();
    for segment in &attribute.segments {
        if !insert.is_empty() {
            insert.push('.');
        }
        insert.push_str(&segment.name);
        let slots: Vec<String> = segment
            .parameters
            .iter()
            .map(|(parameter, of)| {
                number += 1;
                match names::directory(asked, of).as_slice() {
                    [] => format!("\"${{{number}:{}}}\"", escaped(parameter)),
                    known => choice(number, known, parameter),
                }
            })
            .collect();
        if !slots.is_empty() {
            insert.push_str(&format!("({})", slots.join(", ")));
        }
    }
    Some(if number > 0 { offer.snippet(insert) } else { offer.insert(insert) })
}

/// Behind `group("Billing").`, only what is left of the name is written.
fn behind_arguments(at: Span, begun: &str, name: &str, offer: Completion) -> Option<Completion> {
    let (before, last) = begun.rsplit_once('.')?;
    let rest = name.strip_prefix(&without_arguments(before))?.strip_prefix('.')?;
    let start = at.end - u32::try_from(last.len()).ok()?;
    let offer = Completion { label: rest.to_owned(), replaces: Span::new(start, at.end), ..offer };
    Some(offer.insert(rest))
}

/// `group("Billing").status` as `group.status`.
pub(super) fn without_arguments(written: &str) -> String {
    let mut depth = 0_u32;
    let mut name = String::new();
    for letter in written.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            letter if depth == 0 => name.push(letter),
            _ => {}
        }
    }
    name
}

/// The attribute that is written so.
pub(super) fn find<'a>(asked: &Asked<'a>, written: &str) -> Option<&'a Attribute> {
    asked.analysis.checked.vocabulary.attributes.get(&without_arguments(written))
}

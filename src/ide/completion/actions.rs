//! Actions, and what stands in their slots.

use super::snippets::{choice, escaped};
use super::{Asked, Completion, CompletionKind, Fit, attributes, keyword, keywords, known_texts, names, values};
use crate::ide::shapes::{self, Part};
use crate::ide::statement::{Word, WordKind};
use crate::semantics::declarations::assignment::is_droppable;
use crate::semantics::declarations::lifecycle::{does_something, is_for_rules};
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::{Action, SignaturePart, SlotType};

const AFTER_WAIT: &[(&str, &str)] = &[
    ("unless", "the rest is dropped if that comes meanwhile"),
    ("then check again", "the rest is dropped if `when` does not hold any more"),
];

/// What may follow these words of an action.
pub(super) fn offers(asked: &Asked<'_>, words: &[Word<'_>]) -> Vec<Completion> {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    match texts.as_slice() {
        [] => all(asked, words),
        ["wait"] => values::durations(),
        ["wait", .., "then"] => vec![keyword("check again")],
        ["wait", .., "check"] => vec![keyword("again")],
        ["wait", .., "again"] => Vec::new(),
        ["wait", _] => keywords(AFTER_WAIT),
        ["wait", _, "unless", events @ ..] => names::events(asked, events, AFTER_WAIT.get(1..).unwrap_or_default()),
        ["set"] => attributes::writable(asked),
        ["set", _] => vec![keyword("to").insert("to ")],
        ["set", attribute, "to"] => values::of(asked, attribute),
        ["set", attribute, "to", "[", ..] => values::members(asked, attribute),
        _ => {
            let mut offers =
                if words.iter().all(|word| word.kind == WordKind::Name) { all(asked, words) } else { Vec::new() };
            offers.extend(parts(asked, words, offers.is_empty()));
            offers
        }
    }
}

/// What the policy does when nobody takes a conversation.
pub(super) fn fallbacks(asked: &Asked<'_>, words: &[Word<'_>]) -> Vec<Completion> {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    let step = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Action).insert(insert).docs(about).fit(Fit::Wanted)
    };
    match texts.as_slice() {
        [] => vec![
            step("drop", "drop ", "takes a list of the conversation away, such as the skills that it asks for"),
            step("move to group", "move to group ", "another group takes it"),
        ],
        ["drop"] => attributes::such(asked, Fit::Wanted, |_, attribute| is_droppable(attribute)),
        ["move"] => vec![keyword("to group").insert("to group ")],
        ["move", "to"] => vec![keyword("group").insert("group ")],
        ["move", "to", "group"] => values::of_plain_type(asked, &Type::Group),
        _ => Vec::new(),
    }
}

/// Whether an action can be done where one is written: by a rule, or in a test by somebody.
fn can_be_done(asked: &Asked<'_>, action: &Action) -> bool {
    let lifecycle = asked.analysis.as_far_as_read().and_then(|book| book.lifecycle.as_ref());
    match asked.statement.blocks.first().map(crate::ide::statement::Block::first) {
        Some("test" | "scenario") => does_something(lifecycle, &action.name),
        _ => is_for_rules(lifecycle, &action.name),
    }
}

/// All actions that begin with these words, each with its slots to be filled in; whole, in place of the statement.
fn all(asked: &Asked<'_>, words: &[Word<'_>]) -> Vec<Completion> {
    let begins = |action: &&Action| {
        let mut name = action.name.split(' ');
        words.iter().all(|word| name.next() == Some(word.text)) && (words.is_empty() || name.next().is_some())
    };
    let declared = asked.analysis.checked.vocabulary.actions.iter().filter(begins);
    let declared = declared.filter(|action| can_be_done(asked, action));
    let mut offers: Vec<Completion> = declared.map(|action| whole(asked, action)).collect();
    if words.is_empty() {
        offers.extend(own());
    }
    let begun = asked.statement.begun;
    let replaces = words.first().map_or(begun, |first| first.span.to(begun));
    offers.into_iter().map(|offer| Completion { replaces, ..offer.fit(Fit::Wanted) }).collect()
}

fn own() -> Vec<Completion> {
    let own = [
        ("wait", "wait ${1:5s}", "the rest follows after that time"),
        ("wait … unless", "wait ${1:5s} unless ${2:agent.wrote}", "the rest is dropped if that comes meanwhile"),
        ("wait … then check again", "wait ${1:5s} then check again", "the rest is dropped if `when` fails by then"),
        ("set", "set ${1:conversation.status} to ${2:pending}", "changes an attribute"),
    ];
    let offer = |(label, insert, about): (&str, &str, &str)| {
        Completion::new(label, CompletionKind::Action).snippet(insert).docs(about)
    };
    own.into_iter().map(offer).collect()
}

fn whole(asked: &Asked<'_>, action: &Action) -> Completion {
    let mut number = 0;
    let parts: Vec<String> = action.parts.iter().filter_map(|part| written(asked, part, &mut number)).collect();
    let offer = Completion::new(&action.name, CompletionKind::Action)
        .detail(&action.signature)
        .about(Kind::Action, &action.name)
        .aged(action.docs.as_deref());
    let insert = parts.join(" ");
    if number > 0 { offer.snippet(insert) } else { offer.insert(insert) }
}

/// A part of a signature as a snippet; what is optional is left to the author.
fn written(asked: &Asked<'_>, part: &SignaturePart, number: &mut usize) -> Option<String> {
    match part {
        SignaturePart::Word(word) => Some(escaped(word)),
        SignaturePart::Slot(name, slot) => {
            *number += 1;
            Some(filling(asked, name, slot, *number))
        }
        SignaturePart::Optional(_) => None,
    }
}

/// A slot as a place to fill in: with the words to choose from, or in quotation marks if it is a text.
fn filling(asked: &Asked<'_>, name: &str, slot: &SlotType, number: usize) -> String {
    let choices = names::choices(asked, slot);
    if !choices.is_empty() {
        return choice(number, &choices, name);
    }
    match slot {
        SlotType::Message => format!("\"${{{number}:{}}}\"", escaped(name)),
        SlotType::Value(of) if of.is_text() => format!("\"${{{number}:{}}}\"", escaped(name)),
        SlotType::Value(Type::Duration) => format!("${{{number}:5m}}"),
        SlotType::Value(Type::List(_)) => format!("[${{{number}:{}}}]", escaped(name)),
        SlotType::Moment => format!("${{{number}:09:00}}"),
        SlotType::Fields => format!("{{ ${{{number}:key}}: ${{{}:user.id}} }}", number + 100),
        _ => format!("${{{number}:{}}}", escaped(name)),
    }
}

/// The words and values that may come next.
fn parts(asked: &Asked<'_>, words: &[Word<'_>], with_words: bool) -> Vec<Completion> {
    let name: Vec<&str> = words.iter().map(|word| word.text).collect();
    let mut offers: Vec<Completion> = known_texts::changed_by(&name.join(" "))
        .map(|attribute| known_texts::of_attribute(asked, attribute))
        .unwrap_or_default();
    let is_open = asked.statement.open.last() == Some(&'[');
    let begins_a_member = words.last().is_some_and(|word| word.is("[") || word.is(","));
    let words = match words.iter().rposition(|word| word.is("[")).filter(|_| is_open) {
        Some(start) => words.get(..start).unwrap_or_default(),
        None => words,
    };
    for part in shapes::next(&asked.analysis.checked.vocabulary.actions, words) {
        match part {
            Part::Word(word) if with_words => offers.push(keyword(word).insert(format!("{word} "))),
            Part::Word(_) => {}
            Part::Slot(_, SlotType::Value(Type::List(_))) if is_open && !begins_a_member => {}
            Part::Slot(_, SlotType::Value(Type::List(of))) if is_open => {
                offers.extend(values::of_plain_type(asked, of));
            }
            Part::Slot(_, slot) => offers.extend(fillings(asked, slot)),
        }
    }
    offers
}

fn fillings(asked: &Asked<'_>, slot: &SlotType) -> Vec<Completion> {
    let text = || Completion::new("\"…\"", CompletionKind::Text).snippet("\"$0\"").fit(Fit::Wanted);
    match slot {
        SlotType::Message => {
            let mut offers = vec![text()];
            offers.extend(names::of(asked, &[Kind::Message], Fit::Wanted));
            offers
        }
        SlotType::Schedule => names::of(asked, &[Kind::Schedule], Fit::Wanted),
        SlotType::Moment => super::values_like(&["09:00", "18:00"]),
        SlotType::Fields => {
            vec![Completion::new("{ … }", CompletionKind::Value).snippet("{ ${1:key}: ${2:user.id} }").fit(Fit::Wanted)]
        }
        SlotType::Value(Type::List(_)) => {
            vec![Completion::new("[…]", CompletionKind::Value).snippet("[$0]").fit(Fit::Wanted)]
        }
        SlotType::Value(wanted) => {
            let mut offers = values::of_plain_type(asked, wanted);
            offers.extend(values::holding(asked, wanted));
            offers
        }
    }
}

/// In `{ key: value }`: what stands for a value.
pub(super) fn field(asked: &Asked<'_>) -> Vec<Completion> {
    match asked.words().as_slice() {
        [.., ":"] => attributes::by_nearness(asked),
        _ => Vec::new(),
    }
}

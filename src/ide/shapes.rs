//! The shapes in which an action can be written, and what comes next in one that is half written.

use super::statement::{Word, WordKind};
use crate::semantics::vocabulary::{Action, SignaturePart, SlotType};

/// A shape longer than this is not followed: no action has as many optional parts.
const MOST_SHAPES: usize = 64;

/// A part of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'v> {
    Word(&'v str),
    Slot(&'v str, &'v SlotType),
}

/// Every way to write an action: with and without each of its optional parts.
pub(super) fn shapes(action: &Action) -> Vec<Vec<Part<'_>>> {
    of_parts(&action.parts)
}

fn of_parts(parts: &[SignaturePart]) -> Vec<Vec<Part<'_>>> {
    let mut shapes: Vec<Vec<Part<'_>>> = vec![Vec::new()];
    for part in parts {
        match part {
            SignaturePart::Word(word) => shapes.iter_mut().for_each(|shape| shape.push(Part::Word(word))),
            SignaturePart::Slot(name, slot) => shapes.iter_mut().for_each(|shape| shape.push(Part::Slot(name, slot))),
            SignaturePart::Optional(inner) => {
                let inner = of_parts(inner);
                let mut longer = Vec::new();
                for shape in &shapes {
                    longer.extend(inner.iter().map(|more| [shape.as_slice(), more].concat()));
                }
                shapes.extend(longer);
                shapes.truncate(MOST_SHAPES);
            }
        }
    }
    shapes
}

/// What fills each part of a shape, as far as it is written; `None` if something else is written.
pub(super) fn fillings<'s, 'v>(shape: &'s [Part<'v>], words: &[Word<'_>]) -> Option<&'s [Part<'v>]> {
    let mut rest = shape;
    let mut words = words;
    while let Some((word, _)) = words.split_first() {
        let (part, after) = rest.split_first()?;
        let length = match part {
            Part::Word(wanted) => usize::from(word.kind == WordKind::Name && word.text == *wanted),
            Part::Slot(_, SlotType::Fields) => usize::from(word.kind == WordKind::Block),
            Part::Slot(_, slot) if !fits(slot, word.kind) => 0,
            Part::Slot(..) => value(words),
        };
        if length == 0 {
            return None;
        }
        words = words.get(length..)?;
        rest = after;
    }
    Some(rest)
}

/// Whether what fills a slot can begin so.
fn fits(slot: &SlotType, kind: WordKind) -> bool {
    match slot {
        SlotType::Schedule => kind == WordKind::Name,
        SlotType::Moment => matches!(kind, WordKind::Name | WordKind::Number),
        SlotType::Message => matches!(kind, WordKind::Name | WordKind::Text),
        SlotType::Value(_) | SlotType::Fields => true,
    }
}

/// How many words a value has: a list has several.
fn value(words: &[Word<'_>]) -> usize {
    match words.first() {
        Some(word) if word.is("[") => words.iter().position(|word| word.is("]")).map_or(words.len(), |end| end + 1),
        Some(word) if matches!(word.kind, WordKind::Sign | WordKind::Block) => 0,
        Some(_) => 1,
        None => 0,
    }
}

/// What can come next behind these words of an action, each once.
pub(super) fn next<'v>(actions: &'v [Action], words: &[Word<'_>]) -> Vec<Part<'v>> {
    let mut found: Vec<Part<'v>> = Vec::new();
    for action in actions {
        for shape in shapes(action) {
            if let Some(part) = fillings(&shape, words).and_then(<[_]>::first)
                && !found.contains(part)
            {
                found.push(*part);
            }
        }
    }
    found
}

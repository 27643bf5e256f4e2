//! Matching what is written with the declared signature of an action.

use smallvec::SmallVec;

use super::super::types::Type;
use super::super::vocabulary::{Action, SignaturePart, SlotType};
use crate::syntax::ast::{ActionPart, ValueKind};

/// A slot with what fills it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filled<'s, 'p> {
    pub name: &'s str,
    pub slot: &'s SlotType,
    pub part: &'p ActionPart,
}

/// Where a signature and what is written part ways.
#[derive(Clone, Copy, Debug)]
pub(super) struct Miss<'s> {
    /// The index of the part that does not fit; the number of parts if something is missing at the end.
    pub at: usize,
    /// What the signature has there; `None` if it is over.
    pub expected: Option<&'s SignaturePart>,
}

/// How closely a part must fit its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It has the form of what is wanted.
    Form,
    /// It is anything: then what is wrong with it can be said.
    Anything,
}

/// How much of the signature has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    All,
    /// As much as is written: a test looks for what begins so.
    Beginning,
}

/// The parts of a signature, those that may be left out taken in or not.
type Signature<'s> = SmallVec<[&'s SignaturePart; 8]>;

/// The slots of the signature with what fills them.
pub(super) fn slots<'s, 'p>(
    action: &'s Action,
    parts: &'p [ActionPart],
    fit: Fit,
    extent: Extent,
) -> Result<Vec<Filled<'s, 'p>>, Miss<'s>> {
    let signature: Signature<'_> = action.parts.iter().collect();
    go_on(&signature, parts, 0, (fit, extent))
}

fn go_on<'s, 'p>(
    signature: &[&'s SignaturePart],
    parts: &'p [ActionPart],
    at: usize,
    closeness: (Fit, Extent),
) -> Result<Vec<Filled<'s, 'p>>, Miss<'s>> {
    let (fit, extent) = closeness;
    if extent == Extent::Beginning && at == parts.len() {
        return Ok(Vec::new());
    }
    let Some((first, rest)) = signature.split_first() else {
        return if at == parts.len() { Ok(Vec::new()) } else { Err(Miss { at, expected: None }) };
    };
    let miss = Miss { at, expected: Some(first) };
    match first {
        SignaturePart::Word(word) => match parts.get(at) {
            Some(ActionPart::Word(written)) if written.text == *word => go_on(rest, parts, at + 1, closeness),
            _ => Err(miss),
        },
        SignaturePart::Slot(name, slot) => match parts.get(at) {
            Some(part) if fits(slot, part, fit) => {
                let mut filled = go_on(rest, parts, at + 1, closeness)?;
                filled.insert(0, Filled { name, slot, part });
                Ok(filled)
            }
            _ => Err(miss),
        },
        SignaturePart::Optional(inner) => {
            let with: Signature<'_> = inner.iter().chain(rest.iter().copied()).collect();
            go_on(&with, parts, at, closeness).or_else(|first| {
                go_on(rest, parts, at, closeness).map_err(|second| if first.at > second.at { first } else { second })
            })
        }
    }
}

fn fits(slot: &SlotType, part: &ActionPart, fit: Fit) -> bool {
    if let (SlotType::Fields, ActionPart::Record(_)) = (slot, part) {
        return true;
    }
    if fit == Fit::Anything {
        return !matches!((slot, part), (SlotType::Fields, _) | (_, ActionPart::Record(_)));
    }
    let value = match part {
        ActionPart::Word(_) => {
            return matches!(
                slot,
                SlotType::Message | SlotType::Schedule | SlotType::Value(Type::Enum(_) | Type::Boolean | Type::List(_))
            );
        }
        ActionPart::Record(_) => return false,
        ActionPart::Value(value) => value,
    };
    match (slot, &value.kind) {
        (SlotType::Message, kind) => matches!(kind, ValueKind::Text(_)),
        (SlotType::Moment, kind) => matches!(kind, ValueKind::ClockTime(_) | ValueKind::Path(_)),
        (SlotType::Schedule | SlotType::Fields, _) => false,
        (SlotType::Value(_), ValueKind::Path(_)) => true,
        (SlotType::Value(known), kind) => match known {
            Type::Text | Type::Group | Type::Agent | Type::Webhook => matches!(kind, ValueKind::Text(_)),
            Type::Number => matches!(kind, ValueKind::Number(_)),
            Type::Duration => matches!(kind, ValueKind::Duration(_)),
            Type::ClockTime => matches!(kind, ValueKind::ClockTime(_)),
            Type::Date => matches!(kind, ValueKind::Date(_)),
            Type::Percentage => matches!(kind, ValueKind::Percentage(_)),
            Type::List(_) => matches!(kind, ValueKind::List(_)),
            Type::Boolean | Type::Time | Type::Enum(_) => false,
        },
    }
}

//! `expect did`, `not did`, `refused` and `nothing done`: what was done beside messages.

use serde_json::Value as Json;

use super::expectations::{Mismatch, could_give, firing, texts_of};
use super::world::Sight;
use crate::ir::{Argument, Book, Operand, Step, StepKind, Value};
use crate::runtime::{Audit, Effect};
use crate::scenario::{effects, words};

/// Texts are told whole.
const WHOLE: usize = usize::MAX;

pub(super) fn did(step: &Step, world: &Sight<'_>) -> Option<Mismatch> {
    let found = all(world).any(|effect| is_it(effect, step, world.book()));
    (!found).then(|| Mismatch::new(format!("did {}", written(step, world)), what_was_done(world)))
}

pub(super) fn not_did(step: &Step, world: &Sight<'_>) -> Option<Mismatch> {
    let wrong = all(world).find(|effect| is_it(effect, step, world.book()))?;
    let mismatch = Mismatch::new(format!("not did {}", written(step, world)), what_was_done(world));
    Some(mismatch.asking(firing(wrong.source.as_str(), world)))
}

pub(super) fn nothing_done(world: &Sight<'_>) -> Option<Mismatch> {
    let first = all(world).next()?;
    Some(Mismatch::new("nothing done".to_owned(), what_was_done(world)).asking(firing(first.source.as_str(), world)))
}

pub(super) fn refused(step: &Step, world: &Sight<'_>) -> Option<Mismatch> {
    let words = refusal(step);
    let audits = world.lately().flat_map(|delivery| &delivery.outcome.audit);
    let refused: Vec<(&str, &str)> = audits
        .filter_map(|audit| match audit {
            Audit::Refused { action, reason, .. } => Some((action.as_str(), reason.as_str())),
            _ => None,
        })
        .collect();
    if refused.iter().any(|(action, _)| words.iter().any(|words| words == action)) {
        return None;
    }
    let happened = match refused.as_slice() {
        [] => format!("nothing was refused; {}", what_was_done(world)),
        some => some
            .iter()
            .map(|(action, reason)| format!("`{action}` was refused: {reason}"))
            .collect::<Vec<_>>()
            .join("; "),
    };
    Some(Mismatch::new(format!("refused {}", written(step, world)), happened))
}

/// How a refusal of it is told: by its action alone, or with what was to be set.
fn refusal(step: &Step) -> Vec<String> {
    let StepKind::Act { action, arguments, .. } = &step.kind else { return Vec::new() };
    let value = |slot: &str| match arguments.iter().find(|(name, _)| name == slot) {
        Some((_, Argument::Value(Operand::Literal(value)))) => Some(text_of(value)),
        _ => None,
    };
    match (value("attribute"), value("value")) {
        (Some(attribute), Some(value)) => vec![format!("{action} {attribute} to {value}")],
        _ => vec![action.clone()],
    }
}

fn all<'w>(world: &Sight<'w>) -> impl Iterator<Item = &'w Effect> {
    world.lately().flat_map(|delivery| &delivery.outcome.effects)
}

fn written(step: &Step, world: &Sight<'_>) -> String {
    words::source_text(world.book(), step.place)
}

fn what_was_done(world: &Sight<'_>) -> String {
    let done: Vec<String> = all(world)
        .map(|effect| format!("{}: {}", effect.source, effects::statement(effect, world.book(), WHOLE)))
        .collect();
    if done.is_empty() { "nothing was done".to_owned() } else { done.join("; ") }
}

/// Whether the effect is what is written. Slots that are not written may hold anything.
fn is_it(effect: &Effect, step: &Step, book: &Book) -> bool {
    let StepKind::Act { action, arguments, .. } = &step.kind else { return false };
    effect.action.as_str() == action
        && arguments
            .iter()
            .all(|(slot, argument)| effect.arguments.get(slot.as_str()).is_some_and(|json| fits(argument, json, book)))
}

fn fits(argument: &Argument, json: &Json, book: &Book) -> bool {
    match argument {
        Argument::Value(Operand::Literal(Value::List(values))) => json.as_array().is_some_and(|found| {
            found.len() == values.len() && found.iter().zip(values).all(|(json, value)| same(value, json))
        }),
        Argument::Value(Operand::Literal(value)) => same(value, json),
        // What an attribute held then is not known any more.
        Argument::Value(_) | Argument::NextClockTime(_) | Argument::NextOpening(_) => true,
        Argument::Text(template) => json.as_str().is_some_and(|text| could_give(template, text)),
        Argument::Message(name) => {
            json.as_str().is_some_and(|text| texts_of(name, book).iter().any(|template| could_give(template, text)))
        }
        Argument::List(parts) => json.as_array().is_some_and(|found| {
            found.len() == parts.len() && found.iter().zip(parts).all(|(json, part)| fits(part, json, book))
        }),
        Argument::Record(entries) => {
            entries.iter().all(|(key, part)| json.get(key.as_str()).is_some_and(|json| fits(part, json, book)))
        }
    }
}

fn same(value: &Value, json: &Json) -> bool {
    let told = match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    told == text_of(value)
}

/// A value as effects tell it.
fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => words::value(other, chrono_tz::Tz::UTC),
    }
}

//! `whenbook.try`: tries a trigger or an automation on an event.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{MessageType, Uri};
use whenbook::ir::Book;
use whenbook::scenario::testing::{NoSample, SampleEvent, Trial, sample, try_on, wrong_event};

use super::places::Places;
use super::why::{known, of_effect};
use super::{Answer, engine};
use crate::books::Open;

/// Which rule, on which event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    pub(super) uri: Uri,
    rule: String,
    /// If it is not said, one on which the rule fires is made.
    event: Option<SampleEvent>,
}

/// Tries it.
pub(super) fn try_rule(wanted: &Wanted, open: &Open) -> Result<Answer> {
    let engine = Arc::new(engine(open)?);
    let book = engine.book();
    known(Some(&wanted.rule), book)?;
    let trial = match &wanted.event {
        Some(event) => {
            if let Some(wrong) = wrong_event(event, &engine) {
                return Err(Error::invalid_params(wrong));
            }
            Ok(try_on(&wanted.rule, event.lines(&engine), &engine))
        }
        None => sample(&wanted.rule, &engine),
    };
    Ok(match trial {
        Ok(trial) => tried(&trial, wanted, open, book),
        Err(none) => no_sample(&none),
    })
}

fn tried(trial: &Trial, wanted: &Wanted, open: &Open, book: &Book) -> Answer {
    let event = wanted.event.clone().or_else(|| SampleEvent::of(trial));
    let mut places = Places::new(open);
    let effects: Vec<Json> = trial.effects().map(|effect| of_effect(effect, book, &mut places)).collect();
    let did = effects.iter().filter_map(|effect| effect.get("text").and_then(Json::as_str));
    let did: Vec<String> = did.map(|text| format!("did: {text}")).collect();
    let why = trial.why(book);
    let on = event.as_ref().map(told).unwrap_or_default();
    let text = std::iter::once(on).chain(why.iter().cloned()).chain(did).collect::<Vec<_>>().join("\n");
    let value = json!({
        "event": event,
        "fired": trial.fired(),
        "effects": effects,
        "why": why,
        "text": text,
    });
    Answer::new(value, MessageType::INFO, text)
}

/// The event in a line, with what is so before it.
fn told(event: &SampleEvent) -> String {
    let json = |data: &serde_json::Map<String, Json>| Json::Object(data.clone()).to_string();
    let mut text = format!("on {}", event.name);
    if !event.data.is_empty() {
        text.push_str(&format!(" {}", json(&event.data)));
    }
    if !event.given.is_empty() {
        text.push_str(&format!(", given {}", json(&event.given)));
    }
    if !event.earlier.is_empty() {
        text.push_str(&format!(", after {}", event.earlier.join(", ")));
    }
    if let Some(time) = event.time {
        text.push_str(&format!(", at {time}"));
    }
    text
}

fn no_sample(none: &NoSample) -> Answer {
    let why = match none {
        NoSample::NotFound { why, .. } => why.clone(),
        _ => Vec::new(),
    };
    let text = std::iter::once(none.to_string()).chain(why.iter().cloned()).collect::<Vec<_>>().join("\n");
    let value = json!({ "event": null, "fired": false, "effects": [], "why": why, "text": text });
    Answer::new(value, MessageType::WARNING, text)
}

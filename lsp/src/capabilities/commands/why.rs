//! `whenbook.why`: why rules did or did not act on an event of a log.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{MessageType, Uri};
use whenbook::ir::Book;
use whenbook::runtime::{Effect, Event};
use whenbook::scenario::explain::{ExplainedCandidate, ExplainedInput};
use whenbook::scenario::replay::Replay;
use whenbook::scenario::why::{self, Asked, Told};
use whenbook::scenario::{effects, log, told, words};
use whenbook::semantics::suggest;

use super::places::{Places, set};
use super::{Answer, engine, failed};
use crate::books::{Open, book_folder};

/// Which event of which log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    pub(super) uri: Uri,
    /// Its path, from the folder of the file, or its lines themselves.
    log: String,
    rule: Option<String>,
    nth: Option<usize>,
    event: Option<String>,
}

/// Replays the log up to the event.
pub(super) fn why(wanted: &Wanted, open: &Open) -> Result<Answer> {
    let engine = Arc::new(engine(open)?);
    let book = engine.book();
    known(wanted.rule.as_deref(), book)?;
    let (events, bad) = events(wanted, open)?;
    let asked = Asked { event: wanted.event.clone(), rule: wanted.rule.clone(), nth: wanted.nth };
    let Some(place) = why::find(&events, &asked, &engine) else { return Err(not_there(wanted, events.len())) };
    let Some(event) = events.get(place) else { return Err(not_there(wanted, events.len())) };
    let mut replay = Replay::new(Arc::clone(&engine), None);
    events.iter().take(place).for_each(|earlier| replay.take(earlier, &mut |_| ()));
    let mut told = why::told(event, replay, book);
    if let Some(rule) = &wanted.rule {
        only(rule, &mut told);
    }
    Ok(answer(event, &told, bad, open, book))
}

/// The story of one rule.
fn only(rule: &str, told: &mut Told) {
    for round in told.inputs.iter_mut().flat_map(|input| &mut input.rounds) {
        round.candidates.retain(|each| each.source == rule);
    }
    for delivery in &mut told.deliveries {
        delivery.outcome.effects.retain(|effect| effect.source == *rule);
    }
    if let Some(last) = told.inputs.iter().flat_map(|input| &input.rounds).flat_map(|round| &round.candidates).last() {
        told.verdict = format!("{}.", last.sentence);
    }
}

fn answer(event: &Event, told: &Told, bad: Vec<String>, open: &Open, book: &Book) -> Answer {
    let mut places = Places::new(open);
    let lines: Vec<String> = told.inputs.iter().flat_map(|input| told::rounds(&input.rounds)).collect();
    let done: Vec<&Effect> = told.deliveries.iter().flat_map(|each| &each.outcome.effects).collect();
    let did: Vec<String> =
        done.iter().map(|effect| format!("did: {}", effects::statement(effect, book, usize::MAX))).collect();
    let done: Vec<Json> = done.iter().map(|effect| of_effect(effect, book, &mut places)).collect();
    let inputs: Vec<Json> = told.inputs.iter().map(|input| of_input(input, book, &mut places)).collect();
    let when = format!("{} {}", words::local(event.time, words::zone(book)), book.time_zone);
    let head = format!("{}\n{when}, conversation {}", told.verdict, event.conversation);
    let text = std::iter::once(head).chain(lines.iter().cloned()).chain(did).collect::<Vec<_>>().join("\n");
    let value = json!({
        "event": { "id": event.id, "name": event.name, "time": event.time, "conversation": event.conversation },
        "verdict": told.verdict,
        "inputs": inputs,
        "effects": done,
        "why": lines,
        "text": text,
        "badLines": bad,
    });
    Answer::new(value, MessageType::INFO, text)
}

/// Something that was done, with the rule that did it.
pub(super) fn of_effect(effect: &Effect, book: &Book, places: &mut Places<'_>) -> Json {
    let json = json!({
        "time": effect.time,
        "source": effect.source,
        "action": effect.action,
        "arguments": effect.arguments,
        "text": effects::statement(effect, book, usize::MAX),
    });
    let trigger = book.triggers.iter().find(|each| effect.source == each.id).map(|each| each.place);
    let automation = || book.automations.iter().find(|each| effect.source == each.id).map(|each| each.place);
    match trigger.or_else(automation) {
        Some(place) => places.put_at(&json, place),
        None => json,
    }
}

fn of_input(input: &ExplainedInput, book: &Book, places: &mut Places<'_>) -> Json {
    let mut json = serde_json::to_value(input).unwrap_or_default();
    let rounds = input.rounds.iter().map(|round| {
        let candidates: Vec<Json> = round.candidates.iter().map(|each| of_candidate(each, book, places)).collect();
        json!({ "events": round.events, "candidates": candidates })
    });
    set(&mut json, "rounds", rounds.collect::<Vec<_>>());
    json
}

fn of_candidate(candidate: &ExplainedCandidate, book: &Book, places: &mut Places<'_>) -> Json {
    let trigger = book.triggers.iter().find(|each| each.id == candidate.source).map(|each| each.place);
    let automation = || book.automations.iter().find(|each| each.id == candidate.source).map(|each| each.place);
    match trigger.or_else(automation) {
        Some(place) => places.put_at(candidate, place),
        None => serde_json::to_value(candidate).unwrap_or_default(),
    }
}

/// The rule must be one of the book.
pub(super) fn known(rule: Option<&str>, book: &Book) -> Result<()> {
    let names = || {
        book.triggers.iter().map(|each| each.id.as_str()).chain(book.automations.iter().map(|each| each.id.as_str()))
    };
    let Some(rule) = rule.filter(|rule| !names().any(|name| name == *rule)) else { return Ok(()) };
    let names: Vec<&str> = names().collect();
    let help = suggest::did_you_mean(rule, names).map(|help| format!("; {help}")).unwrap_or_default();
    Err(Error::invalid_params(format!("this book has no trigger or automation `{rule}`{help}")))
}

/// The events of the log, and what is wrong with its other lines.
fn events(wanted: &Wanted, open: &Open) -> Result<(Vec<Event>, Vec<String>)> {
    let text = if wanted.log.trim_start().starts_with('{') { wanted.log.clone() } else { read(&wanted.log, open)? };
    let mut events = Vec::new();
    let mut bad = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match log::read_line(line.as_bytes()) {
            Ok(event) => events.extend(event),
            Err(reason) => bad.push(format!("line {}: {reason}", index + 1)),
        }
    }
    match bad.first().filter(|_| events.is_empty()) {
        Some(first) => Err(Error::invalid_params(format!("the log has no event that can be read; {first}"))),
        None => Ok((events, bad)),
    }
}

fn read(path: &str, open: &Open) -> Result<String> {
    let path = path.strip_prefix("file://").unwrap_or(path);
    let path = book_folder(open).map_or_else(|| Path::new(path).to_owned(), |folder| folder.join(path));
    std::fs::read_to_string(&path).map_err(|error| failed(format!("cannot read `{}`: {error}", path.display())))
}

fn not_there(wanted: &Wanted, events: usize) -> Error {
    let of = match (&wanted.event, &wanted.rule) {
        (Some(id), _) => format!("no event `{id}`"),
        (None, Some(rule)) => format!("no event on which `{rule}` was looked at"),
        (None, None) => "no such event".to_owned(),
    };
    let nth = wanted.nth.map(|nth| format!(", or none for the time of number {nth}")).unwrap_or_default();
    Error::invalid_params(format!("there is {of} in the log{nth}; it has {events} events"))
}

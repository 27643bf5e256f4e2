//! `whenbook.why`: why rules did or did not act on an event of a log.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{MessageType, Uri};
use whenbook::ir::Book;
use whenbook::runtime::{Effect, Engine, Event};
use whenbook::scenario::explain::{ExplainedCandidate, ExplainedInput};
use whenbook::scenario::replay::Replay;
use whenbook::scenario::why::{self, Head, Search, Told, Wanted as Of};
use whenbook::scenario::{effects, log, told, words};

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
    let told = match (&wanted.event, &wanted.rule) {
        (None, Some(rule)) => of_rule(rule, wanted.nth, &events, &engine)?,
        (_, rule) => {
            let mut told = on_event(wanted, &events, &engine)?;
            rule.iter().for_each(|rule| why::only(rule, &mut told));
            told
        }
    };
    Ok(answer(&told, bad, open, book))
}

/// The last time that a rule was looked at, or that of a number.
fn of_rule(rule: &str, nth: Option<usize>, events: &[Event], engine: &Arc<Engine>) -> Result<Told> {
    let mut search = Search::new(Of::Rule { rule: rule.to_owned(), account: None, conversation: None, nth });
    let mut replay = Replay::new(Arc::clone(engine), None).traced();
    events.iter().for_each(|event| replay.take(event, &mut |delivery| search.hear(delivery)));
    replay.finish(&mut |delivery| search.hear(delivery));
    search.told(engine.book()).map_err(|missing| not_there(&missing, events.len()))
}

/// The last event that is asked about, or that of a number.
fn on_event(wanted: &Wanted, events: &[Event], engine: &Arc<Engine>) -> Result<Told> {
    let is_it = |event: &&Event| wanted.event.as_ref().is_none_or(|id| event.id == *id);
    let mut places = events.iter().enumerate().filter(|(_, event)| is_it(event)).map(|(place, _)| place);
    let place = match wanted.nth {
        Some(nth) => nth.checked_sub(1).and_then(|before| places.nth(before)),
        None => places.next_back(),
    };
    let Some((place, event)) = place.and_then(|place| Some((place, events.get(place)?))) else {
        let id = wanted.event.as_ref().map(|id| format!(" `{id}`")).unwrap_or_default();
        let nth = wanted.nth.map(|nth| format!(" of number {nth}")).unwrap_or_default();
        return Err(not_there(&format!("there is no event{id}{nth}"), events.len()));
    };
    let mut replay = Replay::new(Arc::clone(engine), None);
    events.iter().take(place).for_each(|earlier| replay.take(earlier, &mut |_| ()));
    Ok(why::told(event, replay, engine.book()))
}

fn answer(told: &Told, bad: Vec<String>, open: &Open, book: &Book) -> Answer {
    let mut places = Places::new(open);
    let lines: Vec<String> = told.inputs.iter().flat_map(|input| told::rounds(&input.rounds)).collect();
    let done: Vec<&Effect> = told.deliveries.iter().flat_map(|each| &each.outcome.effects).collect();
    let did: Vec<String> =
        done.iter().map(|effect| format!("did: {}", effects::statement(effect, book, usize::MAX))).collect();
    let done: Vec<Json> = done.iter().map(|effect| of_effect(effect, book, &mut places)).collect();
    let inputs: Vec<Json> = told.inputs.iter().map(|input| of_input(input, book, &mut places)).collect();
    let place = told.head.as_ref().map(|Head { time, conversation, .. }| {
        format!("{} {}, conversation {conversation}", words::local(*time, words::zone(book)), book.time_zone)
    });
    let head = std::iter::once(told.verdict.clone()).chain(told.since.clone()).chain(told.later.clone()).chain(place);
    let text = head.chain(lines.iter().cloned()).chain(did).collect::<Vec<_>>().join("\n");
    let value = json!({
        "event": told.head,
        "verdict": told.verdict,
        "since": told.since,
        "later": told.later,
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
    let Some((message, help)) = rule.and_then(|rule| why::unknown_rule(rule, book)) else { return Ok(()) };
    let help = help.map(|help| format!("; {help}")).unwrap_or_default();
    Err(Error::invalid_params(format!("{message}{help}")))
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

fn not_there(missing: &str, events: usize) -> Error {
    Error::invalid_params(format!("{missing} in the log; it has {events} events"))
}

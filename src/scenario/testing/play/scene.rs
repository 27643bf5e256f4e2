//! What happened in a world, step by step.

use serde_json::Value as Json;

use super::{Actor, PlayKind, PlayStep, failed, rule};
use crate::ir::test::Commander;
use crate::ir::{Book, EventName, Moment, Place, Value};
use crate::runtime::conversation::Purpose;
use crate::runtime::maintained::{AGENT_NAMES, MESSAGE_TEXT, SAYING, SENDER, TO_TEAM};
use crate::runtime::trace::Candidate;
use crate::runtime::{Audit, Delivery, Effect, Facts, InputKind, TimerChange};
use crate::scenario::testing::report::Failure;
use crate::scenario::testing::timeline::{self, Teller};
use crate::scenario::testing::world::{CONVERSATION, World};
use crate::scenario::{audit, effects, explain, summary, told, words};

/// The slots of texts and of buttons.
const TEXT: &str = "body";
const BUTTONS: &str = "labels";

/// So many rules that did not act are told of one event.
const MOST: usize = 20;

/// Tells steps in the words of a book.
pub(super) struct Scene<'b> {
    teller: Teller<'b>,
}

impl<'b> Scene<'b> {
    pub(super) fn new(book: &'b Book) -> Self {
        Self { teller: Teller { book, zone: words::zone(book) } }
    }

    const fn book(&self) -> &'b Book {
        self.teller.book
    }

    /// A step of the test itself.
    pub(super) fn line(&self, at: Moment, kind: PlayKind, text: String) -> PlayStep {
        let local = at.to_utc().with_timezone(&self.teller.zone);
        PlayStep {
            at,
            day: local.format("%A %Y-%m-%d").to_string(),
            clock: local.format("%H:%M:%S").to_string(),
            conversation: None,
            actor: Actor::System,
            name: None,
            kind,
            text,
            buttons: Vec::new(),
            rule: None,
            why: Vec::new(),
            expected: None,
            happened: None,
            place: Place::default(),
        }
    }

    pub(super) fn expectation(&self, at: Moment, place: Place, failure: Option<Failure>) -> PlayStep {
        let Some(failure) = failure else {
            let text = words::source_text(self.book(), place);
            let text = text.split_once(" \"\"\"").map_or(text.as_str(), |(first, _)| first).to_owned();
            return self.line(at, PlayKind::Expectation, text);
        };
        PlayStep {
            why: failed(&failure),
            expected: Some(failure.expected),
            happened: Some(failure.happened),
            ..self.line(at, PlayKind::Failure, failure.text)
        }
    }

    /// What has happened since so many deliveries of conversations and of the desk.
    pub(super) fn since(&self, world: &World<'_>, (conversations, desk): (usize, usize)) -> Vec<PlayStep> {
        let deliveries = world.lately.iter().skip(conversations);
        let mut steps: Vec<PlayStep> = deliveries.flat_map(|delivery| self.delivery(delivery)).collect();
        for delivery in world.desk_lately.iter().skip(desk) {
            let told = self.teller.offered(delivery, &world.sight());
            steps.extend(told.into_iter().map(|what| self.line(delivery.input.time, PlayKind::Change, what)));
        }
        // What conversations and the desk do at one moment, in this order.
        steps.sort_by_key(|step| step.at);
        steps
    }

    /// What came, what was done, and what is due then.
    pub(super) fn delivery(&self, delivery: &Delivery) -> Vec<PlayStep> {
        let mut steps: Vec<PlayStep> = self.came(delivery).into_iter().collect();
        steps.extend(self.notes(delivery));
        steps.extend(delivery.outcome.effects.iter().map(|effect| self.effect(effect, delivery)));
        steps.extend(self.idle(delivery));
        steps.extend(self.timers(delivery));
        let whose = Some(&delivery.conversation).filter(|name| *name != CONVERSATION);
        steps.iter_mut().for_each(|step| step.conversation = whose.map(ToString::to_string));
        steps
    }

    fn came(&self, delivery: &Delivery) -> Option<PlayStep> {
        let at = |kind, text| self.line(delivery.input.time, kind, text);
        match &delivery.input.kind {
            InputKind::Event { name, carried, kept } => {
                let said = carried.get(MESSAGE_TEXT.0).and_then(text_of);
                let step = match said {
                    Some(said) => at(PlayKind::Message, said),
                    None => {
                        let facts = self.teller.facts(carried, kept);
                        let aside = if facts.is_empty() { facts } else { format!(" ({facts})") };
                        at(PlayKind::Event, format!("{name}{aside}"))
                    }
                };
                let actor = actor_of(name);
                let name = agent(carried).filter(|_| actor == Actor::Agent);
                Some(PlayStep { actor, name, why: self.silent(delivery), ..step })
            }
            InputKind::Timer { key, .. } => {
                let step = at(PlayKind::Timer, words::input(&delivery.input.kind));
                let rule = match key.purpose {
                    Purpose::Due | Purpose::Wait => rule(self.book(), &key.source),
                    Purpose::Release | Purpose::Snooze => None,
                };
                let step = PlayStep { rule, ..step };
                // What releases or wakes is told by the record.
                (key.purpose != Purpose::Release).then_some(step)
            }
            // What comes of a command is told by what it does.
            InputKind::Command { by, .. } => {
                let is_done = !delivery.outcome.effects.is_empty();
                let step = at(PlayKind::Action, words::input(&delivery.input.kind));
                (!is_done).then(|| PlayStep { actor: commander(by), name: by.name.clone(), ..step })
            }
            InputKind::Claim { .. } | InputKind::Book => None,
        }
    }

    /// The rules that were looked at and did not act, with why.
    fn silent(&self, delivery: &Delivery) -> Vec<String> {
        let explained = candidates(delivery).map(|each| explain::candidate(each, self.book()));
        let silent: Vec<_> =
            explained.filter(|each| !each.verdict.acted() && each.verdict != explain::VerdictName::Inactive).collect();
        let mut lines: Vec<String> = silent.iter().take(MOST).flat_map(told::candidate).collect();
        if silent.len() > MOST {
            lines.push(format!("… and {} others did not fire", silent.len() - MOST));
        }
        lines
    }

    fn notes(&self, delivery: &Delivery) -> Vec<PlayStep> {
        let time = delivery.input.time;
        let note = |kind, note: &audit::Note<'_>| {
            let of = rule(self.book(), note.source);
            let text = match of {
                Some(_) => note.what.clone(),
                None => format!("{}: {}", note.source, note.what),
            };
            let actor = if of.is_some() { Actor::Rule } else { Actor::System };
            let why = of.as_ref().map(|rule| self.why(&rule.name, delivery)).unwrap_or_default();
            PlayStep { actor, rule: of, why, ..self.line(time, kind, text) }
        };
        let refusals: Vec<audit::Note<'_>> = audit::refusals(delivery).collect();
        let waits = |note: &audit::Note<'_>| {
            let dropped =
                |audit: &Audit| matches!(audit, Audit::WaitDropped { source, .. } if source.as_str() == note.source);
            delivery.outcome.audit.iter().any(dropped)
        };
        let notes = audit::notes(delivery);
        let kind = |each: &audit::Note<'_>| match each {
            each if refusals.contains(each) => PlayKind::Refused,
            each if waits(each) => PlayKind::Timer,
            _ => PlayKind::Change,
        };
        notes.iter().map(|each| note(kind(each), each)).collect()
    }

    fn effect(&self, effect: &Effect, delivery: &Delivery) -> PlayStep {
        let argument = |slot: &str| effect.arguments.get(slot);
        let body = argument(TEXT).and_then(Json::as_str);
        let action = effect.action.as_str();
        let (kind, text) = match body {
            Some(body) if SAYING.contains(&action) => (PlayKind::Message, body.to_owned()),
            Some(body) if action == "note" => (PlayKind::Note, body.to_owned()),
            _ if TO_TEAM.contains(&action) => (PlayKind::Note, effects::statement(effect, self.book(), usize::MAX)),
            _ => (PlayKind::Action, effects::statement(effect, self.book(), usize::MAX)),
        };
        let labels = argument(BUTTONS).and_then(Json::as_array).into_iter().flatten();
        let buttons = labels.filter_map(Json::as_str).map(str::to_owned).collect();
        let rule = rule(self.book(), &effect.source);
        let actor = match (&rule, &delivery.input.kind) {
            (Some(_), _) => Actor::Rule,
            (None, InputKind::Command { by, .. }) => commander(by),
            (None, _) => Actor::System,
        };
        let by = match &delivery.input.kind {
            InputKind::Command { by, .. } if rule.is_none() => by.name.clone(),
            // A policy has no rule, and a name all the same.
            _ => rule.is_none().then(|| effect.source.to_string()),
        };
        let name = argument(SENDER.1).and_then(Json::as_str).map(str::to_owned).or(by);
        let why = rule.as_ref().map(|rule| self.why(&rule.name, delivery)).unwrap_or_default();
        PlayStep { actor, name, buttons, rule, why, ..self.line(effect.time, kind, text) }
    }

    /// What has fired and done nothing, now or later.
    fn idle(&self, delivery: &Delivery) -> Vec<PlayStep> {
        let outcome = &delivery.outcome;
        let waits = |source: &str| {
            summary::timers_set(delivery).any(|change| {
                matches!(change, TimerChange::Set { key, .. } if key.purpose == Purpose::Wait && key.source == source)
            })
        };
        let idle = outcome.fired.iter().filter(|source| {
            !waits(source.as_str()) && !outcome.effects.iter().any(|effect| effect.source == **source)
        });
        let step = |source: &str| PlayStep {
            actor: Actor::Rule,
            rule: rule(self.book(), source),
            why: self.why(source, delivery),
            ..self.line(delivery.input.time, PlayKind::Action, "fired and did nothing".to_owned())
        };
        idle.map(|source| step(source)).collect()
    }

    fn timers(&self, delivery: &Delivery) -> Vec<PlayStep> {
        let time = delivery.input.time;
        let step = |source: &str, what: String| {
            let of = rule(self.book(), source);
            let actor = if of.is_some() { Actor::Rule } else { Actor::System };
            let text = if of.is_some() { what } else { format!("{source}: {what}") };
            let why = of.as_ref().map(|rule| self.why(&rule.name, delivery)).unwrap_or_default();
            PlayStep { actor, rule: of, why, ..self.line(time, PlayKind::Timer, text) }
        };
        let set = summary::timers_set(delivery).filter_map(|change| self.teller.due(change, time));
        let set = set.map(|(source, what)| step(&source, what));
        let dropped = timeline::not_due(delivery).map(|source| step(source, "not due any more".to_owned()));
        set.chain(dropped).collect()
    }

    /// Why a rule acted.
    fn why(&self, id: &str, delivery: &Delivery) -> Vec<String> {
        let looks = candidates(delivery).filter(|each| each.source == *id);
        let explained = looks.map(|each| explain::candidate(each, self.book()));
        let acted = explained.filter(|each| each.verdict.acted()).last();
        acted.map(|each| told::candidate(&each)).unwrap_or_default()
    }
}

fn candidates(delivery: &Delivery) -> impl Iterator<Item = &Candidate> {
    delivery.outcome.trace.iter().flat_map(|trace| &trace.rounds).flat_map(|round| &round.candidates)
}

/// Who an event is about, by its first word.
fn actor_of(event: &EventName) -> Actor {
    match event.as_str().split('.').next() {
        Some("customer") => Actor::Customer,
        Some("agent") => Actor::Agent,
        _ => Actor::System,
    }
}

fn commander(by: &Commander) -> Actor {
    match by.actor.as_str() {
        "customer" => Actor::Customer,
        "agent" => Actor::Agent,
        _ => Actor::System,
    }
}

fn agent(carried: &Facts) -> Option<String> {
    AGENT_NAMES.iter().find_map(|key| carried.get(key).and_then(text_of))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

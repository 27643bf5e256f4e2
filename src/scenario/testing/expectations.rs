//! Whether what a test expects is so.

use super::doings;
use super::report::Snapshot;
use super::world::{ACCOUNT, Sight};
use crate::ir::test::{Expectation, SentText};
use crate::ir::{Argument, Book, Condition, Moment, Name, Place, Step, StepKind, Template, TemplatePart};
use crate::runtime::maintained::SAYING;
use crate::runtime::trace::{Candidate, ConditionTrace};
use crate::runtime::{Delivery, Effect};
use crate::scenario::why::timers::Timers;
use crate::scenario::{audit, words};

/// The slot that holds what the customer hears.
const TEXT: &str = "body";

/// What was expected and what happened instead.
pub(super) struct Mismatch {
    /// In a sentence.
    pub(super) expected: String,
    /// In a sentence.
    pub(super) happened: String,
    /// The triggers in question, as they were looked at.
    pub(super) candidates: Vec<Candidate>,
    /// The condition, for one on the facts of the moment.
    pub(super) condition: Option<ConditionTrace>,
    /// The timeline that is another one.
    pub(super) timeline: Option<Snapshot>,
}

impl Mismatch {
    pub(super) const fn new(expected: String, happened: String) -> Self {
        Self { expected, happened, candidates: Vec::new(), condition: None, timeline: None }
    }

    pub(super) fn asking(self, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        Self { candidates: candidates.into_iter().collect(), ..self }
    }
}

/// `None` if it is so.
pub(super) fn check<'w>(expectation: &'w Expectation, world: &Sight<'w>) -> Option<Mismatch> {
    match expectation {
        Expectation::In { conversation, expectation } => {
            let mismatch = check(expectation, &world.only(conversation))?;
            Some(Mismatch { expected: format!("in {conversation} {}", mismatch.expected), ..mismatch })
        }
        Expectation::Did(step) => doings::did(step, world),
        Expectation::NotDid(step) => doings::not_did(step, world),
        Expectation::Refused(step) => doings::refused(step, world),
        Expectation::NothingDone => doings::nothing_done(world),
        Expectation::Fired(ids) => fired(ids, world),
        Expectation::NotFired(ids) => not_fired(ids, world),
        Expectation::Sent(text) => sent(text, world),
        Expectation::SentContaining(part) => {
            let expected = format!("a message with {} in it", words::text_literal(part));
            sent_such(&expected, world, |text| text.contains(part.as_str()), |literal| shares_text(literal, part))
        }
        Expectation::NothingSent => nothing_sent(world),
        Expectation::Timer(id, due) => timer(id, Some(*due), world),
        Expectation::NoTimer(id) => timer(id, None, world),
        Expectation::Timeline { text, place } => timeline(text.as_deref(), *place, world),
        Expectation::Holds(condition) => holds(condition, world),
    }
}

fn timeline(written: Option<&str>, place: Place, world: &Sight<'_>) -> Option<Mismatch> {
    let happened = super::timeline::text(world);
    if written == Some(happened.as_str()) {
        return None;
    }
    let (expected, instead) = match written {
        Some(_) => ("the timeline that is written here", "another one"),
        None => ("a timeline, and none is written here so far", "this one"),
    };
    let snapshot = Snapshot { written: written.map(str::to_owned), happened, place };
    Some(Mismatch { timeline: Some(snapshot), ..Mismatch::new(expected.to_owned(), instead.to_owned()) })
}

fn fired(ids: &[String], world: &Sight<'_>) -> Option<Mismatch> {
    let missing: Vec<&String> = ids.iter().filter(|id| !has_fired(id, world)).collect();
    if missing.is_empty() {
        return None;
    }
    let candidates: Vec<Candidate> = missing.iter().filter_map(|id| last_look(id, world)).collect();
    let unheard = missing.iter().filter(|id| !candidates.iter().any(|each| each.source == ***id));
    let unheard: Vec<String> = unheard.map(|id| unheard_of(id, world)).collect();
    let happened = std::iter::once(what_fired(world)).chain(unheard).collect::<Vec<_>>().join("; ");
    Some(Mismatch::new(format!("{} fired", quoted(&missing)), happened).asking(candidates))
}

/// Why a rule was not even looked at.
fn unheard_of(id: &str, world: &Sight<'_>) -> String {
    let due = in_words(&timers_of(id, world), world);
    if !due.is_empty() {
        return format!(
            "`{id}` is due at {} and not before: `advance` goes through what is due, `at` up to it",
            due.join(" and ")
        );
    }
    match (world.book().is_automation(id), timer_of(id, world)) {
        (true, Some(what)) => format!("`{id}` was not due: {what}"),
        (true, None) => format!("`{id}` was not due, and never had a timer"),
        (false, _) => format!("`{id}` was not looked at: nothing came that it listens to"),
    }
}

/// What became of the timer or wait of a rule that it set last, if that is not over.
fn timer_of(id: &str, world: &Sight<'_>) -> Option<String> {
    let mut timers = Timers::default();
    for delivery in world.earlier().chain(world.lately()) {
        timers.hear(delivery, |source| source == id, |delivery| format!("`{}`", words::input(&delivery.input.kind)));
    }
    timers.never_due(world.book(), "and that is not over").map(|(what, _)| what)
}

/// When the timers of a rule are due.
fn timers_of(id: &str, world: &Sight<'_>) -> Vec<Moment> {
    let timers = world.conversations().flat_map(|conversation| world.driver().timers(ACCOUNT, conversation));
    timers.filter(|(key, _)| key.source == id).map(|(_, due)| due).collect()
}

/// Times of the book's clocks.
fn in_words(times: &[Moment], world: &Sight<'_>) -> Vec<String> {
    let zone = words::zone(world.book());
    times.iter().map(|time| words::local(*time, zone)).collect()
}

fn not_fired(ids: &[String], world: &Sight<'_>) -> Option<Mismatch> {
    let wrong: Vec<&String> = ids.iter().filter(|id| has_fired(id, world)).collect();
    if wrong.is_empty() {
        return None;
    }
    let candidates = wrong.iter().filter_map(|id| firing(id, world));
    Some(Mismatch::new(format!("{} not fired", quoted(&wrong)), what_fired(world)).asking(candidates))
}

fn sent(text: &SentText, world: &Sight<'_>) -> Option<Mismatch> {
    match text {
        SentText::Exactly(exact) => {
            let expected = format!("the message {}", words::text_literal(exact));
            sent_such(&expected, world, |text| text == exact, |template| could_give(template, exact))
        }
        SentText::Message(name) => {
            let templates = texts_of(name, world.book());
            let expected = format!("the message `{name}`");
            let is_it = |text: &str| templates.iter().any(|template| could_give(template, text));
            sent_such(&expected, world, is_it, |template| templates.contains(&template))
        }
    }
}

/// A message for which `fits` must be among those sent; `meant` says which texts of the book are in question if it is not.
fn sent_such(
    expected: &str,
    world: &Sight<'_>,
    fits: impl Fn(&str) -> bool,
    meant: impl Fn(&Template) -> bool,
) -> Option<Mismatch> {
    if messages(world.lately()).any(|(_, text)| fits(text)) {
        return None;
    }
    let senders = senders(world.book(), meant);
    let candidates = senders.iter().filter_map(|id| last_look(id, world));
    let waits = senders.iter().filter_map(|id| Some(format!("`{id}`: {}", timer_of(id, world)?)));
    let before =
        messages(world.earlier()).filter(|(_, text)| fits(text)).last().map(|(effect, _)| sent_before(effect, world));
    let happened = std::iter::once(what_was_sent(world)).chain(before).chain(waits).collect::<Vec<_>>().join("; ");
    Some(Mismatch::new(format!("{expected} sent"), happened).asking(candidates))
}

/// A message that was there, but not when it is asked for.
fn sent_before(effect: &Effect, world: &Sight<'_>) -> String {
    let time = words::local(effect.time, words::zone(world.book()));
    format!("it was sent at {time}, before the last `expect` lines, and these look at what came since")
}

fn nothing_sent(world: &Sight<'_>) -> Option<Mismatch> {
    let mut sources: Vec<&str> = messages(world.lately()).map(|(effect, _)| effect.source.as_str()).collect();
    if sources.is_empty() {
        return None;
    }
    sources.dedup();
    let candidates = sources.iter().filter_map(|id| firing(id, world));
    Some(Mismatch::new("nothing sent".to_owned(), what_was_sent(world)).asking(candidates))
}

/// The timer must be due then in one of the conversations; for `None`, in none.
fn timer(id: &str, due: Option<Moment>, world: &Sight<'_>) -> Option<Mismatch> {
    let found = timers_of(id, world);
    let fine = match due {
        Some(due) => found.contains(&due),
        None => found.is_empty(),
    };
    if fine {
        return None;
    }
    let zone = words::zone(world.book());
    let times = in_words(&found, world);
    let expected =
        due.map_or_else(|| format!("no timer `{id}`"), |due| format!("timer `{id}` at {}", words::local(due, zone)));
    let happened = match timer_of(id, world).filter(|_| times.is_empty()) {
        Some(what) => format!("it has none: {what}"),
        None if times.is_empty() => "it has none".to_owned(),
        None => format!("it is at {}", times.join(" and ")),
    };
    Some(Mismatch::new(expected, happened).asking(last_look(id, world)))
}

fn holds(condition: &Condition, world: &Sight<'_>) -> Option<Mismatch> {
    let expected = words::source_text(world.book(), condition.place);
    match world.driver().evaluate(ACCOUNT, world.present(), condition) {
        Ok(trace) if trace.holds => None,
        Ok(trace) => {
            let refused =
                world.lately().flat_map(audit::refusals).map(|note| format!("{}: {}", note.source, note.what));
            let happened: Vec<String> = std::iter::once("it does not hold".to_owned()).chain(refused).collect();
            let happened = happened.join("; ");
            Some(Mismatch { condition: Some(trace), ..Mismatch::new(expected, happened) })
        }
        Err(error) => Some(Mismatch::new(expected, error.to_string())),
    }
}

fn has_fired(id: &str, world: &Sight<'_>) -> bool {
    world.lately().any(|delivery| delivery.outcome.fired.iter().any(|fired| fired == id))
}

/// How it was looked at last, before an occasion that does not matter: lately, or else earlier.
pub(super) fn last_look(id: &str, world: &Sight<'_>) -> Option<Candidate> {
    let deliveries = world.lately().rev().chain(world.earlier().rev());
    deliveries.flat_map(candidates).find(|candidate| candidate.source == id).cloned()
}

/// How it was looked at when it fired.
pub(super) fn firing(id: &str, world: &Sight<'_>) -> Option<Candidate> {
    let deliveries = world.lately().rev().chain(world.earlier().rev());
    let fired = deliveries.filter(|delivery| delivery.outcome.fired.iter().any(|fired| fired == id));
    fired.flat_map(candidates).find(|candidate| candidate.source == id).cloned()
}

fn candidates(delivery: &Delivery) -> impl Iterator<Item = &Candidate> {
    delivery.outcome.trace.iter().flat_map(|trace| &trace.rounds).flat_map(|round| &round.candidates)
}

fn messages<'d>(deliveries: impl Iterator<Item = &'d Delivery>) -> impl Iterator<Item = (&'d Effect, &'d str)> {
    let effects = deliveries.flat_map(|delivery| &delivery.outcome.effects);
    let effects = effects.filter(|effect| SAYING.contains(&effect.action.as_str()));
    effects.filter_map(|effect| Some((effect, effect.arguments.get(TEXT)?.as_str()?)))
}

fn what_was_sent(world: &Sight<'_>) -> String {
    let sent = messages(world.lately());
    let texts: Vec<String> =
        sent.map(|(effect, text)| format!("{} by `{}`", words::text_literal(text), effect.source)).collect();
    match texts.len() {
        0 => "nothing was sent".to_owned(),
        1 => format!("sent was {}", texts.concat()),
        _ => format!("sent were {}", texts.join(", ")),
    }
}

fn what_fired(world: &Sight<'_>) -> String {
    let fired: Vec<&Name> = world.lately().flat_map(|delivery| &delivery.outcome.fired).collect();
    if fired.is_empty() { "nothing fired".to_owned() } else { format!("{} fired", quoted(&fired)) }
}

fn quoted<T: std::fmt::Display>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The triggers and automations that send a text for which `meant` holds.
fn senders(book: &Book, meant: impl Fn(&Template) -> bool) -> Vec<&str> {
    let triggers = book.triggers.iter().map(|each| (each.id.as_str(), &each.actions));
    let all = triggers.chain(book.automations.iter().map(|each| (each.id.as_str(), &each.actions)));
    all.filter(|(_, steps)| steps.iter().flat_map(|step| texts_in(step, book)).any(&meant)).map(|(id, _)| id).collect()
}

fn texts_in<'a>(step: &'a Step, book: &'a Book) -> Vec<&'a Template> {
    let StepKind::Act { arguments, .. } = &step.kind else { return Vec::new() };
    let texts = arguments.iter().map(|(_, argument)| match argument {
        Argument::Text(template) => vec![template],
        Argument::Message(name) => texts_of(name, book),
        _ => Vec::new(),
    });
    texts.flatten().collect()
}

pub(super) fn texts_of<'a>(message: &str, book: &'a Book) -> Vec<&'a Template> {
    let found = book.messages.iter().filter(|each| each.id == message);
    found.flat_map(|each| &each.texts).map(|(_, template)| template).collect()
}

/// Whether the template gives that text, with something in place of its placeholders.
pub(super) fn could_give(template: &Template, text: &str) -> bool {
    let mut rest = text;
    let mut free = false;
    let last = template.0.len().saturating_sub(1);
    for (index, part) in template.0.iter().enumerate() {
        match part {
            TemplatePart::Placeholder { .. } => free = true,
            TemplatePart::Literal(literal) if free && index == last => return rest.ends_with(literal.as_str()),
            TemplatePart::Literal(literal) => {
                let at =
                    if free { rest.find(literal.as_str()) } else { rest.starts_with(literal.as_str()).then_some(0) };
                let Some(at) = at else { return false };
                rest = rest.get(at + literal.len()..).unwrap_or("");
                free = false;
            }
        }
    }
    free || rest.is_empty()
}

fn shares_text(template: &Template, part: &str) -> bool {
    template.0.iter().any(|each| match each {
        TemplatePart::Literal(literal) => literal.contains(part),
        TemplatePart::Placeholder { .. } => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::AttributeRead;

    fn template(parts: &[&str]) -> Template {
        let part = |text: &&str| match *text {
            "{}" => TemplatePart::Placeholder {
                read: AttributeRead {
                    key: "user.name".into(),
                    arguments: Vec::new(),
                    before: false,
                    place: Place::default(),
                },
                unit: None,
                fallback: None,
            },
            literal => TemplatePart::Literal(literal.to_owned()),
        };
        Template(parts.iter().map(part).collect())
    }

    #[test]
    fn placeholders_stand_for_anything() {
        let greeting = template(&["Hi ", "{}", ", welcome to ", "{}", "."]);
        assert!(could_give(&greeting, "Hi Mina, welcome to us, welcome to you."));
        assert!(could_give(&greeting, "Hi , welcome to ."));
        assert!(!could_give(&greeting, "Hi Mina, welcome"));
        assert!(!could_give(&greeting, "Oh Hi Mina, welcome to us."));
        assert!(could_give(&template(&["{}"]), ""));
        assert!(!could_give(&template(&["a"]), "aa"));
        assert!(could_give(&template(&["{}", "ab"]), "abab"));
        assert!(!could_give(&template(&["aba", "{}", "aba"]), "aba"));
    }
}

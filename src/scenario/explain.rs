//! Why everything was as it was, in words: a trace joined with the book that it comes from.

use serde::Serialize;

use super::{audit, words};
use crate::ir::{Book, Condition, Moment, Place, Test, Value};
use crate::runtime::Delivery;
use crate::runtime::trace::{Candidate, ConditionTrace, Read, Round, Trace, Verdict};

/// A round of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedRound {
    /// Its events; none for a timer or an answer of the user's record.
    pub events: Vec<String>,
    /// All triggers and automations that were looked at, in order.
    pub candidates: Vec<ExplainedCandidate>,
}

/// A trigger or automation that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedCandidate {
    /// Its id.
    pub source: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The file that declares it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What came of it.
    pub verdict: VerdictName,
    /// The same as a sentence.
    pub sentence: String,
    /// Its condition, if it was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<ExplainedCondition>,
}

/// What came of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerdictName {
    /// It fired.
    Fired,
    /// It matched and asked the user's record whether it may fire.
    Claimed,
    /// Its wait was over and the rest ran.
    Continued,
    /// It did not fire.
    NotFired,
    /// It is switched off.
    Inactive,
    /// It was due while `only during` was closed.
    Deferred,
}

impl VerdictName {
    /// Whether something was done, or will be once the user's record says so.
    #[must_use]
    pub const fn acted(self) -> bool {
        matches!(self, Self::Fired | Self::Claimed | Self::Continued)
    }
}

/// A condition as it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedCondition {
    /// What is written there; `all`, `any` or `none` for a block, and for what `and` and `or` join.
    pub text: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether it holds.
    pub holds: bool,
    /// The values that it read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<ExplainedRead>,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ExplainedCondition>,
}

/// A value that a condition read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedRead {
    /// The attribute, schedule, trigger or event.
    pub key: String,
    /// Whether it is the value before (`was`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
    /// The value as a book would write it, `unknown` if there is none; of a schedule `open` or `closed`, of an event or a
    /// trigger when it came or fired last, or `never`.
    pub value: String,
    /// The same as a sentence: `user.plan is free`.
    pub sentence: String,
    /// Why a value that was there counts as missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An input with all that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedInput {
    /// When it was handled.
    pub time: Moment,
    /// The account.
    pub account: String,
    /// The conversation.
    pub conversation: String,
    /// The id of the event, or what the driver calls the timer or answer.
    pub id: String,
    /// What came: the name of an event, or the timer or answer in words.
    pub input: String,
    /// What was looked at, round by round.
    pub rounds: Vec<ExplainedRound>,
    /// What the lifecycle moved, and what was dropped, refused or released, in words.
    pub notes: Vec<String>,
}

/// An input with all that was looked at, if that was asked for.
#[must_use]
pub fn input(delivery: &Delivery, book: &Book) -> ExplainedInput {
    ExplainedInput {
        time: delivery.input.time,
        account: delivery.account.to_string(),
        conversation: delivery.conversation.to_string(),
        id: delivery.input.id.clone(),
        input: words::input(&delivery.input.kind),
        rounds: delivery.outcome.trace.as_ref().map(|each| trace(each, book)).unwrap_or_default(),
        notes: audit::notes(delivery).into_iter().map(|note| format!("{}: {}", note.source, note.what)).collect(),
    }
}

/// The trace in words.
#[must_use]
pub fn trace(trace: &Trace, book: &Book) -> Vec<ExplainedRound> {
    trace.rounds.iter().map(|round| explain_round(round, book)).collect()
}

fn explain_round(round: &Round, book: &Book) -> ExplainedRound {
    ExplainedRound {
        events: round.events.iter().map(ToString::to_string).collect(),
        candidates: round.candidates.iter().map(|each| candidate(each, book)).collect(),
    }
}

/// One candidate in words.
#[must_use]
pub fn candidate(candidate: &Candidate, book: &Book) -> ExplainedCandidate {
    let explained = candidate.condition.as_ref().map(|each| condition(each, book));
    let reason = reason(candidate, explained.as_ref(), book);
    ExplainedCandidate {
        source: candidate.source.to_string(),
        title: title(book, &candidate.source),
        file: words::file_of(book, candidate.place).to_owned(),
        line: candidate.place.line,
        verdict: name(&candidate.verdict),
        sentence: format!("`{}` {reason}", candidate.source),
        condition: explained,
    }
}

const fn name(verdict: &Verdict) -> VerdictName {
    match verdict {
        Verdict::Fired => VerdictName::Fired,
        Verdict::Claimed => VerdictName::Claimed,
        Verdict::Continued => VerdictName::Continued,
        Verdict::Deferred(_) => VerdictName::Deferred,
        Verdict::Inactive => VerdictName::Inactive,
        _ => VerdictName::NotFired,
    }
}

fn reason(candidate: &Candidate, condition: Option<&ExplainedCondition>, book: &Book) -> String {
    let source = candidate.source.as_str();
    match &candidate.verdict {
        Verdict::Fired => "fired".to_owned(),
        Verdict::Claimed => "matched and asked the user's record whether it may fire".to_owned(),
        Verdict::Continued => "went on after its wait".to_owned(),
        Verdict::Inactive => "did not fire: it is inactive".to_owned(),
        Verdict::AlreadyActed => "did not fire again: it acts once for each input".to_owned(),
        Verdict::OtherChannel(channel) => {
            let zone = words::zone(book);
            let now = channel.as_ref().map_or("unknown".to_owned(), |value| words::value(value, zone));
            let own = channels(book, source).join(", ");
            format!("did not fire: the channel is {now}, and it is for {own}")
        }
        Verdict::ConditionFailed => match condition.and_then(culprit) {
            Some(culprit) => format!("did not fire: `{}` does not hold", culprit.text),
            None => "did not fire: its condition does not hold".to_owned(),
        },
        Verdict::Once(at) => format!("did not fire: {}, and it fired at {}", once(book, source), local(*at, book)),
        Verdict::Waiting(Some(until)) => format!("did not fire: it is in its wait until {}", local(*until, book)),
        Verdict::Waiting(None) => "did not fire: it is waiting for the user's record".to_owned(),
        Verdict::FirstMatch(other) => format!("did not fire: `{other}` took the turn in their `first match`"),
        Verdict::NotGranted => format!("did not fire: {}, and another conversation came first", once(book, source)),
        Verdict::Deferred(until) => {
            let schedule = only_during(book, source);
            match until {
                Some(until) => format!("was due, but {schedule} is closed: it waits until {}", local(*until, book)),
                None => format!("was due, but {schedule} is closed and never opens"),
            }
        }
    }
}

fn local(moment: Moment, book: &Book) -> String {
    words::local(moment, words::zone(book))
}

/// The condition that decided that the whole does not hold, if it is a single one: the first failing part of `all`.
fn culprit(condition: &ExplainedCondition) -> Option<&ExplainedCondition> {
    if condition.holds {
        return None;
    }
    match (condition.text.as_str(), condition.parts.is_empty()) {
        (_, true) => Some(condition),
        ("all", false) => condition.parts.iter().find_map(culprit),
        ("any" | "none", false) => None,
        _ => Some(condition),
    }
}

/// A condition with its values in words. A negation and what it negates stand at one place and become one line.
#[must_use]
pub fn condition(trace: &ConditionTrace, book: &Book) -> ExplainedCondition {
    let inner = innermost_at(trace);
    let parts: Vec<ExplainedCondition> = inner.parts.iter().map(|part| condition(part, book)).collect();
    ExplainedCondition {
        text: condition_text(trace.place, !parts.is_empty(), book),
        file: words::file_of(book, trace.place).to_owned(),
        line: trace.place.line,
        holds: trace.holds,
        read: inner.read.iter().map(|each| read(each, book)).collect(),
        parts,
    }
}

fn innermost_at(trace: &ConditionTrace) -> &ConditionTrace {
    match trace.parts.as_slice() {
        [only] if only.place == trace.place => innermost_at(only),
        _ => trace,
    }
}

/// The text of a condition; of one that only joins others, the word for how it does.
fn condition_text(place: Place, has_parts: bool, book: &Book) -> String {
    let text = words::source_text(book, place);
    let block = ["all", "any", "none"]
        .into_iter()
        .find(|word| text.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with('{')));
    match block.or_else(|| joined_by(place, book)) {
        Some(word) if has_parts => word.to_owned(),
        _ => text,
    }
}

/// `all` for an `and`, `any` for an `or` at that place.
fn joined_by(place: Place, book: &Book) -> Option<&'static str> {
    let triggers = book.triggers.iter().filter_map(|each| each.condition.as_ref());
    let automations = book.automations.iter().filter_map(|each| each.condition.as_ref());
    let named = book.conditions.iter().map(|each| &each.condition);
    let test = triggers.chain(automations).chain(named).find_map(|condition| test_at(condition, place))?;
    match test {
        Test::All(_) => Some("all"),
        Test::Any(_) => Some("any"),
        _ => None,
    }
}

fn test_at(condition: &Condition, place: Place) -> Option<&Test> {
    if condition.place == place {
        return Some(&condition.test);
    }
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().find_map(|part| test_at(part, place)),
        Test::Not(inner) => test_at(inner, place),
        _ => None,
    }
}

fn read(read: &Read, book: &Book) -> ExplainedRead {
    let key = &read.key;
    let value = read.value.as_ref().map(|value| words::value(value, words::zone(book)));
    let or = |otherwise: &str| value.clone().unwrap_or_else(|| otherwise.to_owned());
    let is_rule = || book.rule_ids().any(|id| key == id);
    let (value, sentence) = if book.schedules.iter().any(|each| each.id == *key) {
        let value = if read.value == Some(Value::Boolean(true)) { "open" } else { "closed" };
        (value.to_owned(), format!("{key} is {value}"))
    } else if book.vocabulary.events.iter().any(|each| each.name == *key) {
        let sentence = value.as_ref().map_or(format!("{key} has not come"), |time| format!("{key} came at {time}"));
        (or("never"), sentence)
    } else if is_rule() {
        let sentence = value.as_ref().map_or(format!("{key} has not fired"), |time| format!("{key} fired at {time}"));
        (or("never"), sentence)
    } else {
        let relation = if read.before { "was" } else { "is" };
        (or("unknown"), format!("{key} {relation} {}", or("unknown")))
    };
    ExplainedRead { key: key.to_string(), before: read.before, value, sentence, note: read.note.clone() }
}

fn title(book: &Book, source: &str) -> Option<String> {
    let trigger = book.triggers.iter().find(|trigger| trigger.id == source).map(|trigger| &trigger.title);
    let automation = || book.automations.iter().find(|each| each.id == source).map(|each| &each.title);
    trigger.or_else(automation).cloned().flatten()
}

fn channels<'a>(book: &'a Book, source: &str) -> &'a [String] {
    let trigger = book.triggers.iter().find(|trigger| trigger.id == source).map(|trigger| &trigger.channels);
    let automation = || book.automations.iter().find(|each| each.id == source).map(|each| &each.channels);
    trigger.or_else(automation).and_then(Option::as_deref).unwrap_or_default()
}

fn once(book: &Book, source: &str) -> String {
    let trigger = book.triggers.iter().find(|trigger| trigger.id == source).map(|trigger| &trigger.once);
    let automation = || book.automations.iter().find(|each| each.id == source).map(|each| &each.once);
    let once = trigger.or_else(automation).and_then(Option::as_ref);
    once.map_or_else(|| "once".to_owned(), |once| format!("`{}`", words::once(once)))
}

fn only_during<'a>(book: &'a Book, source: &str) -> &'a str {
    let automation = book.automations.iter().find(|each| each.id == source);
    automation.and_then(|each| each.only_during.as_deref()).unwrap_or("its schedule")
}

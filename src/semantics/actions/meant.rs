//! What was probably meant by an action that fits no signature.

use super::super::checker::Checker;
use super::super::suggest;
use super::super::types::Type;
use super::super::vocabulary::{Action, SignaturePart, SlotType};
use super::calls::span_of;
use super::elsewhere::Instead;
use super::matching::{self, Extent, Filled, Fit};
use crate::diagnostic::codes::rules;
use crate::diagnostic::{Finding, Span};
use crate::syntax::ast::{ActionPart, ValueKind, Word};
use crate::syntax::several;

/// How many words at most are taken out of an action to make it fit.
const MOST_WORDS: usize = 3;

/// Words before the name of a message, which nobody writes as the first word of one.
const MESSAGES: &[&str] = &["message", "text", "reply", "answer", "template"];

impl Checker<'_> {
    /// Says what to write where part `at` of an action does not fit.
    pub(super) fn with_meant(
        &self,
        finding: Finding,
        candidates: &[&Action],
        parts: &[ActionPart],
        (at, span): (usize, Span),
    ) -> Finding {
        if let Some(values) = joined_values(parts, at) {
            return self.one_each(finding, &values, values.first().map_or(span.end, |first| first.start), span);
        }
        if let Some(right) = self.quoted(candidates, parts, span) {
            return finding.write(right, span, false);
        }
        if let Some(right) = self.without_words(candidates, parts, at, span) {
            return finding.write(right, span, false);
        }
        let signatures: Vec<&str> = candidates.iter().map(|action| action.signature.as_str()).collect();
        finding.help(format!("it is written {}", suggest::listed(&signatures, "or")))
    }

    /// Says how an action is called here, and writes it so if the rest fits.
    pub(super) fn with_instead(&self, finding: Finding, instead: Instead, parts: &[ActionPart], span: Span) -> Finding {
        let (name, count) = match instead {
            Instead::Advice(advice) => return finding.help(advice),
            Instead::Action(name, count) => (name, count),
        };
        let finding = finding.help(format!("here it is called `{name}`"));
        let (Some(last), Some(rest)) = (count.checked_sub(1).and_then(|last| parts.get(last)), parts.get(count..))
        else {
            return finding;
        };
        let last = span_of(last);
        let words = name.split(' ').map(|word| ActionPart::Word(Word { text: word.into(), span: last }));
        let renamed: Vec<ActionPart> = words.chain(rest.iter().cloned()).collect();
        let actions = self.context.vocabulary.actions.iter().filter(|action| action.name == name);
        if actions.map(|action| matching::slots(action, &renamed, Fit::Form, Extent::All)).any(|slots| slots.is_ok()) {
            return finding.fix(format!("write `{name}`"), Span { end: last.end, ..span }, name, false);
        }
        finding
    }

    /// Where an action takes one value and has a list.
    pub(super) fn list_for_one(&self, action: &Action, filled: &[Filled<'_, '_>], span: Span) -> Option<Finding> {
        let [Filled { slot: SlotType::Value(wanted), part: ActionPart::Value(value), .. }] = filled else {
            return None;
        };
        let ValueKind::List(items) = &value.kind else { return None };
        if matches!(wanted, Type::List(_)) || items.is_empty() {
            return None;
        }
        let message = format!("`{}` takes one value, and has a list", action.name);
        let finding = self.finding(&rules::ACTION_SHAPE, value.span, message);
        let after_list = Span { start: value.span.end, ..span };
        if !self.source(after_list).is_empty() {
            return Some(finding.help("write one action for each value"));
        }
        let items: Vec<Span> = items.iter().map(|item| item.span).collect();
        Some(self.one_each(finding, &items, value.span.start, span))
    }

    /// An action with several values, whose words end before that place.
    fn one_each(&self, finding: Finding, values: &[Span], words_end: u32, span: Span) -> Finding {
        let action = self.source(Span { end: words_end, ..span }).trim_end();
        let values: Vec<&str> = values.iter().map(|value| self.source(*value)).collect();
        let (help, written) = several::one_each(action, &values, self.source(Span::new(0, span.start)));
        finding.help(help).fix("write one action for each", span, written, true)
    }

    /// The action with its last words as a text: `send Hi there`. A single word may be the name of a message.
    fn quoted(&self, candidates: &[&Action], parts: &[ActionPart], span: Span) -> Option<String> {
        let words_of_name = candidates.iter().map(|action| action.name.split(' ').count()).max()?;
        let (name, text) = parts.split_at_checked(words_of_name)?;
        let all_words = text.iter().all(|part| matches!(part, ActionPart::Word(_)));
        let takes_text = |action: &&Action| {
            matches!(action.parts.get(words_of_name), Some(SignaturePart::Slot(_, SlotType::Message)))
        };
        let names_it = |part: &ActionPart| MESSAGES.contains(&self.source(span_of(part)));
        if text.len() < 2 || !all_words || text.first().is_some_and(names_it) || !candidates.iter().any(takes_text) {
            return None;
        }
        let begin = span_of(text.first()?).start;
        let name = self.source(Span { end: span_of(name.last()?).end, ..span });
        Some(format!("{name} \"{}\"", self.source(Span { start: begin, ..span }).trim_end()))
    }

    /// The action without a few words that make it fit no signature: `send message "Hello!"`, `close conversation`.
    fn without_words(&self, candidates: &[&Action], parts: &[ActionPart], at: usize, span: Span) -> Option<String> {
        let words_of_name = candidates.iter().map(|action| action.name.split(' ').count()).max()?;
        let run = |count: usize| (at.saturating_sub(count)..=at).map(move |start| (start, start + count));
        let runs = (1..=MOST_WORDS).flat_map(run);
        runs.filter(|(start, _)| *start >= words_of_name).find_map(|(start, end)| {
            let run = parts.get(start..end)?;
            let all_words = run.iter().all(|part| matches!(part, ActionPart::Word(_)));
            let rest: Vec<ActionPart> = parts.get(..start)?.iter().chain(parts.get(end..)?).cloned().collect();
            let fits =
                || candidates.iter().any(|action| matching::slots(action, &rest, Fit::Form, Extent::All).is_ok());
            if !all_words || run.iter().any(is_day) || !fits() {
                return None;
            }
            let (first, last) = (span_of(run.first()?), span_of(run.last()?));
            let before = self.source(Span { end: first.start, ..span }).trim_end();
            let after = self.source(Span { start: last.end, ..span }).trim_start();
            Some(format!("{before} {after}").trim_end().to_owned())
        })
    }
}

/// The values of `add tag "a" and "b"`, where the word between them does not fit.
fn joined_values(parts: &[ActionPart], at: usize) -> Option<Vec<Span>> {
    let is_value = |part: &ActionPart| matches!(part, ActionPart::Value(_));
    let first = parts.get(at.checked_sub(1)?).filter(|part| is_value(part))?;
    let mut spans = vec![span_of(first)];
    for pair in parts.get(at..)?.chunks(2) {
        match pair {
            [ActionPart::Word(word), value] if word.text == "and" && is_value(value) => spans.push(span_of(value)),
            _ => return None,
        }
    }
    (spans.len() > 1).then_some(spans)
}

/// Whether it says a day, which nobody writes for nothing.
fn is_day(part: &ActionPart) -> bool {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "today", "tomorrow"];
    matches!(part, ActionPart::Word(word) if days.iter().any(|day| word.text.to_lowercase().starts_with(day)))
}

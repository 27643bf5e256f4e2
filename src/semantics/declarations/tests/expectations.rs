//! What a test expects.

use super::clock::Clock;
use crate::diagnostic::Location;
use crate::diagnostic::codes::tests as codes;
use crate::ir::test::{Expectation, SentText};
use crate::ir::{Step, Value};
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::{Checker, Reach};
use crate::syntax::ast::{self, OrCell, Word};

/// Whether it is about what has happened, not about the present.
pub(super) const fn needs_a_happening(expectation: &ast::Expectation) -> bool {
    !matches!(expectation, ast::Expectation::Holds(_) | ast::Expectation::Missing)
}

/// Compiles an expectation.
pub(super) fn compile(checker: &mut Checker<'_>, clock: &Clock, expectation: &ast::Expectation) -> Option<Expectation> {
    Some(match expectation {
        ast::Expectation::Fired(words) => Expectation::Fired(rules(checker, words)?),
        ast::Expectation::NotFired(words) => Expectation::NotFired(rules(checker, words)?),
        ast::Expectation::Sent(value) => Expectation::Sent(sent(checker, value)?),
        ast::Expectation::SentContaining(value) => match checker.literal(value, &Type::Text)? {
            Value::Text(text) => Expectation::SentContaining(text.to_string()),
            _ => return None,
        },
        ast::Expectation::NothingSent => Expectation::NothingSent,
        ast::Expectation::Did(action) => Expectation::Did(done(checker, action)?),
        ast::Expectation::NotDid(action) => Expectation::NotDid(done(checker, action)?),
        ast::Expectation::Refused(action) => Expectation::Refused(done(checker, action)?),
        ast::Expectation::NothingDone => Expectation::NothingDone,
        ast::Expectation::Timer(word, time) => {
            let rule = timed(checker, word.as_ref());
            let moment = clock.moment(checker, time);
            Expectation::Timer(rule?, moment?)
        }
        ast::Expectation::NoTimer(word) => Expectation::NoTimer(timed(checker, word.as_ref())?),
        ast::Expectation::Holds(condition) => Expectation::Holds(checker.condition(condition, Reach::Moment)?),
        ast::Expectation::Timeline(text, place) => {
            let text = match text {
                Some(text) => Some(checker.plain_text(text, "a timeline")?),
                None => None,
            };
            Expectation::Timeline { text, place: checker.place(*place) }
        }
        ast::Expectation::Missing => return None,
    })
}

/// What is done or not: what is not written of it may be anything.
fn done(checker: &mut Checker<'_>, action: &ast::Action) -> Option<Step> {
    if let ast::ActionKind::Wait { .. } = action.kind {
        let finding = checker
            .finding(&codes::COMMAND_WAITS, action.span, "to wait is nothing that is done")
            .help("look at the timer: `expect timer first_reply at 2026-12-01 10:00`");
        checker.push(finding);
        return None;
    }
    checker.looked_for(action, Reach::Anything)
}

fn rules(checker: &mut Checker<'_>, words: &[OrCell<Word>]) -> Option<Vec<String>> {
    let known: Vec<String> = words
        .iter()
        .filter_map(OrCell::written)
        .filter(|word| checker.trigger_or_automation(word).is_some())
        .map(|word| word.text.to_string())
        .collect();
    (!known.is_empty()).then_some(known)
}

/// A trigger or automation that can have a timer: an automation has one, a trigger while one of its waits is pending.
fn timed(checker: &mut Checker<'_>, word: Option<&OrCell<Word>>) -> Option<String> {
    let word = word?.written()?;
    checker.trigger_or_automation(word)?;
    let trigger = checker
        .context
        .names
        .triggers
        .iter()
        .find(|trigger| trigger.node.id.as_ref().is_some_and(|id| id.text == word.text));
    if let Some(trigger) = trigger
        && !waits(trigger.node)
    {
        let head = trigger.node.id.as_ref().map_or(trigger.span, |id| id.span);
        let finding = checker
            .finding(&codes::NO_TIMER, word.span, format!("the trigger `{}` never has a timer", word.text))
            .also(Location { file: trigger.file, span: head }, "nothing waits in its `do` block")
            .help("automations have timers, and triggers while one of their waits is pending");
        checker.push(finding);
    }
    Some(word.text.to_string())
}

fn waits(trigger: &ast::Trigger) -> bool {
    trigger.clauses.iter().any(|clause| match &clause.kind {
        ast::ClauseKind::Do(actions) => {
            actions.iter().any(|action| matches!(action.kind, ast::ActionKind::Wait { .. }))
        }
        _ => false,
    })
}

fn sent(checker: &mut Checker<'_>, value: &ast::Value) -> Option<SentText> {
    if let Some(name) = value.bare_word() {
        checker.named(name, &[Kind::Message])?;
        return Some(SentText::Message(name.text.to_string()));
    }
    match checker.literal(value, &Type::Text)? {
        Value::Text(text) => Some(SentText::Exactly(text.to_string())),
        _ => None,
    }
}

//! A trial as a test that anybody could have written.

use serde_json::Value as Json;

use super::run::Trial;
use crate::ir::test::{Fact, TestStep, TestStepKind};
use crate::ir::{Argument, Book, Operand, Step, StepKind, TemplatePart, Value};
use crate::runtime::maintained::SAYING;
use crate::runtime::{Delivery, Effect};
use crate::scenario::{effects, words};

/// The slot that holds what people read.
const TEXT: &str = "body";

/// The declaration of a test of that title, which passes; `None` if something in it cannot be written in a test.
#[must_use]
pub fn as_test(title: &str, trial: &Trial, book: &Book) -> Option<String> {
    let mut written = Written { book, trial, next: 0 };
    let mut text = format!("test {} {{\n", literal(title));
    for (line, deliveries) in &trial.lines {
        text.push_str(&format!("  {}\n", written.line(line)?));
        for expectation in written.expectations(deliveries) {
            text.push_str(&format!("  expect {expectation}\n"));
        }
    }
    text.push_str("}\n");
    Some(text)
}

struct Written<'a> {
    book: &'a Book,
    trial: &'a Trial,
    /// The action of the rule that comes next.
    next: usize,
}

impl<'a> Written<'a> {
    fn line(&self, line: &TestStep) -> Option<String> {
        Some(match &line.kind {
            TestStepKind::Given(facts) => format!("given {}", self.facts(facts)?),
            TestStepKind::At(at) => format!("at {}", words::local(*at, words::zone(self.book))),
            TestStepKind::Receive { event, facts, .. } if facts.is_empty() => format!("receive {event}"),
            TestStepKind::Receive { event, facts, .. } => format!("receive {event} {}", self.facts(facts)?),
            TestStepKind::Advance(millis) => format!("advance {}", words::duration(*millis)),
            _ => return None,
        })
    }

    fn facts(&self, facts: &[Fact]) -> Option<String> {
        let each = facts.iter().map(|(key, value)| match value {
            None => Some(format!("{key} is unknown")),
            // There is no way to write one.
            Some(Value::Time(_)) => None,
            Some(Value::Text(text)) => Some(format!("{key} is {}", literal(text))),
            Some(value) => Some(format!("{key} is {}", words::value(value, words::zone(self.book)))),
        });
        let all: Vec<String> = each.collect::<Option<_>>()?;
        Some(format!("{{ {} }}", all.join(", ")))
    }

    fn expectations(&mut self, deliveries: &[Delivery]) -> Vec<String> {
        let rule = self.trial.rule.as_str();
        let fired = deliveries.iter().flat_map(|delivery| &delivery.outcome.fired).any(|id| id == rule);
        let mut expected: Vec<String> = fired.then(|| format!("fired {rule}")).into_iter().collect();
        let effects = deliveries.iter().flat_map(|delivery| &delivery.outcome.effects);
        for effect in effects.filter(|effect| effect.source == *rule) {
            let step = self.step_of(effect);
            expected.extend(step.and_then(|step| self.done(effect, step)).filter(|line| !line.contains('\n')));
        }
        expected
    }

    /// The action that an effect comes of: they come in the order in which they are written.
    fn step_of(&mut self, effect: &Effect) -> Option<&'a Step> {
        let rule = self.trial.rule.as_str();
        let trigger = self.book.triggers.iter().find(|each| each.id == rule).map(|each| &each.actions);
        let automation = || self.book.automations.iter().find(|each| each.id == rule).map(|each| &each.actions);
        let steps = trigger.or_else(automation)?;
        let is_it = |step: &Step| matches!(&step.kind, StepKind::Act { action, .. } if effect.action == *action);
        let (place, step) = steps.iter().enumerate().skip(self.next).find(|(_, step)| is_it(step))?;
        self.next = place + 1;
        Some(step)
    }

    fn done(&self, effect: &Effect, step: &Step) -> Option<String> {
        let StepKind::Act { action, arguments, .. } = &step.kind else { return None };
        let body = arguments.iter().find(|(slot, _)| slot == TEXT).map(|(_, argument)| argument);
        if SAYING.contains(&action.as_str()) {
            return Some(match body {
                Some(Argument::Message(name)) => format!("sent {name}"),
                _ => format!("sent {}", literal(effect.arguments.get(TEXT).and_then(Json::as_str)?)),
            });
        }
        if arguments.iter().any(|(_, argument)| is_filled(argument)) {
            // What is set stands there without quotation marks, and what is unknown has no words.
            let has_words = action != "set" && !effect.arguments.values().any(Json::is_null);
            let statement = effects::statement(effect, self.book, usize::MAX);
            return (has_words && !statement.contains('{')).then(|| format!("did {statement}"));
        }
        let source = self.book.sources.get(usize::try_from(step.place.file).ok()?)?;
        let start = usize::try_from(step.place.start).ok()?;
        let written = source.text.get(start..usize::try_from(step.place.end).ok()?)?;
        (!written.contains('\n')).then(|| format!("did {written}"))
    }
}

/// Whether something in it was read when it was done.
fn is_filled(argument: &Argument) -> bool {
    match argument {
        Argument::Text(template) => template.0.iter().any(|part| matches!(part, TemplatePart::Placeholder { .. })),
        Argument::Value(operand) => !matches!(operand, Operand::Literal(_)),
        Argument::List(parts) => parts.iter().any(is_filled),
        Argument::Record(fields) => fields.iter().any(|(_, part)| is_filled(part)),
        Argument::Message(_) | Argument::NextClockTime(_) | Argument::NextOpening(_) => false,
    }
}

/// A text in quotation marks, in which nothing is a placeholder.
fn literal(text: &str) -> String {
    words::text_literal(text).replace('{', "\\{")
}

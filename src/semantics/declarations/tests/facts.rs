//! The facts that a test gives.

use crate::diagnostic::codes::tests as codes;
use crate::ir::EventName;
use crate::ir::test::Fact;
use crate::ir::vocabulary::Holder;
use crate::semantics::Checker;
use crate::semantics::suggest::listed;
use crate::semantics::vocabulary::Attribute;
use crate::syntax::ast;

const UNKNOWN: &str = "unknown";

/// The facts of a `given`: kept ones and those of the view.
pub(super) fn given(checker: &mut Checker<'_>, facts: &[ast::Fact]) -> Vec<Fact> {
    facts_of(checker, facts, |checker, path, attribute| match attribute.holder {
        Holder::Event => {
            let carriers: Vec<&str> = carriers(checker, attribute);
            let finding = checker
                .finding(&codes::NOT_GIVEN, path.span, format!("`{}` comes with an event", attribute.key))
                .help(format!("write it after the event, in `receive {} {{ … }}`", carriers.first().unwrap_or(&"…")));
            checker.push(finding);
            false
        }
        _ => not_of_the_clock(checker, path, attribute),
    })
}

/// A `receive` with what it brings.
pub(super) fn receive(
    checker: &mut Checker<'_>,
    event: &ast::EventReference,
    facts: &[ast::Fact],
) -> Option<(EventName, Vec<Fact>)> {
    let path = match event {
        ast::EventReference::Event(path) => path,
        ast::EventReference::ChangeOf(_, span) => {
            let finding =
            checker.finding(&codes::CHANGE_RECEIVED, *span, "a change is not received; it follows from what is").help(
                "let an event bring the new value: `receive conversation.updated { conversation.tags is [\"vip\"] }`",
            );
            checker.push(finding);
            return None;
        }
    };
    let name = checker.declared_event(path)?;
    let facts = facts_of(checker, facts, |checker, path, attribute| match attribute.holder {
        Holder::Event => carried(checker, path, attribute, &name),
        _ => not_of_the_clock(checker, path, attribute),
    });
    Some((name, facts))
}

fn facts_of(
    checker: &mut Checker<'_>,
    facts: &[ast::Fact],
    allowed: impl Fn(&mut Checker<'_>, &ast::Path, &Attribute) -> bool,
) -> Vec<Fact> {
    let mut compiled: Vec<(Fact, &ast::Path)> = Vec::new();
    for fact in facts {
        let Some((key, attribute)) = checker.fact(&fact.path) else {
            continue;
        };
        if !allowed(checker, &fact.path, attribute) {
            continue;
        }
        let value = if is_unknown(&fact.value) {
            if !attribute.optional {
                let finding = checker
                    .finding(&codes::NEVER_UNKNOWN, fact.value.span, format!("`{}` is never unknown", attribute.key))
                    .help("it has a default; give it a value");
                checker.push(finding);
                continue;
            }
            None
        } else {
            let Some(value) = checker.literal(&fact.value, &attribute.value_type) else {
                continue;
            };
            Some(value)
        };
        if let Some((_, first)) = compiled.iter().find(|((known, _), _)| *known == key) {
            let finding = checker
                .finding(&codes::FACT_TWICE, fact.path.span, format!("`{key}` is given twice"))
                .also(checker.at(first.span), "first here")
                .help("keep one of them");
            checker.push(finding);
            continue;
        }
        compiled.push(((key.into(), value), &fact.path));
    }
    compiled.into_iter().map(|(fact, _)| fact).collect()
}

fn is_unknown(value: &ast::Value) -> bool {
    value.bare_word().is_some_and(|word| word.text == UNKNOWN)
}

fn not_of_the_clock(checker: &mut Checker<'_>, path: &ast::Path, attribute: &Attribute) -> bool {
    if attribute.holder != Holder::Clock {
        return true;
    }
    let finding = checker
        .finding(&codes::NOT_GIVEN, path.span, format!("`{}` is told by the clock", attribute.key))
        .help("set the clock with `at 2026-12-01 10:00`");
    checker.push(finding);
    false
}

fn carried(checker: &mut Checker<'_>, path: &ast::Path, attribute: &Attribute, event: &EventName) -> bool {
    let carriers = carriers(checker, attribute);
    if carriers.contains(&event.as_str()) {
        return true;
    }
    let message = format!("`{event}` does not bring `{}`", attribute.key);
    let finding = checker.finding(&codes::NOT_BROUGHT, path.span, message);
    let finding = match carriers.get(..5).unwrap_or(&carriers) {
        [] => finding,
        some => finding.help(format!("{} does", listed(some, "or"))),
    };
    checker.push(finding);
    false
}

fn carriers<'a>(checker: &Checker<'a>, attribute: &'a Attribute) -> Vec<&'a str> {
    let first = attribute.segments.first().map_or("", |segment| segment.name.as_str());
    checker.context.vocabulary.carriers(first).collect()
}

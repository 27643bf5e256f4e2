//! What a lifecycle says in words of the vocabulary: events, actions, conditions, limits.

use rust_decimal::Decimal;

use super::machine::{Machine, SET, key};
use super::{Lifecycle, category};
use crate::diagnostic::codes::lifecycles;
use crate::ir::Value;
use crate::ir::vocabulary::Holder;
use crate::semantics::suggest::{listed, nearest};
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Reach, Report};
use crate::syntax::ast::{self, ActionKind, Cause, ClauseKind, LifecycleClause, StateRule};

/// Checks all lifecycles of a book against its vocabulary, and what the book sets against its lifecycle.
pub fn check(context: &Context<'_>, lifecycle: Option<&Lifecycle>, report: &mut Report) {
    for declared in &context.names.lifecycles {
        let mut checker = Checker::new(context, declared.file, report);
        for (clause, _) in &declared.node.clauses {
            check_clause(&mut checker, clause);
        }
    }
    for machine in lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines) {
        check_sets(context, machine, report);
    }
}

fn check_clause(checker: &mut Checker<'_>, clause: &LifecycleClause) {
    match clause {
        LifecycleClause::States(states) => {
            for (rule, _) in &states.rules {
                if let StateRule::Transition { cause, condition, .. } = rule {
                    check_cause(checker, cause, condition.as_ref());
                }
            }
        }
        LifecycleClause::NewConversation(events, condition) => {
            let events = checker.events(events);
            if let Some(condition) = condition {
                checker.condition(condition, Reach::Events(&events));
            }
        }
        LifecycleClause::Limit(path, value) => check_limit(checker, path.as_ref(), value),
        LifecycleClause::OnlyMay(..) => {}
    }
}

fn check_cause(checker: &mut Checker<'_>, cause: &Cause, condition: Option<&ast::Condition>) {
    let events = match cause {
        Cause::On(events) => checker.events(events),
        Cause::By(actions) => {
            for words in actions {
                check_action(checker, words);
            }
            Vec::new()
        }
        Cause::Missing => Vec::new(),
    };
    if let Some(condition) = condition {
        let reach = if events.is_empty() { Reach::With(&[]) } else { Reach::Events(&events) };
        checker.condition(condition, reach);
    }
}

fn check_action(checker: &mut Checker<'_>, words: &[ast::Word]) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let written = texts.join(" ");
    let known = &checker.context.vocabulary.actions;
    if written == SET || known.iter().any(|action| begins_with(&action.name, &texts)) {
        return;
    }
    let span = first.span.to(last.span);
    let finding = checker.finding(&lifecycles::UNKNOWN_MOVER, span, format!("there is no action `{written}`"));
    let names = known.iter().map(|action| action.name.as_str()).chain([SET]);
    let finding = match nearest(&written, names) {
        Some(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), span, meant, false)
        }
        None => finding.help("write the words of an action, such as `set`, `close` or `end session`"),
    };
    checker.push(finding);
}

fn begins_with(name: &str, words: &[&str]) -> bool {
    let mut name = name.split(' ');
    words.iter().all(|word| name.next() == Some(word))
}

fn check_limit(checker: &mut Checker<'_>, path: Option<&ast::Path>, value: &ast::Value) {
    if let Some(path) = path
        && let Some((_, attribute)) = checker.attribute(path, false)
        && !(attribute.holder == Holder::Conversation && matches!(attribute.value_type, Type::List(_)))
    {
        let message = format!("`{}` is no list that the conversation keeps", attribute.key);
        let finding = checker
            .finding(&lifecycles::BAD_LIMIT, path.span, message)
            .help("a limit says how many values a list may hold, such as `limit conversation.tags to 8`");
        checker.push(finding);
    }
    if let Some(Value::Number(limit)) = checker.literal(value, &Type::Number)
        && (limit < Decimal::ONE || !limit.is_integer())
    {
        let finding = checker
            .finding(&lifecycles::BAD_LIMIT, value.span, format!("a limit of `{limit}` makes no sense"))
            .help("a limit is a whole number from 1 on: how many values the list may hold");
        checker.push(finding);
    }
}

/// Reports each `set` of the machine's attribute to a state that no `by set` names. Where none names any, the attribute
/// is not writable at all, and that is said where it is set.
fn check_sets(context: &Context<'_>, machine: &Machine, report: &mut Report) {
    let settable = machine.settable();
    if settable.is_empty() {
        return;
    }
    let names: Vec<&str> = settable.iter().map(|state| machine.name(*state)).collect();
    let rules = context.names.triggers.iter().chain(&context.names.automations);
    let blocks = rules.flat_map(|rule| {
        rule.node.clauses.iter().filter_map(move |clause| match &clause.kind {
            ClauseKind::Do(actions) => Some((rule.file, actions)),
            _ => None,
        })
    });
    let stages = context
        .names
        .capacity_releases
        .iter()
        .flat_map(|policy| policy.node.stages.iter().map(move |stage| (policy.file, &stage.actions)));
    for (file, action) in
        blocks.chain(stages).flat_map(|(file, actions)| actions.iter().map(move |action| (file, action)))
    {
        let Some(word) = state_set(action, &machine.attribute) else {
            continue;
        };
        let Some(state) = machine.state(category(&context.names, &word.text)) else {
            continue;
        };
        if !settable.contains(&state) {
            let mut checker = Checker::new(context, file, report);
            let message = format!("no transition sets `{}` to `{}`", machine.attribute, word.text);
            let finding = checker
                .finding(&lifecycles::NEVER_SET, word.span, message)
                .also(
                    crate::diagnostic::Location { file: machine.file, span: machine.span },
                    "the lifecycle moves it here",
                )
                .help(format!("what may be set is {}", listed(&names, "and")));
            checker.push(finding);
        }
    }
}

fn state_set<'a>(action: &'a ast::Action, attribute: &str) -> Option<&'a ast::Word> {
    let ActionKind::Set { path: Some(path), value } = &action.kind else {
        return None;
    };
    let ast::ValueKind::Path(word) = &value.kind else {
        return None;
    };
    match word.segments.as_slice() {
        [only] if key(path) == attribute => Some(&only.name),
        _ => None,
    }
}

//! What a book sets, against what its lifecycle lets be set.

use super::category;
use super::machine::Machine;
use crate::diagnostic::codes::lifecycles;
use crate::semantics::suggest::listed;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, ActionKind, ClauseKind};

/// Reports each `set` of the machine's attribute to a state that no `by set` names. Where none names any, the attribute
/// is not writable at all, and that is said where it is set.
pub(super) fn check(context: &Context<'_>, machine: &Machine, report: &mut Report) {
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
    let commands = context.names.tests.iter().flat_map(|test| {
        test.node.steps.iter().filter_map(move |step| match &step.kind {
            ast::StepKind::Command { actions, .. } => Some((test.file, actions)),
            _ => None,
        })
    });
    for (file, action) in blocks
        .chain(stages)
        .chain(commands)
        .flat_map(|(file, actions)| actions.iter().map(move |action| (file, action)))
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
        [only] if path.dotted() == attribute => Some(&only.name),
        _ => None,
    }
}

//! What is named and not there is begun.

use super::super::naming;
use super::languages::wanted;
use super::{At, Refactoring, RefactoringKind};
use crate::diagnostic::codes::names::UNKNOWN_NAME;
use crate::diagnostic::{Edit, Finding, Span};
use crate::semantics::names::Kind;
use crate::syntax::ast::{ActionKind, ActionPart, ClauseKind, DeclarationKind};

pub(super) fn create(at: &At<'_>) -> Vec<Refactoring> {
    let here = |finding: &&Finding| {
        let place = finding.primary.location;
        finding.code.id == UNKNOWN_NAME.id && place.file == at.file && at.is_in(place.span)
    };
    at.analysis.findings.iter().filter(here).filter_map(|finding| begun(at, finding.primary.location.span)).collect()
}

fn begun(at: &At<'_>, span: Span) -> Option<Refactoring> {
    let name = at.text_of(span);
    let what = what(at, span)?;
    let kind = if what == What::Message { Kind::Message } else { Kind::Condition };
    if !naming::is_name(kind, name) {
        return None;
    }
    let declaration = match what {
        What::Message => {
            let languages = wanted(at.analysis);
            let languages = if languages.is_empty() { vec!["en".to_owned()] } else { languages };
            let lines: String = languages.iter().map(|language| format!("\n{language}: \"Hello\"")).collect();
            format!("message {name} {{{lines}\n}}")
        }
        What::Condition => format!("condition {name} when conversation.tags has {:?}", name),
    };
    let word = if what == What::Message { "message" } else { "condition" };
    let edit = Edit { span: at.below(span), text: format!("\n\n{declaration}") };
    Some(at.offer(format!("create the {word} `{name}`"), RefactoringKind::Create, vec![edit]))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Message,
    Condition,
}

/// What must be declared, by where the name stands.
fn what(at: &At<'_>, span: Span) -> Option<What> {
    let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let declaration = at.ast.declarations.iter().find(|declaration| holds(declaration.span))?;
    let clauses = match &declaration.kind {
        DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => rule.clauses.as_slice(),
        _ => return None,
    };
    let clause = clauses.iter().find(|clause| holds(clause.span))?;
    match &clause.kind {
        ClauseKind::When(_) => {
            let found = super::conditions::all(at.ast);
            let is_it = found
                .iter()
                .any(|each| each.condition.span == span && super::extract_condition::is_named(each.condition));
            is_it.then_some(What::Condition)
        }
        ClauseKind::Do(actions) => {
            let action = actions.iter().find(|action| holds(action.span))?;
            let ActionKind::Call(parts) = &action.kind else { return None };
            // The name is the last word of the action before any value.
            let last = parts.iter().take_while(|part| matches!(part, ActionPart::Word(_))).last()?;
            matches!(last, ActionPart::Word(word) if word.span == span).then_some(What::Message)
        }
        _ => None,
    }
}

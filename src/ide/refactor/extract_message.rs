//! A text of an action gets a name: `message NAME { … }`.

use super::languages::wanted;
use super::{At, Refactoring, RefactoringKind};
use crate::diagnostic::Edit;
use crate::semantics::names::Kind;
use crate::syntax::ast::{Action, ActionKind, ActionPart, ClauseKind, DeclarationKind, Text, TextPart, ValueKind};

/// The slot of an action that takes a text or a message by its name.
const MESSAGE: &str = ": message>";

pub(super) fn extract(at: &At<'_>) -> Option<Refactoring> {
    let action = actions(at).into_iter().find(|action| at.is_in(action.span))?;
    let text = message_of(at, action)?;
    if !at.is_in(text.span) {
        return None;
    }
    let name = at.name_for(Kind::Message, &literal(text), "text");
    let languages = wanted(at.analysis);
    let languages = if languages.is_empty() { vec!["en".to_owned()] } else { languages };
    let written = at.text_of(text.span);
    let lines: String = languages.iter().map(|language| format!("\n{language}: {written}")).collect();
    let edits = vec![
        Edit { span: text.span, text: name.clone() },
        Edit { span: at.below(action.span), text: format!("\n\nmessage {name} {{{lines}\n}}") },
    ];
    Some(at.offer(format!("make a message of this text: `{name}`"), RefactoringKind::Extract, edits))
}

/// All statements of rules.
pub(super) fn actions<'a>(at: &At<'a>) -> Vec<&'a Action> {
    let of = |declaration: &'a crate::syntax::ast::Declaration| match &declaration.kind {
        DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => rule.clauses.as_slice(),
        _ => &[],
    };
    let clauses = at.ast.declarations.iter().flat_map(of);
    let actions = clauses.filter_map(|clause| match &clause.kind {
        ClauseKind::Do(actions) => Some(actions),
        _ => None,
    });
    actions.flatten().collect()
}

/// The text that stands where a message may.
fn message_of<'a>(at: &At<'a>, action: &'a Action) -> Option<&'a Text> {
    let ActionKind::Call(parts) = &action.kind else { return None };
    let words = ActionPart::first_words(parts);
    let words = words.join(" ");
    let signatures = at.analysis.checked.vocabulary.actions.iter();
    // Those of several shapes begin with the same words.
    let place = signatures.filter(|action| words.starts_with(&action.name)).find_map(|action| {
        let before = action.signature.split_once(MESSAGE)?.0;
        Some(before.matches('>').count())
    })?;
    let values = parts.iter().enumerate().filter_map(|(index, part)| match part {
        ActionPart::Value(value) => Some((index, value)),
        _ => None,
    });
    let (index, value) = values.into_iter().nth(place)?;
    let is_sender = index
        .checked_sub(1)
        .and_then(|before| parts.get(before))
        .is_some_and(|before| matches!(before, ActionPart::Word(word) if word.text == "as"));
    match &value.kind {
        ValueKind::Text(text) if !is_sender => Some(text),
        _ => None,
    }
}

fn literal(text: &Text) -> String {
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Literal(literal) => literal.as_str(),
        TextPart::Placeholder(_) => " ",
    });
    parts.collect()
}

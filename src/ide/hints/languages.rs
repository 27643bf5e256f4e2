//! In which languages a message is.

use super::Hint;
use crate::diagnostic::{FileId, Location};
use crate::ide::{Analysis, symbol};
use crate::semantics::names::Kind;
use crate::syntax::ast::{Declaration, DeclarationKind, Message};

/// Letters of a text that are shown.
const MOST_LETTERS: usize = 60;

/// For each message that a rule sends by its name.
pub(super) fn of(analysis: &Analysis, file: FileId, shown: &[&Declaration]) -> Vec<Hint> {
    let is_rule = |declaration: &&&Declaration| {
        matches!(
            declaration.kind,
            DeclarationKind::Trigger(_) | DeclarationKind::Automation(_) | DeclarationKind::CapacityRelease(_)
        )
    };
    let rules: Vec<_> = shown.iter().filter(is_rule).map(|declaration| declaration.span).collect();
    let used = symbol::references(analysis, file).iter().filter(|reference| {
        let span = reference.location.span;
        reference.kind == Kind::Message && rules.iter().any(|rule| rule.start <= span.start && span.end <= rule.end)
    });
    let used: Vec<_> = used.collect();
    if used.is_empty() {
        return Vec::new();
    }
    let hint = |reference: &&crate::semantics::Reference| {
        let named = symbol::named(analysis).find(|each| each.is(Kind::Message, &reference.name))?;
        let DeclarationKind::Message(message) = &named.declaration.kind else { return None };
        let languages: Vec<&str> = message.translations.iter().map(|(language, _)| language.text.as_str()).collect();
        let is_own = analysis.sources.get(named.file).is_some_and(|file| !file.shipped);
        Some(Hint {
            offset: reference.location.span.end,
            text: languages.join(", "),
            target: is_own.then_some(named.location()),
            tooltip: texts(analysis, named.file, message),
        })
    };
    used.iter().filter_map(hint).filter(|hint| !hint.text.is_empty()).collect()
}

/// The beginnings of its texts.
fn texts(analysis: &Analysis, file: FileId, message: &Message) -> String {
    let lines = message.translations.iter().map(|(language, text)| {
        let whole = analysis.text_of(Location { file, span: text.span }).trim_matches('"');
        let words: Vec<&str> = whole.split_whitespace().collect();
        let words = words.join(" ");
        let begin: String = words.chars().take(MOST_LETTERS).collect();
        let more = if begin.len() < words.len() { "…" } else { "" };
        format!("- {}: {begin}{more}", language.text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

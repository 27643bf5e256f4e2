//! In which languages a message is.

use std::collections::BTreeMap;

use super::Hint;
use crate::diagnostic::{FileId, Location, Span};
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
        reference.kind == Kind::Message && holds(&rules, span)
    });
    let used: Vec<_> = used.collect();
    if used.is_empty() {
        return Vec::new();
    }
    let messages = symbol::named(analysis).filter(|named| named.kind == Kind::Message);
    let mut declared: BTreeMap<&str, symbol::Named<'_>> = BTreeMap::new();
    for named in messages {
        declared.entry(named.word.text.as_str()).or_insert(named);
    }
    let hint = |reference: &&crate::semantics::Reference| {
        let named = declared.get(&*reference.name)?;
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

/// Whether one of them holds a span; they are in the order of the file.
fn holds(rules: &[Span], span: Span) -> bool {
    let before = rules.partition_point(|rule| rule.start <= span.start);
    before.checked_sub(1).and_then(|last| rules.get(last)).is_some_and(|rule| span.end <= rule.end)
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

//! A message gets the languages that the book wants and it does not have: with the text that it has.

use super::{At, Refactoring, RefactoringKind};
use crate::diagnostic::{Edit, FileId, Span};
use crate::ide::Analysis;
use crate::semantics::Settings;
use crate::syntax::ast::DeclarationKind;

/// The file of a book's settings.
const SETTINGS: &str = "whenbook.toml";

pub(super) fn add(at: &At<'_>) -> Option<Refactoring> {
    let holds = |span: Span| at.is_in(span);
    let declaration = at.ast.declarations.iter().find(|declaration| holds(declaration.span))?;
    let DeclarationKind::Message(message) = &declaration.kind else { return None };
    let (_, first) = message.translations.first()?;
    let (_, last) = message.translations.last()?;
    let has = |language: &String| message.translations.iter().any(|(own, _)| own.text == *language);
    let missing: Vec<String> = wanted(at.analysis).into_iter().filter(|language| !has(language)).collect();
    if missing.is_empty() {
        return None;
    }
    let written = at.text_of(first.span);
    let lines: String = missing.iter().map(|language| format!("\n{language}: {written}")).collect();
    let told = missing.iter().map(|language| format!("`{language}`")).collect::<Vec<_>>().join(", ");
    let edit = Edit { span: Span::empty(last.span.end), text: lines };
    Some(at.offer(format!("add {told}, to be translated"), RefactoringKind::Rewrite, vec![edit]))
}

/// The languages that the messages of the book should have.
pub(super) fn wanted(analysis: &Analysis) -> Vec<String> {
    if let Some(book) = &analysis.book {
        return book.languages.clone();
    }
    // A book with errors has its settings all the same.
    let settings = analysis.sources.iter().find(|(_, source)| source.path.ends_with(SETTINGS));
    settings.map(|(_, source)| Settings::parse(FileId::default(), &source.text).0.languages).unwrap_or_default()
}

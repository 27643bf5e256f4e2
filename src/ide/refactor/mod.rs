//! Other ways to write the same, and beginnings of what is missing: what an editor offers at a place without anything being
//! wrong there. One file each.

mod conditions;
mod create;
mod extract_condition;
mod extract_message;
mod inline;
mod languages;
mod one_of;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::formatting::changed;
use super::{Analysis, naming};
use crate::diagnostic::{Edit, FileId, Span};
use crate::semantics::names::Kind;
use crate::syntax;
use crate::syntax::ast::DeclarationKind;

/// Something that can be written in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refactoring {
    /// What it does, as a command.
    pub title: String,
    /// What it is.
    pub kind: RefactoringKind,
    /// The changes by file.
    pub edits: BTreeMap<FileId, Vec<Edit>>,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefactoringKind {
    /// Something gets a name of its own.
    Extract,
    /// Something that has a name stands where it is used.
    Inline,
    /// The same in other words.
    Rewrite,
    /// Something that is missing is begun.
    Create,
}

/// What is offered at that part of a file. The layout is [`laid_out`] of it.
#[must_use]
pub fn refactorings(analysis: &Analysis, file: FileId, span: Span) -> Vec<Refactoring> {
    let is_own = analysis.sources.get(file).is_some_and(|source| !source.shipped);
    let Some(unit) = analysis.checked.units.iter().find(|unit| unit.file == file).filter(|_| is_own) else {
        return Vec::new();
    };
    let at = At { analysis, file, text: analysis.text(file), span, ast: &unit.ast };
    let mut offered = Vec::new();
    offered.extend(create::create(&at));
    offered.extend(extract_condition::extract(&at));
    offered.extend(extract_message::extract(&at));
    offered.extend(inline::condition(&at));
    offered.extend(inline::message(&at));
    offered.extend(one_of::joined(&at));
    offered.extend(one_of::apart(&at));
    offered.extend(languages::add(&at));
    offered
}

/// The same with the layout of what it changes: of the whole file if it is laid out now, else of the declarations.
#[must_use]
pub fn laid_out(analysis: &Analysis, refactoring: Refactoring) -> Refactoring {
    let edits = refactoring.edits.into_iter().map(|(file, edits)| {
        let old = analysis.text(file);
        let was_laid_out = syntax::format_in_place(old).is_some_and(|formatted| formatted == old);
        let new = applied(old, &edits);
        let whole = syntax::format_in_place(&new).filter(|_| was_laid_out);
        let formatted = whole.unwrap_or_else(|| declarations_laid_out(new, &regions(&edits)));
        (file, vec![changed(old, &formatted)])
    });
    Refactoring { edits: edits.collect(), ..refactoring }
}

/// Where changes are, once they are made.
fn regions(edits: &[Edit]) -> Vec<Span> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut added, mut removed) = (0, 0);
    let mut regions = Vec::new();
    for edit in edits {
        let start = edit.span.start + added - removed;
        let length = u32::try_from(edit.text.len()).unwrap_or_default();
        regions.push(Span::new(start, start + length));
        added += length;
        removed += edit.span.end - edit.span.start;
    }
    regions
}

fn declarations_laid_out(mut text: String, regions: &[Span]) -> String {
    let parsed = syntax::parse(FileId::default(), &text).ast();
    for declaration in parsed.declarations.iter().rev() {
        let span = declaration.span;
        let is_changed = regions.iter().any(|region| region.start <= span.end && span.start <= region.end);
        if let Some(formatted) = is_changed.then(|| syntax::format(span.of(&text))).flatten() {
            let formatted = syntax::with_line_ends_of(&text, formatted.trim_end().to_owned());
            text.replace_range(span.start as usize..span.end as usize, &formatted);
        }
    }
    text
}

/// A text with changes that do not overlap.
pub(super) fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut new = String::with_capacity(text.len());
    let mut position = 0;
    for edit in edits {
        new.push_str(Span::new(position, edit.span.start).of(text));
        new.push_str(&edit.text);
        position = edit.span.end;
    }
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    new.push_str(Span::new(position, end).of(text));
    new
}

/// A part of a file of a book.
struct At<'a> {
    analysis: &'a Analysis,
    file: FileId,
    text: &'a str,
    span: Span,
    ast: &'a syntax::ast::File,
}

impl<'a> At<'a> {
    fn text_of(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// Whether the part is within a span: the cursor may stand at its edges.
    const fn is_in(&self, span: Span) -> bool {
        span.start <= self.span.start && self.span.end <= span.end
    }

    /// A name that something of that kind can have and nothing has: the words of a text, or those of the rule with another one;
    /// if need be with a number.
    fn name_for(&self, kind: Kind, text: &str, otherwise: &str) -> String {
        let letters = text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' });
        let plain: String = letters.collect::<String>().to_lowercase();
        let words: Vec<&str> = plain.split_whitespace().take(4).collect();
        let mut name = words.join("_");
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) || name.len() < 3 {
            name = self.rule().map_or_else(|| otherwise.to_owned(), |rule| format!("{rule}_{otherwise}"));
        }
        let names = self.analysis.names();
        let is_taken = |name: &str| names.index.contains_key(name);
        let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
        std::iter::once(name.clone())
            .filter(|name| naming::is_name(kind, name))
            .chain(numbered)
            .find(|name| !is_taken(name))
            .unwrap_or(name)
    }

    /// The rule that holds the part.
    fn rule(&self) -> Option<&'a str> {
        let declaration = self.ast.declarations.iter().find(|declaration| self.is_in(declaration.span))?;
        match &declaration.kind {
            DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => {
                rule.id.as_ref().map(|id| id.text.as_str())
            }
            _ => None,
        }
    }

    /// After the declaration that holds the part: where what it uses from now on is declared.
    fn below(&self, span: Span) -> Span {
        let holds = |each: Span| each.start <= span.start && span.end <= each.end;
        let declaration = self.ast.declarations.iter().find(|declaration| holds(declaration.span));
        let end = declaration.map_or(self.text.len(), |declaration| declaration.span.end as usize);
        Span::empty(u32::try_from(end).unwrap_or(u32::MAX))
    }

    fn offer(&self, title: String, kind: RefactoringKind, edits: Vec<Edit>) -> Refactoring {
        Refactoring { title, kind, edits: BTreeMap::from([(self.file, edits)]) }
    }
}

/// Whether there is a comment in a text; one within quotation marks counts too, so that none is ever lost.
fn has_comment(text: &str) -> bool {
    text.contains("//")
}

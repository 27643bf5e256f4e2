//! What may be written at a place.
//!
//! Where one is, is told by the words that stand before ([`Statement`]): the blocks that are open, and the beginning of the
//! statement. So it works in one that is half written, over several lines, and in a file that is broken elsewhere.

mod actions;
mod attributes;
mod comments;
mod conditions;
mod existing;
mod known_texts;
mod names;
mod order;
mod parts;
mod paths;
mod rules;
mod snippets;
mod steps;
mod templates;
mod texts;
mod values;

use super::statement::{Inside, Statement, declaration};
use super::{Analysis, Position};
use crate::diagnostic::{FileId, Span};
use crate::semantics::names::Kind;
use crate::syntax::{self, Node, Parse};
use existing::Existing;

pub use paths::{WantedPath, wanted_path};
pub(super) use values::operator_docs;

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// As it is shown, and looked for.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Its type or signature.
    pub detail: Option<String>,
    /// What it means, if that is short. Markdown.
    pub docs: Option<String>,
    /// The name that it stands for, by which [`describe`](super::describe) tells all about it.
    pub about: Option<(Kind, String)>,
    /// What is written; `${1:…}` are places to fill in, if it is a snippet.
    pub insert: String,
    /// Whether `insert` has places to fill in.
    pub is_snippet: bool,
    /// Whether its documentation says that it is not to be used any more.
    pub is_deprecated: bool,
    /// How well it fits what is wanted here.
    pub fit: Fit,
    /// What is replaced: the word that is begun.
    pub replaces: Span,
    /// The same with the rest of that word, behind the cursor.
    pub covers: Span,
}

/// How well a completion fits what is wanted at a place; what fits better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is of the kind and type that is wanted.
    Wanted,
    /// It may stand there.
    Possible,
    /// It may stand there, and is seldom meant.
    Seldom,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are called as what they are")]
pub enum CompletionKind {
    Keyword,
    Attribute,
    Event,
    Action,
    Value,
    Rule,
    Condition,
    Message,
    List,
    Schedule,
    Text,
    Template,
}

impl Completion {
    /// What is written by an editor that knows no places to fill in.
    #[must_use]
    pub fn plain(&self) -> String {
        if self.is_snippet { snippets::plain(&self.insert) } else { self.insert.clone() }
    }

    fn new(label: &str, kind: CompletionKind) -> Self {
        Self {
            label: label.to_owned(),
            kind,
            detail: None,
            docs: None,
            about: None,
            insert: label.to_owned(),
            is_snippet: false,
            is_deprecated: false,
            fit: Fit::Possible,
            replaces: Span::default(),
            covers: Span::default(),
        }
    }

    fn insert(self, insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), ..self }
    }

    fn snippet(self, insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), is_snippet: true, ..self }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    fn docs(self, docs: impl Into<String>) -> Self {
        Self { docs: Some(docs.into()), ..self }
    }

    fn about(self, kind: Kind, name: &str) -> Self {
        Self { about: Some((kind, name.to_owned())), ..self }
    }

    fn fit(self, fit: Fit) -> Self {
        Self { fit, ..self }
    }

    /// Notes whether its documentation has a line `Deprecated: …`.
    fn aged(self, docs: Option<&str>) -> Self {
        let is_deprecated = docs.is_some_and(|docs| docs.lines().any(|line| line.starts_with("Deprecated:")));
        Self { is_deprecated, ..self }
    }
}

/// What is asked: a book, and what stands before the cursor.
#[derive(Clone)]
struct Asked<'a> {
    analysis: &'a Analysis,
    file: FileId,
    statement: Statement<'a>,
    existing: Existing<'a>,
    reads: Reads,
}

/// What can be read at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reads {
    /// Anything: it is looked at where it is used.
    Anything,
    /// What all of these events carry, and all that is kept or in the view. Without any: nothing carried.
    Events(Vec<String>),
    /// What the conversation itself keeps: `while` watches it.
    Kept,
}

/// What may be written at a position, best first. Only what has the letters of the word that is begun.
#[must_use]
pub fn completions(analysis: &Analysis, position: Position) -> Vec<Completion> {
    let parse = analysis.parse(position.file);
    let (asked, begun) = Asked::at(analysis, &parse, position);
    let text = analysis.text(position.file);
    let found = match asked.statement.inside {
        Inside::Code => asked.offers(),
        Inside::Text { placeholder: Some(start), .. } => {
            texts::placeholder(&asked, Span::new(start, begun.start).of(text))
        }
        Inside::Text { placeholder: None, .. } => texts::whole(&asked),
        Inside::Comment { from } => comments::offers(Span::new(from, begun.start).of(text)),
    };
    let placed = found.into_iter().map(|offer| match offer.replaces {
        span if span == Span::default() => Completion { replaces: begun, ..offer },
        _ => offer,
    });
    let fitted = asked.existing.without_what_follows(placed.collect()).into_iter();
    let covering = fitted.map(|offer| {
        let covers = Span::new(offer.replaces.start, asked.existing.end.max(offer.replaces.end));
        Completion { covers, ..offer }
    });
    order::best_first(covering.collect(), |span| span.of(text))
}

impl<'a> Asked<'a> {
    /// What is asked at a position, and the word that is begun there.
    fn at(analysis: &'a Analysis, parse: &Parse, position: Position) -> (Self, Span) {
        let text = analysis.text(position.file);
        let statement = Statement::before(parse, text, position.offset);
        let reads = declaration(parse, position.offset).map_or(Reads::Anything, reads);
        let begun = match statement.inside {
            Inside::Code => statement.begun,
            Inside::Text { from, placeholder } => {
                texts::begun(text, placeholder.unwrap_or(from), position.offset, placeholder.is_some())
            }
            Inside::Comment { .. } => comments::begun(text, position.offset),
        };
        let existing = Existing::behind(text, begun, statement.inside);
        (Self { analysis, file: position.file, statement, existing, reads }, begun)
    }

    /// What may be written where no text and no comment is.
    fn offers(&self) -> Vec<Completion> {
        let outer = self.statement.blocks.first().map(super::statement::Block::first);
        match outer {
            None => templates::in_file(self),
            Some("trigger" | "automation") => rules::offers(self),
            Some("test" | "scenario") => steps::offers(self),
            Some("first") => names::of(self, &[Kind::Trigger], Fit::Wanted),
            Some(_) => parts::offers(self),
        }
    }

    fn words(&self) -> Vec<&'a str> {
        self.statement.texts()
    }

    /// The word that is begun.
    fn begun(&self) -> &'a str {
        self.statement.begun.of(self.analysis.text(self.file))
    }

    /// What is read by a condition in the innermost block, or done by an action in it; `None` in any other block.
    fn in_block(&self) -> Option<Vec<Completion>> {
        let block = self.statement.blocks.last()?;
        let words = &self.statement.words;
        match (block.first(), block.last()) {
            (_, "all" | "any" | "none" | "when") => Some(conditions::offers(self, words, &[])),
            ("if", _) => Some(actions::fallbacks(self, words)),
            (_, "do") | ("inactive" | "then", _) => Some(actions::offers(self, words)),
            (_, "with") => Some(actions::field(self)),
            _ => None,
        }
    }
}

/// What a declaration's conditions and texts can read.
fn reads(declaration: Node<'_>) -> Reads {
    use syntax::Kind;
    match declaration.kind() {
        Kind::trigger_declaration => {
            let on = declaration.child(Kind::on_clause);
            let events = on.into_iter().flat_map(Node::subtree).filter(|node| node.kind() == Kind::event_reference);
            Reads::Events(events.map(|node| node.text().to_owned()).collect())
        }
        Kind::automation_declaration => Reads::Events(Vec::new()),
        _ => Reads::Anything,
    }
}

/// A word of the language.
fn keyword(word: &str) -> Completion {
    Completion::new(word, CompletionKind::Keyword)
}

/// Words of the language, each with what it says.
fn keywords(words: &[(&str, &str)]) -> Vec<Completion> {
    words.iter().map(|(word, about)| keyword(word).docs(*about)).collect()
}

/// Values to begin with.
fn values_like(values: &[&str]) -> Vec<Completion> {
    values.iter().map(|value| Completion::new(value, CompletionKind::Value).fit(Fit::Wanted)).collect()
}

#[cfg(test)]
mod tests;

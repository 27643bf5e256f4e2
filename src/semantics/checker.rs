//! The hands of every check: where one is, what may be read there, and where findings go.
//!
//! Its methods are in the file of their matter: [`values`](super::values), [`attributes`](super::attributes),
//! [`events`](super::events), [`conditions`](super::conditions), [`actions`](super::actions), [`texts`](super::texts).
//! All of them report what is wrong themselves, are silent about what the parser has reported as missing, and give
//! `None` (or leave a part out) where nothing sensible can be made of it.

use smol_str::SmolStr;

use super::context::{Context, Reference};
use super::names::{Entry, Kind};
use super::suggest;
use crate::diagnostic::codes::names as codes;
use crate::diagnostic::{Code, FileId, Finding, Location, Span};
use crate::ir::{EventName, Place};
use crate::syntax::ast;

/// What checks leave behind.
#[derive(Debug, Default)]
pub struct Report {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Which names are used where.
    pub references: Vec<Reference>,
    /// Which names were asked for.
    pub asked: Asked,
}

impl Report {
    /// Adds what is left behind by checks of what comes next.
    pub(super) fn append(&mut self, next: Self) {
        self.findings.extend(next.findings);
        self.references.extend(next.references);
        self.asked.names.extend(next.asked.names);
        self.asked.all |= next.asked.all;
    }
}

/// What the checks wanted to know of the book's names, so that it is known when their work has to be done anew.
#[derive(Debug, Default)]
pub struct Asked {
    /// The names for which they asked, whether there are such or not.
    pub names: Vec<String>,
    /// Whether they looked at all names.
    pub all: bool,
}

/// Which facts can be read somewhere (language page, section 2 “Conditions” and 6.2).
#[derive(Clone, Copy, Debug)]
pub enum Reach<'a> {
    /// Anything: a named condition or message, whose reads are looked at where it is used; the `expect` of a test.
    Anything,
    /// What every one of these events carries, and all that is kept or in the view.
    Events(&'a [EventName]),
    /// No event: an automation when it fires. Nothing carried, no earlier values.
    Moment,
    /// Only what the conversation keeps: the `while` of an automation.
    Kept,
    /// All that is kept or in the view, and carried facts with these first words; no earlier values. For policies.
    With(&'a [&'a str]),
}

/// Checks and compiles what stands in one file.
#[derive(Debug)]
pub struct Checker<'a> {
    /// What is known of the book.
    pub context: &'a Context<'a>,
    /// The file.
    pub file: FileId,
    /// Where findings and references go.
    pub report: &'a mut Report,
}

impl<'a> Checker<'a> {
    /// For one file of the book.
    pub const fn new(context: &'a Context<'a>, file: FileId, report: &'a mut Report) -> Self {
        Self { context, file, report }
    }

    /// A span of this file.
    #[must_use]
    pub const fn at(&self, span: Span) -> Location {
        Location { file: self.file, span }
    }

    /// A span of this file as a place of the compiled book.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.context.place(self.file, span)
    }

    /// Reports a finding.
    pub fn push(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }

    /// Remembers that a name is used.
    pub fn refer(&mut self, span: Span, kind: Kind, name: &str) {
        let location = self.at(span);
        self.report.references.push(Reference { location, kind, name: SmolStr::new(name) });
    }

    /// What the undotted name stands for.
    pub fn find(&mut self, name: &str) -> Option<Entry> {
        self.report.asked.names.push(name.to_owned());
        self.context.names.find(name)
    }

    /// All names of these kinds, in the order of the alphabet: to suggest one of them.
    pub fn names_of(&mut self, kinds: &[Kind]) -> Vec<&'a str> {
        self.report.asked.all = true;
        self.context.names.of(kinds)
    }

    /// A schedule by its name.
    pub fn schedule(&mut self, word: &ast::Word) -> Option<String> {
        self.named(word, &[Kind::Schedule]).map(|_| word.text.to_string())
    }

    /// A trigger or an automation by its name.
    pub fn trigger_or_automation(&mut self, word: &ast::Word) -> Option<Kind> {
        self.named(word, &[Kind::Trigger, Kind::Automation])
    }

    /// What the word names, which must be one of these kinds.
    pub fn named(&mut self, word: &ast::Word, kinds: &[Kind]) -> Option<Kind> {
        self.named_but(word, kinds, |_| false)
    }

    /// The same where some names cannot have been meant.
    pub fn named_but(&mut self, word: &ast::Word, kinds: &[Kind], other: impl Fn(&str) -> bool) -> Option<Kind> {
        match self.find(&word.text) {
            Some(Entry { kind, .. }) if kinds.contains(&kind) => {
                self.refer(word.span, kind, &word.text);
                Some(kind)
            }
            Some(entry) => {
                let message = format!("`{}` is {}", word.text, entry.kind.words());
                let wanted = words(kinds);
                let finding =
                    self.finding(&codes::OTHER_KIND, word.span, message).label(format!("{wanted} must stand here"));
                let known = self.names_of(kinds);
                let finding = match suggest::did_you_mean(&word.text, known) {
                    Some(help) => finding.help(help),
                    None => finding.help(how_to_declare(kinds, &word.text)),
                };
                self.push(finding.also(entry.location, "it is declared here"));
                None
            }
            None => {
                let message = format!("there is no {} `{}`", bare_words(kinds), word.text);
                let mut known = self.names_of(kinds);
                known.retain(|name| !other(name));
                let finding = self.unknown(&codes::UNKNOWN_NAME, word, message, known);
                let is_helped = finding.help.is_some();
                self.push(if is_helped { finding } else { finding.help(how_to_declare(kinds, &word.text)) });
                None
            }
        }
    }

    /// A finding in this file.
    #[must_use]
    pub fn finding(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, self.at(span), message)
    }

    /// A finding about a word that is none of `names`, with what was probably meant.
    #[must_use]
    pub fn unknown<'n>(
        &self,
        code: &'static Code,
        word: &ast::Word,
        message: impl Into<String>,
        names: impl IntoIterator<Item = &'n str> + Clone,
    ) -> Finding {
        let finding = self.finding(code, word.span, message);
        let finding = match suggest::did_you_mean(&word.text, names.clone()) {
            Some(help) => finding.help(help),
            None => finding,
        };
        match suggest::nearest(&word.text, names) {
            Some(name) => finding.fix(format!("write `{name}`"), word.span, name, false),
            None => finding,
        }
    }
}

/// The kinds without articles: `trigger or automation`.
fn bare_words(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().filter_map(|kind| Some(kind.words().split_once(' ')?.1)).collect();
    words.join(" or ")
}

fn how_to_declare(kinds: &[Kind], name: &str) -> String {
    let what = kinds.first().and_then(|kind| Some(kind.words().split_once(' ')?.1)).unwrap_or_default();
    format!("declare it: `{what} {name} …`")
}

/// The kinds in words: `a trigger or an automation`.
fn words(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
    words.join(" or ")
}

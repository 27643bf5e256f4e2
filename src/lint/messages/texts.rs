//! The texts of a book that people read: where they are written, who reads them, what sends them.

use std::collections::BTreeSet;

use crate::diagnostic::{FileId, Location};
use crate::ir::{Argument, Step, StepKind, Template, TemplatePart};
use crate::lint::{Rule, Subject};
use crate::runtime::maintained::SAYING;
use crate::syntax::ast::{self, ActionKind, ActionPart, ClauseKind, TextPart, ValueKind};

/// A text as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    /// The file that it is in.
    pub(super) file: FileId,
    /// As written.
    pub(super) text: &'a ast::Text,
    /// Whether customers read it; else the team or another program does.
    pub(super) to_customers: bool,
    /// Where it stands.
    pub(super) by: By<'a>,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'a> {
    /// In the `do` block of a rule.
    Rule(Rule<'a>),
    /// In a stage of `policy capacity release`.
    Release,
    /// In a `message`: its name, and the language of the text.
    Message(&'a str, &'a str),
}

impl<'a> Written<'a> {
    /// Where it is, with its quotation marks.
    pub(super) const fn location(&self) -> Location {
        Location { file: self.file, span: self.text.span }
    }

    /// Its characters, each piece between placeholders for itself.
    pub(super) fn literals(&self) -> impl Iterator<Item = &'a str> {
        self.text.parts.iter().filter_map(|part| match part {
            TextPart::Literal(literal) => Some(literal.as_str()),
            TextPart::Placeholder(_) => None,
        })
    }

    /// Who reads it, for a sentence.
    pub(super) const fn readers(&self) -> &'static str {
        if self.to_customers { "customers" } else { "your team" }
    }
}

/// Whether customers read what the action says.
pub(super) fn is_to_customers(action: &str) -> bool {
    SAYING.contains(&action)
}

/// All texts of the user's own files that people read.
pub(super) fn written<'a>(subject: &Subject<'a>) -> Vec<Written<'a>> {
    let mut texts = Vec::new();
    for rule in subject.rules() {
        let Some(declared) = subject.written(rule) else { continue };
        let blocks = declared.node.clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Do(actions) => Some(actions.as_slice()),
            _ => None,
        });
        blocks.for_each(|actions| in_block(declared.file, actions, rule.actions(), By::Rule(rule), &mut texts));
    }
    let stages = subject.book.capacity_release.iter().flat_map(|release| &release.stages);
    for declared in subject.names.capacity_releases.iter().filter(|declared| subject.is_own(declared.file)) {
        for (written, stage) in declared.node.stages.iter().zip(stages.clone()) {
            in_block(declared.file, &written.actions, &stage.actions, By::Release, &mut texts);
        }
    }
    let of_the_team = of_the_team(subject);
    for declared in subject.names.messages.iter().filter(|declared| subject.is_own(declared.file)) {
        let id = declared.node.id.as_ref().map_or("", |id| id.text.as_str());
        let to_customers = !of_the_team.contains(id);
        texts.extend(declared.node.translations.iter().map(|(language, text)| Written {
            file: declared.file,
            text,
            to_customers,
            by: By::Message(id, &language.text),
        }));
    }
    texts
}

/// The texts of a `do` block. What is compiled stands in the order in which it is written.
fn in_block<'a>(
    file: FileId,
    written: &'a [ast::Action],
    compiled: &'a [Step],
    by: By<'a>,
    texts: &mut Vec<Written<'a>>,
) {
    for (action, step) in written.iter().zip(compiled) {
        let (ActionKind::Call(parts), StepKind::Act { action, arguments, .. }) = (&action.kind, &step.kind) else {
            continue;
        };
        let templates = arguments.iter().filter_map(|(_, argument)| match argument {
            Argument::Text(template) => Some(template),
            _ => None,
        });
        for template in templates {
            let text = parts.iter().find_map(|part| match part {
                ActionPart::Value(ast::Value { kind: ValueKind::Text(text), .. }) if is_of(text, template) => {
                    Some(text)
                }
                _ => None,
            });
            let to_customers = is_to_customers(action);
            texts.extend(text.map(|text| Written { file, text, to_customers, by }));
        }
    }
}

/// Whether the text was compiled to that.
fn is_of(text: &ast::Text, template: &Template) -> bool {
    let mut parts = text.parts.iter().zip(&template.0);
    text.parts.len() == template.0.len()
        && parts.all(|pair| match pair {
            // What is not ASCII may have been normalised.
            (TextPart::Literal(written), TemplatePart::Literal(..)) if !written.is_ascii() => true,
            (TextPart::Literal(written), TemplatePart::Literal(compiled)) => written == compiled,
            (TextPart::Placeholder(written), TemplatePart::Placeholder { read, .. }) => {
                written.path.span.start == read.place.start
            }
            _ => false,
        })
}

/// The messages that only the team reads.
fn of_the_team<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    let (mut to_customers, mut to_others) = (BTreeSet::new(), BTreeSet::new());
    let stages = subject.book.capacity_release.iter().flat_map(|release| &release.stages);
    let steps = subject.rules().flat_map(Rule::actions).chain(stages.flat_map(|stage| &stage.actions));
    for step in steps {
        let StepKind::Act { action, arguments, .. } = &step.kind else { continue };
        let known = if is_to_customers(action) { &mut to_customers } else { &mut to_others };
        known.extend(arguments.iter().filter_map(|(_, argument)| match argument {
            Argument::Message(name) => Some(name.as_str()),
            _ => None,
        }));
    }
    &to_others - &to_customers
}

//! What a lint looks at: a book that compiles, with how it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{FileId, Location, Sources};
use crate::ir::{Automation, Book, Condition, Place, Step, Trigger};
use crate::semantics::context;
use crate::semantics::names::{Declared, Names};
use crate::semantics::satisfiable::Worlds;
use crate::semantics::vocabulary::{Attribute, Vocabulary};
use crate::semantics::{Checked, Settings};
use crate::syntax::ast;

/// A book that compiles: what it means ([`Book`]), how it is written ([`Names`]), what may be written in it.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// What it means. Its places are in `sources`.
    pub book: &'a Book,
    /// All declarations as written, shipped ones too.
    pub names: Arc<Names<'a>>,
    /// The vocabulary, and which names are used where.
    pub checked: &'a Checked,
    /// The files.
    pub sources: &'a Sources,
    /// `whenbook.toml`.
    pub settings: &'a Settings,
    /// What its conditions can be.
    pub worlds: Arc<Worlds<'a>>,
    /// The files to look at; `None` for all.
    focus: Option<&'a BTreeSet<FileId>>,
    /// How each trigger and automation is written, by its identifier.
    rules: Arc<BTreeMap<&'a str, Declared<'a, ast::Trigger>>>,
    conditions: Arc<BTreeMap<&'a str, &'a Condition>>,
}

/// A trigger or an automation.
#[derive(Clone, Copy, Debug)]
pub enum Rule<'a> {
    /// Started by events.
    Trigger(&'a Trigger),
    /// Started by time.
    Automation(&'a Automation),
}

impl<'a> Rule<'a> {
    /// Its identifier.
    #[must_use]
    pub fn id(self) -> &'a str {
        match self {
            Self::Trigger(trigger) => &trigger.id,
            Self::Automation(automation) => &automation.id,
        }
    }

    /// Its `when`.
    #[must_use]
    pub fn condition(self) -> Option<&'a Condition> {
        match self {
            Self::Trigger(trigger) => trigger.condition.as_ref(),
            Self::Automation(automation) => automation.condition.as_ref(),
        }
    }

    /// Its `do`.
    #[must_use]
    pub fn actions(self) -> &'a [Step] {
        match self {
            Self::Trigger(trigger) => &trigger.actions,
            Self::Automation(automation) => &automation.actions,
        }
    }

    /// Its `channels`; `None` for all.
    #[must_use]
    pub fn channels(self) -> Option<&'a [String]> {
        match self {
            Self::Trigger(trigger) => trigger.channels.as_deref(),
            Self::Automation(automation) => automation.channels.as_deref(),
        }
    }

    /// Whether it is switched on.
    #[must_use]
    pub fn is_active(self) -> bool {
        match self {
            Self::Trigger(trigger) => trigger.active,
            Self::Automation(automation) => automation.active,
        }
    }

    /// Where its declaration is.
    #[must_use]
    pub fn place(self) -> Place {
        match self {
            Self::Trigger(trigger) => trigger.place,
            Self::Automation(automation) => automation.place,
        }
    }

    /// `trigger` or `automation`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trigger(_) => "trigger",
            Self::Automation(_) => "automation",
        }
    }
}

impl<'a> Subject<'a> {
    /// A book that compiles.
    #[must_use]
    pub fn new(book: &'a Book, checked: &'a Checked, sources: &'a Sources, settings: &'a Settings) -> Self {
        let names = Arc::new(Names::collect(&checked.units, &mut Vec::new()));
        let declared = names.triggers.iter().chain(&names.automations);
        let rules = declared.filter_map(|rule| Some((rule.node.id.as_ref()?.text.as_str(), *rule))).collect();
        let conditions = book.conditions.iter().map(|named| (named.id.as_str(), &named.condition)).collect();
        let (rules, conditions) = (Arc::new(rules), Arc::new(conditions));
        Self {
            book,
            names,
            checked,
            sources,
            settings,
            worlds: Arc::new(Worlds::of(book)),
            focus: None,
            rules,
            conditions,
        }
    }

    /// The same, to be looked at in these files only.
    #[must_use]
    pub fn within(&self, files: &'a BTreeSet<FileId>) -> Self {
        Self { focus: Some(files), ..self.clone() }
    }

    /// Whether the file is to be looked at: one of the user's, not a shipped one.
    #[must_use]
    pub fn is_own(&self, file: FileId) -> bool {
        self.focus.is_none_or(|files| files.contains(&file)) && self.sources.get(file).is_some_and(|file| !file.shipped)
    }

    /// The user's own triggers, in the order of the book.
    pub fn triggers(&self) -> impl Iterator<Item = &'a Trigger> {
        self.book.triggers.iter().filter(|trigger| self.is_own(FileId(trigger.place.file)))
    }

    /// The user's own automations, in the order of the book.
    pub fn automations(&self) -> impl Iterator<Item = &'a Automation> {
        self.book.automations.iter().filter(|automation| self.is_own(FileId(automation.place.file)))
    }

    /// The user's own triggers and automations.
    pub fn rules(&self) -> impl Iterator<Item = Rule<'a>> {
        self.triggers().map(Rule::Trigger).chain(self.automations().map(Rule::Automation))
    }

    /// How a trigger or automation is written.
    #[must_use]
    pub fn written(&self, rule: Rule<'_>) -> Option<Declared<'a, ast::Trigger>> {
        self.rules.get(rule.id()).copied()
    }

    /// Where the rule's identifier stands.
    #[must_use]
    pub fn id_of(&self, rule: Rule<'_>) -> Location {
        let written = self
            .written(rule)
            .and_then(|declared| Some(Location { file: declared.file, span: declared.node.id.as_ref()?.span }));
        written.unwrap_or_else(|| self.location(rule.place()))
    }

    /// Where a place of the book is in the files.
    #[must_use]
    pub const fn location(&self, place: Place) -> Location {
        context::location(place)
    }

    /// What stands there, as written.
    #[must_use]
    pub fn text(&self, location: Location) -> &'a str {
        self.sources.get(location.file).map_or("", |file| location.span.of(&file.text))
    }

    /// What the named condition asks.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<&'a Condition> {
        self.conditions.get(name).copied()
    }

    /// What may be written in the book.
    #[must_use]
    pub const fn vocabulary(&self) -> &'a Vocabulary {
        &self.checked.vocabulary
    }

    /// The attribute of that key, with the names of its parameters: `group(name).status`.
    #[must_use]
    pub fn attribute(&self, key: &str) -> Option<&'a Attribute> {
        let attributes = &self.vocabulary().attributes;
        attributes.get(key).or_else(|| attributes.values().find(|attribute| attribute.key == key))
    }
}

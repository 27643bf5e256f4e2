//! Everything that the files of a book declare, by kind and by name.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::shipped;
use crate::diagnostic::codes::names;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::syntax::ast::{self, DeclarationKind};

/// A file of the book as it was read.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Which one.
    pub file: FileId,
    /// What it says.
    pub ast: Arc<ast::File>,
    /// A number for each of its declarations that changes with what it says, and not with where it stands.
    pub fingerprints: Arc<[u64]>,
}

/// A declaration with its file.
#[derive(Debug)]
pub struct Declared<'a, T> {
    /// The file that it is in.
    pub file: FileId,
    /// From its first word to its last brace.
    pub span: Span,
    /// Its `///` lines.
    pub docs: Option<&'a str>,
    /// What it says.
    pub node: &'a T,
}

impl<T> Clone for Declared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Declared<'_, T> {}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "they are called as they are written")]
pub enum Kind {
    Attribute,
    Event,
    Action,
    Enum,
    Trigger,
    Automation,
    FirstMatch,
    Condition,
    Message,
    List,
    Schedule,
    Status,
    Lifecycle,
    Scenario,
    Group,
    Agent,
    Webhook,
}

impl Kind {
    /// In words, with an article: `a trigger`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Attribute => "an attribute",
            Self::Event => "an event",
            Self::Action => "an action",
            Self::Enum => "an enum",
            Self::Trigger => "a trigger",
            Self::Automation => "an automation",
            Self::FirstMatch => "a first match",
            Self::Condition => "a condition",
            Self::Message => "a message",
            Self::List => "a list",
            Self::Schedule => "a schedule",
            Self::Status => "a status",
            Self::Lifecycle => "a lifecycle",
            Self::Scenario => "a scenario",
            Self::Group => "a group",
            Self::Agent => "an agent",
            Self::Webhook => "a webhook",
        }
    }

    /// Whether it is a name of the account's: any text, declared in a `directory` if anywhere.
    #[must_use]
    pub const fn is_of_directory(self) -> bool {
        matches!(self, Self::Group | Self::Agent | Self::Webhook)
    }
}

/// What an undotted name stands for, and where it is declared.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Where its name stands.
    pub location: Location,
    /// It changes with what its declaration says.
    pub fingerprint: u64,
}

/// All declarations of a book, each kind in the order of files and lines. Ones without a name are there too.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the fields are called as the declarations are")]
pub struct Names<'a> {
    pub uses: Vec<Declared<'a, ast::Use>>,
    pub activated: Vec<Declared<'a, Vec<ast::Word>>>,
    pub deactivated: Vec<Declared<'a, Vec<ast::Word>>>,
    pub attributes: Vec<Declared<'a, ast::Attribute>>,
    pub events: Vec<Declared<'a, ast::Event>>,
    pub actions: Vec<Declared<'a, ast::ActionSignature>>,
    pub enums: Vec<Declared<'a, ast::Enum>>,
    pub directories: Vec<Declared<'a, ast::Directory>>,
    pub triggers: Vec<Declared<'a, ast::Trigger>>,
    pub automations: Vec<Declared<'a, ast::Trigger>>,
    pub first_matches: Vec<Declared<'a, ast::FirstMatch>>,
    pub conditions: Vec<Declared<'a, ast::ConditionDeclaration>>,
    pub messages: Vec<Declared<'a, ast::Message>>,
    pub lists: Vec<Declared<'a, ast::List>>,
    pub schedules: Vec<Declared<'a, ast::Schedule>>,
    pub capacity_releases: Vec<Declared<'a, ast::CapacityRelease>>,
    pub assignments: Vec<Declared<'a, ast::Assignment>>,
    pub wait_times: Vec<Declared<'a, ast::WaitTime>>,
    pub lifecycles: Vec<Declared<'a, ast::Lifecycle>>,
    pub statuses: Vec<Declared<'a, ast::Status>>,
    pub tests: Vec<Declared<'a, ast::Test>>,
    pub scenarios: Vec<Declared<'a, ast::Scenario>>,
    /// Undotted names that share one namespace: triggers, automations, first matches, conditions, messages, lists,
    /// schedules and scenarios.
    pub index: BTreeMap<&'a str, Entry>,
    files: BTreeMap<FileId, &'a Arc<ast::File>>,
}

impl<'a> Names<'a> {
    /// Takes all declarations in, and reports names that are declared twice.
    #[must_use]
    pub fn collect(units: &'a [Unit], findings: &mut Vec<Finding>) -> Self {
        let mut names = Self::default();
        for unit in units {
            names.files.insert(unit.file, &unit.ast);
            for (declaration, fingerprint) in unit.ast.declarations.iter().zip(unit.fingerprints.iter()) {
                names.take(unit.file, declaration);
                names.index(unit.file, declaration, *fingerprint, findings);
            }
        }
        names
    }

    /// The lines that take in the shipped file of that path.
    pub fn taking_in<'n>(&'n self, path: &'n str) -> impl Iterator<Item = &'n Declared<'a, ast::Use>> {
        self.uses.iter().filter(move |taken| match taken.node {
            ast::Use::Shipped(name) => shipped::find(&name.dotted()).is_some_and(|file| file.path == path),
            _ => false,
        })
    }

    /// A file as it was read.
    #[must_use]
    pub fn ast(&self, file: FileId) -> Arc<ast::File> {
        self.files.get(&file).map(|ast| Arc::clone(ast)).unwrap_or_default()
    }

    /// A number that is the same as long as all names stand for the same kinds.
    #[must_use]
    pub fn all(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.index.iter().for_each(|(name, entry)| (name, entry.kind).hash(&mut hasher));
        hasher.finish()
    }

    /// What the undotted name stands for.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Entry> {
        self.index.get(name).copied()
    }

    /// The names of these kinds, in the order of the alphabet.
    #[must_use]
    pub fn of(&self, kinds: &[Kind]) -> Vec<&'a str> {
        self.index.iter().filter(|(_, entry)| kinds.contains(&entry.kind)).map(|(name, _)| *name).collect()
    }

    fn take(&mut self, file: FileId, declaration: &'a ast::Declaration) {
        macro_rules! put {
            ($list:ident, $node:expr) => {
                self.$list.push(Declared {
                    file,
                    span: declaration.span,
                    docs: declaration.docs.as_deref(),
                    node: $node,
                })
            };
        }
        match &declaration.kind {
            DeclarationKind::Use(node) => put!(uses, node),
            DeclarationKind::Activate(node) => put!(activated, node),
            DeclarationKind::Deactivate(node) => put!(deactivated, node),
            DeclarationKind::Attribute(node) => put!(attributes, node),
            DeclarationKind::Event(node) => put!(events, node),
            DeclarationKind::Action(node) => put!(actions, node),
            DeclarationKind::Enum(node) => put!(enums, node),
            DeclarationKind::Directory(node) => put!(directories, node),
            DeclarationKind::Trigger(node) => put!(triggers, node),
            DeclarationKind::Automation(node) => put!(automations, node),
            DeclarationKind::FirstMatch(node) => put!(first_matches, node),
            DeclarationKind::Condition(node) => put!(conditions, node),
            DeclarationKind::Message(node) => put!(messages, node),
            DeclarationKind::List(node) => put!(lists, node),
            DeclarationKind::Schedule(node) => put!(schedules, node),
            DeclarationKind::CapacityRelease(node) => put!(capacity_releases, node),
            DeclarationKind::Assignment(node) => put!(assignments, node),
            DeclarationKind::WaitTime(node) => put!(wait_times, node),
            DeclarationKind::Lifecycle(node) => put!(lifecycles, node),
            DeclarationKind::Status(node) => put!(statuses, node),
            DeclarationKind::Test(node) => put!(tests, node),
            DeclarationKind::Scenario(node) => put!(scenarios, node),
        }
    }

    fn index(
        &mut self,
        file: FileId,
        declaration: &'a ast::Declaration,
        fingerprint: u64,
        findings: &mut Vec<Finding>,
    ) {
        let Some((kind, word)) = name_of(&declaration.kind) else {
            return;
        };
        let location = Location { file, span: word.span };
        if let Some(first) = self.index.get(word.text.as_str()) {
            findings.push(twice(&word.text, location, *first, kind));
            return;
        }
        self.index.insert(&word.text, Entry { kind, location, fingerprint });
    }
}

/// The undotted name that a declaration gives, if it is one of the shared namespace.
#[must_use]
pub const fn name_of(declaration: &DeclarationKind) -> Option<(Kind, &ast::Word)> {
    let (kind, id) = match declaration {
        DeclarationKind::Trigger(node) => (Kind::Trigger, &node.id),
        DeclarationKind::Automation(node) => (Kind::Automation, &node.id),
        DeclarationKind::FirstMatch(node) => (Kind::FirstMatch, &node.id),
        DeclarationKind::Condition(node) => (Kind::Condition, &node.id),
        DeclarationKind::Message(node) => (Kind::Message, &node.id),
        DeclarationKind::List(node) => (Kind::List, &node.id),
        DeclarationKind::Schedule(node) => (Kind::Schedule, &node.id),
        DeclarationKind::Scenario(node) => (Kind::Scenario, &node.id),
        _ => return None,
    };
    match id {
        Some(word) => Some((kind, word)),
        None => None,
    }
}

fn twice(name: &str, location: Location, first: Entry, kind: Kind) -> Finding {
    let finding = Finding::new(&names::DECLARED_TWICE, location, format!("`{name}` is declared twice"))
        .label("again here")
        .also(first.location, "it is declared here");
    if first.kind == kind {
        finding.help("give one of them another name, or take it away")
    } else {
        let (one, two) = (first.kind.words(), kind.words());
        finding.help(format!("it is {one} and {two}; give one of them another name"))
    }
}

//! What every check of a book knows: all declarations, the vocabulary, and what has been compiled so far.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use smol_str::SmolStr;

use super::conditions::{Conditions, Extent};
use super::names::{Kind, Names};
use super::settings::Settings;
use super::types::Type;
use super::uses::external_path;
use super::vocabulary::Vocabulary;
use crate::diagnostic::render::Lines;
use crate::diagnostic::{FileId, Location, SourceFile, Sources, Span};
use crate::ir::{self, Place};

/// What every check knows. It grows from phase to phase (see [`super::compile`]) and is only read within one.
#[derive(Debug)]
pub struct Context<'a> {
    /// `whenbook.toml`.
    pub settings: &'a Settings,
    /// All declarations as written.
    pub names: Names<'a>,
    /// Attributes, events, actions, enums.
    pub vocabulary: Vocabulary,
    /// The account's groups, agents and webhooks.
    pub directory: Directory,
    /// The type of the members of each named list. Set before conditions are compiled.
    pub lists: BTreeMap<String, Type>,
    /// The messages. Set before actions are compiled.
    pub messages: BTreeMap<String, Arc<ir::Message>>,
    /// The named conditions. Set before triggers are compiled; none asks for itself.
    pub conditions: Conditions,
    /// How large each of them is with those that it names.
    pub extents: BTreeMap<String, Extent>,
    /// A number for each that changes with what it says, and with what those say that it names.
    pub meanings: BTreeMap<String, u64>,
    pub(super) files: Files<'a>,
}

/// The files of a book with their lines.
pub(super) type Files<'a> = Vec<(&'a SourceFile, Lines<'a>)>;

/// The names that a `directory` gives; `None` where none gives any, and then every name will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// The groups.
    pub groups: Option<Vec<String>>,
    /// The agents.
    pub agents: Option<Vec<String>>,
    /// The webhooks.
    pub webhooks: Option<Vec<String>>,
}

impl<'a> Context<'a> {
    /// Before anything is compiled.
    #[must_use]
    pub fn new(settings: &'a Settings, sources: &'a Sources, names: Names<'a>, vocabulary: Vocabulary) -> Self {
        let files = sources.iter().map(|(_, file)| (file, Lines::new(&file.text))).collect();
        Self::of(settings, files, names, vocabulary)
    }

    /// The same of files whose lines are known.
    pub(super) fn of(settings: &'a Settings, files: Files<'a>, names: Names<'a>, vocabulary: Vocabulary) -> Self {
        Self {
            settings,
            names,
            vocabulary,
            directory: Directory::default(),
            lists: BTreeMap::new(),
            messages: BTreeMap::new(),
            conditions: Conditions::default(),
            extents: BTreeMap::new(),
            meanings: BTreeMap::new(),
            files,
        }
    }

    /// A number that is the same as long as the name stands for the same; `None` if it stands for nothing.
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<u64> {
        let entry = self.names.find(name)?;
        let mut hasher = DefaultHasher::new();
        (entry.kind, entry.fingerprint, self.meanings.get(name)).hash(&mut hasher);
        Some(hasher.finish())
    }

    /// What stands there, as written.
    #[must_use]
    pub fn text(&self, file: FileId, span: Span) -> &'a str {
        self.files.get(file.0 as usize).map_or("", |(file, _)| span.of(&file.text))
    }

    /// Whether the file ships with Whenbook.
    #[must_use]
    pub fn is_shipped(&self, file: FileId) -> bool {
        self.files.get(file.0 as usize).is_some_and(|(file, _)| file.shipped)
    }

    /// The file at that path, relative to the book's folder.
    #[must_use]
    pub fn file_at(&self, path: &str) -> Option<(FileId, &'a SourceFile)> {
        let found = self.files.iter().zip(0_u32..).find(|((file, _), _)| external_path("", &file.path) == path);
        found.map(|((file, _), number)| (FileId(number), *file))
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self, file: FileId) -> &'a str {
        self.files.get(file.0 as usize).map_or("", |(file, _)| file.path.as_str())
    }

    /// A span of a file as a place of the compiled book, whose sources are the files in the same order.
    #[must_use]
    pub fn place(&self, file: FileId, span: Span) -> Place {
        let position = self.files.get(file.0 as usize).map(|(_, lines)| lines.position(span.start as usize));
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place {
            file: file.0,
            start: span.start,
            end: span.end,
            line: position.map_or(1, |position| small(position.line)),
            column: position.map_or(1, |position| small(position.column)),
        }
    }
}

/// Where a place of the compiled book is in the sources.
#[must_use]
pub const fn location(place: Place) -> Location {
    Location { file: FileId(place.file), span: Span::new(place.start, place.end) }
}

/// That a name is used somewhere: for editors, and to find what nobody uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Where.
    pub location: Location,
    /// What it stands for.
    pub kind: Kind,
    /// The name as it is declared; of an attribute its key, of an action its words before the first slot.
    pub name: SmolStr,
}

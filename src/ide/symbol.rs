//! What a word stands for.

use super::{Analysis, Position, directory};
use crate::diagnostic::{FileId, Location, Span};
use crate::semantics::Reference;
use crate::semantics::names::{Kind, name_of};
use crate::syntax::ast::{Declaration, DeclarationKind, Word};

/// A name, where it is used or declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it stands for. The value of an enum stands for the enum.
    pub kind: Kind,
    /// As it is declared; of an attribute its key, of an action its words before the first slot.
    pub name: String,
    /// Where it stands.
    pub location: Location,
}

impl Symbol {
    /// The one at a position: of several that hold it, the smallest.
    #[must_use]
    pub fn at(analysis: &Analysis, position: Position) -> Option<Self> {
        let holds = |span: Span| span.touches(position.offset) && span.start < span.end;
        let used = references(analysis, position.file).iter().filter(|reference| holds(reference.location.span));
        let used = used.map(|reference| of_reference(analysis, reference));
        let all = used.chain(declarations(analysis, position.file)).filter(|symbol| holds(symbol.location.span));
        all.min_by_key(|symbol| symbol.location.span.end - symbol.location.span.start)
    }

    /// Where it is declared; several places only for an action of several shapes.
    #[must_use]
    pub fn declared(&self, analysis: &Analysis) -> Vec<Location> {
        let vocabulary = &analysis.checked.vocabulary;
        let one = |location: Option<Location>| location.into_iter().collect();
        match self.kind {
            Kind::Attribute => {
                one(vocabulary.attributes.values().find(|each| each.key == self.name).map(|each| each.location))
            }
            Kind::Event => one(vocabulary.events.get(&self.name).map(|each| each.location)),
            Kind::Enum => one(vocabulary.enums.get(&self.name).map(|each| each.location)),
            Kind::Action => {
                vocabulary.actions.iter().filter(|each| each.name == self.name).map(|each| each.location).collect()
            }
            kind if kind.is_of_directory() => {
                let entries =
                    directory::entries(analysis).filter(|entry| entry.kind == kind && entry.name == self.name);
                entries.map(|entry| entry.location).collect()
            }
            kind => one(named(analysis).find(|each| each.is(kind, &self.name)).map(|each| each.location())),
        }
    }

    /// Where it is used, in the order of files and lines.
    #[must_use]
    pub fn used(&self, analysis: &Analysis) -> Vec<Location> {
        let all = analysis.checked.references.iter();
        let own = all.filter(|reference| reference.kind == self.kind && reference.name == self.name);
        own.map(|reference| of_reference(analysis, reference).location).collect()
    }
}

/// An undotted name, where it is declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub kind: Kind,
    pub word: &'a Word,
    pub file: FileId,
    pub declaration: &'a Declaration,
}

impl Named<'_> {
    pub(super) fn is(&self, kind: Kind, name: &str) -> bool {
        self.kind == kind && self.word.text == name
    }

    pub(super) const fn location(&self) -> Location {
        Location { file: self.file, span: self.word.span }
    }
}

/// All undotted names of a book, in the order of files and lines.
pub(super) fn named(analysis: &Analysis) -> impl Iterator<Item = Named<'_>> {
    analysis.checked.units.iter().flat_map(|unit| {
        unit.ast.declarations.iter().filter_map(|declaration| {
            let (kind, word) = undotted(declaration)?;
            Some(Named { kind, word, file: unit.file, declaration })
        })
    })
}

/// What an undotted name stands for; `None` if nothing has it.
pub(super) fn find<'a>(analysis: &'a Analysis, name: &str) -> Option<Named<'a>> {
    named(analysis).find(|each| each.word.text == name)
}

fn undotted(declaration: &Declaration) -> Option<(Kind, &Word)> {
    match &declaration.kind {
        DeclarationKind::Status(status) => status.id.as_ref().map(|word| (Kind::Status, word)),
        kind => name_of(kind),
    }
}

/// All names of a file, and whether each is where it is declared.
pub(super) fn all(analysis: &Analysis, file: FileId) -> Vec<(Symbol, bool)> {
    let uses = references(analysis, file).iter().map(|reference| (of_reference(analysis, reference), false));
    uses.chain(declarations(analysis, file).map(|symbol| (symbol, true))).collect()
}

/// The names that a file uses: all of a book are in the order of files.
pub(super) fn references(analysis: &Analysis, file: FileId) -> &[Reference] {
    let all = analysis.checked.references.as_slice();
    let start = all.partition_point(|reference| reference.location.file < file);
    let end = all.partition_point(|reference| reference.location.file <= file);
    all.get(start..end).unwrap_or_default()
}

fn of_reference(analysis: &Analysis, reference: &Reference) -> Symbol {
    let location = match reference.kind {
        Kind::Action => words_of(analysis, reference.location, &reference.name),
        _ => reference.location,
    };
    Symbol { kind: reference.kind, name: reference.name.to_string(), location }
}

/// Of a whole action, its words before the first slot.
fn words_of(analysis: &Analysis, location: Location, name: &str) -> Location {
    let text = analysis.text_of(location);
    let mut end = 0;
    for word in name.split(' ') {
        let rest = text.get(end..).unwrap_or_default();
        end += rest.find(word).map_or(0, |start| start + word.len());
    }
    let end = location.span.start + u32::try_from(end).unwrap_or(0);
    Location { span: Span::new(location.span.start, end), ..location }
}

/// The names that a file declares.
fn declarations(analysis: &Analysis, file: FileId) -> impl Iterator<Item = Symbol> {
    let symbol = |kind: Kind, name: &str, location: Location| Symbol { kind, name: name.to_owned(), location };
    let vocabulary = &analysis.checked.vocabulary;
    let here = move |location: &Location| location.file == file;
    let units = analysis.checked.units.iter().filter(move |unit| unit.file == file);
    let names = units.flat_map(|unit| unit.ast.declarations.iter().filter_map(undotted));
    let names = names.map(move |(kind, word)| symbol(kind, &word.text, Location { file, span: word.span }));
    let attributes = vocabulary.attributes.values().filter(move |each| here(&each.location));
    let events = vocabulary.events.iter().filter(move |(_, each)| here(&each.location));
    let actions = vocabulary.actions.iter().filter(move |each| here(&each.location));
    let enums = vocabulary.enums.iter().filter(move |(_, each)| here(&each.location));
    let entries = directory::entries(analysis).filter(move |entry| here(&entry.location));
    names
        .chain(entries.map(|entry| Symbol { kind: entry.kind, name: entry.name, location: entry.location }))
        .chain(attributes.map(move |each| symbol(Kind::Attribute, &each.key, each.location)))
        .chain(events.map(move |(name, each)| symbol(Kind::Event, name, each.location)))
        .chain(actions.map(move |each| symbol(Kind::Action, &each.name, each.location)))
        .chain(enums.map(move |(name, each)| symbol(Kind::Enum, name, each.location)))
}

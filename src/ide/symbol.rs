//! What a word stands for.

use super::{Analysis, Position};
use crate::diagnostic::{FileId, Location, Span};
use crate::semantics::names::Kind;

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
        let holds = |location: &Location| {
            location.file == position.file
                && location.span.touches(position.offset)
                && location.span.start < location.span.end
        };
        let all = uses(analysis).chain(declarations(analysis)).filter(|symbol| holds(&symbol.location));
        all.min_by_key(|symbol| symbol.location.span.end - symbol.location.span.start)
    }

    /// Where it is declared; several places only for an action of several shapes.
    #[must_use]
    pub fn declared(&self, analysis: &Analysis) -> Vec<Location> {
        declarations(analysis).filter(|other| self.is(other)).map(|other| other.location).collect()
    }

    /// Where it is used, in the order of files and lines.
    #[must_use]
    pub fn used(&self, analysis: &Analysis) -> Vec<Location> {
        uses(analysis).filter(|other| self.is(other)).map(|other| other.location).collect()
    }

    fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name == other.name
    }
}

/// All names of a file, and whether each is where it is declared.
pub(super) fn all(analysis: &Analysis, file: FileId) -> Vec<(Symbol, bool)> {
    let here = |symbol: &Symbol| symbol.location.file == file;
    let uses = uses(analysis).filter(here).map(|symbol| (symbol, false));
    uses.chain(declarations(analysis).filter(here).map(|symbol| (symbol, true))).collect()
}

fn uses(analysis: &Analysis) -> impl Iterator<Item = Symbol> {
    analysis.checked.references.iter().map(|reference| Symbol {
        kind: reference.kind,
        name: reference.name.clone(),
        location: match reference.kind {
            Kind::Action => words_of(analysis, reference.location, &reference.name),
            _ => reference.location,
        },
    })
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

fn declarations(analysis: &Analysis) -> impl Iterator<Item = Symbol> {
    let symbol = |kind: Kind, name: &str, location: Location| Symbol { kind, name: name.to_owned(), location };
    let vocabulary = &analysis.checked.vocabulary;
    let names = analysis.names();
    let mut all: Vec<Symbol> =
        names.index.iter().map(|(name, entry)| symbol(entry.kind, name, entry.location)).collect();
    all.extend(vocabulary.attributes.values().map(|each| symbol(Kind::Attribute, &each.key, each.location)));
    all.extend(vocabulary.events.iter().map(|(name, each)| symbol(Kind::Event, name, each.location)));
    all.extend(vocabulary.actions.iter().map(|each| symbol(Kind::Action, &each.name, each.location)));
    all.extend(vocabulary.enums.iter().map(|(name, each)| symbol(Kind::Enum, name, each.location)));
    all.extend(names.statuses.iter().filter_map(|each| {
        let id = each.node.id.as_ref()?;
        Some(symbol(Kind::Status, &id.text, Location { file: each.file, span: id.span }))
    }));
    all.into_iter()
}

//! The values of enums: each is a name of its own, though all of them stand for their enum.

use super::{Analysis, Position, Symbol, symbol};
use crate::diagnostic::Location;
use crate::semantics::names::Kind;
use crate::syntax;

/// A value of an enum, where it is declared or used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EnumValue {
    /// The enum.
    pub of: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub location: Location,
}

/// The one at a position. An account's own status is declared by itself, and none of them.
pub(super) fn at(analysis: &Analysis, position: Position) -> Option<EnumValue> {
    let is_status = |name: &str| symbol::find(analysis, name).is_some_and(|named| named.kind == Kind::Status);
    let found = declared_at(analysis, position).or_else(|| {
        let symbol = Symbol::at(analysis, position).filter(|symbol| symbol.kind == Kind::Enum)?;
        let name = analysis.text_of(symbol.location).to_owned();
        let is_value = name != symbol.name;
        is_value.then_some(EnumValue { of: symbol.name, name, location: symbol.location })
    });
    found.filter(|value| !is_status(&value.name))
}

impl EnumValue {
    /// Where it is declared.
    pub(super) fn declared(&self, analysis: &Analysis) -> Option<Location> {
        let of = analysis.checked.vocabulary.enums.get(&self.of)?.location;
        let all = values(analysis, of)?;
        all.into_iter().find(|place| analysis.text_of(*place) == self.name)
    }

    /// Where it is used, in the order of files and lines.
    pub(super) fn used(&self, analysis: &Analysis) -> Vec<Location> {
        let all = analysis.checked.references.iter();
        let of_enum = all.filter(|reference| reference.kind == Kind::Enum && reference.name == self.of);
        let places = of_enum.map(|reference| reference.location);
        places.filter(|place| analysis.text_of(*place) == self.name).collect()
    }
}

/// Where the values of the enum are that is declared at a place: behind its name, or behind `one of`.
fn values(analysis: &Analysis, of: Location) -> Option<Vec<Location>> {
    let parse = analysis.parse(of.file);
    let leaf = parse.tree.leaf_at(of.span.start)?;
    let is_enum =
        |node: &syntax::Node<'_>| matches!(node.kind(), syntax::Kind::enum_declaration | syntax::Kind::one_of);
    let block = leaf.ancestors().find(is_enum)?;
    let words = block.children().filter(|node| node.kind() == syntax::Kind::enum_value);
    Some(words.map(|node| Location { file: of.file, span: node.span() }).collect())
}

/// The value that is declared at a position.
fn declared_at(analysis: &Analysis, position: Position) -> Option<EnumValue> {
    let enums = &analysis.checked.vocabulary.enums;
    let here = enums.iter().filter(|(_, each)| each.location.file == position.file);
    // The last one that begins before: its values stand behind its name.
    let (of, found) = here
        .filter(|(_, each)| each.location.span.end <= position.offset)
        .max_by_key(|(_, each)| each.location.span.end)?;
    let all = values(analysis, found.location)?;
    let location = all.into_iter().find(|place| place.span.touches(position.offset))?;
    Some(EnumValue { of: of.clone(), name: analysis.text_of(location).to_owned(), location })
}

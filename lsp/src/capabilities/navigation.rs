//! `textDocument/definition`, `typeDefinition`, `references` and `documentHighlight`.

use tower_lsp::ls_types::{DocumentHighlight, Location, Position};
use whenbook::ide;

use crate::books::Open;
use crate::shipped;

/// Where the name at the position is declared.
#[must_use]
pub fn definition(open: &Open, position: Position) -> Vec<Location> {
    let places = ide::definition(&open.analysis, open.position(position));
    places.into_iter().filter_map(|place| shipped::location(open, place)).collect()
}

/// Where the kind of what stands at the position is declared.
#[must_use]
pub fn type_definition(open: &Open, position: Position) -> Vec<Location> {
    let places = ide::type_definition(&open.analysis, open.position(position));
    places.into_iter().filter_map(|place| shipped::location(open, place)).collect()
}

/// Where the name at the position is used.
#[must_use]
pub fn references(open: &Open, position: Position, and_declared: bool) -> Vec<Location> {
    let places = ide::references(&open.analysis, open.position(position), and_declared);
    places.into_iter().filter_map(|place| open.location(place)).collect()
}

/// Where the name at the position stands in this document.
#[must_use]
pub fn highlights(open: &Open, position: Position) -> Vec<DocumentHighlight> {
    let places = ide::references(&open.analysis, open.position(position), true);
    let here = places.into_iter().filter(|place| place.file == open.file);
    here.map(|place| DocumentHighlight { range: open.lines.range(place.span), kind: None }).collect()
}

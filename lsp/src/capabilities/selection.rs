//! `textDocument/selectionRange`.

use tower_lsp::ls_types::{Position, Range, SelectionRange};
use whenbook::ide;

use crate::books::Open;

/// The selections that grow from each position.
#[must_use]
pub fn selections(open: &Open, positions: &[Position]) -> Vec<SelectionRange> {
    positions.iter().map(|position| selection(open, *position)).collect()
}

fn selection(open: &Open, position: Position) -> SelectionRange {
    let spans = ide::selection(&open.analysis, open.position(position));
    let ranges = spans.into_iter().rev().map(|span| open.lines.range(span));
    let nothing = SelectionRange { range: Range { start: position, end: position }, parent: None };
    ranges.fold(None, |parent, range| Some(SelectionRange { range, parent: parent.map(Box::new) })).unwrap_or(nothing)
}

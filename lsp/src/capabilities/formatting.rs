//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`.

use tower_lsp::ls_types::{Position, Range, TextEdit};
use whenbook::ide;

use super::rename::text_edit;
use crate::books::Open;

/// The changes that lay out the document.
#[must_use]
pub fn formatting(open: &Open) -> Vec<TextEdit> {
    ide::formatting(&open.analysis, open.file).into_iter().map(|edit| text_edit(edit, &open.lines)).collect()
}

/// The changes that lay out the declarations in a part of the document.
#[must_use]
pub fn range_formatting(open: &Open, range: Range) -> Vec<TextEdit> {
    let edits = ide::range_formatting(&open.analysis, open.file, open.lines.span(range));
    edits.into_iter().map(|edit| text_edit(edit, &open.lines)).collect()
}

/// The changes behind a new line, or a `}`.
#[must_use]
pub fn typed(open: &Open, position: Position, letter: &str) -> Vec<TextEdit> {
    let edits = match letter.chars().next() {
        Some(letter) => ide::typed(&open.analysis, open.position(position), letter),
        None => Vec::new(),
    };
    edits.into_iter().map(|edit| text_edit(edit, &open.lines)).collect()
}

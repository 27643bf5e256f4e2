//! `textDocument/formatting`.

use tower_lsp::ls_types::TextEdit;
use whenbook::ide;

use super::rename::text_edit;
use crate::books::Open;

/// The changes that lay out the document.
#[must_use]
pub fn formatting(open: &Open) -> Vec<TextEdit> {
    ide::formatting(&open.analysis, open.file).into_iter().map(|edit| text_edit(edit, &open.lines)).collect()
}

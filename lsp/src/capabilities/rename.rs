//! `textDocument/prepareRename` and `rename`.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, PrepareRenameResponse, TextEdit, WorkspaceEdit};
use whenbook::diagnostic::Edit;
use whenbook::ide;

use crate::books::Open;
use crate::edits::workspace_edit;
use crate::lines::Lines;
use crate::state::State;

/// The name at the position, if it can be changed.
///
/// # Errors
/// Why it cannot, for the author.
pub fn prepare(open: &Open, position: Position) -> Result<PrepareRenameResponse> {
    let symbol = ide::can_rename(&open.analysis, open.position(position)).map_err(|why| refused(&why))?;
    let range = open.lines.range(symbol.location.span);
    Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: symbol.name })
}

/// The changes that give the name at the position another one.
///
/// # Errors
/// Why it cannot have it, for the author.
pub fn rename(open: &Open, position: Position, new: &str, state: &State) -> Result<WorkspaceEdit> {
    let edits = ide::rename(&open.analysis, open.position(position), new).map_err(|why| refused(&why))?;
    Ok(workspace_edit(open, edits, state))
}

/// A change of a text with these lines.
#[must_use]
pub fn text_edit(edit: Edit, lines: &Lines) -> TextEdit {
    TextEdit { range: lines.range(edit.span), new_text: edit.text }
}

fn refused(why: &ide::NoRename) -> Error {
    Error::invalid_params(why.to_string())
}

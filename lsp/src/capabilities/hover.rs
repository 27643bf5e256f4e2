//! `textDocument/hover`.

use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};
use whenbook::ide;

use crate::books::Open;

/// What the name at the position means.
#[must_use]
pub fn hover(open: &Open, position: Position) -> Option<Hover> {
    let hover = ide::hover(&open.analysis, open.position(position))?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: hover.text }),
        range: Some(open.lines.range(hover.span)),
    })
}

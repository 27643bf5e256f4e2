//! `textDocument/hover`.

use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};
use whenbook::diagnostic::Location;
use whenbook::ide;

use crate::books::Open;

/// What the name at the position means.
#[must_use]
pub fn hover(open: &Open, position: Position) -> Option<Hover> {
    let hover = ide::hover(&open.analysis, open.position(position))?;
    let value = with_origin(open, hover.text, hover.from);
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(open.lines.range(hover.span)),
    })
}

/// The text, with a link to where that is declared.
#[must_use]
pub fn with_origin(open: &Open, text: String, from: Option<Location>) -> String {
    let link = from.and_then(|from| {
        let place = open.location(from)?;
        let path = open.analysis.sources.get(from.file)?.path.as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        let line = place.range.start.line + 1;
        Some(format!("[{name}, line {line}]({}#L{line})", place.uri.as_str()))
    });
    match link {
        Some(link) => format!("{text}\n\n{link}"),
        None => text,
    }
}

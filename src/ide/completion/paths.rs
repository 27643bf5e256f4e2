//! Places where the path of a file stands. The files themselves are known to whoever reads them.

use super::super::statement::{Inside, Statement};
use super::super::{Analysis, Position};
use super::existing::Existing;
use crate::diagnostic::Span;

/// A path that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPath {
    /// As far as it is written, from the quotation mark on.
    pub span: Span,
    /// The same with what stands behind the cursor, up to the other quotation mark.
    pub covers: Span,
    /// How the names of the files end.
    pub ending: &'static str,
}

/// The path that is being written at a position: in `use "…"` or `receive from "…"`.
#[must_use]
pub fn wanted_path(analysis: &Analysis, position: Position) -> Option<WantedPath> {
    let text = analysis.text(position.file);
    let parse = analysis.parse(position.file);
    let statement = Statement::before(&parse, text, position.offset);
    let Inside::Text { from, placeholder: None } = statement.inside else { return None };
    let ending = match statement.texts().as_slice() {
        ["use"] => ".when",
        ["receive", "from"] => ".jsonl",
        _ => return None,
    };
    let span = Span::new(from, position.offset);
    let covers = Span::new(from, Existing::behind(text, span, statement.inside).end);
    Some(WantedPath { span, covers, ending })
}

//! `textDocument/foldingRange`.

use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind};
use whenbook::ide::{self, FoldKind};

use crate::books::Open;

/// What can be folded away.
#[must_use]
pub fn folds(open: &Open) -> Vec<FoldingRange> {
    let folds = ide::folds(&open.analysis, open.file).into_iter();
    folds
        .map(|fold| {
            let range = open.lines.range(fold.span);
            FoldingRange {
                start_line: range.start.line,
                end_line: range.end.line,
                kind: match fold.kind {
                    FoldKind::Block => None,
                    FoldKind::Comment => Some(FoldingRangeKind::Comment),
                    FoldKind::Uses => Some(FoldingRangeKind::Imports),
                },
                ..FoldingRange::default()
            }
        })
        .collect()
}

//! `textDocument/inlayHint`.

use tower_lsp::ls_types::{
    InlayHint, InlayHintLabel, InlayHintLabelPart, InlayHintTooltip, MarkupContent, MarkupKind, Range,
};
use whenbook::ide;

use crate::books::Open;

/// What the lines of a part of the document mean and do not say.
#[must_use]
pub fn hints(open: &Open, range: Range) -> Vec<InlayHint> {
    let hints = ide::hints(&open.analysis, open.file, open.lines.span(range)).into_iter();
    hints
        .map(|hint| {
            let tooltip = MarkupContent { kind: MarkupKind::Markdown, value: hint.tooltip };
            let part = InlayHintLabelPart {
                value: hint.text,
                location: hint.target.and_then(|target| open.location(target)),
                ..InlayHintLabelPart::default()
            };
            InlayHint {
                position: open.lines.position(hint.offset),
                label: InlayHintLabel::LabelParts(vec![part]),
                kind: None,
                text_edits: None,
                tooltip: Some(InlayHintTooltip::MarkupContent(tooltip)),
                padding_left: Some(true),
                padding_right: None,
                data: None,
            }
        })
        .collect()
}

//! `textDocument/signatureHelp`.

use tower_lsp::ls_types::{
    Documentation, MarkupContent, MarkupKind, ParameterInformation, ParameterLabel, Position, SignatureHelp,
    SignatureInformation,
};
use whenbook::diagnostic::Span;
use whenbook::ide::{self, Signature};

use crate::books::Open;

/// What the action that is being written wants.
#[must_use]
pub fn signatures(open: &Open, position: Position) -> Option<SignatureHelp> {
    let found = ide::signatures(&open.analysis, open.position(position))?;
    let best = found.all.get(found.best).and_then(|signature| signature.active);
    Some(SignatureHelp {
        signatures: found.all.into_iter().map(signature).collect(),
        active_signature: u32::try_from(found.best).ok(),
        active_parameter: best.and_then(|slot| u32::try_from(slot).ok()),
    })
}

fn signature(signature: Signature) -> SignatureInformation {
    let label = signature.label;
    // Without a slot to fill, none is shown as the active one: the protocol wants one beyond the last.
    let none = signature.slots.len();
    let parameters = signature.slots.into_iter().map(|(span, docs)| ParameterInformation {
        label: ParameterLabel::LabelOffsets(offsets(&label, span)),
        documentation: Some(markdown(docs)),
    });
    SignatureInformation {
        parameters: Some(parameters.collect()),
        documentation: signature.docs.map(markdown),
        active_parameter: u32::try_from(signature.active.unwrap_or(none)).ok(),
        label,
    }
}

/// A span of the label, always counted in UTF-16.
fn offsets(label: &str, span: Span) -> [u32; 2] {
    let units = |end: u32| {
        let before = Span::new(0, end).of(label);
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    };
    [units(span.start), units(span.end)]
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}

//! `textDocument/completion` and `hover` in a `whenbook.toml`.

use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionResponse, CompletionTextEdit, Documentation, Hover, HoverContents,
    MarkupContent, MarkupKind, Position, TextEdit,
};
use whenbook::ide::{self, Setting};

use crate::lines::Lines;

/// What may be written at the position.
#[must_use]
pub fn completion(lines: &Lines, position: Position) -> CompletionResponse {
    let offers = ide::setting_completions(lines.text(), lines.offset(position));
    CompletionResponse::Array(offers.into_iter().map(|offer| item(lines, offer)).collect())
}

fn item(lines: &Lines, offer: Setting) -> CompletionItem {
    let edit = TextEdit { range: lines.range(offer.replaces), new_text: offer.insert.clone() };
    CompletionItem {
        label: offer.label,
        kind: Some(if offer.is_value { CompletionItemKind::ENUM_MEMBER } else { CompletionItemKind::PROPERTY }),
        documentation: (!offer.docs.is_empty()).then(|| Documentation::MarkupContent(markdown(offer.docs))),
        // What is begun with a quotation mark is looked for with it.
        filter_text: offer.replaces.of(lines.text()).starts_with('"').then_some(offer.insert),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    }
}

/// What the setting at the position means.
#[must_use]
pub fn hover(lines: &Lines, position: Position) -> Option<Hover> {
    let (span, text) = ide::setting_hover(lines.text(), lines.offset(position))?;
    Some(Hover { contents: HoverContents::Markup(markdown(text)), range: Some(lines.range(span)) })
}

const fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

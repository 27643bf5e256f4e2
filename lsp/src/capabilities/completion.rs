//! `textDocument/completion`.

use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat, MarkupContent, MarkupKind,
    Position, TextEdit,
};
use whenbook::ide::{self, Completion, CompletionKind};

use crate::books::Open;

/// What may be written at the position.
#[must_use]
pub fn completion(open: &Open, position: Position) -> Vec<CompletionItem> {
    let offers = ide::completions(&open.analysis, open.position(position));
    offers.into_iter().enumerate().map(|(order, offer)| item(open, order, offer)).collect()
}

fn item(open: &Open, order: usize, offer: Completion) -> CompletionItem {
    let docs = offer.docs.map(|value| MarkupContent { kind: MarkupKind::Markdown, value });
    CompletionItem {
        kind: Some(kind(offer.kind)),
        detail: offer.detail,
        documentation: docs.map(Documentation::MarkupContent),
        sort_text: Some(format!("{order:05}")),
        insert_text_format: Some(if offer.is_snippet {
            InsertTextFormat::SNIPPET
        } else {
            InsertTextFormat::PLAIN_TEXT
        }),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit {
            range: open.lines.range(offer.replaces),
            new_text: offer.insert,
        })),
        label: offer.label,
        ..CompletionItem::default()
    }
}

const fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Attribute => CompletionItemKind::FIELD,
        CompletionKind::Event => CompletionItemKind::EVENT,
        CompletionKind::Action => CompletionItemKind::FUNCTION,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Rule => CompletionItemKind::CLASS,
        CompletionKind::Condition => CompletionItemKind::INTERFACE,
        CompletionKind::Message | CompletionKind::Text => CompletionItemKind::TEXT,
        CompletionKind::List | CompletionKind::Schedule => CompletionItemKind::VARIABLE,
        CompletionKind::Template => CompletionItemKind::SNIPPET,
    }
}

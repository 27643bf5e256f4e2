//! `textDocument/completion` and `completionItem/resolve`.

use std::path::Path;

use serde_json::json;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList, CompletionTextEdit, Documentation,
    InsertReplaceEdit, InsertTextFormat, MarkupContent, MarkupKind, Position, TextEdit, Uri,
};
use whenbook::diagnostic::Span;
use whenbook::ide::{self, Completion, CompletionKind};
use whenbook::semantics::names::Kind;

use super::hover;
use crate::abilities::Abilities;
use crate::books::Open;

/// More are not told at once: a large book has thousands of triggers, and nobody reads so far.
const MOST_ITEMS: usize = 400;

/// The kinds of names that are documented, by what items call them.
const KINDS: [(&str, Kind); 14] = [
    ("attribute", Kind::Attribute),
    ("event", Kind::Event),
    ("action", Kind::Action),
    ("enum", Kind::Enum),
    ("trigger", Kind::Trigger),
    ("automation", Kind::Automation),
    ("first match", Kind::FirstMatch),
    ("condition", Kind::Condition),
    ("message", Kind::Message),
    ("list", Kind::List),
    ("schedule", Kind::Schedule),
    ("status", Kind::Status),
    ("lifecycle", Kind::Lifecycle),
    ("scenario", Kind::Scenario),
];

/// What may be written at the position, as the editor can take it.
#[must_use]
pub fn completion(open: &Open, uri: &Uri, position: Position, abilities: Abilities) -> CompletionList {
    let at = open.position(position);
    let mut items: Vec<CompletionItem> = match ide::wanted_path(&open.analysis, at) {
        Some(wanted) => paths(open, &wanted, abilities),
        None => Vec::new(),
    };
    let offers = ide::completions(&open.analysis, at);
    // What fits a word that is begun is in the order of that word; another letter, another order.
    let is_begun = offers.iter().any(|offer| offer.replaces.start < offer.replaces.end);
    let is_incomplete = is_begun || offers.len() > MOST_ITEMS;
    items.extend(
        offers.into_iter().take(MOST_ITEMS).enumerate().map(|(order, offer)| item(open, uri, order, offer, abilities)),
    );
    CompletionList { is_incomplete, items }
}

/// The item with its documentation.
#[must_use]
pub fn resolve(open: &Open, item: CompletionItem) -> CompletionItem {
    let told = |key: &str| item.data.as_ref()?.get(key)?.as_str();
    let kind = KINDS.iter().find(|(word, _)| told("kind") == Some(*word)).map(|(_, kind)| *kind);
    let described = kind.zip(told("name")).and_then(|(kind, name)| ide::describe(&open.analysis, kind, name));
    match described {
        Some(described) => {
            let docs = markdown(hover::with_origin(open, described.text, described.from));
            CompletionItem { documentation: Some(docs), ..item }
        }
        None => item,
    }
}

/// The document that an item was offered in.
#[must_use]
pub fn document_of(item: &CompletionItem) -> Option<Uri> {
    item.data.as_ref()?.get("uri")?.as_str()?.parse().ok()
}

fn item(open: &Open, uri: &Uri, order: usize, offer: Completion, abilities: Abilities) -> CompletionItem {
    let is_snippet = offer.is_snippet && abilities.knows_snippets;
    let new_text = if is_snippet { offer.insert.clone() } else { offer.plain() };
    // Enough to find its documentation when it is asked for.
    let about = offer.about.as_ref().and_then(|(kind, name)| {
        let (word, _) = KINDS.iter().find(|(_, each)| each == kind)?;
        Some(json!({ "uri": uri.as_str(), "kind": word, "name": name }))
    });
    CompletionItem {
        kind: Some(kind(offer.kind)),
        detail: offer.detail,
        documentation: offer.docs.map(markdown),
        tags: offer.is_deprecated.then(|| vec![CompletionItemTag::DEPRECATED]),
        sort_text: Some(format!("{order:05}")),
        insert_text_format: Some(if is_snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
        text_edit: Some(edit(open, offer.replaces, offer.covers, new_text, abilities)),
        data: about,
        label: offer.label,
        ..CompletionItem::default()
    }
}

/// The edit that replaces what is begun, and the rest of that word: as the editor chooses, or, where it cannot and a word is
/// begun, all of it.
fn edit(open: &Open, begun: Span, all: Span, new_text: String, abilities: Abilities) -> CompletionTextEdit {
    if abilities.inserts_or_replaces {
        let (insert, replace) = (open.lines.range(begun), open.lines.range(all));
        return CompletionTextEdit::InsertAndReplace(InsertReplaceEdit { new_text, insert, replace });
    }
    let span = if begun.start < begun.end { all } else { begun };
    CompletionTextEdit::Edit(TextEdit { range: open.lines.range(span), new_text })
}

/// The files that may be named at a path that is begun, and the folders on the way to them.
fn paths(open: &Open, wanted: &ide::WantedPath, abilities: Abilities) -> Vec<CompletionItem> {
    let written = wanted.span.of(open.analysis.text(open.file));
    let (folder, _) = written.rsplit_once('/').map_or(("", written), |(folder, rest)| (folder, rest));
    let Some(own) = open.analysis.sources.get(open.file).map(|file| file.path.clone()) else { return Vec::new() };
    let start = Path::new(&own).parent().unwrap_or(Path::new("")).join(folder);
    let Ok(entries) = std::fs::read_dir(start) else { return Vec::new() };
    let begun = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut found: Vec<(bool, String)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
            let is_folder = entry.path().is_dir();
            (is_folder || name.ends_with(wanted.ending)).then_some((is_folder, name))
        })
        .collect();
    found.push((true, "..".to_owned()));
    found.sort();
    let item = |(is_folder, name): (bool, String)| {
        let (kind, end) = if is_folder { (CompletionItemKind::FOLDER, "/") } else { (CompletionItemKind::FILE, "") };
        let new_text = format!("{}{end}", begun(&name));
        CompletionItem {
            label: format!("{name}{end}"),
            kind: Some(kind),
            filter_text: Some(new_text.clone()),
            text_edit: Some(edit(open, wanted.span, wanted.covers, new_text, abilities)),
            ..CompletionItem::default()
        }
    };
    found.into_iter().map(item).collect()
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
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

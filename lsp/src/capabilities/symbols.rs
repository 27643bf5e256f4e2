//! `textDocument/documentSymbol` and `workspace/symbol`.

use tower_lsp::ls_types::{DocumentSymbol, Location, OneOf, SymbolKind, WorkspaceSymbol};
use whenbook::diagnostic;
use whenbook::ide::{self, Item, ItemKind};

use crate::books::Open;

/// The declarations of the document.
#[must_use]
pub fn of_document(open: &Open) -> Vec<DocumentSymbol> {
    ide::outline(&open.analysis, open.file).into_iter().map(|item| symbol(open, item)).collect()
}

/// The declarations of a book that fit what is looked for.
#[must_use]
pub fn of_book(open: &Open, wanted: &str) -> Vec<WorkspaceSymbol> {
    let found = ide::find(&open.analysis, wanted).into_iter();
    found
        .filter_map(|item| {
            let location = diagnostic::Location { file: item.file, span: item.place };
            let location: Location = open.location(location)?;
            Some(WorkspaceSymbol {
                name: item.name,
                kind: kind(item.kind),
                tags: None,
                container_name: Some(item.detail),
                location: OneOf::Left(location),
                data: None,
            })
        })
        .collect()
}

#[expect(deprecated, reason = "the field must be given, and is not used")]
fn symbol(open: &Open, item: Item) -> DocumentSymbol {
    DocumentSymbol {
        name: item.name,
        detail: Some(item.detail),
        kind: kind(item.kind),
        tags: None,
        deprecated: None,
        range: open.lines.range(item.whole),
        selection_range: open.lines.range(item.place),
        children: None,
    }
}

/// What an item is.
#[must_use]
pub const fn kind(kind: ItemKind) -> SymbolKind {
    match kind {
        ItemKind::Attribute => SymbolKind::FIELD,
        ItemKind::Event => SymbolKind::EVENT,
        ItemKind::Action => SymbolKind::FUNCTION,
        ItemKind::Enum | ItemKind::Status => SymbolKind::ENUM,
        ItemKind::Trigger | ItemKind::Automation => SymbolKind::CLASS,
        ItemKind::FirstMatch => SymbolKind::NAMESPACE,
        ItemKind::Condition => SymbolKind::INTERFACE,
        ItemKind::Message => SymbolKind::STRING,
        ItemKind::List => SymbolKind::ARRAY,
        ItemKind::Schedule => SymbolKind::CONSTANT,
        ItemKind::Policy | ItemKind::Lifecycle => SymbolKind::MODULE,
        ItemKind::Test | ItemKind::Scenario => SymbolKind::METHOD,
    }
}

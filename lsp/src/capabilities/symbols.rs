//! `textDocument/documentSymbol` and `workspace/symbol`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tower_lsp::ls_types::{DocumentSymbol, Location, OneOf, SymbolKind, Uri, WorkspaceSymbol};
use whenbook::diagnostic::FileId;
use whenbook::ide::{self, Analysis, Item, ItemKind};

use crate::books::{Books, Open};
use crate::lines::Lines;
use crate::state::State;
use crate::workspace;

/// The declarations of the document.
#[must_use]
pub fn of_document(open: &Open) -> Vec<DocumentSymbol> {
    ide::outline(&open.analysis, open.file).into_iter().map(|item| symbol(open, item)).collect()
}

/// The declarations of all books of the workspace that fit what is looked for; of a file that two of them read, once.
#[must_use]
pub fn of_workspace(wanted: &str, state: &State, books: &Books) -> Vec<WorkspaceSymbol> {
    let mut seen = BTreeSet::new();
    let read = workspace::books(state).into_iter().filter_map(|book| books.book(&book, state));
    let mut symbols = Vec::new();
    for analysis in read {
        let own: BTreeSet<FileId> = analysis
            .sources
            .iter()
            .filter(|(_, source)| seen.insert(source.path.clone()))
            .map(|(file, _)| file)
            .collect();
        symbols.extend(of_book(&analysis, &own, wanted, state));
    }
    symbols
}

/// Those of some files of a book.
fn of_book(analysis: &Arc<Analysis>, files: &BTreeSet<FileId>, wanted: &str, state: &State) -> Vec<WorkspaceSymbol> {
    let found = ide::find(analysis, wanted).into_iter().filter(|item| files.contains(&item.file));
    let mut opened: BTreeMap<FileId, Option<(Uri, Lines)>> = BTreeMap::new();
    found
        .filter_map(|item| {
            let of_file = || Open::file_of(analysis, item.file, state.encoding);
            let (uri, lines) = opened.entry(item.file).or_insert_with(of_file).as_ref()?;
            Some(WorkspaceSymbol {
                name: item.name,
                kind: kind(item.kind),
                tags: None,
                container_name: Some(item.detail),
                location: OneOf::Left(Location { uri: uri.clone(), range: lines.range(item.place) }),
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

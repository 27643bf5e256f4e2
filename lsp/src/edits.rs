//! Changes of files, as an editor takes them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tower_lsp::ls_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use whenbook::diagnostic::{Edit, FileId};

use crate::books::Open;
use crate::capabilities::rename::text_edit;
use crate::state::State;

/// Changes of files of a book: with the versions of the documents for which they are meant, if the editor knows that.
#[must_use]
pub fn workspace_edit(open: &Open, edits: BTreeMap<FileId, Vec<Edit>>, state: &State) -> WorkspaceEdit {
    let files = edits.into_iter().filter_map(|(file, edits)| {
        let (uri, lines) = open.file(file)?;
        let path = &open.analysis.sources.get(file)?.path;
        let version = state.get(Path::new(path)).map(|document| document.version);
        let edits: Vec<TextEdit> = edits.into_iter().map(|edit| text_edit(edit, &lines)).collect();
        Some((uri, version, edits))
    });
    if !state.abilities.changes_documents {
        let changes: HashMap<_, _> = files.map(|(uri, _, edits)| (uri, edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let documents = files.map(|(uri, version, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    let documents = DocumentChanges::Edits(documents.collect());
    WorkspaceEdit { document_changes: Some(documents), ..WorkspaceEdit::default() }
}

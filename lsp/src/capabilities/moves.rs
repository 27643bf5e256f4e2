//! `workspace/willRenameFiles`.

use std::collections::HashMap;

use tower_lsp::ls_types::{
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind, FileOperationRegistrationOptions, FileRename,
    TextEdit, Uri, WorkspaceEdit, WorkspaceFileOperationsServerCapabilities,
};
use whenbook::ide;

use super::rename::text_edit;
use crate::books::{Books, Open};
use crate::lines::Lines;
use crate::state::{State, path_of};
use crate::workspace;

/// The files of which the server is told.
#[must_use]
pub fn told() -> WorkspaceFileOperationsServerCapabilities {
    let filter = |glob: &str, kind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: glob.to_owned(), matches: Some(kind), options: None },
    };
    let filters =
        vec![filter("**/*", FileOperationPatternKind::File), filter("**/*", FileOperationPatternKind::Folder)];
    let options = FileOperationRegistrationOptions { filters };
    WorkspaceFileOperationsServerCapabilities {
        will_rename: Some(options.clone()),
        did_rename: Some(options),
        ..WorkspaceFileOperationsServerCapabilities::default()
    }
}

/// The changes that keep what the books of the workspace say of these files right.
#[must_use]
pub fn moved(files: &[FileRename], state: &State, books: &Books) -> Option<WorkspaceEdit> {
    let moves: Vec<(String, String)> = files.iter().filter_map(renamed).collect();
    let new = |path: &str| moves.iter().find_map(|(old, new)| Some(format!("{new}{}", below(path, old)?)));
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for book in workspace::books(state) {
        let Some(analysis) = books.book(&book, state) else { continue };
        for (file, edits) in ide::moved(&analysis, &new) {
            let lines = Lines::new(analysis.text(file).into(), state.encoding);
            let open = Open::new(analysis.clone(), file, lines, state.encoding);
            if let Some((uri, lines)) = open.file(file) {
                // Two books may share a file, and say the same of it.
                changes.insert(uri, edits.into_iter().map(|edit| text_edit(edit, &lines)).collect());
            }
        }
    }
    (!changes.is_empty()).then(|| WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

/// The old path and the new one.
fn renamed(file: &FileRename) -> Option<(String, String)> {
    let path = |uri: &str| Some(path_of(&uri.parse().ok()?).to_str()?.trim_end_matches('/').to_owned());
    Some((path(&file.old_uri)?, path(&file.new_uri)?))
}

/// What follows that folder or file in a path.
fn below<'a>(path: &'a str, old: &str) -> Option<&'a str> {
    path.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

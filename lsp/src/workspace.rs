//! The books below the folders that an editor has open.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use whenbook::folder::{SETTINGS, rule_files};

use crate::books::book_of;
use crate::state::State;

/// The folders of all books: of those below the editor's folders, and of the open documents.
pub fn books(state: &State) -> BTreeSet<PathBuf> {
    let below = state.folders.iter().flat_map(|folder| files(folder));
    let documents: BTreeSet<PathBuf> = below.chain(state.paths().cloned()).collect();
    documents.iter().filter_map(|document| book_of(document, &state.folders)).collect()
}

/// One file of each folder that holds rules, and the settings of the topmost one.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    // What cannot be read has no findings.
    let found = rule_files(folder, &[]).unwrap_or_default();
    let mut folders: BTreeSet<&Path> = found.iter().filter_map(|file| file.path.parent()).collect();
    if folder.join(SETTINGS).is_file() {
        folders.insert(folder);
    }
    folders.into_iter().map(|folder| folder.join(SETTINGS)).collect()
}

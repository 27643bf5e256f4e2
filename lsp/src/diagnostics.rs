//! Findings, published for every file of the books of the open documents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};
use whenbook::diagnostic::{Location, SourceFile, Sources};
use whenbook::folder;

use crate::convert;
use crate::server::{State, lock};

/// Publishes diagnostics, the newest last.
pub struct Publisher {
    client: Client,
    state: Arc<Mutex<State>>,
    /// The documents that have diagnostics in the editor. Held while publishing, so that an older set never comes after a
    /// newer one.
    published: tokio::sync::Mutex<BTreeSet<PathBuf>>,
}

impl Publisher {
    /// One that speaks to this editor.
    #[must_use]
    pub fn new(client: Client, state: Arc<Mutex<State>>) -> Self {
        Self { client, state, published: tokio::sync::Mutex::default() }
    }

    /// Checks the books of all open documents as of that revision, and publishes what is found, if it is still the newest
    /// before the check and after it: of a burst of changes, only the last one costs anything.
    pub async fn publish(&self, revision: u64) {
        let mut published = self.published.lock().await;
        let Some(snapshot) = self.newest(revision) else { return };
        let found = tokio::task::spawn_blocking(move || check(&snapshot)).await.unwrap_or_default();
        let Some(state) = self.newest(revision) else { return };
        let paths: BTreeSet<&PathBuf> = published.iter().chain(found.keys()).collect();
        for path in paths {
            let version = state.documents.get(path).map(|document| document.version);
            let diagnostics = found.get(path).cloned().unwrap_or_default();
            if let Some(uri) = Uri::from_file_path(path) {
                self.client.publish_diagnostics(uri, diagnostics, version).await;
            }
        }
        *published = found.into_keys().collect();
    }

    /// The state, unless there is a newer revision of it.
    fn newest(&self, revision: u64) -> Option<State> {
        let state = lock(&self.state);
        (state.documents.revision() == revision).then(|| state.clone())
    }
}

/// The diagnostics of every file of the books of the open documents.
fn check(state: &State) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let books: BTreeSet<PathBuf> = state.documents.paths().filter_map(|path| book_of(path, &state.folders)).collect();
    let read = |path: &Path| match state.documents.get(path) {
        Some(document) => Ok(document.text.clone().into_bytes()),
        None => std::fs::read(path),
    };
    let mut diagnostics: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    for book in books {
        // A folder that cannot be read has no findings; the editor says why it cannot open its files.
        let Ok(rules) = folder::read_folder(&book, &read) else { continue };
        let checked = rules.check();
        for (_, file) in checked.sources.iter().filter(|(_, file)| !file.shipped) {
            diagnostics.entry(PathBuf::from(&file.path)).or_default();
        }
        for finding in &checked.findings {
            let Some(file) = checked.sources.get(finding.primary.location.file) else { continue };
            let diagnostic = convert::diagnostic(finding, &file.text, |location| place(&checked.sources, location));
            diagnostics.entry(PathBuf::from(&file.path)).or_default().push(diagnostic);
        }
    }
    diagnostics
}

fn place(sources: &Sources, location: Location) -> Option<(Uri, &str)> {
    let file: &SourceFile = sources.get(location.file).filter(|file| !file.shipped)?;
    Some((Uri::from_file_path(&file.path)?, &file.text))
}

/// The folder of the book to which a document belongs: the nearest one with a `whenbook.toml`, else the editor's folder,
/// else the document's own.
fn book_of(document: &Path, folders: &[PathBuf]) -> Option<PathBuf> {
    let with_settings = document.ancestors().skip(1).find(|folder| folder.join(folder::SETTINGS).is_file());
    let editors = folders.iter().find(|folder| document.starts_with(folder)).map(PathBuf::as_path);
    with_settings.or(editors).or_else(|| document.parent()).map(Path::to_owned)
}

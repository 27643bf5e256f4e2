//! What the server knows of the editor: its folders, its open documents, how it counts letters.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::ls_types::{InitializeParams, TextDocumentContentChangeEvent, Uri};
use whenbook::folder::{SETTINGS, is_rule_file};

use crate::abilities::Abilities;
use crate::lines::{Encoding, Lines};
use crate::preferences::Preferences;

/// An open document.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the editor calls it.
    pub uri: Uri,
    /// As the editor counts its changes.
    pub version: i32,
    /// The whole text.
    pub text: Arc<str>,
}

/// What the server knows of the editor. A copy of it is cheap and never changes.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The folders that the editor has open.
    pub folders: Vec<PathBuf>,
    /// How it counts letters.
    pub encoding: Encoding,
    /// What it can do.
    pub abilities: Abilities,
    /// What the user has set in it.
    pub preferences: Preferences,
    /// What it said of that when it greeted.
    pub greeted_with: Preferences,
    open: BTreeMap<PathBuf, Document>,
    /// Documents that have changed since they were opened or saved.
    unsaved: BTreeSet<PathBuf>,
    revision: u64,
}

impl State {
    /// Takes a text of a document and gives the revision that this makes.
    pub fn put(&mut self, document: Document) -> u64 {
        let path = path_of(&document.uri);
        self.unsaved.remove(&path);
        self.open.insert(path, document);
        self.next_revision()
    }

    /// Puts changes into an open document, one after the other, and gives the revision that this makes; `None` if the
    /// document is not open. They count in the order in which they come, however the editor numbers them.
    pub fn change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) -> Option<u64> {
        let encoding = self.encoding;
        let path = path_of(uri);
        let document = self.open.get_mut(&path)?;
        for change in changes {
            document.text = match change.range {
                None => Arc::from(change.text),
                Some(range) => {
                    let span = Lines::new(Arc::clone(&document.text), encoding).span(range);
                    let before = document.text.get(..span.start as usize).unwrap_or_default();
                    let after = document.text.get(span.end as usize..).unwrap_or_default();
                    Arc::from([before, &change.text, after].concat())
                }
            };
        }
        document.version = version;
        self.unsaved.insert(path);
        Some(self.next_revision())
    }

    /// Notes that a document was saved and gives the revision that this makes.
    pub fn saved(&mut self, uri: &Uri) -> u64 {
        self.unsaved.remove(&path_of(uri));
        self.next_revision()
    }

    /// Whether it has changed since it was opened or saved.
    #[must_use]
    pub fn is_unsaved(&self, path: &Path) -> bool {
        self.unsaved.contains(path)
    }

    /// Forgets a document that was closed and gives the revision that this makes.
    pub fn remove(&mut self, uri: &Uri) -> u64 {
        let path = path_of(uri);
        self.open.remove(&path);
        self.unsaved.remove(&path);
        self.next_revision()
    }

    /// Counts a change that happened outside the editor, in a file on disk.
    pub fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    /// Whether a document of another state of the same editor is the same one.
    #[must_use]
    pub fn has_same(&self, path: &Path, other: &Self) -> bool {
        match (self.get(path), other.get(path)) {
            (Some(one), Some(another)) => Arc::ptr_eq(&one.text, &another.text),
            (one, another) => one.is_none() && another.is_none(),
        }
    }

    /// The number of changes so far.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The open document of that path.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// The lines of the settings that are open at that address; `None` if something else is.
    #[must_use]
    pub fn settings(&self, uri: &Uri) -> Option<Lines> {
        let path = path_of(uri);
        let document = self.get(&path).filter(|_| path.file_name().is_some_and(|name| name == SETTINGS))?;
        Some(Lines::new(Arc::clone(&document.text), self.encoding))
    }

    /// The bytes of a file: those that the editor holds, or those on disk.
    ///
    /// # Errors
    ///
    /// If it is not open and cannot be read.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.get(path) {
            Some(document) => Ok(document.text.as_bytes().to_vec()),
            None => std::fs::read(path),
        }
    }

    /// The paths of all open documents.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.open.keys()
    }
}

/// The path of a document. One that is not saved anywhere has its address as its path.
#[must_use]
pub fn path_of(uri: &Uri) -> PathBuf {
    let saved = uri.as_str().starts_with("file:").then(|| uri.to_file_path()).flatten();
    saved.map_or_else(|| PathBuf::from(uri.as_str()), std::borrow::Cow::into_owned)
}

/// The folders that an editor has open; an older one has a single one, and names it elsewhere.
#[must_use]
pub fn folders_of(greeting: &InitializeParams) -> Vec<PathBuf> {
    #[expect(deprecated, reason = "older editors say nothing else")]
    let root = greeting.root_uri.as_ref();
    match &greeting.workspace_folders {
        Some(folders) => folders.iter().map(|folder| path_of(&folder.uri)).collect(),
        None => root.map(path_of).into_iter().collect(),
    }
}

/// Whether there are rules in it, and not settings or a log.
#[must_use]
pub fn is_of_rules(path: &Path) -> bool {
    path.is_relative() || is_rule_file(path)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use tower_lsp::ls_types::{Position, Range};

    use super::*;

    fn change(range: Option<((u32, u32), (u32, u32))>, text: &str) -> TextDocumentContentChangeEvent {
        let position = |(line, character): (u32, u32)| Position { line, character };
        let range = range.map(|(start, end)| Range { start: position(start), end: position(end) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    #[test]
    fn changes_are_put_in_one_after_the_other() {
        let uri = Uri::from_str("file:///book/a.when").unwrap();
        let mut state = State::default();
        state.put(Document { uri: uri.clone(), version: 1, text: Arc::from("안녕 😀\nb\n") });
        let changes = vec![
            change(Some(((0, 5), (0, 5))), "!"),
            change(Some(((1, 0), (2, 0))), "c"),
            change(Some(((0, 0), (0, 2))), "Hi"),
        ];
        assert!(state.change(&uri, 2, changes).is_some());
        let text = |state: &State| state.get(&path_of(&uri)).unwrap().text.to_string();
        assert_eq!(text(&state), "Hi 😀!\nc");
        assert!(state.change(&uri, 1, vec![change(None, "new")]).is_some());
        assert_eq!(text(&state), "new");
    }
}

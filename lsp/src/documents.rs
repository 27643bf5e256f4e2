//! The documents that are open in the editor, with the text as it is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// As the editor counts them.
    pub version: i32,
    /// The whole text.
    pub text: String,
}

/// All open documents and a count of their changes.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    open: BTreeMap<PathBuf, Document>,
    revision: u64,
}

impl Documents {
    /// Takes a new text of a document and gives the revision that this makes.
    pub fn put(&mut self, path: PathBuf, document: Document) -> u64 {
        self.open.insert(path, document);
        self.next_revision()
    }

    /// Forgets a document that was closed and gives the revision that this makes.
    pub fn remove(&mut self, path: &Path) -> u64 {
        self.open.remove(path);
        self.next_revision()
    }

    /// Counts a change that happened outside the editor, in a file on disk.
    pub fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
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

    /// The paths of all open documents.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.open.keys()
    }
}

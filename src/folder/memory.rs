//! What is remembered of a book that is read and checked again and again.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostic::SourceFile;
use crate::lint;
use crate::semantics::Reading;

/// What is remembered of one book, so that to look at it again costs what has changed.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The files as they were read, by their paths in the book.
    files: BTreeMap<String, Reading>,
    pub(super) lint: lint::Memory,
}

impl Memory {
    /// One that remembers, for a book that will be looked at again.
    #[must_use]
    pub fn kept() -> Self {
        Self { lint: lint::Memory::kept(), ..Self::default() }
    }

    /// Reads the files, those with new texts side by side.
    pub(super) fn read(&mut self, files: Vec<SourceFile>) -> Vec<Reading> {
        let is_known = |file: &SourceFile| self.files.get(&file.path).is_some_and(|known| known.file() == file);
        let new: Vec<&SourceFile> = files.iter().filter(|file| !is_known(file)).collect();
        let read: Vec<Reading> = new.into_par_iter().map(|file| Reading::of(file.clone())).collect();
        self.files.extend(read.into_iter().map(|reading| (reading.file().path.clone(), reading)));
        files.iter().filter_map(|file| self.files.get(&file.path).cloned()).collect()
    }

    pub(super) fn forget_all_but(&mut self, files: &[Reading]) {
        if files.len() < self.files.len() {
            let names: BTreeSet<&str> = files.iter().map(|reading| reading.file().path.as_str()).collect();
            self.files.retain(|name, _| names.contains(name.as_str()));
        }
    }
}

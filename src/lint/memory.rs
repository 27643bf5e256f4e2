//! What the checks of a book remember of its files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{FileId, Finding};
use crate::semantics::{self, Reading};
use crate::syntax::ast;

/// What the checks of one book remember, so that the next one costs what has changed. A copy
/// costs little.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub(super) semantics: semantics::Memory,
    shared: u64,
    files: BTreeMap<FileId, Arc<Found>>,
}

/// What the lints have found that see a file at a time.
#[derive(Debug)]
struct Found {
    /// The file as it was read. It is the same one if it is the same in memory.
    ast: Arc<ast::File>,
    findings: Vec<Finding>,
}

impl Memory {
    /// One that remembers, for a book that will be checked again.
    #[must_use]
    pub fn kept() -> Self {
        Self { semantics: semantics::Memory::kept(), ..Self::default() }
    }

    /// Forgets, after a compilation, what may have become wrong by it, and gives the files of which nothing is known.
    pub(super) fn unknown(&mut self, files: &[Reading]) -> BTreeSet<FileId> {
        if self.shared != self.semantics.shared() {
            self.files.clear();
            self.shared = self.semantics.shared();
        }
        let of = |file: FileId| files.get(file.0 as usize);
        let semantics = &self.semantics;
        self.files.retain(|file, found| {
            !semantics.is_anew(*file) && of(*file).is_some_and(|reading| Arc::ptr_eq(reading.ast(), &found.ast))
        });
        let all = (0..).map(FileId).zip(files).map(|(file, _)| file);
        all.filter(|file| !self.files.contains_key(file)).collect()
    }

    /// Takes in what was found in those files. What points into another file moves with it and is not kept.
    pub(super) fn put(&mut self, files: &BTreeSet<FileId>, findings: &[Finding], readings: &[Reading]) {
        if !self.semantics.is_kept() {
            return;
        }
        let mut by_file: BTreeMap<FileId, Vec<Finding>> = files.iter().map(|file| (*file, Vec::new())).collect();
        for finding in findings {
            let file = finding.primary.location.file;
            if finding.further.iter().any(|label| label.location.file != file) {
                by_file.remove(&file);
            } else if let Some(found) = by_file.get_mut(&file) {
                found.push(finding.clone());
            }
        }
        self.files.extend(by_file.into_iter().filter_map(|(file, findings)| {
            let ast = Arc::clone(readings.get(file.0 as usize)?.ast());
            Some((file, Arc::new(Found { ast, findings })))
        }));
    }

    /// What is known.
    pub(super) fn known(&self) -> impl Iterator<Item = &Finding> {
        self.files.values().flat_map(|found| &found.findings)
    }
}

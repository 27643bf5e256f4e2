//! The books of a check, compiled.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::Trouble;
use crate::diagnostic::render::Findings;
use crate::diagnostic::{Finding, Severity, Sources};
use crate::folder::{self, Found, ReadBytes};

/// A book that was read, with what is to be said about it.
pub(super) struct CheckedBook {
    /// The folder or file, as the user called it.
    pub(super) path: PathBuf,
    /// In reading order; filters take some away.
    pub(super) findings: Vec<Finding>,
    /// The files that they speak of.
    pub(super) sources: Sources,
    /// How many files of the user were read.
    pub(super) files: usize,
}

impl CheckedBook {
    /// How many errors there are that no setting has made of a warning: lints say nothing then.
    pub(super) fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.code.severity() == Severity::Error).count()
    }

    pub(super) const fn findings(&self) -> Findings<'_> {
        Findings { list: self.findings.as_slice(), sources: &self.sources }
    }
}

pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<CheckedBook>, Trouble> {
    paths.iter().map(|path| read_one(path, &folder::on_disk)).collect()
}

/// Leaves out what was told of an earlier book in the same words and at the same place: of a file that both take in.
pub(super) fn tell_once(books: &mut [CheckedBook]) {
    let mut told = BTreeSet::new();
    for CheckedBook { findings, sources, .. } in books {
        findings.retain(|finding| {
            let at = finding.primary.location;
            let path = sources.get(at.file).map(|file| file.path.clone());
            told.insert((path, at.span, finding.code.id, finding.message.clone()))
        });
    }
}

/// Reads a book whose files may have other bytes than those on disk.
pub(super) fn read_one(path: &Path, read: ReadBytes<'_>) -> Result<CheckedBook, Trouble> {
    let path = path.to_owned();
    Ok(match folder::read_with(&path, read)? {
        // Whoever compiled it has seen its findings.
        Found::Compiled(_) => CheckedBook { path, findings: Vec::new(), sources: Sources::default(), files: 1 },
        Found::Rules(rules) => {
            let checked = rules.check();
            CheckedBook { path, findings: checked.findings, sources: checked.sources, files: checked.files }
        }
    })
}

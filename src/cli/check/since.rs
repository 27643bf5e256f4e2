//! `check --since REVISION`: only what a change has brought.
//!
//! The book is checked as it was where the work of today has left the revision, too. What was said of it then, of the same
//! declaration with the same words, is left out, as if a baseline had been written there. So a finding is shown if its
//! declaration has changed, and also if it has not but the finding is new, as with a list whose last use was taken away.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::Trouble;
use super::super::git::{Repository, TakenOut};
use super::books::{self, CheckedBook};
use crate::diagnostic::SourceFile;
use crate::folder;
use crate::lint::Baseline;

/// Takes out of the books what was already to be said of them at the revision.
pub(super) fn filter(books: &mut [CheckedBook], revision: &str) -> Result<(), Trouble> {
    books.iter_mut().try_for_each(|book| filter_one(book, revision))
}

fn filter_one(book: &mut CheckedBook, revision: &str) -> Result<(), Trouble> {
    let repository = Repository::of(&book.path)?;
    let commit = repository.branched_from(&repository.commit(revision)?)?;
    if book.findings.is_empty() {
        return Ok(());
    }
    let then = repository.take_out(&commit)?;
    let baseline = baseline(&then, &repository.place(&book.path), &repository.renamed_since(&commit)?);
    let findings = std::mem::take(&mut book.findings);
    let now = |file: &SourceFile| name(&repository.place(Path::new(&file.path)));
    book.findings = baseline.acceptance().filter(findings, &book.sources, now);
    Ok(())
}

/// What was to be said of the book then, with the names that its files have now; nothing if there was no such book.
fn baseline(then: &TakenOut, place: &Path, renamed: &BTreeMap<PathBuf, PathBuf>) -> Baseline {
    // A book of one file may have been called otherwise.
    let old = renamed.iter().find(|(_, new)| *new == place).map_or(place, |(old, _)| old);
    let Ok(book) = books::read_one(&then.top.join(old), &folder::on_disk) else { return Baseline::default() };
    Baseline::of(&book.findings, &book.sources, |file| {
        let path = Path::new(&file.path);
        let place = path.strip_prefix(&then.top).unwrap_or(path);
        name(renamed.get(place).map_or(place, PathBuf::as_path))
    })
}

fn name(place: &Path) -> String {
    place.display().to_string()
}

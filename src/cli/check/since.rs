//! `check --since REVISION`: only what a change has brought.
//!
//! The book is checked as it was where the work of today has left the revision, too. What was said of it then, of the same
//! declaration with the same words, is left out, as if a baseline had been written there. So a finding is shown if its
//! declaration has changed, and also if it has not but the finding is new, as with a list whose last use was taken away.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::git::{self, Repository, TakenOut};
use super::super::{Terminal, Trouble};
use super::books::{self, CheckedBook};
use crate::diagnostic::{Severity, SourceFile};
use crate::folder;
use crate::lint::Baseline;

/// Takes out of the books what was already to be said of them at the revision.
pub(super) fn filter(books: &mut [CheckedBook], revision: &str, terminal: &mut Terminal) -> Result<(), Trouble> {
    books.iter_mut().try_for_each(|book| filter_one(book, revision, terminal))
}

fn filter_one(book: &mut CheckedBook, revision: &str, terminal: &mut Terminal) -> Result<(), Trouble> {
    let repository = Repository::of(&book.path)?;
    let commit = repository.branched_from(&repository.commit(revision)?)?;
    if book.findings.is_empty() {
        return Ok(());
    }
    let tree = repository.take_out(&commit, git::short(&commit))?;
    let renamed = repository.renamed_since(&commit)?;
    let then = Then { repository: &repository, tree: &tree, renamed: &renamed };
    let Some(old) = then.book(&repository.place(&book.path), terminal)? else { return Ok(()) };
    if old.errors() > 0 && book.findings.iter().any(|finding| finding.severity < Severity::Error) {
        let errors = if old.errors() == 1 { "an error" } else { "errors" };
        let (path, commit) = (book.path.display(), git::short(&commit));
        let note =
            format!("`{path}` had {errors} at {commit}; what else was to be said then is not known, and all is shown");
        terminal.note("note", &note)?;
    }
    let baseline = Baseline::of_all(&old.findings, &old.sources, |file| then.name_now(file));
    let now = |file: &SourceFile| name(&repository.place(Path::new(&file.path)));
    let mut acceptance = baseline.acceptance();
    let rest = acceptance.filter(std::mem::take(&mut book.findings), &book.sources, now);
    book.findings = acceptance.filter_moved(rest, &book.sources, now);
    Ok(())
}

/// How everything was at the revision.
struct Then<'a> {
    repository: &'a Repository,
    tree: &'a TakenOut,
    /// The names of today, by those of then.
    renamed: &'a BTreeMap<PathBuf, PathBuf>,
}

impl Then<'_> {
    /// What was to be said of the book; `None` if there was no such book, or nobody can read it any more, which is told.
    fn book(&self, place: &Path, terminal: &mut Terminal) -> Result<Option<CheckedBook>, Trouble> {
        let mut found = self.repository.book_of(self.tree, place)?;
        if found.is_none()
            && let Some(former) = self.former(place)
        {
            found = self.repository.book_of(self.tree, &former)?;
        }
        let Some(path) = found else { return Ok(None) };
        match books::read_one(&path, &folder::on_disk) {
            Ok(book) => Ok(Some(book)),
            Err(trouble) => {
                let why = self.tree.called(&trouble.to_string());
                terminal.note("note", &format!("{why}; so all is shown"))?;
                Ok(None)
            }
        }
    }

    /// Where a book was whose files were all below another folder, or whose one file was called otherwise.
    fn former(&self, place: &Path) -> Option<PathBuf> {
        self.renamed.iter().find_map(|(old, new)| {
            let inside = new.strip_prefix(place).ok()?;
            // Of a file that is the book itself, nothing is left.
            let parts = inside.components().count();
            let former = old.ancestors().nth(parts)?;
            old.ends_with(inside).then(|| former.to_owned())
        })
    }

    /// What a file of then is called today.
    fn name_now(&self, file: &SourceFile) -> String {
        let path = Path::new(&file.path);
        let place = path.strip_prefix(&self.tree.top).unwrap_or(path);
        name(self.renamed.get(place).map_or(place, PathBuf::as_path))
    }
}

fn name(place: &Path) -> String {
    place.display().to_string()
}

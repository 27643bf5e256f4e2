//! What a check says beside its findings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::terminal::Format;
use super::super::{Terminal, Trouble};
use super::books::CheckedBook;
use crate::folder;
use crate::semantics::external_path;

pub(super) fn show(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    books.iter().filter_map(checked_alone).try_for_each(|note| terminal.note("note", &note))?;
    books.iter().filter_map(holds_others).try_for_each(|note| terminal.note("note", &note))?;
    // The log of a CI system is no place for advice on editing.
    if terminal.format != Format::Human {
        return Ok(());
    }
    can_be_mended(books).iter().try_for_each(|note| terminal.note("note", note))
}

fn can_be_mended(books: &[CheckedBook]) -> Option<String> {
    let fixes: Vec<_> =
        books.iter().flat_map(|book| &book.findings).filter_map(|finding| finding.fix.as_ref()).collect();
    let safe = fixes.iter().filter(|fix| fix.safe).count();
    match (safe, fixes.len() - safe) {
        (0, 0) => None,
        (safe, 0) => Some(format!("`--fix` mends {safe} of them")),
        (0, bold) => {
            Some(format!("`--fix --unsafe-fixes` mends {bold} of them, perhaps not as you want it; `--diff` shows how"))
        }
        (safe, bold) => Some(format!("`--fix` mends {safe} of them, `--unsafe-fixes` {bold} more; `--diff` shows how")),
    }
}

/// Books of their own below a folder that is checked as one book.
fn holds_others(book: &CheckedBook) -> Option<String> {
    if !book.path.is_dir() {
        return None;
    }
    let whole = PathBuf::from(external_path("", &book.path.display().to_string()));
    let files = book.sources.iter().filter(|(_, file)| !file.shipped).map(|(_, file)| Path::new(&file.path));
    let below = files.flat_map(|file| file.ancestors().skip(1).take_while(|folder| *folder != whole));
    let folders: BTreeSet<&Path> = below.filter(|folder| folder.starts_with(&whole)).collect();
    let others: Vec<String> = folders
        .into_iter()
        .filter(|folder| !folder.as_os_str().is_empty() && folder.join(folder::SETTINGS).exists())
        .map(|folder| folder.display().to_string())
        .collect();
    let first = others.first()?;
    let path = book.path.display();
    Some(format!(
        "`{path}` was checked as one book, and `{first}/{}` counts for nothing in it; `whenbook check {}` checks {}",
        folder::SETTINGS,
        others.join(" "),
        if others.len() == 1 { "that folder as a book of its own" } else { "each of those as a book of its own" }
    ))
}

/// A hint for a single file with unknown names: perhaps its neighbours declare them.
fn checked_alone(book: &CheckedBook) -> Option<String> {
    let path = &book.path;
    if !path.is_file() || !book.findings.iter().any(|finding| finding.code.id.starts_with("E02")) {
        return None;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let neighbours = folder.read_dir().ok()?.filter_map(Result::ok).filter(|entry| folder::is_rule_file(&entry.path()));
    (neighbours.count() > 1).then(|| {
        let (path, folder) = (path.display(), folder.display());
        format!("`{path}` was checked alone; `whenbook check {folder}` checks the whole book")
    })
}

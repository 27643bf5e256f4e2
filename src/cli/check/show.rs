//! The findings of a check, in the format that is wanted.

use std::io::Write;

use super::super::{Terminal, Trouble, findings};
use super::books::CheckedBook;
use super::counts;
use crate::diagnostic::render::json::{self, Report, Summary};

pub(super) fn show(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.is_json() { json(books, terminal) } else { human(books, terminal) }
}

fn human(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    for book in books {
        findings::to_stdout(&book.findings, &book.sources, terminal)?;
    }
    let files = files(books);
    let word = if files == 1 { "file" } else { "files" };
    Ok(writeln!(terminal.out, "{} in {files} {word}", counts(books))?)
}

fn json(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    let findings = books.iter().flat_map(|book| json::findings(&book.findings, &book.sources)).collect();
    let summary = Summary { counts: counts(books), files: files(books) };
    terminal.document(&Report { findings, summary })
}

fn files(books: &[CheckedBook]) -> usize {
    books.iter().map(|book| book.files).sum()
}

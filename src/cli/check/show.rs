//! The findings of a check, in the format that is wanted.

use std::io::Write;

use super::super::terminal::Format;
use super::super::{Terminal, Trouble, findings};
use super::books::CheckedBook;
use super::counts;
use super::fail_on::Least;
use super::rooted::rooted;
use crate::diagnostic::Sources;
use crate::diagnostic::render::json::{self, Report, Summary};
use crate::diagnostic::render::{Findings, concise, github, gitlab, junit, sarif};

pub(super) fn show(books: &[CheckedBook], least: Least, terminal: &mut Terminal) -> Result<(), Trouble> {
    match terminal.format {
        Format::Json => json(books, terminal),
        Format::Concise => {
            for book in books {
                write!(terminal.out, "{}", concise::lines(book.findings()))?;
            }
            Ok(terminal.status(&summary(books))?)
        }
        Format::Junit => {
            let books: Vec<Findings<'_>> = books.iter().map(CheckedBook::findings).collect();
            Ok(write!(terminal.out, "{}", junit::document(&books, least.severity()))?)
        }
        Format::Sarif | Format::Github | Format::Gitlab => for_ci(books, terminal),
        _ => human(books, terminal),
    }
}

fn human(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    for book in books {
        findings::to_stdout(&book.findings, &book.sources, terminal)?;
    }
    Ok(writeln!(terminal.out, "{}", summary(books))?)
}

fn summary(books: &[CheckedBook]) -> String {
    let files = files(books);
    let word = if files == 1 { "file" } else { "files" };
    format!("{} in {files} {word}", counts(books))
}

fn json(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    let findings = books.iter().flat_map(|book| json::findings(book.findings())).collect();
    let summary = Summary { counts: counts(books), files: files(books) };
    terminal.document(&Report { findings, summary })
}

/// The formats whose reader knows files by their paths in the repository.
fn for_ci(books: &[CheckedBook], terminal: &mut Terminal) -> Result<(), Trouble> {
    let sources: Vec<Sources> = books.iter().map(|book| rooted(&book.sources)).collect();
    let with_sources = books.iter().zip(&sources);
    let books_of: Vec<Findings<'_>> =
        with_sources.map(|(book, sources)| Findings { list: &book.findings, sources }).collect();
    match terminal.format {
        Format::Sarif => terminal.document(&sarif::log(&books_of)),
        Format::Gitlab => terminal.document(&gitlab::issues(&books_of)),
        _ => {
            for book in books_of {
                write!(terminal.out, "{}", github::commands(book))?;
            }
            terminal.status(&summary(books))
        }
    }
}

fn files(books: &[CheckedBook]) -> usize {
    books.iter().map(|book| book.files).sum()
}

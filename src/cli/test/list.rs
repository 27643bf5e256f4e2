//! `whenbook test BOOK --list`.

use std::io::Write;

use serde::Serialize;

use crate::cli::{Terminal, Trouble};
use crate::diagnostic::render::printable;
use crate::ir::Book;
use crate::ir::test::Test;
use crate::scenario::words;

/// A test that could be run.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(in crate::cli) struct ListedTest<'a> {
    /// Its title.
    title: &'a str,
    /// Its file.
    file: &'a str,
    /// The line of its title, from 1.
    line: u32,
}

/// Writes one line a test, or one JSON document.
pub(super) fn write(tests: &[&Test], book: &Book, terminal: &mut Terminal) -> Result<(), Trouble> {
    let listed: Vec<ListedTest<'_>> = tests.iter().map(|test| ListedTest::new(test, book)).collect();
    if terminal.is_json() {
        return terminal.document(&listed);
    }
    for ListedTest { title, file, line } in listed {
        let place = terminal.styles.dim.style(format!("({file}:{line})")).to_string();
        writeln!(terminal.out, "{} {place}", printable(title))?;
    }
    Ok(())
}

impl<'a> ListedTest<'a> {
    fn new(test: &'a Test, book: &'a Book) -> Self {
        Self { title: &test.title, file: words::file_of(book, test.place), line: test.place.line }
    }
}

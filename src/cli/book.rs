//! A book for a command that runs it.

use std::path::Path;

use super::{Terminal, Trouble, findings};
use crate::Engine;
use crate::diagnostic::{Finding, Severity, Sources};
use crate::folder::{self, Found};
use crate::ir::Book;

/// What is said of a file, with another name for it.
pub(super) type Called<'a> = &'a dyn Fn(&str) -> String;

/// The compiled book for a command that runs it.
pub(super) fn to_run(path: &Path, terminal: &mut Terminal) -> Result<Option<Engine>, Trouble> {
    to_run_called(path, &str::to_owned, terminal)
}

/// The same of a book whose files are known by other names than those on disk.
pub(super) fn to_run_called(
    path: &Path,
    called: Called<'_>,
    terminal: &mut Terminal,
) -> Result<Option<Engine>, Trouble> {
    let Some(book) = compiled_called(path, called, terminal)? else { return Ok(None) };
    Engine::new(book).map(Some).map_err(|error| Trouble::new(error.to_string()))
}

/// The compiled book. `None` if it has errors: they are on standard error then. Its warnings are for `check`.
pub(super) fn compiled(path: &Path, terminal: &mut Terminal) -> Result<Option<Book>, Trouble> {
    compiled_called(path, &str::to_owned, terminal)
}

fn compiled_called(path: &Path, called: Called<'_>, terminal: &mut Terminal) -> Result<Option<Book>, Trouble> {
    match read(path).map_err(|trouble| trouble.called(called))? {
        Compiled::Book(book) => Ok(Some(*book)),
        Compiled::Broken(errors, sources) => {
            findings::to_stderr(&errors, &sources.called(called), terminal)?;
            Ok(None)
        }
    }
}

/// What comes of a book for a command that needs it compiled.
pub(super) enum Compiled {
    Book(Box<Book>),
    /// Its errors, and the files that they speak of.
    Broken(Vec<Finding>, Sources),
}

/// Reads and compiles a book.
pub(super) fn read(path: &Path) -> Result<Compiled, Trouble> {
    let rules = match folder::read(path)? {
        Found::Compiled(book) => return Ok(Compiled::Book(book)),
        Found::Rules(rules) => rules,
    };
    let checked = rules.check();
    if let Some(book) = checked.book {
        return Ok(Compiled::Book(Box::new(book)));
    }
    let errors = checked.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    Ok(Compiled::Broken(errors.collect(), checked.sources))
}

//! A book for a command that runs it.

use std::path::Path;

use super::{Terminal, Trouble, findings};
use crate::Engine;
use crate::diagnostic::{Finding, Severity};
use crate::folder::{self, Found};
use crate::ir::Book;

/// The compiled book for a command that runs it.
pub(super) fn to_run(path: &Path, terminal: &mut Terminal) -> Result<Option<Engine>, Trouble> {
    let Some(book) = compiled(path, terminal)? else { return Ok(None) };
    Engine::new(book).map(Some).map_err(|error| Trouble::new(error.to_string()))
}

/// The compiled book. `None` if it has errors: they are on standard error then. Its warnings are for `check`.
pub(super) fn compiled(path: &Path, terminal: &mut Terminal) -> Result<Option<Book>, Trouble> {
    let rules = match folder::read(path)? {
        Found::Compiled(book) => return Ok(Some(*book)),
        Found::Rules(rules) => rules,
    };
    let checked = rules.check();
    if let Some(book) = checked.book {
        return Ok(Some(book));
    }
    let errors: Vec<Finding> =
        checked.findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    findings::to_stderr(&errors, &checked.sources, terminal)?;
    Ok(None)
}

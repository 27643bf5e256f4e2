//! A book for a command that runs it.

use std::path::Path;

use super::load::{self, Found};
use super::{Terminal, Trouble, findings};
use crate::diagnostic::{Finding, Severity};
use crate::ir::Book;

/// The compiled book. `None` if it has errors: they are on standard error then. Its warnings are for `check`.
pub(super) fn compiled(path: &Path, terminal: &mut Terminal) -> Result<Option<Book>, Trouble> {
    let rules = match load::read(path)? {
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

//! `whenbook run NEW --against OLD --events FILE`.

mod draw;
mod revision;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::revision::Revision;
use super::events::{BadLines, Log};
use super::run::progress;
use super::{Exit, Terminal, Trouble, book, totals};
use crate::Engine;
use crate::ir::Moment;
use crate::scenario::comparison::Comparison;

/// What is to be compared.
pub(super) struct Wanted<'a> {
    /// The new book.
    pub(super) book: &'a Path,
    /// The old book, or the revision that holds it.
    pub(super) against: &'a str,
    /// The log.
    pub(super) events: &'a Path,
    /// When the clock stops, if it does.
    pub(super) until: Option<Moment>,
    /// Whether to stop at the first bad line.
    pub(super) strict: bool,
    /// How many examples of each rule.
    pub(super) examples: usize,
    /// Whether a difference makes the exit code 1.
    pub(super) fail_on_change: bool,
}

pub(super) fn run(wanted: &Wanted<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(new) = book::to_run(wanted.book, terminal)? else { return Ok(Exit::Findings) };
    let Some(old) = old_book(wanted, terminal)? else { return Ok(Exit::Findings) };
    let new = Arc::new(new);
    let mut log = Log::open(wanted.events)?;
    let progress = progress(&log, terminal);
    let mut comparison = Comparison::new(Arc::new(old), Arc::clone(&new), wanted.until, wanted.examples);
    let mut bad_lines = BadLines::default();
    while let Some(line) = log.next()? {
        match line {
            Ok(event) => comparison.take(&event),
            Err(bad) => {
                if let Some(told) = bad_lines.told(log.name(), &bad) {
                    progress.suspend(|| terminal.note("warning", &told))?;
                }
                if wanted.strict {
                    break;
                }
            }
        }
        progress.set_position(log.bytes);
    }
    let bad_lines = bad_lines.count;
    let stopped = wanted.strict && bad_lines > 0;
    let result = comparison.finish();
    let remarks = totals::remarks(comparison.summary(), bad_lines, stopped, new.book());
    progress.finish_and_clear();
    if terminal.is_json() {
        remarks.iter().try_for_each(|remark| terminal.note("note", remark))?;
        terminal.document(&result)?;
    } else {
        draw::write(&result, &remarks, new.book(), terminal)?;
    }
    let failed = bad_lines > 0 || (wanted.fail_on_change && !result.is_without_consequence());
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

/// The book to compare with. `None` if it has errors, which are told then.
fn old_book(wanted: &Wanted<'_>, terminal: &mut Terminal) -> Result<Option<Engine>, Trouble> {
    let found = match Revision::parse(wanted.against) {
        Some(revision) => {
            let taken_out = revision.take_out(wanted.book)?;
            book::to_run_called(&taken_out.path, &|text| taken_out.called(text), terminal)?
        }
        None => book::to_run(&PathBuf::from(wanted.against), terminal)?,
    };
    if found.is_none() {
        terminal.note("error", &format!("the book to compare with, `{}`, has errors", wanted.against))?;
    }
    Ok(found)
}

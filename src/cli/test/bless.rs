//! `whenbook test BOOK --bless`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Arguments, chosen, report};
use crate::cli::replace::replace;
use crate::cli::{Terminal, Trouble, book};
use crate::folder::is_rule_file;
use crate::scenario::testing::bless::{self, Blessed, Undecided};

/// Writes the timelines of what happened into the files of the book. `false` if the book is broken, which has been told.
pub(super) fn write(arguments: &Arguments, terminal: &mut Terminal) -> Result<bool, Trouble> {
    let path = &arguments.book;
    if !path.is_dir() && !is_rule_file(path) {
        return Err(Trouble::new(format!("`{}` is a compiled book, whose files are elsewhere", path.display()))
            .help("give the folder or the `.when` file of the book"));
    }
    let Some(engine) = book::to_run(path, terminal)? else { return Ok(false) };
    let engine = Arc::new(engine);
    let tests = chosen(&arguments.filter, engine.book())?;
    let report = report(&tests, &engine, &Arguments { fail_fast: false, ..arguments.clone() }, terminal);
    let (files, undecided) = bless::blessed(&report, engine.book());
    for file in &files {
        one(path, file)?;
        let word = if file.timelines == 1 { "timeline" } else { "timelines" };
        terminal.status(&format!("wrote {} {word} into {}", file.timelines, file.file))?;
    }
    for Undecided { file, line } in undecided {
        let message = format!("{file}:{line}: not every run of this line has the same timeline, so none is written");
        terminal.note("warning", &message)?;
    }
    Ok(true)
}

fn one(book: &Path, blessed: &Blessed) -> Result<(), Trouble> {
    let path = on_disk(book, &blessed.file);
    let bytes = fs::read(&path).map_err(|error| Trouble::reading(&path, &error))?;
    if bytes != blessed.text.as_bytes() {
        return Err(Trouble::new(format!("`{}` is not what was read, so it is left alone", path.display()))
            .help("it has just been changed, or is no UTF-8 text; `whenbook check` tells which"));
    }
    replace(&path, &blessed.with)
}

/// Where a file of the book is; the paths of its files are relative to its folder.
fn on_disk(book: &Path, file: &str) -> PathBuf {
    let folder = if book.is_dir() { book } else { book.parent().unwrap_or(Path::new("")) };
    folder.join(file)
}

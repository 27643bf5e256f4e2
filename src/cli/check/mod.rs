//! `whenbook check PATH…`: read and compile each book, filter its findings, show them, say by the exit code how it went.

mod books;
mod notes;
mod show;

use std::path::PathBuf;

use super::watch::{Round, watch};
use super::{Exit, Terminal, Trouble};
use crate::diagnostic::render::Counts;
use books::CheckedBook;

const EXAMPLES: &str = "\
Examples:
  whenbook check help-desk
  whenbook check help-desk --format json
  whenbook check help-desk --watch           again with each change, until Ctrl-C

Each path is a book of its own. Hints do not change the exit code; errors and warnings make it 1.";

/// Check books and say what to mend
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Folders of rules, `.when` files or compiled books
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Check again whenever a file changes
    #[arg(long)]
    watch: bool,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    if arguments.watch {
        return watch(&arguments.paths, terminal, |terminal| once(arguments, terminal).map(Round::from));
    }
    once(arguments, terminal)
}

/// The whole way of one check, in this order: compile, filter, show, judge.
fn once(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let books = books::read(&arguments.paths)?;
    // Filters stand here: each takes findings out of `books`, and none adds any.
    show::show(&books, terminal)?;
    notes::show(&books, terminal)?;
    Ok(judge(&books))
}

fn judge(books: &[CheckedBook]) -> Exit {
    let counts = counts(books);
    if counts.errors + counts.warnings == 0 { Exit::Fine } else { Exit::Findings }
}

fn counts(books: &[CheckedBook]) -> Counts {
    let mut counts = Counts::default();
    books.iter().for_each(|book| counts.add(&book.findings));
    counts
}

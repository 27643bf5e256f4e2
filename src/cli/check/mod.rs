//! `whenbook check PATH…`: read and compile each book, filter its findings, show them, say by the exit code how it went.

mod baseline;
mod books;
mod fix;
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
  whenbook check help-desk --fix             mend what can be mended surely
  whenbook check help-desk --fix --diff      show what that would change
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
    #[command(flatten)]
    fix: fix::FixArguments,
    #[command(flatten)]
    baseline: baseline::BaselineArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    fix::look_at(&arguments.fix, terminal)?;
    if arguments.watch {
        return watch(&arguments.paths, terminal, |terminal| once(arguments, terminal).map(Round::from));
    }
    once(arguments, terminal)
}

/// The whole way of one check, in this order: compile, filter, show, judge.
fn once(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let mut books = if arguments.fix.wants_any() {
        let (books, mended) = fix::mend(&arguments.paths, &arguments.fix)?;
        if arguments.fix.only_shows() {
            return fix::show(&mended, &arguments.fix, terminal);
        }
        fix::write(&mended, &arguments.fix, terminal)?;
        books
    } else {
        books::read(&arguments.paths)?
    };
    // Filters stand here: each takes findings out of `books`, and none adds any.
    baseline::filter(&mut books, &arguments.baseline, terminal)?;
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

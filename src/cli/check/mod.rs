//! `whenbook check PATH…`: read and compile each book, filter its findings, show them, say by the exit code how it went.

mod baseline;
mod books;
mod fail_on;
mod fix;
mod notes;
mod rooted;
mod show;
mod since;

use std::path::PathBuf;

use super::watch::{Round, watch};
use super::{Exit, Terminal, Trouble};
use crate::diagnostic::render::Counts;
use books::CheckedBook;
use fail_on::Least;

const EXAMPLES: &str = "\
Examples:
  whenbook check help-desk
  whenbook check help-desk --watch                        again with each change, until Ctrl-C
  whenbook check help-desk --fix                          mend what can be mended surely
  whenbook check help-desk --fix --diff                   show what that would change
  whenbook check help-desk --format sarif > report.sarif
  whenbook check help-desk --since main                   only what this branch has brought
  whenbook check help-desk --fail-on error                warnings are shown, and pass

Each path is a book of its own. --format is human, json, concise (one finding a line), sarif, github, gitlab or junit.
The exit code is 1 if there is an error or a warning, or what --fail-on says.";

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
    /// The least grave findings that make the exit code 1
    #[arg(long, value_name = "error|warning|advice|never", hide_possible_values = true, hide_default_value = true)]
    #[arg(value_enum, default_value_t)]
    fail_on: Least,
    /// Only what has come since this revision of git: main, HEAD~1, v2
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["fix", "diff", "write_baseline"])]
    since: Option<String>,
    #[command(flatten)]
    fix: fix::FixArguments,
    #[command(flatten)]
    baseline: baseline::BaselineArguments,
}

impl Arguments {
    /// Whether it ends by itself.
    pub(super) const fn ends(&self) -> bool {
        !self.watch
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    fix::look_at(&arguments.fix, terminal)?;
    if arguments.watch {
        return watch(&arguments.paths, terminal, |terminal| {
            once(arguments, terminal)?;
            Ok(Round { also: arguments.baseline.file().into_iter().collect() })
        });
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
    if let Some(revision) = &arguments.since {
        since::filter(&mut books, revision, terminal)?;
    }
    books::tell_once(&mut books);
    show::show(&books, arguments.fail_on, terminal)?;
    notes::show(&books, terminal)?;
    Ok(arguments.fail_on.judge(&books))
}

fn counts(books: &[CheckedBook]) -> Counts {
    let mut counts = Counts::default();
    books.iter().for_each(|book| counts.add(&book.findings));
    counts
}

//! `whenbook test BOOK`.

mod list;
mod pool;
mod write;

pub(super) use list::ListedTest;

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, Terminal, Trouble, book};
use crate::Engine;
use crate::ir::Book;
use crate::ir::test::Test;
use crate::scenario::testing::{Filter, TestReport};
use pool::Pool;

/// Fewer tests than this are done before anybody has read a bar.
const MANY: usize = 200;

const EXAMPLES: &str = "\
Examples:
  whenbook test help-desk
  whenbook test help-desk --filter korean              tests with that in their title or in the name of their file
  whenbook test help-desk --filter tests.when:12       the test that stands there
  whenbook test help-desk --fail-fast --fail-on-empty

The exit code is 1 if a test fails.";

/// Run the tests of a book
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// Run only tests with this in their title or in the path of their file, or the one at FILE:LINE
    #[arg(long, value_name = "PATTERN")]
    filter: Vec<String>,
    /// Show which tests there are, and run none
    #[arg(long)]
    list: bool,
    /// Stop at the first test that fails
    #[arg(long)]
    fail_fast: bool,
    /// A book without tests fails
    #[arg(long)]
    fail_on_empty: bool,
    /// How many tests are run at a time; unless said otherwise, as many as there are processors
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<NonZero<usize>>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(engine) = book::to_run(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let engine = Arc::new(engine);
    let tests = chosen(&arguments.filter, engine.book())?;
    if arguments.list {
        list::write(&tests, engine.book(), terminal)?;
    } else {
        let report = report(&tests, &engine, arguments, terminal);
        write(&report, terminal)?;
        if report.failed() > 0 {
            return Ok(Exit::Findings);
        }
    }
    Ok(if tests.is_empty() && arguments.fail_on_empty { Exit::Findings } else { Exit::Fine })
}

/// The tests that any of the filters means, in the book's order; all if there is none.
fn chosen<'b>(filters: &[String], book: &'b Book) -> Result<Vec<&'b Test>, Trouble> {
    let mut tests: Vec<&Test> = Vec::new();
    for filter in filters {
        let found = Filter::new(filter).choose(book);
        if found.is_empty() {
            let message = format!("no test has `{filter}` in its title or file, or stands there");
            return Err(Trouble::new(message).help("`--list` shows which tests there are"));
        }
        tests.extend(found);
    }
    let is_chosen = |test: &Test| filters.is_empty() || tests.iter().any(|chosen| std::ptr::eq(*chosen, test));
    Ok(book.tests.iter().filter(|test| is_chosen(test)).collect())
}

fn report(tests: &[&Test], engine: &Arc<Engine>, arguments: &Arguments, terminal: &Terminal) -> TestReport {
    let progress = progress(tests.len(), terminal);
    let jobs = arguments.jobs.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let ran = Pool { engine, jobs, fail_fast: arguments.fail_fast, progress: &progress }.run(tests);
    progress.finish_and_clear();
    // Of some of the tests alone, coverage would say nothing.
    let all = ran.results.len() == engine.book().tests.len();
    let coverage = all.then(|| ran.collector.coverage(engine.book()));
    TestReport { not_run: tests.len() - ran.results.len(), tests: ran.results, coverage }
}

/// A bar by the tests that were run; nothing where nobody looks.
fn progress(tests: usize, terminal: &Terminal) -> ProgressBar {
    if tests < MANY || !terminal.wants_progress_before_output() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} tests");
    let length = u64::try_from(tests).unwrap_or(u64::MAX);
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn write(report: &TestReport, terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.is_json() { terminal.document(report) } else { write::report(report, terminal) }
}

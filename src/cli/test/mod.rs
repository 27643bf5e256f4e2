//! `whenbook test BOOK`.

mod bless;
mod coverage;
mod junit;
mod list;
mod pool;
mod threshold;
mod write;

pub(super) use list::ListedTest;

use std::io::Write;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::book::{self, Compiled};
use super::terminal::Format;
use super::watch::{Round, watch};
use super::{Exit, Terminal, Trouble, findings};
use crate::Engine;
use crate::diagnostic::render::Findings;
use crate::diagnostic::render::json::{self, ReportedFinding};
use crate::diagnostic::{Finding, Sources};
use crate::ir::Book;
use crate::ir::test::Test;
use crate::scenario::testing::{Coverage, Filter, TestReport};
use coverage::{CoverageFormat, found_at};
use pool::Pool;
use threshold::Threshold;
use write::Shown;

/// Fewer tests than this are done before anybody has read a bar.
const MANY: usize = 200;

const EXAMPLES: &str = "\
Examples:
  whenbook test help-desk
  whenbook test help-desk --filter korean              tests with that in their title or in the name of their file
  whenbook test help-desk --filter tests.when:12       the test that stands there
  whenbook test help-desk --coverage                   with the lines that no test has looked at
  whenbook test help-desk --threshold 90 --threshold triggers=100
  whenbook test help-desk --coverage-output lcov.info
  whenbook test help-desk --format junit > report.xml
  whenbook test help-desk --watch                      again with each change, until Ctrl-C

The exit code is 1 if a test fails or a threshold is not reached.";

/// Run the tests of a book
#[derive(Clone, Debug, clap::Args)]
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
    /// Write what happened into the tests whose `expect timeline` says something else, then run them
    #[arg(long, conflicts_with = "list")]
    bless: bool,
    /// How many tests are run at a time; unless said otherwise, as many as there are processors
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<NonZero<usize>>,
    /// Show what the tests have looked at, with the lines that they have not
    #[arg(long)]
    coverage: bool,
    /// Write what the tests have looked at to a file
    #[arg(long, value_name = "FILE")]
    coverage_output: Option<PathBuf>,
    /// In which format, lcov unless said otherwise
    #[arg(long, value_enum, default_value_t, value_name = "lcov|json", requires = "coverage_output")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    coverage_format: CoverageFormat,
    /// Fail if the tests look at less; PART=PERCENT for one part, as conditions=90
    #[arg(long, value_name = "PERCENT", conflicts_with = "filter")]
    threshold: Vec<Threshold>,
    /// Run the tests again whenever a file changes, and show those that fail
    #[arg(long, conflicts_with = "list")]
    watch: bool,
}

/// What `test --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Tested<'a> {
    /// The errors of the book, with which no test was run; absent if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ReportedFinding>,
    #[serde(flatten)]
    report: &'a TestReport,
}

impl Arguments {
    /// Whether it ends by itself.
    pub(super) const fn ends(&self) -> bool {
        !self.watch
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    if arguments.bless && !bless::write(arguments, terminal)? {
        return Ok(Exit::Findings);
    }
    if arguments.watch {
        let books = std::slice::from_ref(&arguments.book);
        return watch(books, terminal, |terminal| once(arguments, terminal).map(Round::from));
    }
    once(arguments, terminal)
}

fn once(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let book = match book::read(&arguments.book)? {
        Compiled::Book(book) => *book,
        Compiled::Broken(errors, sources) => {
            broken(&errors, &sources, arguments, terminal)?;
            return Ok(Exit::Findings);
        }
    };
    let engine = Arc::new(Engine::new(book).map_err(|error| Trouble::new(error.to_string()))?);
    let tests = chosen(&arguments.filter, engine.book())?;
    if arguments.list {
        list::write(&tests, engine.book(), terminal)?;
    } else {
        let report = report(&tests, &engine, arguments, terminal);
        write(&report, arguments, terminal)?;
        let reached = weigh(&report, arguments, terminal)?;
        if report.failed() > 0 || !reached {
            return Ok(Exit::Findings);
        }
    }
    Ok(if tests.is_empty() && arguments.fail_on_empty { Exit::Findings } else { Exit::Fine })
}

/// Tells of errors, to those who read the report as well.
fn broken(
    errors: &[Finding],
    sources: &Sources,
    arguments: &Arguments,
    terminal: &mut Terminal,
) -> Result<(), Trouble> {
    findings::to_stderr(errors, sources, terminal)?;
    let errors = Findings { list: errors, sources };
    match terminal.format {
        _ if arguments.list => Ok(()),
        Format::Json => {
            let report = TestReport { tests: Vec::new(), not_run: 0, coverage: None };
            terminal.document(&Tested { errors: json::findings(errors), report: &report })
        }
        Format::Junit => {
            let book = arguments.book.display().to_string();
            Ok(terminal.out.write_all(junit::broken(&book, errors).as_bytes())?)
        }
        _ => Ok(()),
    }
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
    // Of some of the tests alone, coverage says nothing unless one asks for it.
    let wanted = arguments.coverage || arguments.coverage_output.is_some();
    let all = ran.results.len() == if wanted { tests.len() } else { engine.book().tests.len() };
    let coverage = all.then(|| Coverage::new(engine.book(), &ran.collector));
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

fn write(report: &TestReport, arguments: &Arguments, terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.is_json() {
        return terminal.document(&Tested { errors: Vec::new(), report });
    }
    if terminal.format == Format::Junit {
        return Ok(terminal
            .out
            .write_all(junit::document(report, |file| found_at(&arguments.book, file)).as_bytes())?);
    }
    // Who watches wants to see on one screen what is to be done.
    let shown = Shown { passed: !arguments.watch, coverage_in_full: arguments.coverage };
    write::report(report, shown, terminal)
}

/// Keeps the coverage as it is wanted; gives whether it is enough.
fn weigh(report: &TestReport, arguments: &Arguments, terminal: &mut Terminal) -> Result<bool, Trouble> {
    let Some(coverage) = &report.coverage else { return Ok(true) };
    if let Some(file) = &arguments.coverage_output {
        coverage::write_to(file, arguments.coverage_format, coverage, &arguments.book)?;
    }
    let missed: Vec<String> = arguments.threshold.iter().filter_map(|each| each.missed(coverage)).collect();
    missed.iter().try_for_each(|why| terminal.note("error", why))?;
    Ok(missed.is_empty())
}

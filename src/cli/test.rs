//! `whenbook test BOOK`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Exit, Terminal, Trouble, book, traces};
use crate::diagnostic::render::printable;
use crate::scenario::testing::{self, Coverage, Failure, Seen, StageCoverage, TestReport, TestResult};

const EXAMPLES: &str = "\
Examples:
  whenbook test help-desk
  whenbook test help-desk --only Korean     tests with that in their title

The exit code is 1 if a test fails. Coverage never changes it.";

/// Run the tests of a book
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// Run only tests with this in their title
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(engine) = book::to_run(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let engine = Arc::new(engine);
    let report = testing::run(&engine, arguments.only.as_deref());
    if let (Some(only), true) = (&arguments.only, report.tests.is_empty()) {
        return Err(Trouble::new(format!("no test has `{only}` in its title")));
    }
    let failed = report.failed();
    if terminal.is_json() {
        terminal.document(&report)?;
    } else {
        write(&report, terminal)?;
    }
    Ok(if failed == 0 { Exit::Fine } else { Exit::Findings })
}

fn write(report: &TestReport, terminal: &mut Terminal) -> Result<(), Trouble> {
    if report.tests.is_empty() {
        return Ok(writeln!(terminal.out, "this book has no tests; `whenbook new` shows how they are written")?);
    }
    for test in &report.tests {
        write_test(test, terminal)?;
    }
    let passed = report.tests.len() - report.failed();
    let styles = terminal.styles;
    let failed = match report.failed() {
        0 => String::new(),
        count => format!(", {}", styles.bad.style(format!("{count} failed"))),
    };
    let word = if passed == 1 { "test" } else { "tests" };
    writeln!(terminal.out, "\n{passed} {word} passed{failed}")?;
    report.coverage.iter().try_for_each(|coverage| write_coverage(coverage, terminal))
}

fn write_test(test: &TestResult, terminal: &mut Terminal) -> Result<(), Trouble> {
    let styles = terminal.styles;
    let place = styles.dim.style(format!("({}:{})", test.file, test.line)).to_string();
    let mark = if test.passed { styles.good.style("✓") } else { styles.bad.style("✗") };
    writeln!(terminal.out, "{mark} {} {place}", printable(&test.title))?;
    test.failures.iter().try_for_each(|failure| write_failure(test, failure, terminal))
}

fn write_failure(test: &TestResult, failure: &Failure, terminal: &mut Terminal) -> Result<(), Trouble> {
    let styles = terminal.styles;
    writeln!(terminal.out, "    {}:{}  {}", test.file, failure.line, styles.bold.style(printable(&failure.text)))?;
    if failure.text != format!("expect {}", failure.expected) {
        writeln!(terminal.out, "      expected: {}", printable(&failure.expected))?;
    }
    writeln!(terminal.out, "      happened: {}", printable(&failure.happened))?;
    if let Some(condition) = &failure.condition {
        write!(terminal.out, "{}", traces::condition(condition, &test.file, 6, &styles))?;
    }
    for candidate in &failure.candidates {
        write!(terminal.out, "{}", traces::candidate(candidate, 6, &styles))?;
    }
    Ok(writeln!(terminal.out)?)
}

fn write_coverage(coverage: &Coverage, terminal: &mut Terminal) -> Result<(), Trouble> {
    let fired = coverage.triggers - coverage.never_fired.len();
    let seen = coverage.conditions - coverage.one_sided.len();
    writeln!(
        terminal.out,
        "{fired} of {} triggers fired, {seen} of {} conditions were both true and false",
        coverage.triggers, coverage.conditions
    )?;
    let styles = terminal.styles;
    if coverage.stages > 0 {
        let reached = coverage.stages - coverage.never_reached.len();
        writeln!(terminal.out, "{reached} of {} stages of capacity release were reached", coverage.stages)?;
    }
    for StageCoverage { stage, file, line } in &coverage.never_reached {
        let place = styles.dim.style(format!("({file}:{line})")).to_string();
        writeln!(terminal.out, "  never reached: stage {stage} {place}")?;
    }
    if !coverage.never_fired.is_empty() {
        writeln!(terminal.out, "  never fired: {}", coverage.never_fired.join(", "))?;
    }
    for condition in &coverage.one_sided {
        let how = match condition.seen {
            Seen::Never => "never looked at",
            Seen::OnlyTrue => "never false",
            Seen::OnlyFalse => "never true",
        };
        let place = styles.dim.style(format!("({}:{})", condition.file, condition.line)).to_string();
        writeln!(terminal.out, "  {how}: {} {place}", printable(&condition.text))?;
    }
    Ok(())
}

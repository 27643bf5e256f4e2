//! What tests gave, for people.

use std::io::Write;

use super::coverage;
use crate::cli::{Terminal, Trouble, difference, traces};
use crate::diagnostic::render::printable;
use crate::scenario::testing::{Failure, Snapshot, TestReport, TestResult};

/// How much of it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// The tests that passed, too.
    pub(super) passed: bool,
    /// The coverage in more than a line.
    pub(super) coverage_in_full: bool,
}

/// Writes what tests gave.
pub(super) fn report(report: &TestReport, shown: Shown, terminal: &mut Terminal) -> Result<(), Trouble> {
    if report.tests.is_empty() {
        return Ok(writeln!(terminal.out, "this book has no tests; `whenbook new` shows how they are written")?);
    }
    for test in report.tests.iter().filter(|test| shown.passed || !test.passed) {
        write_test(test, terminal)?;
    }
    let passed = report.tests.len() - report.failed();
    let styles = terminal.styles;
    let failed = match report.failed() {
        0 => String::new(),
        count => format!(", {}", styles.bad.style(format!("{count} failed"))),
    };
    let word = if passed == 1 { "test" } else { "tests" };
    let not_run = if report.not_run > 0 { format!(", {} not run", report.not_run) } else { String::new() };
    if shown.passed || report.failed() > 0 {
        writeln!(terminal.out)?;
    }
    writeln!(terminal.out, "{passed} {word} passed{failed}{not_run}")?;
    match &report.coverage {
        Some(coverage) if shown.coverage_in_full => coverage::write_all(coverage, terminal),
        Some(coverage) => coverage::write_line(coverage, terminal),
        None => Ok(()),
    }
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
    if let Some(timeline) = &failure.timeline {
        write_timeline(timeline, terminal)?;
    }
    if let Some(condition) = &failure.condition {
        write!(terminal.out, "{}", traces::condition(condition, &test.file, 6, &styles))?;
    }
    for candidate in &failure.candidates {
        write!(terminal.out, "{}", traces::candidate(candidate, 6, &styles))?;
    }
    Ok(writeln!(terminal.out)?)
}

/// What is written and what happened, line by line.
fn write_timeline(timeline: &Snapshot, terminal: &mut Terminal) -> Result<(), Trouble> {
    let styles = terminal.styles;
    let written = timeline.written.as_deref().map_or_else(String::new, |text| format!("{text}\n"));
    let difference = difference::lines(&written, &format!("{}\n", timeline.happened));
    for line in difference.lines() {
        let style = match line.as_bytes().first() {
            Some(b'+') => styles.good,
            Some(b'-') => styles.bad,
            _ => styles.dim,
        };
        writeln!(terminal.out, "      {}", style.style(printable(line)))?;
    }
    Ok(writeln!(terminal.out, "      `whenbook test --bless` writes what happened into the test")?)
}

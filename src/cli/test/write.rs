//! What tests gave, for people.

use std::io::Write;

use super::coverage;
use crate::cli::terminal::Styles;
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
        writeln!(terminal.out, "this book has no tests; `whenbook new` shows how they are written")?;
        let coverage = report.coverage.as_ref().filter(|_| shown.coverage_in_full);
        return coverage.map_or(Ok(()), |coverage| coverage::write_all(coverage, terminal));
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
    for failure in &test.failures {
        writeln!(terminal.out, "{}", told(test, failure, &styles))?;
    }
    Ok(())
}

/// What was expected, what happened, and why; each line ends.
pub(super) fn told(test: &TestResult, failure: &Failure, styles: &Styles) -> String {
    let line = styles.bold.style(printable(&failure.text)).to_string();
    let mut text = format!("    {}:{}  {line}\n", test.file, failure.line);
    if failure.text != format!("expect {}", failure.expected) {
        text.push_str(&format!("      expected: {}\n", printable(&failure.expected)));
    }
    text.push_str(&format!("      happened: {}\n", printable(&failure.happened)));
    text.extend(failure.timeline.iter().map(|timeline| told_timeline(timeline, styles)));
    if let Some(condition) = &failure.condition {
        text.push_str(&traces::condition(condition, &test.file, 6, styles));
    }
    for candidate in &failure.candidates {
        text.push_str(&traces::candidate(candidate, 6, styles));
    }
    text
}

/// What is written and what happened, line by line.
fn told_timeline(timeline: &Snapshot, styles: &Styles) -> String {
    let written = timeline.written.as_deref().map_or_else(String::new, |text| format!("{text}\n"));
    let difference = difference::lines(&written, &format!("{}\n", timeline.happened));
    let mut text = String::new();
    for line in difference.lines() {
        let style = match line.as_bytes().first() {
            Some(b'+') => styles.good,
            Some(b'-') => styles.bad,
            _ => styles.dim,
        };
        text.push_str(&format!("      {}\n", style.style(printable(line))));
    }
    text.push_str("      `whenbook test --bless` writes what happened into the test\n");
    text
}

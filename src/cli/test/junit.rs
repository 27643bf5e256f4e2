//! What tests gave as a JUnit report: a suite for each file, a case for each test. No times: the same book gives the same report.

use crate::cli::terminal::Styles;
use crate::diagnostic::render::{Counts, Findings, concise, xml};
use crate::scenario::testing::{Failure, TestReport, TestResult};

use super::write;

/// The whole report; `path` gives the path of a file of the book for those who know no book.
pub(super) fn document(report: &TestReport, path: impl Fn(&str) -> String) -> String {
    let mut files: Vec<&str> = report.tests.iter().map(|test| test.file.as_str()).collect();
    files.dedup();
    let suites: String = files.iter().map(|file| suite(file, &path(file), report)).collect();
    let counts = counts(&report.tests.iter().collect::<Vec<_>>());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"whenbook test\" {counts}>\n{suites}</testsuites>\n"
    )
}

/// The report on a book with errors, with which no test runs.
pub(super) fn broken(book: &str, errors: Findings<'_>) -> String {
    let (book, lines) = (xml::attribute(book), concise::lines(errors));
    let message = xml::attribute(&format!("{}: no test was run", Counts::of(errors.list)));
    let counts = "tests=\"1\" failures=\"0\" errors=\"1\"";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"whenbook test\" {counts}>\n  \
         <testsuite name=\"{book}\" {counts}>\n    <testcase classname=\"{book}\" name=\"the book compiles\">\n      \
         <error type=\"errors\" message=\"{message}\">{}</error>\n    </testcase>\n  </testsuite>\n</testsuites>\n",
        xml::text(lines.trim_end())
    )
}

fn suite(file: &str, path: &str, report: &TestReport) -> String {
    let tests: Vec<&TestResult> = report.tests.iter().filter(|test| test.file == file).collect();
    let path = xml::attribute(path);
    let cases: String = tests.iter().map(|test| case(test, &path)).collect();
    format!("  <testsuite name=\"{path}\" file=\"{path}\" {}>\n{cases}  </testsuite>\n", counts(&tests))
}

fn counts(tests: &[&TestResult]) -> String {
    let failed = tests.iter().filter(|test| !test.passed).count();
    format!("tests=\"{}\" failures=\"{failed}\" errors=\"0\"", tests.len())
}

fn case(test: &TestResult, path: &str) -> String {
    let title = xml::attribute(&test.title);
    let open = format!("    <testcase classname=\"{path}\" name=\"{title}\"");
    if test.passed {
        return format!("{open}/>\n");
    }
    let failures: String = test.failures.iter().map(|each| failure(each, test)).collect();
    format!("{open}>\n{failures}    </testcase>\n")
}

fn failure(failure: &Failure, test: &TestResult) -> String {
    let message = xml::attribute(&format!("{}: {}", failure.text, failure.happened));
    let told = write::told(test, failure, &Styles::default());
    // Each line as deep as on a terminal, without the depth that all of them have there.
    let lines: Vec<&str> = told.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    let lines = xml::text(&lines.join("\n"));
    format!("      <failure type=\"expectation\" message=\"{message}\">{lines}</failure>\n")
}

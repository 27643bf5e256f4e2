//! What tests gave, as plain data.

use serde::Serialize;

use super::coverage::Coverage;
use super::expectations::Mismatch;
use crate::ir::test::Test;
use crate::ir::{Book, Place};
use crate::scenario::explain::{self, ExplainedCandidate, ExplainedCondition};
use crate::scenario::words;

/// What all tests of a book gave.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestReport {
    /// The tests, in the book's order.
    pub tests: Vec<TestResult>,
    /// How many more there were, after the one that was to be the last.
    #[serde(skip_serializing_if = "is_zero")]
    pub not_run: usize,
    /// What they have looked at; absent if only some were run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

impl TestReport {
    /// How many tests failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.tests.iter().filter(|test| !test.passed).count()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What a test gave.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestResult {
    /// Its title.
    pub title: String,
    /// Its file.
    pub file: String,
    /// The line of its title, from 1.
    pub line: u32,
    /// Whether all was as expected.
    pub passed: bool,
    /// What was not.
    pub failures: Vec<Failure>,
    /// Where its title or its row stands.
    #[serde(skip)]
    pub place: Place,
}

/// An expectation that was not met.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// The line of the expectation, from 1.
    pub line: u32,
    /// What is written there.
    pub text: String,
    /// What was expected.
    pub expected: String,
    /// What happened.
    pub happened: String,
    /// The triggers in question, as they were looked at last.
    pub candidates: Vec<ExplainedCandidate>,
    /// The condition that does not hold, with its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<ExplainedCondition>,
    /// The timeline that is another one than what is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Snapshot>,
    /// Where the expectation stands.
    #[serde(skip)]
    pub place: Place,
}

/// A timeline that is another one than what is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// What is written; `None` if nothing is, so far.
    pub written: Option<String>,
    /// What happened.
    pub happened: String,
    /// Where it is written, or belongs.
    #[serde(skip)]
    pub place: Place,
}

impl TestResult {
    pub(super) fn new(test: &Test, failures: Vec<Failure>, book: &Book) -> Self {
        Self {
            title: test.title.clone(),
            file: words::file_of(book, test.place).to_owned(),
            line: test.place.line,
            passed: failures.is_empty(),
            failures,
            place: test.place,
        }
    }
}

impl Failure {
    pub(super) fn new(mismatch: Mismatch, place: Place, book: &Book) -> Self {
        Self {
            line: place.line,
            text: match mismatch.timeline {
                // All of it stands below, line by line.
                Some(_) => "expect timeline".to_owned(),
                None => words::source_text(book, place),
            },
            expected: mismatch.expected,
            happened: mismatch.happened,
            candidates: mismatch.candidates.iter().map(|each| explain::candidate(each, book)).collect(),
            condition: mismatch.condition.as_ref().map(|each| explain::condition(each, book)),
            timeline: mismatch.timeline,
            place,
        }
    }
}

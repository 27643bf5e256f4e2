//! `whenbook.runTests`: runs tests of a book.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{MessageType, Uri};
use whenbook::ide::commands::{ListedTest, TestKind, location, tests as listed};
use whenbook::ir::Book;
use whenbook::ir::test::Test;
use whenbook::scenario::testing::{Collector, Coverage, Failure, TestResult, run_one};
use whenbook::semantics::suggest;

use super::places::{Places, set};
use super::{Answer, engine};
use crate::books::Open;
use crate::coverage::Covered;

/// Which tests, and whether what they look at is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Wanted {
    pub(super) uri: Uri,
    /// The names of tests, of rows of them, and of scenarios, which stand for the tests that take them in; all if it is not
    /// said.
    names: Option<Vec<String>>,
    /// Only those of the file `uri`.
    #[serde(default)]
    only_this_file: bool,
    #[serde(default)]
    coverage: bool,
}

/// Runs them one after the other.
pub(super) fn run(wanted: &Wanted, open: &Open, given_up: &AtomicBool) -> Result<Answer> {
    let engine = Arc::new(engine(open)?);
    let book = engine.book();
    let tests = chosen(wanted, book, open)?;
    let mut collector = Collector::default();
    let mut results: Vec<TestResult> = Vec::new();
    for test in &tests {
        if given_up.load(Ordering::Relaxed) {
            return Err(Error::request_cancelled());
        }
        results.push(run_one(test, &engine, &mut collector));
    }
    let mut places = Places::new(open);
    let told: Vec<Json> = results.iter().map(|result| told(result, &mut places)).collect();
    let failed = results.iter().filter(|result| !result.passed).count();
    let summary = summary(&results);
    let mut value = json!({
        "tests": told,
        "passed": results.len() - failed,
        "failed": failed,
        "summary": summary,
    });
    let coverage = wanted.coverage.then(|| Coverage::new(book, &collector));
    if let Some(coverage) = &coverage {
        set(&mut value, "coverage", covered(coverage, &mut places));
    }
    let seen = coverage.map(|coverage| Covered::new(&open.analysis, &coverage));
    let kind = if failed == 0 { MessageType::INFO } else { MessageType::ERROR };
    Ok(Answer { covered: seen, ..Answer::new(value, kind, summary) })
}

fn chosen<'b>(wanted: &Wanted, book: &'b Book, open: &Open) -> Result<Vec<&'b Test>> {
    let here = |test: &&Test| !wanted.only_this_file || test.place.file == open.file.0;
    let Some(names) = &wanted.names else { return Ok(book.tests.iter().filter(here).collect()) };
    let declared = listed(&open.analysis);
    let mut titles = BTreeSet::new();
    for name in names {
        titles.extend(meant(name, &declared, book).ok_or_else(|| unknown(name, &declared))?);
    }
    Ok(book.tests.iter().filter(here).filter(|test| titles.contains(&test.title)).collect())
}

/// The titles for which a name stands; `None` if there is nothing of that name.
fn meant(name: &str, declared: &[ListedTest], book: &Book) -> Option<Vec<String>> {
    let mut found = declared.iter().filter(|each| each.name == name).peekable();
    if found.peek().is_none() {
        return book.tests.iter().any(|test| test.title == name).then(|| vec![name.to_owned()]);
    }
    let titles = found.flat_map(|each| match each.kind {
        TestKind::Scenario => taking_in(each, book).map(|test| test.title.clone()).collect(),
        TestKind::Test if each.rows.is_empty() => vec![each.name.clone()],
        TestKind::Test => each.rows.iter().map(|row| row.name.clone()).collect(),
    });
    Some(titles.collect())
}

/// The tests that take a scenario in.
pub(super) fn taking_in<'b>(scenario: &ListedTest, book: &'b Book) -> impl Iterator<Item = &'b Test> + use<'b> {
    let at = scenario.location;
    book.tests.iter().filter(move |test| {
        test.steps
            .iter()
            .map(|step| location(step.place))
            .any(|step| step.file == at.file && at.span.start <= step.span.start && step.span.end <= at.span.end)
    })
}

/// There is no test of that name.
pub(super) fn unknown(name: &str, declared: &[ListedTest]) -> Error {
    let names = declared.iter().map(|each| each.name.as_str());
    let help = suggest::did_you_mean(name, names).map(|help| format!("; {help}")).unwrap_or_default();
    Error::invalid_params(format!("this book has no test `{name}`{help}"))
}

fn told(result: &TestResult, places: &mut Places<'_>) -> Json {
    let mut json = places.put_at(result, result.place);
    let failures: Vec<Json> = result.failures.iter().map(|failure| of_failure(failure, places)).collect();
    set(&mut json, "name", result.title.clone());
    set(&mut json, "failures", failures);
    json
}

fn of_failure(failure: &Failure, places: &mut Places<'_>) -> Json {
    let mut json = places.put_at(failure, failure.place);
    set(&mut json, "message", message(failure));
    json
}

/// What a person reads beside the test.
fn message(failure: &Failure) -> String {
    format!("expected: {}\nhappened: {}", failure.expected, failure.happened)
}

fn covered(coverage: &Coverage, places: &mut Places<'_>) -> Json {
    let mut json = serde_json::to_value(coverage).unwrap_or_default();
    let files = coverage.files.iter().map(|file| {
        let mut told = serde_json::to_value(file).unwrap_or_default();
        let points = file.points.iter().filter_map(|point| {
            let (uri, range) = places.range(location(point.place))?;
            let mut json = json!({ "range": range, "hits": point.count, "kind": point.kind, "text": point.text });
            if let Some(missing) = point.missing {
                set(&mut json, "missing", point.kind.without(missing));
            }
            Some((uri.as_str().to_owned(), json))
        });
        let points: Vec<(String, Json)> = points.collect();
        if let Some((uri, _)) = points.first() {
            set(&mut told, "uri", uri.as_str());
        }
        set(&mut told, "ranges", points.into_iter().map(|(_, json)| json).collect::<Vec<_>>());
        told
    });
    set(&mut json, "files", files.collect::<Vec<_>>());
    json
}

fn summary(results: &[TestResult]) -> String {
    let failed: Vec<&TestResult> = results.iter().filter(|result| !result.passed).collect();
    let of = |count: usize| if count == 1 { "1 test".to_owned() } else { format!("{count} tests") };
    match (results.len(), failed.as_slice()) {
        (0, _) => "this book has no tests".to_owned(),
        (count, []) => format!("{} passed", of(count)),
        (count, [first, others @ ..]) => {
            let why = first.failures.first().map(message).unwrap_or_default();
            let more = if others.is_empty() { String::new() } else { format!("\nand {} more", others.len()) };
            format!("{} of {} failed: {}\n{why}{more}", failed.len(), of(count), first.title)
        }
    }
}

//! The tests of a book, of broken ones too.

use std::collections::BTreeMap;

use crate::diagnostic::{FileId, Location};
use crate::ide::Analysis;
use crate::ir::test::Test;
use crate::syntax::ast::{Text, TextPart};

/// A test or a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTest {
    /// The title of a test, the name of a scenario.
    pub name: String,
    /// Which of them.
    pub kind: TestKind,
    /// All of it.
    pub location: Location,
    /// Its title or name.
    pub title: Location,
    /// Of a test with `rows`, what each is called. In a broken book nothing is known of them.
    pub rows: Vec<ListedRow>,
}

/// What a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestKind {
    /// A test.
    Test,
    /// The beginning of several tests.
    Scenario,
}

/// A row of a test: a test of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    /// The title of the test, with the row behind it.
    pub name: String,
    /// The row.
    pub location: Location,
}

/// All tests and scenarios that are the book's own, in the order of files and lines.
#[must_use]
pub fn tests(analysis: &Analysis) -> Vec<ListedTest> {
    let names = analysis.names();
    let is_own = |file: FileId| analysis.sources.get(file).is_some_and(|source| !source.shipped);
    let runs = runs(analysis);
    let mut listed = Vec::new();
    for declared in names.tests.iter().filter(|declared| is_own(declared.file)) {
        let Some(title) = &declared.node.title else { continue };
        let location = Location { file: declared.file, span: declared.span };
        let rows = match &declared.node.rows {
            Some(_) => rows(&runs, location),
            None => Vec::new(),
        };
        let title_at = Location { file: declared.file, span: title.span };
        listed.push(ListedTest { name: plain(title), kind: TestKind::Test, location, title: title_at, rows });
    }
    for declared in names.scenarios.iter().filter(|declared| is_own(declared.file)) {
        let Some(id) = &declared.node.id else { continue };
        listed.push(ListedTest {
            name: id.text.to_string(),
            kind: TestKind::Scenario,
            location: Location { file: declared.file, span: declared.span },
            title: Location { file: declared.file, span: id.span },
            rows: Vec::new(),
        });
    }
    listed.sort_by_key(|each| each.location);
    listed
}

/// The tests as they are run, by their files.
fn runs(analysis: &Analysis) -> BTreeMap<FileId, Vec<&Test>> {
    let mut runs: BTreeMap<FileId, Vec<&Test>> = BTreeMap::new();
    for test in analysis.book.iter().flat_map(|book| &book.tests) {
        runs.entry(FileId(test.place.file)).or_default().push(test);
    }
    runs
}

fn rows(runs: &BTreeMap<FileId, Vec<&Test>>, of: Location) -> Vec<ListedRow> {
    let here = runs.get(&of.file).into_iter().flatten();
    let inside = here.filter(|test| of.span.start <= test.place.start && test.place.end <= of.span.end);
    inside.map(|test| ListedRow { name: test.title.clone(), location: super::location(test.place) }).collect()
}

pub(in crate::ide) fn plain(text: &Text) -> String {
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Literal(literal) => literal.as_str(),
        TextPart::Placeholder(_) => "…",
    });
    parts.collect()
}

#[cfg(test)]
mod unit {
    use super::*;
    use crate::ide::sample::of;

    const RULES: &str =
        "trigger thanks {\n  on customer.wrote\n  once per session\n  do { send \"Thank you!\" }\n}\n\n";
    const TESTS: &str = "scenario evening {\n  at 2026-12-01 21:00\n}\n\ntest \"Thanks\" {\n  given evening\n  receive <event>\n  expect fired thanks\n  rows {\n    event: customer.wrote\n  }\n}\n";

    #[test]
    fn tests_scenarios_and_rows_are_listed() {
        let analysis = of(&[("a.when", RULES), ("b.when", TESTS)]);
        assert_eq!(analysis.findings, []);
        let listed = tests(&analysis);
        let told: Vec<_> = listed.iter().map(|each| (each.name.as_str(), each.kind, each.rows.len())).collect();
        assert_eq!(told, [("evening", TestKind::Scenario, 0), ("Thanks", TestKind::Test, 1)]);
        assert_eq!(listed[1].rows[0].name, "Thanks (event: customer.wrote)");
        assert_eq!(analysis.text_of(listed[1].rows[0].location), "event: customer.wrote");
    }

    #[test]
    fn a_broken_book_has_its_tests() {
        let analysis = of(&[("a.when", "trigger t {\n"), ("b.when", TESTS)]);
        assert!(analysis.book.is_none());
        assert_eq!(tests(&analysis).len(), 2);
    }
}

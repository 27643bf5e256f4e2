//! Samples for all rules of the books of this repository.

use std::path::Path;
use std::sync::Arc;

use super::{NoSample, as_test, sample};
use crate::diagnostic::SourceFile;
use crate::folder::{self, Found};
use crate::runtime::Engine;
use crate::scenario::testing::run;
use crate::semantics::{Settings, compile};
use crate::{Book, syntax};

/// The engine of a book, and its files with that one beside.
fn engine(book: &Book) -> Arc<Engine> {
    Arc::new(Engine::new(book.clone()).unwrap())
}

/// The book of a folder of this repository.
fn read(path: &str) -> Book {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let Ok(Found::Rules(rules)) = folder::read(&path) else { panic!("{} is a folder of rules", path.display()) };
    rules.check().book.unwrap()
}

/// The book with one more test.
fn with_test(book: &Book, test: &str) -> Result<Book, String> {
    let own = book.sources.iter().filter(|source| !source.path.starts_with("std/") && source.path != "whenbook.toml");
    let mut files: Vec<SourceFile> =
        own.map(|source| SourceFile { path: source.path.clone(), text: source.text.clone(), shipped: false }).collect();
    files.push(SourceFile { path: "written.when".to_owned(), text: test.to_owned(), shipped: false });
    let settings =
        Settings { time_zone: book.time_zone.clone(), languages: book.languages.clone(), ..Settings::default() };
    let compiled = compile(&files, &settings);
    compiled
        .book
        .ok_or_else(|| compiled.findings.iter().map(|each| each.message.clone()).collect::<Vec<_>>().join("; "))
}

/// What is made for a rule: `-` if it cannot be written as a test.
fn told(book: &Book, rule: &str) -> String {
    match sample(rule, &engine(book)) {
        Err(NoSample::NotFound { why, .. }) => format!("{rule}: none was found\n{}\n", why.join("\n")),
        Err(none) => format!("{rule}: {none}"),
        Ok(trial) => match as_test("A test that was written", &trial, book) {
            None => format!("{rule}: -"),
            Some(test) => {
                let written = syntax::format(&test).unwrap_or_else(|| panic!("{rule}: {test}"));
                let whole = with_test(book, &written).unwrap_or_else(|why| panic!("{rule}: {why}\n{written}"));
                let report = run(&engine(&whole));
                let own = report.tests.iter().find(|test| test.title == "A test that was written").unwrap();
                assert!(own.passed, "{rule}: {:#?}\n{written}", own.failures);
                format!("{rule}:\n{written}")
            }
        },
    }
}

fn all(path: &str) -> String {
    let book = read(path);
    book.rule_ids().map(|rule| told(&book, rule)).collect::<Vec<_>>().join("\n")
}

#[test]
fn samples_of_the_help_desk() {
    insta::assert_snapshot!(all("examples/help-desk"));
}

#[test]
fn samples_of_other_books() {
    let paths = ["examples/channel-talk", "examples/first-match", "examples/inbox", "examples/routing"];
    insta::assert_snapshot!(paths.map(all).join("\n"));
}

//! What is written for readers holds: the examples of `docs/` and of the README, the shipped rules, the books in `examples/`.
//!
//! The fenced blocks of a page that begin with `when` make one book, each a file of its own. What follows says more:
//! `alone`: a book of its own; `conditions on EVENT`: lines of a `when`; `actions on EVENT`: lines of a `do`; `layout` and
//! `broken` are only looked at, not compiled.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whenbook::diagnostic::{FileId, Finding, Severity, SourceFile, Sources};
use whenbook::lint;
use whenbook::scenario::testing::{self, Coverage};
use whenbook::semantics::Settings;
use whenbook::syntax::ast::DeclarationKind;
use whenbook::{Engine, syntax};

/// The settings of a page: it may declare something to show how it is done, and its rules show one thing at a time.
const FRAGMENTS: &str = "[lints]\nunused-declarations = \"off\"\nconditions = \"off\"\ntiming = \"off\"\nmessages = \"off\"\nstyle = \"off\"\n";

/// A fenced block of a page.
struct Block {
    /// What stands after `when`.
    kind: String,
    /// The line of the fence, from 1.
    line: usize,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

fn source(path: impl Into<String>, text: impl Into<String>) -> SourceFile {
    SourceFile { path: path.into(), text: text.into(), shipped: false }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some(kind)) => open = Some(Block { kind: kind.to_owned(), line: index + 1, text: String::new() }),
            (None, None) => {}
        }
    }
    let of_rules = |block: Block| {
        let kind = block.kind.strip_prefix("when")?.trim().to_owned();
        Some(Block { kind, ..block })
    };
    blocks.into_iter().filter_map(of_rules).collect()
}

/// The block as a file of rules.
fn whole(block: &Block) -> String {
    let lines = |indent: &str| block.text.lines().map(|line| format!("{indent}{line}\n")).collect::<String>();
    let name = format!("line_{}", block.line);
    if let Some(event) = block.kind.strip_prefix("conditions on ") {
        format!("trigger {name} {{\n  on {event}\n  when all {{\n{}  }}\n  do {{ note \"yes\" }}\n}}\n", lines("    "))
    } else if let Some(event) = block.kind.strip_prefix("actions on ") {
        format!("trigger {name} {{\n  on {event}\n  do {{\n{}  }}\n}}\n", lines("    "))
    } else {
        block.text.clone()
    }
}

fn is_laid_out(path: &str, text: &str) {
    assert_eq!(syntax::format(text).as_deref(), Some(text), "{path} is not laid out as the formatter does it");
}

/// Whether the compiler has nothing to say against these files, and their tests pass.
fn hold(files: &[SourceFile], settings: &Settings) -> Coverage {
    let compiled = lint::check(files, settings);
    assert_eq!(grave(&compiled.findings, &compiled.sources), "");
    let engine = Arc::new(Engine::new(compiled.book.expect("a book without errors")).expect("a sound book"));
    let report = testing::run(&engine);
    assert_eq!(report.failed(), 0, "{}", serde_json::to_string_pretty(&report.tests).expect("plain data"));
    report.coverage.expect("all tests were run")
}

/// Our own books are what we ask of others: their tests look at everything.
fn hold_covered(files: &[SourceFile], settings: &Settings) {
    let coverage = hold(files, settings);
    let missed = coverage.files.iter().flat_map(|file| {
        file.missed.iter().map(|point| format!("{}:{}: {}: {:?}", file.file, point.line, point.text, point.missing))
    });
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<String>::new(), "whenbook test --coverage tells more");
}

/// The findings that would fail a check, one a line.
fn grave(findings: &[Finding], sources: &Sources) -> String {
    let mut lines = String::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Advice) {
        let location = finding.primary.location;
        let file = sources.get(location.file).expect("the finding's file");
        let before = &file.text.as_bytes()[..location.span.start as usize];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        writeln!(lines, "{}:{line}: {} {}", file.path, finding.code.id, finding.message).expect("a string");
    }
    lines
}

fn page_holds(path: &str) {
    let blocks = blocks(&read(path));
    let file = |block: &Block| {
        let file = source(format!("{path}:{}", block.line), whole(block));
        is_laid_out(&file.path, &file.text);
        file
    };
    let (alone, together): (Vec<_>, Vec<_>) = blocks.iter().partition(|block| block.kind == "alone");
    let together: Vec<SourceFile> = together.into_iter().map(file).collect();
    let (settings, _) = Settings::parse(FileId(0), FRAGMENTS);
    if !together.is_empty() {
        hold(&together, &settings);
    }
    for block in alone {
        hold(&[file(block)], &settings);
    }
}

#[test]
fn examples_of_the_pages() {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(root().join("docs")).expect("docs").map(|entry| entry.expect("an entry").path()).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    // Made from the registry of codes, whose examples `codes.rs` runs.
    pages.retain(|page| !page.ends_with("docs/errors.md") && !page.ends_with("docs/lints.md"));
    for page in pages.iter().filter(|page| page.is_file() && page.extension().is_some_and(|ending| ending == "md")) {
        page_holds(page.strip_prefix(root()).expect("a page of this repository").to_str().expect("a plain name"));
    }
}

/// The tests of a shipped file hold in a book where all its triggers are active.
#[test]
fn shipped_rules() {
    for name in ["standard-triggers", "capacity-release", "lifecycle/ticket", "lifecycle/inbox"] {
        let file = source(name, read(format!("std-rules/{name}.when")));
        is_laid_out(name, &file.text);
        let mut all = inactive(&file.text).iter().map(|id| format!("activate {id}\n")).collect::<String>();
        if name == "capacity-release" {
            all.push_str("use std.lifecycle.ticket\n");
        }
        // They say nothing of each other, and a book takes what it needs.
        let (settings, _) = Settings::parse(FileId(0), "[lints]\ntwo-replies = \"off\"\n");
        hold_covered(&[file, source("all of them", all)], &settings);
    }
}

/// Rules of policies and lifecycles that no shipped file shows: each file of `tests/rules` is a book with its tests.
#[test]
fn rules_of_lifecycles_and_policies() {
    for entry in fs::read_dir(root().join("tests/rules")).expect("tests/rules") {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root()).expect("inside").display().to_string();
        let file = source(name.clone(), read(&path));
        is_laid_out(&name, &file.text);
        hold(&[file], &Settings::default());
    }
}

/// The inactive triggers of a file.
fn inactive(text: &str) -> Vec<String> {
    let file = syntax::parse(FileId(0), text).ast();
    let ids = file.declarations.into_iter().filter_map(|declaration| match declaration.kind {
        DeclarationKind::Trigger(trigger) | DeclarationKind::Automation(trigger) => {
            let inactive = |clause: &syntax::ast::Clause| matches!(clause.kind, syntax::ast::ClauseKind::Inactive);
            trigger.clauses.iter().any(inactive).then_some(trigger.id?.text.to_string())
        }
        _ => None,
    });
    ids.collect()
}

#[test]
fn the_prelude_is_laid_out() {
    is_laid_out("the prelude", &read("std-rules/prelude.when"));
}

#[test]
fn example_books() {
    for book in fs::read_dir(root().join("examples")).expect("examples") {
        let folder = book.expect("an entry").path();
        if folder.is_dir() {
            book_holds(&folder);
        }
    }
}

fn book_holds(folder: &Path) {
    let mut files = Vec::new();
    let mut settings = Settings::default();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a book").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.strip_prefix(root()).expect("inside").display().to_string();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("when") => {
                let file = source(name, read(&path));
                is_laid_out(&file.path, &file.text);
                files.push(file);
            }
            Some("toml") => {
                let (read, findings) = Settings::parse(FileId(0), &read(&path));
                assert!(findings.is_empty(), "{name}: {findings:?}");
                settings = read;
            }
            _ => {}
        }
    }
    hold_covered(&files, &settings);
}

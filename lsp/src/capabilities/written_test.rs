//! A test for a trigger or an automation: the event on which it fires, and what comes of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::Range;
use whenbook::diagnostic::{Edit, FileId, Span};
use whenbook::scenario::testing::{as_test, sample};
use whenbook::syntax;

use super::commands::{engine, failed};
use crate::books::Open;

/// The rule on whose first line the part begins.
#[must_use]
pub fn rule(open: &Open, range: Range) -> Option<String> {
    let names = open.analysis.names();
    let rules = names.triggers.iter().chain(&names.automations).filter(|rule| rule.file == open.file);
    let mut ids = rules.filter_map(|rule| Some((rule.span, rule.node.id.as_ref()?)));
    let here = ids.find(|(span, _)| open.lines.range(*span).start.line == range.start.line)?;
    Some(here.1.text.to_string())
}

/// What the action is called.
#[must_use]
pub fn title(rule: &str) -> String {
    format!("write a test for `{rule}`")
}

/// The test, where the tests of the book are.
///
/// # Errors
/// If the book has errors, or no event is found on which the rule fires.
pub fn write(open: &Open, rule: &str) -> Result<BTreeMap<FileId, Vec<Edit>>> {
    let engine = Arc::new(engine(open)?);
    let book = engine.book();
    let trial = sample(rule, &engine).map_err(|none| failed(none.to_string()))?;
    let titles: Vec<&str> = book.tests.iter().map(|test| test.title.as_str()).collect();
    let written = as_test(&free_title(rule, open, &titles), &trial, book).ok_or_else(|| {
        failed(format!("what `{rule}` asks for cannot be written in a test: a time that an event tells"))
    })?;
    let written = syntax::format(&written).unwrap_or(written);
    let file = place(open);
    let text = open.analysis.text(file);
    let end = u32::try_from(text.trim_end().len()).unwrap_or(u32::MAX);
    let at = Span::new(end, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let before = if text.trim_end().is_empty() { "" } else { "\n\n" };
    Ok(BTreeMap::from([(file, vec![Edit { span: at, text: format!("{before}{written}") }])]))
}

/// After the rule's title, or its name.
fn free_title(rule: &str, open: &Open, taken: &[&str]) -> String {
    let names = open.analysis.names();
    let declared = names.triggers.iter().chain(&names.automations);
    let title = declared
        .filter(|each| each.node.id.as_ref().is_some_and(|id| id.text == rule))
        .find_map(|each| {
            Some(each.node.title.as_ref()?.span.of(open.analysis.text(each.file)).trim_matches('"').to_owned())
        })
        .filter(|title| !title.contains(['{', '\\']));
    let title = title.unwrap_or_else(|| rule.replace('_', " "));
    let numbered = (2..).map(|number: u32| format!("{title} ({number})"));
    std::iter::once(title.clone()).chain(numbered).find(|title| !taken.contains(&title.as_str())).unwrap_or(title)
}

/// The end of this file if it has tests, or of the file that has the most; without any, of this file.
fn place(open: &Open) -> FileId {
    let names = open.analysis.names();
    let mut counts: BTreeMap<FileId, usize> = BTreeMap::new();
    let own = |file: FileId| open.analysis.sources.get(file).is_some_and(|source| !source.shipped);
    for test in names.tests.iter().filter(|test| own(test.file)) {
        *counts.entry(test.file).or_default() += 1;
    }
    if counts.contains_key(&open.file) {
        return open.file;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(file, _)| file);
    most.unwrap_or(open.file)
}

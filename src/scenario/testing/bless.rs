//! `whenbook test --bless`: what happened is written into the tests that have another timeline.

use std::collections::BTreeMap;

use super::report::{Snapshot, TestReport};
use crate::ir::{Book, Place};

/// What is to be written into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blessed {
    /// The path of the file, as the book has it.
    pub file: String,
    /// Its text now.
    pub text: String,
    /// Its text with the timelines of what happened.
    pub with: String,
    /// How many timelines are written anew.
    pub timelines: usize,
}

/// A timeline that cannot be written, since several runs of its line gave several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The path of the file, as the book has it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// The files in which timelines differ, and the timelines that cannot be written: those of a line that several rows or
/// repetitions run through with several outcomes.
#[must_use]
pub fn blessed(report: &TestReport, book: &Book) -> (Vec<Blessed>, Vec<Undecided>) {
    let mut wanted: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
    let snapshots = report.tests.iter().flat_map(|test| &test.failures).filter_map(|failure| failure.timeline.as_ref());
    for Snapshot { happened, place, .. } in snapshots {
        let texts = wanted.entry(*place).or_default();
        if !texts.contains(&happened.as_str()) {
            texts.push(happened);
        }
    }
    // Where one run is right and another is not, none is.
    let disputed =
        |place: &Place, texts: &[&str]| texts.len() > 1 || runs_at(book, *place) > failures_at(report, *place);
    let (undecided, decided): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|(place, texts)| disputed(place, texts));
    let undecided = undecided.into_iter().filter_map(|(place, _)| {
        let source = book.sources.get(place.file as usize)?;
        // Where the line will be.
        let above = decided.iter().filter(|(other, _)| other.file == place.file && *other < place);
        let grown = above.map(|(other, texts)| grown(&source.text, *other, texts.first().unwrap_or(&""))).sum::<i64>();
        let line = u32::try_from(i64::from(place.line) + grown).unwrap_or(place.line);
        Some(Undecided { file: source.path.clone(), line })
    });
    let files = book.sources.iter().zip(0_u32..).filter_map(|(source, number)| {
        let edits: Vec<(Place, &str)> = decided
            .iter()
            .filter(|(place, _)| place.file == number)
            .filter_map(|(place, texts)| Some((*place, *texts.first()?)))
            .collect();
        let with =
            edits.iter().rev().fold(source.text.clone(), |text, (place, timeline)| written(&text, *place, timeline));
        let file = source.path.clone();
        (!edits.is_empty()).then(|| Blessed { file, text: source.text.clone(), with, timelines: edits.len() })
    });
    (files.collect(), undecided.collect())
}

/// How many lines of tests, written out, have their timeline there.
fn runs_at(book: &Book, place: Place) -> usize {
    use crate::ir::test::{Expectation, TestStepKind};
    let steps = book.tests.iter().flat_map(|test| &test.steps);
    let at = |kind: &TestStepKind| matches!(kind, TestStepKind::Expect(Expectation::Timeline { place: there, .. }) if *there == place);
    steps.filter(|step| at(&step.kind)).count()
}

fn failures_at(report: &TestReport, place: Place) -> usize {
    let failures = report.tests.iter().flat_map(|test| &test.failures);
    failures.filter(|failure| failure.timeline.as_ref().is_some_and(|timeline| timeline.place == place)).count()
}

/// By how many lines the file grows with the timeline at that place.
fn grown(text: &str, place: Place, timeline: &str) -> i64 {
    let lines = |text: &str| i64::try_from(text.lines().count()).unwrap_or(0);
    let before = lines(text.get(place.start as usize..place.end as usize).unwrap_or("")).max(1);
    lines(timeline) + 2 - before
}

/// The text of a file with the timeline at that place, laid out as the formatter does it.
fn written(text: &str, place: Place, timeline: &str) -> String {
    let (start, end) = (place.start as usize, place.end as usize);
    let before = text.get(..start).unwrap_or("");
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    let indent: String = line.chars().take_while(|character| character.is_whitespace()).collect();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut block = String::from(if start == end { " \"\"\"" } else { "\"\"\"" });
    for line in timeline.lines() {
        block.push_str(&format!("{line_end}{indent}  {}", escaped(line)));
    }
    block.push_str(&format!("{line_end}{indent}\"\"\""));
    format!("{before}{block}{}", text.get(end..).unwrap_or(""))
}

/// A line as it stands between `"""`.
fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\").replace('{', "\\{").replace("\"\"\"", "\\\"\"\"")
}

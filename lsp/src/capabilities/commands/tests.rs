//! `whenbook.tests`: all tests and scenarios of a book.

use serde_json::{Value as Json, json};
use whenbook::ide::commands::{ListedTest, TestKind, tests as listed};

use super::Answer;
use super::places::{Places, set};
use crate::books::Open;

/// All of them, of a broken book too.
pub(super) fn tests(open: &Open) -> Answer {
    let mut places = Places::new(open);
    let tests: Vec<Json> = listed(&open.analysis).iter().map(|test| told(test, &mut places)).collect();
    Answer { value: json!({ "tests": tests }), message: None, covered: None }
}

fn told(test: &ListedTest, places: &mut Places<'_>) -> Json {
    let kind = match test.kind {
        TestKind::Test => "test",
        TestKind::Scenario => "scenario",
    };
    let mut json = places.put(&json!({ "name": test.name, "kind": kind }), test.location);
    let title = places.range(test.title).map(|(_, range)| json!(range));
    let rows: Vec<Json> = test.rows.iter().map(|row| places.put(&json!({ "name": row.name }), row.location)).collect();
    set(&mut json, "titleRange", title.unwrap_or_default());
    if !rows.is_empty() {
        set(&mut json, "rows", rows);
    }
    json
}

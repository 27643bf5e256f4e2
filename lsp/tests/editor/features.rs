//! What an editor shows while somebody reads and writes: each kind of question once, with the whole answer.

use serde_json::{Value, json};

use crate::client::{Editor, Setup};

const BOOK: &str = r#"use std.triggers
use "../common/texts.when"

schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

message hello {
  en: "Hi {user.name or there}, see https://example.com/hours"
  ko: "안녕하세요 😀"
}

/// Says hello.
trigger greet "Greeting" {
  on customer.wrote
  when user.plan is pro
  do {
    send hello
    add tag "greeted"
  }
}

trigger tagged {
  on change of conversation.tags, customer.wrote
  do { note "Tagged." }
}

automation slow {
  after 2d of office_hours since last customer.wrote
  do { close }
}

test "Each plan" {
  given { user.plan is <plan> }
  receive customer.wrote
  rows {
    plan: free
    plan: pro
  }
}
"#;

/// The line and the column before `$0` in the book with that change, and the document open so.
async fn at(editor: &mut Editor, version: i32, old: &str, marked: &str) -> (u32, u32) {
    let text = BOOK.replacen(old, marked, 1);
    let (before, _) = text.split_once("$0").unwrap();
    let line = u32::try_from(before.matches('\n').count()).unwrap();
    let column = u32::try_from(before.rsplit('\n').next().unwrap().encode_utf16().count()).unwrap();
    editor.did_change("rules.when", version, &text.replacen("$0", "", 1)).await;
    (line, column)
}

async fn opened(capabilities: Value) -> Editor {
    let mut editor = Setup::new(&[("rules.when", BOOK)]).capabilities(capabilities).start().await;
    editor.did_open("rules.when", BOOK).await;
    editor
}

/// The items with that label.
fn item<'v>(list: &'v Value, label: &str) -> &'v Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label} in {list}"))
}

#[tokio::test]
async fn completion_is_ordered_documented_when_asked_and_plain_for_plain_editors() {
    let snippets = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    for (capabilities, expected) in
        [(snippets, ("snooze for ${1:5m}", json!(2))), (json!({}), ("snooze for 5m", json!(1)))]
    {
        let mut editor = opened(capabilities).await;
        let place = at(&mut editor, 2, "add tag \"greeted\"", "snoo$0").await;
        let list = editor.ask("textDocument/completion", "rules.when", place, &json!({})).await;
        let snooze = item(&list, "snooze for");
        assert_eq!(
            (snooze["textEdit"]["newText"].as_str().unwrap(), &snooze["insertTextFormat"]),
            (expected.0, &expected.1)
        );
        assert_eq!(snooze["documentation"], Value::Null);
        let resolved = editor.request("completionItem/resolve", snooze.clone()).await;
        let docs = resolved["documentation"]["value"].as_str().unwrap();
        assert!(docs.contains("Parks the conversation for some time."), "{docs}");
    }
    let mut editor = opened(json!({})).await;
    let place = at(&mut editor, 2, "user.plan is pro", "user.pl$0").await;
    let list = editor.ask("textDocument/completion", "rules.when", place, &json!({})).await;
    let items = list["items"].as_array().unwrap();
    assert!(items.is_sorted_by_key(|item| item["sortText"].as_str().unwrap().to_owned()));
    assert_eq!((&list["isIncomplete"], &items[0]["label"]), (&json!(true), &json!("user.platform")));
    let place = at(&mut editor, 3, "\"../common/texts.when\"", "\"./$0").await;
    let list = editor.ask("textDocument/completion", "rules.when", place, &json!({})).await;
    assert_eq!(item(&list, "rules.when")["textEdit"]["newText"], "./rules.when");
}

#[tokio::test]
async fn whoever_writes_an_action_is_told_what_it_wants() {
    let mut editor = opened(json!({})).await;
    let place = at(&mut editor, 2, "send hello", "send \"안녕\" as $0").await;
    editor.conversation();
    editor.ask("textDocument/signatureHelp", "rules.when", place, &json!({})).await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn names_lead_to_their_kinds_and_to_what_ships() {
    let mut editor = opened(json!({})).await;
    for method in ["textDocument/definition", "textDocument/typeDefinition"] {
        let places = editor.ask(method, "rules.when", (16, 9), &json!({})).await;
        let uri = places[0]["uri"].as_str().unwrap();
        assert!(uri.ends_with("/std/prelude.when"), "{uri}");
        let path = uri.strip_prefix("file://").unwrap();
        let line = places[0]["range"]["start"]["line"].as_u64().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let shown = text.lines().nth(usize::try_from(line).unwrap()).unwrap();
        assert_eq!(shown, "attribute user.plan: one of { free, pro, enterprise } default free");
    }
}

#[tokio::test]
async fn what_is_not_written_is_shown_beside_the_lines() {
    let mut editor = opened(json!({})).await;
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 60, "character": 0 } });
    editor.conversation();
    editor.ask("textDocument/inlayHint", "rules.when", (0, 0), &json!({ "range": range })).await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn rules_wake_rules() {
    let mut editor = opened(json!({})).await;
    editor.conversation();
    let items = editor.ask("textDocument/prepareCallHierarchy", "rules.when", (14, 10), &json!({})).await;
    editor.request("callHierarchy/outgoingCalls", json!({ "item": items[0] })).await;
    let items = editor.ask("textDocument/prepareCallHierarchy", "rules.when", (23, 10), &json!({})).await;
    editor.request("callHierarchy/incomingCalls", json!({ "item": items[0] })).await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn files_addresses_and_columns_are_linked() {
    let mut editor = opened(json!({})).await;
    let links = editor.ask_of("textDocument/documentLink", "rules.when").await;
    let targets: Vec<&str> = links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
    assert_eq!(targets.len(), 3, "{targets:?}");
    assert!(targets[0].ends_with("/std/triggers.when") && targets[1].ends_with("/common/texts.when"), "{targets:?}");
    assert_eq!(targets[2], "https://example.com/hours");
    let linked = editor.ask("textDocument/linkedEditingRange", "rules.when", (37, 5), &json!({})).await;
    let lines: Vec<u64> =
        linked["ranges"].as_array().unwrap().iter().map(|range| range["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [34, 37, 38], "{linked}");
}

#[tokio::test]
async fn colours_are_told_again_only_where_they_differ() {
    let mut editor = opened(json!({})).await;
    let tokens = editor.ask_of("textDocument/semanticTokens/full", "rules.when").await;
    at(&mut editor, 2, "user.plan is pro", "user.plan is pro and$0 user.past_visits > 3").await;
    let more = json!({ "previousResultId": tokens["resultId"] });
    let delta = editor.ask("textDocument/semanticTokens/full/delta", "rules.when", (0, 0), &more).await;
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1, "{delta}");
    assert!(edits[0]["data"].as_array().unwrap().len() <= 25, "{delta}");
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    let place = at(&mut editor, 3, "  on customer.wrote\n  when", "  on customer.wrote\n$0when").await;
    let mut more = options.clone();
    more["range"] = json!({ "start": { "line": place.0, "character": 0 }, "end": { "line": place.0, "character": 1 } });
    let edits = editor.ask("textDocument/rangeFormatting", "rules.when", place, &more).await;
    assert_eq!(edits[0]["newText"], "  when user.plan is pro\n");
    let mut more = options;
    more["ch"] = json!("\n");
    let edits = editor.ask("textDocument/onTypeFormatting", "rules.when", place, &more).await;
    assert_eq!(edits[0]["newText"], "  ");
}

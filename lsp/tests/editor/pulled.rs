//! Diagnostics for editors that ask for them.

use serde_json::{Value, json};

use crate::client::{Editor, Setup, codes};
use crate::diagnostics::{MESSAGE, TRIGGER};

fn asking() -> Value {
    json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } })
}

async fn open(files: &[(&str, &str)]) -> Editor {
    Setup::new(files).capabilities(asking()).start().await
}

async fn pull(editor: &mut Editor, name: &str, known: &Value) -> Value {
    let parameters = json!({ "textDocument": { "uri": editor.uri(name) }, "previousResultId": known });
    editor.request("textDocument/diagnostic", parameters).await
}

#[tokio::test]
async fn a_document_is_reported_on_once() {
    let twice = format!("{TRIGGER}\n{}", TRIGGER.replace("send hello", "send \"Hi 안녕 😀 {user.nam}\""));
    let mut editor = open(&[("messages.when", MESSAGE), ("rules.when", &twice)]).await;
    editor.did_open("rules.when", &twice).await;
    let first = pull(&mut editor, "rules.when", &Value::Null).await;
    let again = pull(&mut editor, "rules.when", &first["resultId"]).await;
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    editor.did_change("rules.when", 2, TRIGGER).await;
    pull(&mut editor, "rules.when", &first["resultId"]).await;
    pull(&mut editor, "gone.when", &Value::Null).await;
    insta::assert_snapshot!(editor.conversation());
    let pushed = |message: &Value| message["method"] == "textDocument/publishDiagnostics";
    assert!(!editor.unheard().iter().any(pushed), "what is asked for is not pushed");
}

#[tokio::test]
async fn what_is_not_needed_is_shown_so() {
    let unused = format!("{TRIGGER}list words {{ \"bye\" }}\n");
    let mut editor = open(&[("messages.when", MESSAGE), ("rules.when", &unused)]).await;
    let report = pull(&mut editor, "rules.when", &Value::Null).await;
    assert_eq!(report["items"][0]["tags"], json!([1]), "{report}");
}

#[tokio::test]
async fn who_knows_other_files_is_bidden_to_ask_again() {
    let mut editor = open(&[("messages.when", MESSAGE), ("rules.when", TRIGGER)]).await;
    editor.did_open("messages.when", MESSAGE).await;
    editor.did_open("rules.when", TRIGGER).await;
    pull(&mut editor, "rules.when", &Value::Null).await;
    editor.did_change("messages.when", 2, &MESSAGE.replace("hello", "hullo")).await;
    editor.hear("workspace/diagnostic/refresh").await;
    let report = pull(&mut editor, "rules.when", &Value::Null).await;
    assert_eq!(codes(&report["items"]), ["E0201"]);
    // What it asks by itself needs no bidding.
    editor.did_change("rules.when", 2, &TRIGGER.replace("hello", "hullo")).await;
    pull(&mut editor, "rules.when", &Value::Null).await;
    editor.request("workspace/symbol", json!({ "query": "" })).await;
    let refreshes = editor.unheard().iter().filter(|message| message["method"] == "workspace/diagnostic/refresh");
    assert_eq!(refreshes.count(), 0);
    // A file that has changed on disk.
    editor.did_close("messages.when").await;
    editor.hear("workspace/diagnostic/refresh").await;
}

const BOOKS: [(&str, &str); 5] = [
    ("a/whenbook.toml", "name = \"a\"\ntimezone = \"Moon\"\n"),
    ("a/rules.when", "junk\n"),
    ("a/deep/more.when", MESSAGE),
    ("b/whenbook.toml", ""),
    ("b/rules.when", TRIGGER),
];

#[tokio::test]
async fn all_books_of_the_workspace_are_reported_on() {
    let mut editor = open(&BOOKS).await;
    let all = editor.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let known: Vec<Value> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect();
    editor.write("a/rules.when", "");
    editor.remove("b/rules.when");
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] })).await;
    editor.request("workspace/diagnostic", json!({ "previousResultIds": known })).await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn they_come_in_parts_with_progress_if_that_is_wanted() {
    let mut editor = Setup::new(&BOOKS).capabilities(asking()).folders(&["a", "b"]).start().await;
    let tokens = json!({ "previousResultIds": [], "partialResultToken": "part", "workDoneToken": 7 });
    let all = editor.request("workspace/diagnostic", tokens).await;
    assert_eq!(all, json!({ "items": [] }));
    let mut said = Vec::new();
    while said.last() != Some(&json!("end")) {
        let progress = editor.hear("$/progress").await;
        let of = &progress["value"];
        said.push(if progress["token"] == 7 {
            of["kind"].clone()
        } else {
            json!(of["items"].as_array().unwrap().len())
        });
    }
    assert_eq!(json!(said), json!(["begin", "report", 3, "report", 2, "end"]));
}

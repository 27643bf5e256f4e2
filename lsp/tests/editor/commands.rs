//! Commands and lenses, as an editor asks for them.

use serde_json::{Value, json};

use crate::client::{Editor, Setup};

const BOOK: &str = "message hello { en: \"Hi\" }

trigger greet \"Greeting\" {
  on customer.wrote
  do { send hello }
}

test \"Everybody is greeted\" {
  receive customer.wrote
  expect sent hello
  expect fired greet
}
";

async fn opened(options: Value) -> Editor {
    let mut editor = Setup::new(&[("rules.when", BOOK)]).options(options).start().await;
    editor.did_open("rules.when", BOOK).await;
    editor
}

/// The texts of all lenses, each with its line and command.
async fn lenses(editor: &mut Editor) -> Vec<String> {
    let found = editor.ask("textDocument/codeLens", "rules.when", (0, 0), &json!({})).await;
    let mut told = Vec::new();
    for lens in found.as_array().unwrap() {
        let lens = if lens["command"].is_null() {
            editor.request("codeLens/resolve", lens.clone()).await
        } else {
            lens.clone()
        };
        let (title, command) =
            (lens["command"]["title"].as_str().unwrap(), lens["command"]["command"].as_str().unwrap());
        told.push(format!("{} {title} {command}", lens["range"]["start"]["line"]));
    }
    told
}

#[tokio::test]
async fn lenses_are_offered_above_rules_and_tests() {
    let mut editor = opened(json!({ "showsResults": true })).await;
    let expected = [
        "0 1 use whenbook.showReferences",
        "2 try whenbook.try",
        "2 1 test whenbook.showReferences",
        "7 run all tests of this file whenbook.runTests",
        "7 run whenbook.runTests",
        "7 play whenbook.play",
    ];
    assert_eq!(lenses(&mut editor).await, expected);
    let argument = json!({ "uri": editor.uri("rules.when"), "coverage": true });
    let run = json!({ "command": "whenbook.runTests", "arguments": [argument] });
    let ran = editor.request("workspace/executeCommand", run).await;
    assert_eq!(ran["summary"], "1 test passed");
    assert!(lenses(&mut editor).await.contains(&"2 2 of 2 parts looked at ".to_owned()));
}

#[tokio::test]
async fn lenses_can_be_switched_off() {
    let mut editor = opened(json!({ "codeLens": { "enable": false } })).await;
    assert!(editor.ask("textDocument/codeLens", "rules.when", (0, 0), &json!({})).await.is_null());
}

#[tokio::test]
async fn commands_see_what_is_not_saved_and_tell_the_gist() {
    let mut editor = opened(json!({})).await;
    editor.did_change("rules.when", 2, &BOOK.replace("fired greet", "not fired greet")).await;
    let argument = json!({ "uri": editor.uri("rules.when") });
    editor
        .request("workspace/executeCommand", json!({ "command": "whenbook.runTests", "arguments": [argument] }))
        .await;
    editor.request("workspace/executeCommand", json!({ "command": "whenbook.play", "arguments": [] })).await;
    insta::assert_snapshot!(editor.conversation());
}

//! One question of each kind.

use serde_json::{Value, json};

use crate::client::{Editor, Setup};

pub const BOOK: &str = "list words { \"bye\" }

trigger greet \"Greeting\" {
  on customer.wrote
  when message.text contains any words
  do { send \"안녕하세요 😀 {user.name or there}\" }
}
";

/// An editor with one document open.
async fn opened(capabilities: Value) -> Editor {
    let mut editor = Setup::new(&[("rules.when", BOOK)]).capabilities(capabilities).start().await;
    editor.did_open("rules.when", BOOK).await;
    editor
}

#[tokio::test]
async fn names_are_explained_found_and_renamed() {
    let mut editor = Editor::open(&[("rules.when", BOOK)]).await;
    editor.did_open("rules.when", BOOK).await;
    editor.ask("textDocument/hover", "rules.when", (3, 8), &json!({})).await;
    editor.ask("textDocument/definition", "rules.when", (4, 36), &json!({})).await;
    let more = json!({ "context": { "includeDeclaration": true } });
    editor.ask("textDocument/references", "rules.when", (0, 6), &more).await;
    editor.ask("textDocument/documentHighlight", "rules.when", (0, 6), &json!({})).await;
    editor.ask("textDocument/prepareRename", "rules.when", (0, 6), &json!({})).await;
    editor.ask("textDocument/rename", "rules.when", (0, 6), &json!({ "newName": "closing" })).await;
    editor.ask("textDocument/rename", "rules.when", (3, 8), &json!({ "newName": "x" })).await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn positions_are_counted_as_the_editor_counts() {
    for (offered, chosen, character) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 35),
        (json!(["utf-16"]), "utf-16", 23),
        (json!(["utf-32"]), "utf-32", 22),
    ] {
        let mut editor = opened(json!({ "general": { "positionEncodings": offered } })).await;
        let hover = editor.ask("textDocument/hover", "rules.when", (5, character), &json!({})).await;
        let range = &hover["range"]["start"]["character"];
        assert_eq!(*range, json!(character), "{chosen}: {hover}");
    }
}

#[tokio::test]
async fn completion_knows_the_place() {
    let mut editor = opened(json!({})).await;
    editor.did_change("rules.when", 2, &BOOK.replace("contains any words", "contains any ")).await;
    let items = editor.ask("textDocument/completion", "rules.when", (4, 33), &json!({})).await;
    let items = items.get("items").unwrap_or(&items);
    let labels: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert!(labels.contains(&"words"), "{labels:?}");
    assert!(!labels.contains(&"customer.wrote"));
}

#[tokio::test]
async fn a_document_has_an_outline_folds_tokens_and_a_layout() {
    let mut editor = opened(json!({})).await;
    let symbols = editor.ask_of("textDocument/documentSymbol", "rules.when").await;
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|each| each["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["words", "greet"]);
    let folds = editor.ask_of("textDocument/foldingRange", "rules.when").await;
    assert_eq!((&folds[0]["startLine"], &folds[0]["endLine"]), (&json!(2), &json!(5)));
    let tokens = editor.ask_of("textDocument/semanticTokens/full", "rules.when").await;
    assert_eq!(tokens["data"].as_array().unwrap()[..5], [json!(0), json!(0), json!(4), json!(0), json!(0)]);
    let positions = json!({ "positions": [{ "line": 3, "character": 8 }] });
    let selections = editor.ask("textDocument/selectionRange", "rules.when", (0, 0), &positions).await;
    assert!(selections[0]["parent"]["range"].is_object());
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    assert_eq!(editor.ask("textDocument/formatting", "rules.when", (0, 0), &options).await, json!([]));
    editor.did_change("rules.when", 2, &BOOK.replace("  on", "on")).await;
    let edits = editor.ask("textDocument/formatting", "rules.when", (0, 0), &options).await;
    assert_eq!(edits[0]["newText"], "  on customer.wrote\n");
    let found = editor.request("workspace/symbol", json!({ "query": "grt" })).await;
    assert_eq!(found[0]["name"], "greet");
}

#[tokio::test]
async fn findings_can_be_mended() {
    let mut editor = opened(json!({})).await;
    editor.did_change("rules.when", 2, &BOOK.replace("customer.wrote", "customer.wrot")).await;
    let place = json!({ "start": { "line": 3, "character": 8 }, "end": { "line": 3, "character": 8 } });
    let more = json!({ "range": place, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", "rules.when", (0, 0), &more).await;
    assert_eq!(actions[0]["title"], "write `customer.wrote`");
    assert_eq!(actions[0]["diagnostics"][0]["code"], "E0207");
}

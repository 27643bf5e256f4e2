//! Which files and books an answer is about.

use serde_json::{Value, json};

use crate::client::{Editor, Setup};
use crate::diagnostics::{MESSAGE, TRIGGER};

#[tokio::test]
async fn a_new_file_is_of_its_book_before_it_is_saved() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("whenbook.toml", "exclude = [\"drafts\"]\n")]).await;
    editor.did_open("deep/new.when", &TRIGGER.replace("hello", "helo")).await;
    assert_eq!(editor.diagnostics("deep/new.when").await, (Some(1), vec!["E0201".to_owned()]));
    editor.did_change("deep/new.when", 2, &TRIGGER.replace("send hello", "send ")).await;
    let offers = editor.ask("textDocument/completion", "deep/new.when", (3, 12), &json!({})).await;
    let offers = offers["items"].as_array().unwrap();
    assert!(offers.iter().any(|offer| offer["label"] == "hello"), "{offers:?}");
    editor.did_open("drafts/new.when", TRIGGER).await;
    assert_eq!(editor.ask_of("textDocument/documentSymbol", "drafts/new.when").await, Value::Null);
}

#[tokio::test]
async fn the_first_file_of_a_new_folder_is_a_book() {
    let mut editor = Setup::new(&[]).folders(&[]).start().await;
    editor.did_open("new/rules.when", TRIGGER).await;
    assert_eq!(editor.diagnostics("new/rules.when").await.1, ["E0201"]);
}

#[tokio::test]
async fn symbols_are_found_in_all_books_of_the_workspace() {
    let other = MESSAGE.replace("hello", "hello_again");
    let files = [
        ("a/whenbook.toml", ""),
        ("a/rules.when", TRIGGER),
        ("b/whenbook.toml", ""),
        ("b/texts.when", MESSAGE),
        ("b/deep/whenbook.toml", ""),
        ("b/deep/texts.when", other.as_str()),
    ];
    let mut editor = Editor::open(&files).await;
    let found = editor.request("workspace/symbol", json!({ "query": "hello" })).await;
    let found = found.as_array().unwrap().iter();
    let found: Vec<_> = found.map(|each| (each["name"].clone(), each["location"]["uri"].clone())).collect();
    let expected = [("hello_again", "b/deep/texts.when"), ("hello", "b/texts.when")];
    let expected: Vec<_> = expected.iter().map(|(name, file)| (json!(name), json!(editor.uri(file)))).collect();
    assert_eq!(found.len(), 2, "what two books read is found once");
    assert!(expected.iter().all(|each| found.contains(each)), "{found:?}");
}

#[tokio::test]
async fn a_rename_says_for_which_version_it_is_meant() {
    let able = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut editor =
        Setup::new(&[("messages.when", MESSAGE), ("rules.when", TRIGGER)]).capabilities(able).start().await;
    editor.did_open("rules.when", "").await;
    editor.did_change("rules.when", 7, TRIGGER).await;
    let edit = editor.ask("textDocument/rename", "rules.when", (3, 13), &json!({ "newName": "hi" })).await;
    let documents = edit["documentChanges"].as_array().unwrap().iter();
    let documents: Vec<_> = documents.map(|each| each["textDocument"].clone()).collect();
    assert_eq!(
        documents,
        [
            json!({ "uri": editor.uri("messages.when"), "version": null }),
            json!({ "uri": editor.uri("rules.when"), "version": 7 })
        ]
    );
}

//! What the user sets, and of what the server wants to be told.

use serde_json::json;
use whenbook_lsp::Ending;

use crate::client::Setup;
use crate::diagnostics::{MESSAGE, TRIGGER};

#[tokio::test]
async fn an_editor_is_asked_for_settings_and_to_watch_files() {
    let able = json!({ "workspace": {
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "inlayHint": { "refreshSupport": true },
    } });
    let set = |enable: bool| json!([{ "inlayHints": { "enable": enable } }]);
    let mut editor =
        Setup::new(&[]).capabilities(able).answers("workspace/configuration", Some(set(true))).start().await;
    editor.hear("client/registerCapability").await;
    editor.hear("workspace/configuration").await;
    editor.answers("workspace/configuration", set(false));
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    editor.hear("workspace/configuration").await;
    editor.hear("workspace/inlayHint/refresh").await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn a_book_is_checked_when_it_is_saved_if_that_is_set() {
    let setup = Setup::new(&[("messages.when", MESSAGE), ("rules.when", TRIGGER)]);
    let mut editor = setup.options(json!({ "checkOn": "save" })).start().await;
    editor.did_open("rules.when", TRIGGER).await;
    assert_eq!(editor.diagnostics("rules.when").await, (Some(1), vec![]));
    editor.did_change("rules.when", 2, "junk").await;
    editor.did_change("rules.when", 3, "more junk").await;
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": editor.uri("rules.when") } })).await;
    assert_eq!(editor.diagnostics("rules.when").await.0, Some(3));
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "whenbook": {} } })).await;
    editor.did_change("rules.when", 4, TRIGGER).await;
    assert_eq!(editor.diagnostics("rules.when").await, (Some(4), vec![]));
}

#[tokio::test]
async fn what_an_editor_never_answers_holds_nothing_up() {
    let able = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let setup = Setup::new(&[("rules.when", TRIGGER)]).capabilities(able).answers("client/registerCapability", None);
    let mut editor = setup.start().await;
    editor.did_open("rules.when", TRIGGER).await;
    editor.pushed("rules.when").await;
    assert_eq!(editor.leave().await, Ending::Asked);
}

#[tokio::test]
async fn what_is_taken_away_is_as_the_editor_greeted() {
    let able = json!({ "workspace": { "configuration": true, "codeLens": { "refreshSupport": true } } });
    let off = json!([{ "codeLens": { "enable": false } }]);
    let setup = Setup::new(&[("messages.when", MESSAGE), ("rules.when", TRIGGER)]).capabilities(able);
    let mut editor = setup.answers("workspace/configuration", Some(off)).start().await;
    editor.hear("workspace/codeLens/refresh").await;
    assert_eq!(editor.ask_of("textDocument/codeLens", "rules.when").await, json!(null));
    editor.answers("workspace/configuration", json!([null]));
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    editor.hear("workspace/codeLens/refresh").await;
    assert!(editor.ask_of("textDocument/codeLens", "rules.when").await.is_array());
}

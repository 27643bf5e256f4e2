//! `whenbook.toml` in an editor.

use serde_json::{Value, json};

use crate::client::Setup;
use crate::diagnostics::{MESSAGE, TRIGGER};

#[tokio::test]
async fn settings_are_checked_as_they_are_typed() {
    let files = [("whenbook.toml", "timezone = \"UTC\"\n"), ("rules.when", TRIGGER), ("messages.when", MESSAGE)];
    let mut editor = Setup::new(&files).start().await;
    editor.did_open("whenbook.toml", "timezone = \"Asia/Seul\"\n").await;
    editor.pushed("whenbook.toml").await;
    editor
        .did_change("whenbook.toml", 2, "languages = [\"en\", \"ko\"]\n\n[lints]\nmissing-translations = \"off\"\n")
        .await;
    editor.pushed("whenbook.toml").await;
    editor.pushed("messages.when").await;
    editor.ask("textDocument/hover", "whenbook.toml", (0, 3), &json!({})).await;
    editor.did_change("whenbook.toml", 3, "[lints]\nmissing-translation = o").await;
    editor.ask("textDocument/completion", "whenbook.toml", (1, 23), &json!({})).await;
    insta::assert_snapshot!(editor.conversation());
    // It is no file of rules, whatever is asked of it.
    let place = json!({ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } }, "context": { "diagnostics": [] } });
    for method in ["documentSymbol", "foldingRange", "semanticTokens/full", "formatting", "definition", "codeAction"] {
        let answer = editor.ask(&format!("textDocument/{method}"), "whenbook.toml", (0, 1), &place).await;
        assert!(answer == Value::Null || answer == json!([]) || answer["code"] == -32602, "{method}: {answer}");
    }
}

#[tokio::test]
async fn settings_are_checked_where_there_are_no_rules_yet() {
    for settings in ["", "edition = \"1066\"\n"] {
        let mut editor = Setup::new(&[("whenbook.toml", settings)]).start().await;
        editor.did_open("whenbook.toml", "edition = \"1066\"\n").await;
        assert_eq!(editor.diagnostics("whenbook.toml").await.1.len(), 1);
        editor.did_change("whenbook.toml", 2, "").await;
        assert_eq!(editor.diagnostics("whenbook.toml").await, (Some(2), vec![]));
    }
}

#[tokio::test]
async fn a_misspelt_setting_is_mended() {
    for files in [vec![("whenbook.toml", "")], vec![("whenbook.toml", ""), ("rules.when", "")]] {
        let mut editor = Setup::new(&files).start().await;
        editor.did_open("whenbook.toml", "timezon = \"UTC\"\n").await;
        let place = json!({ "start": { "line": 0, "character": 2 }, "end": { "line": 0, "character": 2 } });
        let more = json!({ "range": place, "context": { "diagnostics": [] } });
        let actions = editor.ask("textDocument/codeAction", "whenbook.toml", (0, 2), &more).await;
        assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
        let edit = &actions[0]["edit"]["changes"][editor.uri("whenbook.toml")][0];
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 7 } });
        assert_eq!(
            (&actions[0]["kind"], edit),
            (&json!("quickfix"), &json!({ "range": range, "newText": "timezone" }))
        );
    }
}

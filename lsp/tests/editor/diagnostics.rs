//! What the server finds, and when it says so.

use serde_json::{Value, json};

use crate::client::{Editor, Setup, codes};

pub const MESSAGE: &str = "message hello {\n  en: \"Hi\"\n}\n";
pub const TRIGGER: &str = "trigger greet {\n  on customer.wrote\n  once per session\n  do { send hello }\n}\n";

#[tokio::test]
async fn names_are_known_from_other_files_and_findings_go_when_mended() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]).await;
    editor.did_open("rules.when", &TRIGGER.replace("hello", "helo")).await;
    editor.pushed("rules.when").await;
    editor.did_change("rules.when", 2, TRIGGER).await;
    editor.pushed("rules.when").await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn of_a_burst_of_changes_the_last_one_counts() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]).await;
    editor.did_open("rules.when", "").await;
    for version in 2..=401 {
        editor.did_change("rules.when", version, &format!("{TRIGGER}// {version}\njunk")).await;
    }
    editor.did_change("rules.when", 402, TRIGGER).await;
    let mut last = 0;
    loop {
        let (version, codes) = editor.diagnostics("rules.when").await;
        let version = version.unwrap();
        assert!(version > last, "version {version} after {last}");
        last = version;
        if version == 402 {
            assert_eq!(codes, Vec::<String>::new());
            break;
        }
    }
}

#[tokio::test]
async fn a_document_that_is_saved_nowhere_is_a_book_of_its_own() {
    let mut editor = Editor::open(&[]).await;
    let document = json!({ "uri": "untitled:Untitled-1", "languageId": "whenbook", "version": 1, "text": "trigger {" });
    editor.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    let pushed = editor.pushed("untitled:Untitled-1").await;
    assert!(!pushed["diagnostics"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn only_what_has_changed_is_said() {
    let files: Vec<(String, String)> =
        (0..1000).map(|at| (format!("{at}.when"), MESSAGE.replace("hello", &format!("m{at}")))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("rules.when", TRIGGER));
    let able = json!({ "window": { "workDoneProgress": true } });
    let mut editor = Setup::new(&files).capabilities(able).start().await;
    editor.did_open("rules.when", TRIGGER).await;
    let pushed = editor.pushed("rules.when").await;
    assert_eq!(codes(&pushed["diagnostics"]), ["E0201"]);
    let said = |editor: &mut Editor| {
        let pushed = |message: &&Value| message["method"] == "textDocument/publishDiagnostics";
        editor.unheard().iter().filter(pushed).count()
    };
    assert_eq!(said(&mut editor), 0, "no word of files without findings");
    editor.did_change("rules.when", 2, &TRIGGER.replace("hello", "m7")).await;
    assert_eq!(editor.diagnostics("rules.when").await, (Some(2), vec![]));
    editor.diagnostics("0.when").await;
}

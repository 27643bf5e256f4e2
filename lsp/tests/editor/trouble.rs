//! What goes wrong must not go on.

use serde_json::{Value, json};
use whenbook_lsp::Ending;

use crate::answers::BOOK;
use crate::client::{Editor, Setup};
use crate::diagnostics::{MESSAGE, TRIGGER};

#[tokio::test]
async fn a_question_about_nothing_is_answered() {
    let mut editor = Editor::open(&[("rules.when", BOOK)]).await;
    editor.did_open("rules.when", BOOK).await;
    assert_eq!(editor.ask("textDocument/hover", "gone.when", (3, 8), &json!({})).await, Value::Null);
    assert_eq!(editor.ask("textDocument/hover", "rules.when", (999, 999), &json!({})).await, Value::Null);
}

#[tokio::test]
async fn an_editor_leaves_or_dies() {
    assert_eq!(Editor::open(&[]).await.leave().await, Ending::Asked);
    assert_eq!(Editor::open(&[]).await.die().await, Ending::Abrupt);
    let mut editor = Editor::open(&[]).await;
    editor.notify("exit", Value::Null).await;
    assert_eq!(editor.ended().await, Ending::Abrupt);
}

#[tokio::test]
async fn malformed_messages_are_answered_and_passed_over() {
    let mut editor = Setup::new(&[]).start().await;
    for header in ["Content-Length: three", "Content-Length: 99999999999999999999", "nonsense", "Content-Type: x"] {
        editor.send_bytes(format!("{header}\r\n\r\n").as_bytes()).await;
    }
    for body in ["", "{\"a", "\u{fffd}", "[]", "{}", r#"{"id":7,"method":{}}"#, r#"{"id":false,"method":"shutdown"}"#] {
        editor.send_bytes(format!("content-length:{}\r\nX: y\r\n\r\n{body}", body.len()).as_bytes()).await;
    }
    editor.send_bytes(b"Content-Length: 2\r\n\r\n\xff\xff").await;
    editor.send_bytes(b"Content-Length: 28\r\n\r\n{\"id\":99,\"result\":\"unasked\"}").await;
    editor.request("textDocument/hover", json!({ "textDocument": 5 })).await;
    editor.request("textDocument/hover", Value::Null).await;
    editor.request("whenbook/no-such-method", json!({})).await;
    editor.notify("whenbook/no-such-news", json!({})).await;
    editor.notify("textDocument/didChange", json!({ "textDocument": {} })).await;
    editor.request("workspace/symbol", json!({ "query": "" })).await;
    let answered: Vec<Value> = editor.unheard().iter().map(|message| message["error"]["code"].clone()).collect();
    let (unread, no_sense) = (json!(-32700), json!(-32600));
    assert_eq!(answered, [vec![unread.clone(); 7], vec![no_sense; 4], vec![unread]].concat());
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn who_asks_before_the_greeting_is_told_to_greet() {
    let mut editor = Setup::new(&[]).connect();
    let answer = editor.request("textDocument/hover", json!({ "textDocument": { "uri": "file:///a.when" } })).await;
    assert_eq!(answer["code"], -32002);
    editor.request("initialize", json!({ "capabilities": {} })).await;
    let again = editor.request("initialize", json!({ "capabilities": {} })).await;
    assert_eq!(again["code"], -32600);
    assert_eq!(editor.leave().await, Ending::Asked);
}

#[tokio::test]
async fn nothing_is_answered_after_the_goodbye() {
    let mut editor = Editor::open(&[]).await;
    editor.request("shutdown", Value::Null).await;
    let answer = editor.request("workspace/symbol", json!({ "query": "" })).await;
    assert_eq!(answer["code"], -32600);
}

#[tokio::test]
async fn files_that_come_change_and_go_are_noticed() {
    let mut editor = Setup::new(&[("a/rules.when", TRIGGER)]).folders(&["a"]).start().await;
    editor.did_open("a/rules.when", TRIGGER).await;
    assert_eq!(editor.diagnostics("a/rules.when").await.1, ["E0201"]);
    editor.write("a/messages.when", MESSAGE);
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] })).await;
    assert_eq!(editor.diagnostics("a/rules.when").await.1, Vec::<String>::new());
    editor.remove("a/messages.when");
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] })).await;
    assert_eq!(editor.diagnostics("a/rules.when").await.1, ["E0201"]);
    editor.did_close("a/rules.when").await;
    assert_eq!(editor.diagnostics("a/rules.when").await, (None, vec![]));
}

/// A book that takes a while.
fn large() -> Vec<(String, String)> {
    let rules = |at: usize| TRIGGER.replace("greet", &format!("greet{at}")).replace("hello", &format!("hello{at}"));
    let file =
        |at| (format!("rules/{at}.when"), format!("{}{}", rules(at), MESSAGE.replace("hello", &format!("hello{at}"))));
    (0..1000).map(file).collect()
}

async fn open_large() -> Editor {
    let files = large();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut editor = Editor::open(&files).await;
    editor.did_open(files[0].0, files[0].1).await;
    editor
}

#[tokio::test]
async fn a_question_can_be_taken_back() {
    let mut editor = open_large().await;
    let parameters =
        json!({ "textDocument": { "uri": editor.uri("rules/0.when") }, "position": { "line": 0, "character": 9 } });
    let id = editor.start_request("textDocument/hover", parameters.clone()).await;
    editor.notify("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(editor.answer(id).await["code"], -32800);
    editor.notify("$/cancelRequest", json!({ "id": "never asked" })).await;
    assert!(editor.request("textDocument/hover", parameters).await["contents"].is_object());
}

#[tokio::test]
async fn who_leaves_during_a_long_check_need_not_wait() {
    assert_eq!(open_large().await.leave().await, Ending::Asked);
    assert_eq!(open_large().await.die().await, Ending::Abrupt);
}

#[tokio::test]
async fn what_is_typed_key_by_key_arrives_whole() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]).await;
    editor.did_open("rules.when", "").await;
    let end = |at: usize| {
        let before = TRIGGER.get(..at).unwrap();
        let (line, column) = (before.matches('\n').count(), at - before.rfind('\n').map_or(0, |last| last + 1));
        json!({ "line": line, "character": column })
    };
    let mut version = 1;
    // Typed, taken back, and typed anew, for more than 400 changes.
    for round in 0..7 {
        let keys: Vec<usize> =
            if round % 2 == 0 { (0..TRIGGER.len()).collect() } else { (0..TRIGGER.len()).rev().collect() };
        for at in keys {
            version += 1;
            let (to, text) = if round % 2 == 0 { (at, TRIGGER.get(at..=at).unwrap()) } else { (at + 1, "") };
            let change = json!({ "range": { "start": end(at), "end": end(to) }, "text": text });
            let document = json!({ "uri": editor.uri("rules.when"), "version": version });
            let parameters = json!({ "textDocument": document, "contentChanges": [change] });
            editor.notify("textDocument/didChange", parameters).await;
        }
    }
    assert!(version > 400);
    while editor.diagnostics("rules.when").await.0 != Some(version) {}
    let report = editor.ask_of("textDocument/diagnostic", "rules.when").await;
    assert_eq!(report["items"], json!([]));
}

#[tokio::test]
async fn odd_changes_are_taken_as_they_can_be() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]).await;
    editor.did_open("rules.when", "junk").await;
    // Opened twice: the newer text counts.
    editor.did_open("rules.when", &TRIGGER.replace("trigger greet", "greet")).await;
    let change = |uri: String, version: i64, range: Value, text: &str| json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "range": range, "text": text }] });
    let place = |line: u32, character: u32| json!({ "line": line, "character": character });
    let uri = editor.uri("rules.when");
    // Backwards, in range and in version; then beyond the end; then of a file that is not open.
    let backwards = json!({ "start": place(0, 5), "end": place(0, 0) });
    editor.notify("textDocument/didChange", change(uri.clone(), -7, backwards, "trigger greet")).await;
    let beyond = json!({ "start": place(900, 0), "end": place(4_000_000_000, 5) });
    editor.notify("textDocument/didChange", change(uri, 0, beyond, "// the end")).await;
    let other = json!({ "start": place(0, 0), "end": place(0, 0) });
    editor.notify("textDocument/didChange", change(editor.uri("other.when"), 2, other, "x")).await;
    editor.did_close("never opened.when").await;
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    editor.did_change("messages.when", 3, "not open").await;
    let edits = editor.ask("textDocument/formatting", "rules.when", (0, 0), &options).await;
    assert_eq!(edits[0]["newText"], "// the end\n", "{edits}");
    let report = editor.ask_of("textDocument/diagnostic", "rules.when").await;
    assert_eq!(report["items"], json!([]));
}

#[tokio::test]
async fn a_file_that_vanishes_takes_nothing_with_it() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]).await;
    std::os::unix::fs::symlink("nowhere.when", editor.path().join("vanished.when")).unwrap();
    editor.did_open("rules.when", &TRIGGER.replace("send hello", "send helo")).await;
    assert_eq!(editor.diagnostics("rules.when").await.1, ["E0201"]);
}

#[tokio::test]
async fn bytes_that_are_no_letters_and_other_ends_of_lines_do_no_harm() {
    let rules = TRIGGER.replace('\n', "\r\n").replace("hello", "helo");
    let bom = format!("\u{feff}{MESSAGE}junk");
    let files =
        [("rules.when", rules.as_bytes()), ("bom.when", bom.as_bytes()), ("latin.when", b"list l { \"caf\xe9\" }\n")];
    let mut editor = Setup::of_bytes(&files).start().await;
    for name in ["rules.when", "bom.when", "latin.when"] {
        let report = editor.ask_of("textDocument/diagnostic", name).await;
        assert!(!report["items"].as_array().unwrap().is_empty(), "{name}");
    }
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn a_question_of_the_protocol_that_is_not_known_is_answered() {
    let mut editor = Editor::open(&[]).await;
    assert_eq!(editor.request("$/foo", json!({})).await["code"], -32601);
    editor.notify("$/foo", json!({})).await;
    assert_eq!(editor.leave().await, Ending::Asked);
}

#[tokio::test]
async fn an_editor_that_dies_without_closing_the_input_is_missed() {
    let mut process = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let mut editor = Setup::new(&[]).connect();
    editor.request("initialize", json!({ "processId": process.id(), "capabilities": {} })).await;
    assert!(editor.request("shutdown", Value::Null).await.is_null());
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(editor.ended().await, Ending::Asked);
}

#[tokio::test]
async fn what_was_asked_of_an_older_text_is_not_worked_out() {
    let mut editor = open_large().await;
    let document = json!({ "textDocument": { "uri": editor.uri("rules/0.when") } });
    let older: Vec<i64> = {
        let mut asked = Vec::new();
        for version in 2..22 {
            asked.push(editor.start_request("textDocument/codeLens", document.clone()).await);
            editor.did_change("rules/0.when", version, &format!("{MESSAGE}// {version}\n")).await;
        }
        asked
    };
    let newest = editor.start_request("textDocument/codeLens", document).await;
    let mut given_up = 0;
    for id in older {
        given_up += i32::from(editor.answer(id).await["code"] == -32801);
    }
    assert!(given_up > 10, "{given_up}");
    assert!(editor.answer(newest).await.is_array());
}

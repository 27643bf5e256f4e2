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

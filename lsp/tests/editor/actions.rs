//! Code actions, as an editor asks for them.

use serde_json::{Value, json};

use crate::client::{Editor, Setup};

const BOOK: &str = "trigger greet \"Greeting\" {
  on customer.wrote
  once per session
  when user.locale is \"ko\" or user.locale is \"en\"
  do { send \"안녕하세요 😀 {user.name or there}\" }
}
";

const TESTS: &str = "test \"Greeting\" {
  receive customer.wrote
  expect not fired greet
}
";

async fn opened(capabilities: Value) -> Editor {
    let files = [("rules.when", BOOK), ("tests.when", TESTS)];
    let mut editor = Setup::new(&files).capabilities(capabilities).start().await;
    editor.did_open("rules.when", BOOK).await;
    editor
}

fn knowing() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": { "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } } },
    })
}

/// All that is offered at a position.
async fn offered(editor: &mut Editor, line: u32, character: u32, only: Option<Value>) -> Vec<Value> {
    let place = json!({ "line": line, "character": character });
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = only;
    }
    let more = json!({ "range": { "start": place, "end": place }, "context": context });
    editor.ask("textDocument/codeAction", "rules.when", (line, character), &more).await.as_array().unwrap().clone()
}

fn titles(actions: &[Value]) -> Vec<String> {
    let told = |action: &Value| format!("{}: {}", action["kind"].as_str().unwrap(), action["title"].as_str().unwrap());
    actions.iter().map(told).collect()
}

#[tokio::test]
async fn what_is_chosen_is_worked_out() {
    let mut editor = opened(knowing()).await;
    let actions = offered(&mut editor, 3, 22, None).await;
    let expected =
        ["refactor.extract: give this condition a name: `locale_ko`", "refactor.rewrite: write `user.locale in [ … ]`"];
    assert_eq!(titles(&actions), expected);
    assert!(actions.iter().all(|action| action["edit"].is_null()));
    let list = editor.request("codeAction/resolve", actions[1].clone()).await;
    let change = &list["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    assert_eq!(change["edits"][0]["newText"], "  when user.locale in [\"ko\", \"en\"]\n");
}

#[tokio::test]
async fn kinds_are_chosen() {
    let mut editor = opened(knowing()).await;
    let extracted = offered(&mut editor, 3, 22, Some(json!(["refactor.extract"]))).await;
    assert_eq!(titles(&extracted), ["refactor.extract: give this condition a name: `locale_ko`"]);
    assert_eq!(titles(&offered(&mut editor, 3, 22, Some(json!(["source.fixAll"]))).await), [""; 0]);
}

#[tokio::test]
async fn a_test_is_written_where_the_tests_are() {
    let mut editor = opened(knowing()).await;
    let actions = offered(&mut editor, 0, 10, None).await;
    assert_eq!(titles(&actions), ["refactor: write a test for `greet`"]);
    editor.request("codeAction/resolve", actions[0].clone()).await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn an_editor_that_knows_less_gets_the_changes_at_once() {
    let mut editor = opened(json!({})).await;
    let actions = offered(&mut editor, 4, 20, None).await;
    assert_eq!(titles(&actions), ["refactor.extract: make a message of this text: `greet_text`"]);
    let changes = &actions[0]["edit"]["changes"][editor.uri("rules.when")];
    assert!(changes[0]["newText"].as_str().unwrap().contains("message greet_text { en: \"안녕하세요"), "{changes}");
}

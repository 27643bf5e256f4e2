//! The commands on a small book, as documents that a person can judge.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde_json::{Value as Json, json};

use super::Command;
use crate::books::Books;
use crate::state::State;

const RULES: &str = include_str!("sample/rules.when");
const TESTS: &str = include_str!("sample/tests.when");

/// The answer and the message of a command in that book, with `BOOK` for its folder.
fn ask(files: &[(&str, &str)], name: &str, argument: Json) -> Result<(Json, String), String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("whenbook.toml"), "name = \"Desk\"\n").unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    asked(folder.path(), name, argument)
}

fn asked(folder: &Path, name: &str, mut argument: Json) -> Result<(Json, String), String> {
    let open = Books::default().open(&folder.join("rules.when"), &State::default()).unwrap();
    argument["uri"] = format!("file://{}/rules.when", folder.display()).into();
    let answer = Command::parse(name, vec![argument])
        .and_then(|command| command.run(&open, &AtomicBool::new(false)))
        .map_err(|error| error.message.replace(&folder.display().to_string(), "BOOK"))?;
    let value = answer.value.to_string().replace(&folder.display().to_string(), "BOOK");
    Ok((serde_json::from_str(&value).unwrap(), answer.message.map(|(_, text)| text).unwrap_or_default()))
}

fn book() -> [(&'static str, &'static str); 2] {
    [("rules.when", RULES), ("tests.when", TESTS)]
}

fn shown((mut value, message): (Json, String)) -> String {
    shorten(&mut value);
    format!("{}\n\n--- message\n{message}", serde_json::to_string_pretty(&value).unwrap())
}

/// Ranges as `line:character-line:character`.
fn shorten(value: &mut Json) {
    if let Some(start) = value.get("start") {
        let end = &value["end"];
        let short = format!("{}:{}-{}:{}", start["line"], start["character"], end["line"], end["character"]);
        *value = short.into();
        return;
    }
    match value {
        Json::Array(values) => values.iter_mut().for_each(shorten),
        Json::Object(fields) => fields.values_mut().for_each(shorten),
        _ => {}
    }
}

#[test]
fn tests_are_listed() {
    insta::assert_snapshot!(shown(ask(&book(), "whenbook.tests", json!({})).unwrap()));
}

#[test]
fn tests_are_run() {
    insta::assert_snapshot!(shown(ask(&book(), "whenbook.runTests", json!({ "coverage": true })).unwrap()));
    let some = |names: Json| {
        ask(&book(), "whenbook.runTests", json!({ "names": names })).map(|(value, _)| value["summary"].clone())
    };
    assert_eq!(some(json!(["mina_in_the_morning"])).unwrap(), "2 tests passed");
    assert_eq!(some(json!(["Each plan"])).unwrap(), "2 tests passed");
    assert_eq!(some(json!(["Each plan (plan: free, rule: hello)"])).unwrap(), "1 test passed");
    assert_eq!(some(json!(["Thanked"])).unwrap_err(), "this book has no test `Thanked`; did you mean `Thanks`?");
}

#[test]
fn a_test_is_played() {
    insta::assert_snapshot!(shown(ask(&book(), "whenbook.play", json!({ "name": "A morning" })).unwrap()));
}

#[test]
fn a_scenario_is_played() {
    let (_, message) = ask(&book(), "whenbook.play", json!({ "name": "mina_in_the_morning" })).unwrap();
    insta::assert_snapshot!(message);
}

#[test]
fn the_graph_is_drawn() {
    let (mut value, message) = ask(&book(), "whenbook.graph", json!({})).unwrap();
    assert!(value["svg"].as_str().unwrap().starts_with("<svg"));
    value["svg"] = "…".into();
    insta::assert_snapshot!(shown((value, message)));
}

const LOG: &str = concat!(
    r#"{"specversion":"1.0","id":"1","source":"/a","type":"conversation.requested","subject":"c","time":"2026-12-01T10:00:00Z","data":{"user":{"id":"u","plan":"free"}}}"#,
    "\n",
    r#"{"specversion":"1.0","id":"2","source":"/a","type":"customer.wrote","subject":"c","time":"2026-12-01T10:01:00Z","data":{"message":{"text":"Where is my refund?"}}}"#,
);

#[test]
fn a_recorded_event_is_explained() {
    insta::assert_snapshot!(shown(ask(&book(), "whenbook.why", json!({ "log": LOG })).unwrap()));
    let verdict = |argument: Json| ask(&book(), "whenbook.why", argument).map(|(value, _)| value["verdict"].clone());
    assert_eq!(verdict(json!({ "log": LOG, "rule": "hello" })).unwrap(), "`hello` fired.");
    assert_eq!(
        verdict(json!({ "log": LOG, "nth": 1 })).unwrap(),
        "On `conversation.requested` `hello` fired; one other trigger did not."
    );
    assert_eq!(
        verdict(json!({ "log": LOG, "rule": "hello_pro", "event": "2" })).unwrap(),
        "`hello_pro` was not looked at on `customer.wrote` (2)."
    );
    let (waited, _) = ask(&book(), "whenbook.why", json!({ "log": LOG, "rule": "refund" })).unwrap();
    assert_eq!(waited["event"]["name"], "refund after its wait");
    assert_eq!(waited["since"], "The wait began at 2026-12-01 10:01 on `customer.wrote` (2).");
    assert!(verdict(json!({ "log": LOG, "rule": "hello", "nth": 2 })).unwrap_err().contains("no time of number 2"));
    assert!(verdict(json!({ "log": LOG, "event": "3" })).unwrap_err().contains("no event `3`"));
    assert!(verdict(json!({ "log": LOG, "rule": "helo" })).unwrap_err().contains("did you mean `hello`"));
    assert!(verdict(json!({ "log": "nowhere.jsonl" })).unwrap_err().contains("cannot read `BOOK/nowhere.jsonl`"));
}

#[test]
fn a_rule_is_tried() {
    let (made, message) = ask(&book(), "whenbook.try", json!({ "rule": "refund" })).unwrap();
    let again = json!({ "rule": "refund", "event": made["event"] });
    assert_eq!(ask(&book(), "whenbook.try", again).unwrap().0["effects"], made["effects"]);
    insta::assert_snapshot!(shown((made, message)));
    let event = json!({ "type": "customer.wrote", "data": { "message": { "text": "Hello" } } });
    let (other, _) = ask(&book(), "whenbook.try", json!({ "rule": "refund", "event": event })).unwrap();
    assert_eq!(other["fired"], false);
    let wrong = |event: Json| ask(&book(), "whenbook.try", json!({ "rule": "refund", "event": event })).unwrap_err();
    assert!(wrong(json!({ "type": "customer.wrot" })).contains("did you mean `customer.wrote`"));
    assert!(wrong(json!({ "type": "customer.wrote", "data": { "user": { "plan": "gold" } } })).contains("`user.plan`"));
}

#[test]
fn what_cannot_be_done_says_why() {
    let broken = [("rules.when", "trigger t {\n  on customer.wrot\n}\n"), ("tests.when", "")];
    let wrong = |name: &str, argument: Json| ask(&book(), name, argument).unwrap_err();
    let told = [
        ask(&broken, "whenbook.runTests", json!({})).unwrap_err(),
        wrong("whenbook.play", json!({})),
        wrong("whenbook.play", json!({ "name": "A mornin" })),
        wrong("whenbook.graph", json!({ "svg": true })),
        wrong("whenbook.sing", json!({})),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

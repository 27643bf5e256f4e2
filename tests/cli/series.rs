//! Tests that play a log of events: `receive from "…"`.

use std::fs;
use std::path::Path;

use super::{transcript, whenbook};

const BOOK: &str = r#"trigger thanks {
  on customer.wrote
  do {
    wait 10s unless agent.wrote
    send "Thank you, {user.name or friend}!"
  }
}

scenario a_busy_morning { receive from "../logs/morning.jsonl" }

test "It keeps its own times" {
  given a_busy_morning
  expect timeline """
    Tuesday 2026-12-01
    10:00:00  customer.wrote ("Hello")
              thanks: waits until 10:00:10
    10:00:05  c-2: customer.wrote ("Anybody?")
              thanks: waits until 10:00:15
    10:00:10  agent.wrote
              thanks: the rest after its wait was dropped: `agent.wrote` came
  """
  advance 5s
  expect sent "Thank you, friend!"
}

test "Or begins when the test does" {
  at 2026-03-02 08:00
  receive from "../logs/morning.jsonl"
  receive from "../logs/morning.jsonl"
  expect fired thanks
  expect sent "Thank you, friend!"
  at 2026-03-02 08:01
  expect nothing sent
}
"#;

const LOG: &str = r#"{"specversion":"1.0","id":"1","source":"acme","type":"customer.wrote","subject":"c-1","time":"2026-12-01T10:00:00Z","data":{"message":{"text":"Hello"},"user":{"name":"Mina"}}}
{"specversion":"1.0","id":"2","source":"acme","type":"customer.wrote","subject":"c-2","time":"2026-12-01T10:00:05Z","data":{"message":{"text":"Anybody?"},"user":{"id":"kim"}}}

{"specversion":"1.0","id":"3","source":"acme","type":"agent.wrote","subject":"c-1","time":"2026-12-01T10:00:10Z"}
{"specversion":"1.0","id":"3","source":"acme","type":"agent.wrote","subject":"c-1","time":"2026-12-01T10:00:10Z"}
"#;

fn write(folder: &Path, book: &str, log: &str) {
    for name in ["rules", "logs"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    fs::write(folder.join("rules/rules.when"), book).unwrap();
    fs::write(folder.join("logs/morning.jsonl"), log).unwrap();
}

#[test]
fn tests_play_logs() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), BOOK, LOG);
    let told = transcript(folder.path(), &["test", "."], b"");
    whenbook(folder.path(), &["build", ".", "-o", "book.json"], b"");
    // What is compiled needs the log no more.
    fs::remove_dir_all(folder.path().join("logs")).unwrap();
    let compiled = transcript(folder.path(), &["test", "book.json"], b"");
    insta::assert_snapshot!(format!("{told}\n{compiled}"));
}

/// As `run` plays it: each conversation keeps its user, and what comes late keeps its time.
#[test]
fn the_users_and_times_of_a_log_stay_what_they_are() {
    const BOOK: &str = r#"trigger hello {
  on customer.wrote
  once per user
  when user.plan is pro
  do { send "Hello {user.name or friend}, {conversation.id}" }
}

trigger late {
  on agent.wrote
  do { note "{time.now}" }
}

test "The log's user stays" {
  given { user.plan is pro }
  receive from "../logs/morning.jsonl"
  expect did send "Hello Mina, first"
  expect did note "2026-12-01 10:01"
  receive customer.wrote
  expect not fired hello
  receive customer.wrote in c_2
  expect not fired hello
}

test "Or is another one by the test's word" {
  receive from "../logs/morning.jsonl"
  receive customer.wrote { user.id is "somebody", user.plan is pro }
  expect fired hello
}
"#;
    let log = LOG.replace("\"name\":\"Mina\"", "\"id\":\"mina\",\"name\":\"Mina\"");
    let log = log.replace("c-2", "c_2").replace("10:00:05", "10:02:00").replace("10:00:10", "10:01:00");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), BOOK, &log);
    insta::assert_snapshot!(transcript(folder.path(), &["test", "."], b""));
}

#[test]
fn a_log_of_two_accounts_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), BOOK, &LOG.replacen("acme", "other", 1));
    insta::assert_snapshot!(transcript(folder.path(), &["check", "."], b""));
}

#[test]
fn what_is_wrong_in_a_log_is_told_there() {
    let folder = tempfile::tempdir().unwrap();
    let broken = LOG.replace("\"agent.wrote\"", "\"agent.rote\"").replace("\"id\":\"2\",", "");
    write(folder.path(), BOOK, &broken);
    let wrong = transcript(folder.path(), &["check", "."], b"");
    write(folder.path(), BOOK, "\n");
    let empty = transcript(folder.path(), &["check", "."], b"");
    fs::remove_dir_all(folder.path().join("logs")).unwrap();
    let missing = transcript(folder.path(), &["check", "."], b"");
    insta::assert_snapshot!([wrong, empty, missing].join("\n"));
}

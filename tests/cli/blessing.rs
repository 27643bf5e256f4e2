//! `whenbook test --bless` writes timelines into tests.

use std::fs;

use super::{transcript, whenbook};

const BOOK: &str = r#"trigger thanks {
  on customer.wrote
  do {
    wait 10s unless agent.wrote
    send "Thank you,\n{user.name or friend}!"
    call webhook "crm" with { text: message.text }
  }
}

automation slow {
  after 5m since last customer.wrote unless agent.wrote
  do { add tag "slow" }
}

test "Not written so far" {
  receive customer.wrote { message.text is "It says \"\"\" \{here} \\" }
  receive customer.wrote in second
  advance 10s
  expect timeline
  receive agent.wrote
  expect timeline
  expect nothing sent
}

test "As it was" {
  at 2026-12-01 23:57
  receive customer.wrote
  advance 2h  // and then
  expect timeline """
      Tuesday 2026-12-01
      23:57:00  customer.wrote
  """
}

test "Rows say different things" {
  given { user.name is <name> }
  receive customer.wrote
  expect timeline
  advance 10s
  expect timeline
  rows {
    name: "Mina"
    name: "Joon"
  }
}

test "Right" {
  advance 5m
  expect timeline """
    nothing happened
  """
}
"#;

#[test]
fn timelines_are_written_where_they_differ() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.when");
    fs::write(&file, BOOK).unwrap();
    let before = transcript(folder.path(), &["test", "rules.when", "--filter", "As it was"], b"");
    let told = transcript(folder.path(), &["test", ".", "--bless"], b"");
    let written = fs::read_to_string(&file).unwrap();
    insta::assert_snapshot!(format!("{before}\n{told}\n{written}"));
    // What was written is what happens, and laid out.
    transcript(folder.path(), &["test", ".", "--bless"], b"");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    let format = whenbook(folder.path(), &["fmt", "--check", "."], b"");
    assert_eq!(format.status.code(), Some(0));
}

#[test]
fn a_compiled_or_broken_book_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.when");
    fs::write(&file, BOOK).unwrap();
    whenbook(folder.path(), &["build", "rules.when", "-o", "book.json"], b"");
    let compiled = transcript(folder.path(), &["test", "book.json", "--bless"], b"");
    let broken = BOOK.replace("do {", "do");
    fs::write(&file, &broken).unwrap();
    let told = whenbook(folder.path(), &["test", ".", "--bless"], b"");
    assert_eq!(told.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), broken);
    insta::assert_snapshot!(compiled);
}

/// Line ends stay what they are.
#[test]
fn windows_lines_stay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.when");
    fs::write(&file, BOOK.replace('\n', "\r\n")).unwrap();
    whenbook(folder.path(), &["test", ".", "--bless"], b"");
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    assert!(written.matches('\n').count() > BOOK.matches('\n').count());
}

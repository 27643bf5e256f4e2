//! What cannot be done is said so, with exit code 2.

use std::fs;

use super::{told, transcript, whenbook};

#[test]
fn what_is_not_a_book() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("notes.txt"), "hello").unwrap();
    fs::write(folder.path().join("broken.json"), "{\"format\": 1,").unwrap();
    fs::write(folder.path().join("newer.json"), "{\"format\": 99}").unwrap();
    let told = ["nowhere", "empty", "notes.txt", "broken.json", "newer.json"]
        .map(|book| transcript(folder.path(), &["check", book], b""));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn wrong_arguments() {
    let told = [
        told(&["explain", "not-utf-8"]),
        told(&["explain", "Q1"]),
        told(&["run", "small"]),
        told(&["run", "small", "--events", "small/events.jsonl", "--until", "tomorrow"]),
        told(&["fly"]),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let told = transcript(folder.path(), &["new", "."], b"");
    insta::assert_snapshot!(told);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let command = format!("{} explain | true", env!("CARGO_BIN_EXE_whenbook"));
    let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = std::env::temp_dir();
    let colored = |arguments: &[&str]| whenbook(&folder, arguments, b"").stdout.contains(&0x1b);
    assert!(!colored(&["explain", "E0001"]));
    assert!(colored(&["explain", "E0001", "--color", "always"]));
    assert!(!colored(&["explain", "E0001", "--color", "never"]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_whenbook"));
    let output = command.args(["explain", "E0001"]).stdout(full).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("error: cannot write the output: "), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

/// It was cut to what fitted on the disk.
#[cfg(unix)]
#[test]
fn a_book_that_cannot_be_written_whole_leaves_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let trigger =
        |number: usize| format!("trigger t{number} {{\n  on customer.wrote\n  do {{ add tag \"{number}\" }}\n}}\n");
    fs::write(folder.path().join("many.when"), (0..200).map(trigger).collect::<String>()).unwrap();
    fs::write(folder.path().join("out.book"), "the one before").unwrap();
    let limited =
        format!("trap '' XFSZ; ulimit -f 4; exec {} build many.when -o out.book", env!("CARGO_BIN_EXE_whenbook"));
    let output = std::process::Command::new("sh").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("out.book")).unwrap(), "the one before");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

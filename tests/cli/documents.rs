//! What README.md and docs/cli.md show is what happens.
//!
//! Every block marked `console` is run, in order, in one folder a document that holds a copy of `examples/`. A line `…` in
//! the output stands for any number of lines. `WHENBOOK_UPDATE=1 cargo test documents` writes outputs that have no such
//! line anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_readme_is_true() {
    check("README.md");
}

#[test]
fn the_page_on_the_command_line_is_true() {
    check("docs/cli.md");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn check(document: &str) {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples"), &folder.path().join("examples"));
    let mut written = String::new();
    let mut wrong = Vec::new();
    for piece in pieces(&text) {
        match piece {
            Piece::Other(line) => written.push_str(line),
            Piece::Command { line, command, output } => {
                let happened = run(folder.path(), command);
                written.push_str(line);
                if !matches(&output, &happened) {
                    wrong.push(format!("$ {command}\n--- in {document}:\n{output}--- in truth:\n{happened}"));
                }
                let elided = output.lines().any(|line| line == "…");
                written.push_str(if elided { &output } else { &happened });
            }
        }
    }
    if std::env::var_os("WHENBOOK_UPDATE").is_some() {
        fs::write(root().join(document), written).unwrap();
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

enum Piece<'a> {
    /// A line that is not run, with its line break.
    Other(&'a str),
    /// A command and the output below it.
    Command { line: &'a str, command: &'a str, output: String },
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut in_block = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") {
            in_block = line.trim_end() == "```console";
            pieces.push(Piece::Other(line));
        } else if let (true, Some(command)) = (in_block, line.strip_prefix("$ ")) {
            pieces.push(Piece::Command { line, command: command.trim_end(), output: String::new() });
        } else if let (true, Some(Piece::Command { output, .. })) = (in_block, pieces.last_mut()) {
            output.push_str(line);
        } else {
            pieces.push(Piece::Other(line));
        }
    }
    pieces
}

/// Runs a line in a shell that finds `whenbook`; its output, then its exit code if it is not 0.
fn run(folder: &Path, command: &str) -> String {
    let command = command.replace("cargo run --release -- ", "whenbook ");
    let binary = Path::new(env!("CARGO_BIN_EXE_whenbook"));
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.parent().unwrap().display()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn matches(expected: &str, happened: &str) -> bool {
    let pieces: Vec<&str> = expected.split("…\n").collect();
    let [first, middle @ .., last] = pieces.as_slice() else { return expected == happened };
    let Some(mut rest) = happened.strip_prefix(first) else { return false };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

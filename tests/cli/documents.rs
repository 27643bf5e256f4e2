//! What README.md, docs/cli.md and docs/testing.md show is what happens.
//!
//! Every block marked `console` is run, in order, in one folder a document that holds a copy of `examples/`. A line `…` in
//! the output stands for any number of lines. `WHENBOOK_UPDATE=1 cargo test documents` writes the outputs anew; of one with
//! such a line, as many lines before and after it as there were.

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

#[test]
fn the_page_on_ci_is_true() {
    check("docs/ci.md");
}

#[test]
fn the_page_on_testing_is_true() {
    check("docs/testing.md");
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
                written.push_str(&renewed(&output, &happened));
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

/// The pieces of an output between its lines `…`, each with its line ends.
fn pieces_shown(shown: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in shown.split_inclusive('\n') {
        match pieces.last_mut() {
            Some(piece) if line != "…\n" => piece.push_str(line),
            _ => pieces.push(String::new()),
        }
    }
    pieces
}

fn renewed(shown: &str, happened: &str) -> String {
    let pieces = pieces_shown(shown);
    let [head, .., tail] = pieces.as_slice() else { return happened.to_owned() };
    let lines: Vec<&str> = happened.split_inclusive('\n').collect();
    let head = head.lines().count().min(lines.len());
    let tail = lines.len().saturating_sub(tail.lines().count()).max(head);
    format!("{}…\n{}", lines[..head].concat(), lines[tail..].concat())
}

fn matches(expected: &str, happened: &str) -> bool {
    let pieces = pieces_shown(expected);
    let [first, middle @ .., last] = pieces.as_slice() else { return expected == happened };
    let Some(mut rest) = happened.strip_prefix(first.as_str()) else { return false };
    for piece in middle {
        let Some((_, after)) = rest.split_once(piece.as_str()) else { return false };
        rest = after;
    }
    rest.ends_with(last.as_str())
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

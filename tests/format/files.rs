//! Our own files are in the canonical layout.

use std::path::{Path, PathBuf};

use whenbook::syntax;

/// All `.when` files that ship or serve as examples, with their texts.
pub(super) fn ours() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["std-rules", "examples"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "when") {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

/// The examples of the language page, those of conditions and actions as parts of a declaration.
fn documented() -> Vec<String> {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md")).unwrap();
    let mut examples = Vec::new();
    let mut example: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut example, line.strip_prefix("```")) {
            (Some((kind, text)), Some(_)) => {
                examples.push(whole(kind, text));
                example = None;
            }
            (Some((_, text)), None) => *text += &format!("{line}\n"),
            (None, Some(kind)) => example = Some((kind.to_owned(), String::new())),
            (None, None) => {}
        }
    }
    examples.retain(|text| !text.is_empty());
    examples
}

fn whole(kind: &str, text: &str) -> String {
    let inside = |depth: usize| text.lines().map(|line| format!("{}{line}\n", " ".repeat(depth))).collect::<String>();
    match kind.split(' ').collect::<Vec<_>>()[..] {
        ["when", "conditions", ..] => format!("condition example when all {{\n{}}}\n", inside(2)),
        ["when", "actions", ..] => format!("trigger example \"Example\" {{\n  do {{\n{}  }}\n}}\n", inside(4)),
        ["when", ..] => text.to_owned(),
        _ => String::new(),
    }
}

#[test]
fn our_files_are_formatted() {
    for (path, text) in ours() {
        let formatted = syntax::format(&text).unwrap_or_else(|| panic!("{} has errors", path.display()));
        assert!(formatted == text, "{} is not formatted: cargo run -- fmt std-rules examples", path.display());
    }
}

#[test]
fn examples_of_the_language_page_are_formatted() {
    let examples = documented();
    assert!(examples.len() > 10);
    for text in examples {
        let formatted = syntax::format(&text).unwrap_or_else(|| panic!("errors in an example:\n{text}"));
        assert_eq!(formatted, text);
    }
}

//! What the parser has said of a damaged file is not said again in other words.

use std::fs;

use whenbook::diagnostic::{FileId, Finding};
use whenbook::syntax;

use super::compiled;

/// `daily` for days that have hours already, and `activate a-b` where `a_b` is active, are two matters at one place.
const TWO_MATTERS: &[&str] = &["E0455", "A0418"];

/// Whether a code is of the parser.
fn is_of_the_form(finding: &Finding) -> bool {
    finding.code.id.starts_with("E01") || finding.code.id.starts_with("W01")
}

#[test]
fn nothing_is_said_twice() {
    let mut twice = Vec::new();
    for entry in fs::read_dir("tests/broken").expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "when") {
            continue;
        }
        let (text, _) = syntax::decode(FileId(0), &fs::read(&path).expect("bytes"));
        let compiled = compiled("book.when", &text);
        let (form, meaning): (Vec<_>, Vec<_>) = compiled.findings.iter().partition(|finding| is_of_the_form(finding));
        for other in meaning {
            let span = other.primary.location.span;
            let same = form.iter().find(|finding| {
                let place = finding.primary.location.span;
                place == span
            });
            if let Some(same) = same
                && !TWO_MATTERS.contains(&other.code.id)
            {
                twice.push(format!(
                    "{} `{}`\n  {} {}\n  {} {}",
                    path.display(),
                    span.of(&text),
                    same.code.id,
                    same.message,
                    other.code.id,
                    other.message
                ));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

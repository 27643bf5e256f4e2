//! Comments that allow findings: `// whenbook allow unused: kept for the summer sale`.

use super::{Completion, CompletionKind, Fit, keyword};
use crate::diagnostic::codes::group::Group;
use crate::diagnostic::{Severity, Span};
use crate::lint;

/// The word that is begun in a comment.
pub(super) fn begun(text: &str, offset: u32) -> Span {
    let before = Span::new(0, offset).of(text);
    let word = before.len() - before.trim_end_matches(|letter: char| letter.is_alphanumeric() || letter == '-').len();
    Span::new(offset - u32::try_from(word).unwrap_or(0), offset)
}

/// What may follow what is written of a comment.
pub(super) fn offers(written: &str) -> Vec<Completion> {
    let words: Vec<&str> = written.split_whitespace().collect();
    match words.as_slice() {
        [] => {
            let allow = keyword("whenbook allow").snippet("whenbook allow ${1:name}: ${2:why}");
            vec![allow.docs("allows a finding here; the reason stands behind the colon")]
        }
        ["whenbook"] => vec![keyword("allow").insert("allow ")],
        ["whenbook", "allow", rest @ ..] if !written.contains(':') => match rest.last() {
            None => names(rest),
            Some(last) if last.ends_with(',') => names(rest),
            Some(_) => vec![keyword("in this file").docs("not only here")],
        },
        _ => Vec::new(),
    }
}

fn names(written: &[&str]) -> Vec<Completion> {
    let is_written = |name: &str| written.iter().any(|word| word.trim_end_matches(',') == name);
    let codes = lint::codes().into_iter().filter(|code| code.severity() != Severity::Error);
    let codes = codes.filter(|code| !is_written(code.name)).map(|code| {
        Completion::new(code.name, CompletionKind::Value).detail(code.id).docs(code.explanation).fit(Fit::Wanted)
    });
    let groups = Group::all().map(|group| {
        Completion::new(group.name(), CompletionKind::Value)
            .detail("all of these")
            .docs(group.about())
            .fit(Fit::Possible)
    });
    codes.chain(groups).collect()
}

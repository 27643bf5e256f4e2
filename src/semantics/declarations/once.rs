//! Lines of which a policy has one at most.

use crate::diagnostic::codes::policies;
use crate::diagnostic::{FileId, Finding, Location, Span};

/// Reports each line whose kind was there before; a line without a kind may stand as often as it likes.
pub fn check(lines: impl Iterator<Item = (Option<&'static str>, Span)>, file: FileId, findings: &mut Vec<Finding>) {
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for (kind, span) in lines {
        let Some(kind) = kind else {
            continue;
        };
        match seen.iter().find(|(known, _)| *known == kind) {
            Some((_, first)) => findings.push(
                Finding::new(&policies::LINE_TWICE, Location { file, span }, format!("the line `{kind}` stands twice"))
                    .also(Location { file, span: *first }, "first here")
                    .help("keep one of them"),
            ),
            None => seen.push((kind, span)),
        }
    }
}

//! What a finding is that a comment allows.

use super::Hover;
use crate::diagnostic::codes::group::Group;
use crate::diagnostic::{Severity, Span};
use crate::ide::{Analysis, Position};
use crate::lint;
use crate::syntax::Kind;

/// Of the name of a finding, or of a group of them, in `// whenbook allow NAME: why`.
pub(super) fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let parse = analysis.parse(position.file);
    let comment = parse.tree.leaf_at(position.offset).filter(|leaf| leaf.kind() == Kind::comment)?;
    let (names, _) = comment.text().split_once(':').unwrap_or((comment.text(), ""));
    if !names.trim_start_matches('/').trim_start().starts_with("whenbook allow ") {
        return None;
    }
    let span = word(analysis.text(position.file), position.offset, comment.span());
    let name = span.of(analysis.text(position.file));
    let text = match (lint::code(name), Group::find(name)) {
        (Some(code), _) => {
            let severity = match code.severity() {
                Severity::Error => "an error, which nothing can allow",
                Severity::Warning => "a warning",
                Severity::Advice => "an advice",
            };
            format!("**{} {}**: {severity}\n\n{}", code.id, code.name, code.explanation)
        }
        (None, Some(group)) => {
            let of_it = lint::codes().into_iter().filter(|code| code.group() == group);
            let lines: Vec<String> = of_it.map(|code| format!("- {} {}", code.id, code.name)).collect();
            format!("**{}**: {}\n\n{}", group.name(), group.about(), lines.join("\n"))
        }
        (None, None) => return None,
    };
    Some(Hover { span, text, from: None })
}

/// The word at an offset, within a span.
fn word(text: &str, offset: u32, within: Span) -> Span {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-';
    let before = Span::new(within.start, offset).of(text);
    let after = Span::new(offset, within.end).of(text);
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(0);
    let start = length(before) - length(before.trim_end_matches(is_part));
    let end = length(after) - length(after.trim_start_matches(is_part));
    Span::new(offset - start, offset + end)
}

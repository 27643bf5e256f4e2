//! Selections that grow: word, line, block, declaration, file.

use super::{Analysis, Position};
use crate::diagnostic::Span;

/// What holds a position, from the smallest to the whole file; each is larger than the one before.
#[must_use]
pub fn selection(analysis: &Analysis, position: Position) -> Vec<Span> {
    let parse = analysis.parse(position.file);
    let Some(leaf) = parse.tree.leaf_at(position.offset) else { return Vec::new() };
    let mut spans: Vec<Span> = Vec::new();
    for span in std::iter::once(leaf.span()).chain(leaf.ancestors().map(|node| node.span())) {
        if spans.last().is_none_or(|last| span.start <= last.start && last.end <= span.end && span != *last) {
            spans.push(span);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;

    #[test]
    fn a_selection_grows_to_the_file() {
        let (analysis, position) =
            at("trigger t {\n  on customer.wrote\n  when user.name is \"Mi$0na\"\n  do { close }\n}\n");
        let spans = super::selection(&analysis, position);
        let texts: Vec<&str> = spans.iter().map(|span| span.of(analysis.text(position.file))).collect();
        assert_eq!(texts.first(), Some(&"Mina"));
        assert!(texts.contains(&"\"Mina\"") && texts.contains(&"user.name is \"Mina\""));
        assert!(texts.last().is_some_and(|last| last.starts_with("trigger") && last.len() > 40));
    }
}

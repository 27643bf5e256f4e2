//! Lists in square brackets.

use super::{block, document::Doc, items};
use crate::syntax::{Kind, Node};

/// On one line, or wrapped after commas; one item a line if there are comments.
pub(super) fn list(node: Node<'_>) -> Doc<'_> {
    let inside = node.children().filter(|child| !matches!(child.kind(), Kind::lbracket | Kind::rbracket));
    let found = items::in_block(inside);
    let comments = !found.is_plain() || found.items.iter().any(|item| item.comment.is_some());
    let mut left = found.items.iter().filter(|item| item.is_statement()).count();
    let mut docs = Vec::new();
    for (nth, item) in found.items.iter().enumerate() {
        if comments {
            docs.push(Doc::Line { flat: None, blank: item.blank });
        } else if nth > 0 {
            docs.push(Doc::Wrap);
        }
        let [content, comment] = block::line(item);
        docs.push(content);
        left -= usize::from(item.is_statement());
        if item.is_statement() && left > 0 {
            docs.push(Doc::text(","));
        }
        docs.push(comment);
    }
    if !comments {
        return Doc::Sequence(vec![Doc::text("["), Doc::Sequence(docs), Doc::text("]")]);
    }
    let opening_comment = found.opening_comment.map_or(Doc::NOTHING, Doc::Comment);
    Doc::Sequence(vec![Doc::text("["), opening_comment, Doc::indented(docs), Doc::new_line(), Doc::text("]")])
}

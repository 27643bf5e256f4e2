//! Blocks in braces.

use super::{
    document::{Blank, Doc},
    items::{self, Content, Item},
    statement,
};
use crate::syntax::{Kind, Node};

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Values with commas between them on one line, and none on lines of their own.
    Data,
    /// One a line.
    Statements,
}

impl Holds {
    /// What the braces of such a node hold; `nth` of several pairs, from 0.
    pub(super) const fn of(kind: Kind, nth: usize) -> Self {
        match kind {
            Kind::enum_declaration
            | Kind::one_of
            | Kind::first_match_declaration
            | Kind::list_declaration
            | Kind::facts
            | Kind::record => Self::Data,
            Kind::states_clause if nth == 0 => Self::Data,
            _ => Self::Statements,
        }
    }
}

/// A block with its braces, by the nodes between them. It may stand on one line if it holds one statement or only data.
pub(super) fn block<'tree>(nodes: impl Iterator<Item = Node<'tree>>, holds: Holds) -> Doc<'tree> {
    let items = items::in_block(nodes);
    if items.is_empty() {
        return Doc::text("{}");
    }
    let one_line = items.is_plain() && (holds == Holds::Data || items.items.len() == 1);
    let edge = || Doc::Line { flat: one_line.then_some(" "), blank: Blank::No };
    let mut inner = vec![edge()];
    for (nth, item) in items.items.iter().enumerate() {
        if nth > 0 {
            inner.push(Doc::Line { flat: one_line.then_some(", "), blank: item.blank });
        }
        inner.extend(line(item));
    }
    let opening_comment = items.opening_comment.map_or(Doc::NOTHING, Doc::Comment);
    Doc::group(vec![Doc::text("{"), opening_comment, Doc::indented(inner), edge(), Doc::text("}")])
}

/// What a line of a block says, with its comment.
pub(super) fn line<'tree>(item: &Item<'tree>) -> [Doc<'tree>; 2] {
    let content = match item.content {
        Content::Remark(remark) => Doc::text(remark),
        Content::Statement(node) => statement::doc(node),
    };
    [content, item.comment.map_or(Doc::NOTHING, Doc::Comment)]
}

//! What stands one after the other in a file, a block or a list: statements and comments.

use super::document::Blank;
use crate::syntax::{Kind, Node};

/// What stands in a block.
#[derive(Debug, Default)]
pub(super) struct Items<'tree> {
    /// A comment on the line of the opening bracket.
    pub opening_comment: Option<&'tree str>,
    /// In their order.
    pub items: Vec<Item<'tree>>,
}

/// One thing with a line of its own.
#[derive(Debug)]
pub(super) struct Item<'tree> {
    /// Whether blank lines stand before it.
    pub blank: Blank,
    pub content: Content<'tree>,
    /// The comment at the end of its line.
    pub comment: Option<&'tree str>,
}

#[derive(Debug)]
pub(super) enum Content<'tree> {
    /// A comment, or documentation, on a line of its own.
    Remark(&'tree str),
    Statement(Node<'tree>),
}

impl Items<'_> {
    /// Whether there is nothing, not even a comment.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.opening_comment.is_none()
    }

    /// Whether there are no comments on lines of their own, nor at the bracket.
    pub(super) fn is_plain(&self) -> bool {
        self.opening_comment.is_none() && self.items.iter().all(Item::is_statement)
    }
}

impl Item<'_> {
    pub(super) const fn is_statement(&self) -> bool {
        matches!(self.content, Content::Statement(_))
    }
}

/// What stands in a block, by the nodes between its brackets. Commas are left out.
pub(super) fn in_block<'tree>(nodes: impl Iterator<Item = Node<'tree>>) -> Items<'tree> {
    collect(nodes, 0)
}

/// What stands in a file.
pub(super) fn in_file(root: Node<'_>) -> Items<'_> {
    collect(root.children(), 1)
}

fn collect<'tree>(nodes: impl Iterator<Item = Node<'tree>>, mut line_ends: u32) -> Items<'tree> {
    let mut found = Items::default();
    for node in nodes {
        let content = match node.kind() {
            Kind::nl => {
                line_ends += 1;
                continue;
            }
            Kind::blank | Kind::comma => continue,
            Kind::comment if line_ends == 0 => {
                let place = found.items.last_mut().map_or(&mut found.opening_comment, |item| &mut item.comment);
                *place = Some(node.text().trim_end());
                continue;
            }
            Kind::comment | Kind::doc => Content::Remark(node.text().trim_end()),
            _ => Content::Statement(node),
        };
        let blank = if line_ends > 1 && !found.items.is_empty() { Blank::Yes } else { Blank::No };
        found.items.push(Item { blank, content, comment: None });
        line_ends = 0;
    }
    found
}

//! A whole file: declarations, and the blank lines between them.

use super::{
    block,
    document::{Blank, Doc},
    items::{self, Item},
    render,
};
use crate::syntax::Node;

/// The file in the canonical layout.
pub(super) fn format(root: Node<'_>) -> String {
    let items = items::in_file(root).items;
    let paragraphs: Vec<Paragraph<'_>> = items.iter().map(Paragraph::new).collect();
    let mut lines = Vec::new();
    for (nth, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.blank == Blank::Yes || needs_blank(&paragraphs, nth) {
            lines.push(render::Line::default());
        }
        lines.extend_from_slice(&paragraph.lines);
    }
    render::text(&lines)
}

/// A declaration, or a comment between declarations.
struct Paragraph<'text> {
    blank: Blank,
    declaration: bool,
    lines: Vec<render::Line<'text>>,
}

impl<'text> Paragraph<'text> {
    fn new(item: &Item<'text>) -> Self {
        let doc = Doc::Sequence(block::line(item).into());
        Self { blank: item.blank, declaration: item.is_statement(), lines: render::lines(&doc) }
    }
}

/// Whether a blank line is missing before this one: it follows a declaration, the next one comes before any blank line,
/// and not both have one line only. Comments above a declaration stay with it.
fn needs_blank(paragraphs: &[Paragraph<'_>], nth: usize) -> bool {
    let Some(before) = nth.checked_sub(1).and_then(|before| paragraphs.get(before)).filter(|before| before.declaration)
    else {
        return false;
    };
    let mut following = paragraphs.iter().skip(nth).take_while(|paragraph| paragraph.blank == Blank::No);
    following.find(|paragraph| paragraph.declaration).is_some_and(|next| before.lines.len() > 1 || next.lines.len() > 1)
}

//! The comments of a file, and what each of them stands at.

use super::tree::{Node, Tree};
use super::{Kind, Parse};
use crate::diagnostic::Span;

/// A `//` comment. Documentation (`///`) is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From its slashes to the end of the line.
    pub span: Span,
    /// What it says, without the slashes and blanks around.
    pub text: String,
    /// What it is about: the declaration or line below it; if something stands before it on its line, that line up to it.
    /// `None` if nothing follows in its block.
    pub about: Option<Span>,
    /// Whether it has its line for itself.
    pub alone: bool,
    /// Whether it is a line of documentation.
    pub is_doc: bool,
}

/// What may stand at the beginning of a file, and says nothing.
const MARK: char = '\u{feff}';

impl Parse {
    /// Its comments, in order, and of its documentation what is for Whenbook and not for readers.
    #[must_use]
    pub fn comments(&self) -> Vec<Comment> {
        let nodes = self.tree.nodes_of(|kind| matches!(kind, Kind::comment | Kind::doc | Kind::late_doc));
        let said = nodes.filter(|node| node.kind() == Kind::comment || is_for_whenbook(node.text()));
        said.map(|node| comment(node, &self.tree)).collect()
    }
}

fn is_for_whenbook(doc: &str) -> bool {
    let mut words = doc.trim_start_matches('/').split_whitespace();
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("whenbook"))
        && words.next().is_some_and(|word| word.eq_ignore_ascii_case("allow"))
}

fn comment(node: Node<'_>, tree: &Tree) -> Comment {
    let span = node.span();
    let before = tree.text().get(..span.start as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let start = before.get(line..).unwrap_or_default().trim_start_matches(MARK);
    let alone = start.trim().is_empty();
    let text = node.text().trim_start_matches('/').trim().to_owned();
    let about = if alone { below(node) } else { Some(Span::new(span.start - length(start), span.start)) };
    Comment { span, text, about, alone, is_doc: node.kind() != Kind::comment }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The next sibling that says something, with the documentation before it.
fn below(node: Node<'_>) -> Option<Span> {
    let siblings = std::iter::successors(node.next_sibling(), |node| node.next_sibling());
    let mut whole: Option<Span> = None;
    for part in siblings.filter(|node| !node.is_trivia()) {
        let span = whole.map_or(part.span(), |whole| whole.to(part.span()));
        if part.kind() != Kind::doc {
            return Some(span);
        }
        whole = Some(span);
    }
    whole
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::FileId;

    #[test]
    fn a_comment_is_about_what_stands_below_it_or_before_it() {
        let text = "// one\n\n/// Docs.\nlist a { \"x\" }\n\ntrigger t {\n  // two\n  on customer.wrote // three\n  do { close } // four\n  // five\n}\n// six\n";
        let comments = crate::syntax::parse(FileId(0), text).comments();
        let about: Vec<(&str, &str)> = comments
            .iter()
            .map(|comment| (comment.text.as_str(), comment.about.map_or("-", |span| span.of(text).trim())))
            .collect();
        let expected = [
            ("one", "/// Docs.\nlist a { \"x\" }"),
            ("two", "on customer.wrote"),
            ("three", "on customer.wrote"),
            ("four", "do { close }"),
            ("five", "}"),
            ("six", "-"),
        ];
        assert_eq!(about, expected);
        assert_eq!(
            comments.iter().map(|comment| comment.alone).collect::<Vec<_>>(),
            [true, true, false, false, true, true]
        );
    }
}

//! The two trees of a text, side by side.

use std::{cmp::Reverse, fmt, ops::Range};

use whenbook::{
    diagnostic::{FileId, Finding, codes},
    syntax::{self, Kind, Node},
};

/// Where the two trees of a text are not the same.
#[derive(Debug)]
pub enum Difference {
    /// Only the language finds something wrong.
    TooKind(String),
    /// Only tree-sitter does.
    TooStrict(String),
    /// A declaration without damage is not the same.
    Declaration(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooKind(what) => write!(formatter, "tree-sitter finds nothing wrong, but {what}"),
            Self::TooStrict(what) => write!(formatter, "only tree-sitter finds something wrong: {what}"),
            Self::Declaration(what) => write!(formatter, "{what}"),
        }
    }
}

/// What is a matter of form to the language, but of meaning to a grammar: how deep brackets stand in each other, and
/// whether a test has rows.
fn is_beyond_grammar(finding: &Finding) -> bool {
    *finding.code == codes::syntax::TOO_DEEP || *finding.code == codes::tables::CELL_ELSEWHERE
}

/// What `tree-sitter` and the language see differently in a text.
pub fn differences(text: &str) -> Vec<Difference> {
    let parse = syntax::parse(FileId(0), text);
    if parse.findings.iter().any(is_beyond_grammar) {
        return Vec::new();
    }
    let tree = tree(text);
    let root = tree.root_node();
    let mut found = Vec::new();
    match (parse.findings.first(), is_damaged(root)) {
        (Some(finding), false) => found.push(Difference::TooKind(format!(
            "{} at {:?}",
            finding.message,
            around(text, finding.primary.location.span.start as usize)
        ))),
        (None, true) => found.push(Difference::TooStrict(first_error(root, text))),
        _ => {}
    }
    let damage: Vec<Range<usize>> = parse
        .findings
        .iter()
        .map(|finding| finding.primary.location.span)
        .map(|span| span.start as usize..(span.end as usize).max(span.start as usize + 1))
        .collect();
    for declaration in parse.tree.root().parts() {
        let (start, end) = (declaration.span().start as usize, declaration.span().end as usize);
        let line_end = text[end..].find('\n').map_or(text.len(), |length| end + length);
        let damaged = damage.iter().any(|damage| damage.start <= line_end && start < damage.end);
        if damaged || !is_declaration(declaration.kind()) {
            continue;
        }
        let ours = pest_nodes(declaration);
        let theirs = root
            .children(&mut root.walk())
            .find(|child| child.byte_range() == (start..end))
            .map(tree_sitter_nodes)
            .unwrap_or_default();
        if ours != theirs {
            let at = ours.iter().zip(&theirs).find(|(our, their)| our != their);
            found.push(Difference::Declaration(format!("{:?} has {at:?}", around(text, start))));
        }
    }
    found
}

/// Reads `old`, edits it to `new`, reads only what has changed: it must be the tree of `new`.
pub fn assert_edited_as_anew(old: &str, new: &str) {
    let common = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let rest = |text: &str| text.len() - common;
    let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(one, other)| one == other).count();
    let after = same.min(rest(old)).min(rest(new));
    let end = |text: &str| text.len() - after;
    let point = |text: &str, byte: usize| {
        let before = text.as_bytes().split_at(byte).0;
        let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
        tree_sitter::Point::new(before.iter().filter(|byte| **byte == b'\n').count(), byte - line)
    };
    let mut tree = tree(old);
    tree.edit(&tree_sitter::InputEdit {
        start_byte: common,
        old_end_byte: end(old),
        new_end_byte: end(new),
        start_position: point(old, common),
        old_end_position: point(old, end(old)),
        new_end_position: point(new, end(new)),
    });
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_whenbook::LANGUAGE.into()).unwrap();
    let again = parser.parse(new, Some(&tree)).unwrap();
    let anew = self::tree(new);
    if !anew.root_node().has_error() {
        assert_eq!(tree_sitter_nodes(again.root_node()), tree_sitter_nodes(anew.root_node()));
    }
    assert_eq!(again.root_node().has_error(), anew.root_node().has_error(), "{}", around(new, common));
}

fn is_declaration(kind: Kind) -> bool {
    let name = format!("{kind:?}");
    name.ends_with("_declaration") || name.ends_with("_policy")
}

/// The tree of tree-sitter.
pub fn tree(text: &str) -> tree_sitter::Tree {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_whenbook::LANGUAGE.into()).unwrap();
    parser.parse(text, None).unwrap()
}

/// Whether something is wrong in it.
fn is_damaged(node: tree_sitter::Node<'_>) -> bool {
    node.has_error()
        || matches!(node.kind(), "missing_close" | "missing_quote")
        || node.children(&mut node.walk()).any(is_damaged)
}

fn around(text: &str, start: usize) -> String {
    text[start..].chars().take(50).collect()
}

fn first_error(node: tree_sitter::Node<'_>, text: &str) -> String {
    if node.is_error() || node.is_missing() {
        return format!("{} at {:?}", node.kind(), around(text, node.start_byte()));
    }
    let wrong = node.children(&mut node.walk()).find(tree_sitter::Node::has_error);
    wrong.map_or_else(String::new, |child| first_error(child, text))
}

/// What both trees say: the kind of a node and its bytes. Comments may belong to another node here than there.
type Seen = (String, Range<usize>);

fn in_order(mut seen: Vec<Seen>) -> Vec<Seen> {
    seen.sort_by_key(|(_, range)| (range.start, Reverse(range.end)));
    seen
}

fn pest_nodes(node: Node<'_>) -> Vec<Seen> {
    let named = node.subtree().filter(|node| has_name(node.kind()));
    in_order(
        named
            .map(|node| (format!("{:?}", node.kind()), node.span().start as usize..node.span().end as usize))
            .collect(),
    )
}

/// Whether tree-sitter has a name for it: not for keywords, signs and line ends.
fn has_name(kind: Kind) -> bool {
    let sign = matches!(
        kind,
        Kind::nl
            | Kind::blank
            | Kind::lbrace
            | Kind::rbrace
            | Kind::lparen
            | Kind::rparen
            | Kind::lbracket
            | Kind::rbracket
            | Kind::comma
            | Kind::colon
            | Kind::dash
            | Kind::dot
            | Kind::less
            | Kind::greater
            | Kind::quote
            | Kind::block_quote
            | Kind::lbrace_in_text
            | Kind::rbrace_in_text
    );
    !sign && !format!("{kind:?}").starts_with("k_")
}

fn tree_sitter_nodes(node: tree_sitter::Node<'_>) -> Vec<Seen> {
    let mut found = Vec::new();
    collect(node, &mut found);
    in_order(found)
}

fn collect(node: tree_sitter::Node<'_>, found: &mut Vec<Seen>) {
    if node.is_named() {
        found.push((node.kind().to_owned(), node.byte_range()));
    }
    for child in node.children(&mut node.walk()) {
        collect(child, found);
    }
}

//! Statements and their parts: words with blanks between them, and blocks.

use super::{
    block::{self, Holds},
    conditions, days,
    document::Doc,
    lists, texts,
};
use crate::syntax::{Kind, Node};

/// Any node that is no blank, comment or line end.
pub(super) fn doc(node: Node<'_>) -> Doc<'_> {
    match node.kind() {
        Kind::condition => conditions::condition(node),
        Kind::list => lists::list(node),
        Kind::days => days::days(node),
        Kind::block_text => texts::block_text(node),
        Kind::text => Doc::text(node.text()),
        Kind::receive_step | Kind::as_step => moved(node, &[Kind::k_in, Kind::name]),
        Kind::transition => moved(node, &[Kind::raises_clause]),
        _ if node.is_leaf() => Doc::text(node.text()),
        kind => words(kind, node.children()),
    }
}

/// `in second`, and what a transition raises, stand at the end.
fn moved<'tree>(node: Node<'tree>, last: &[Kind]) -> Doc<'tree> {
    let (last, first): (Vec<_>, Vec<_>) = node.children().partition(|child| last.contains(&child.kind()));
    words(node.kind(), first.into_iter().chain(last))
}

/// The children of such a node, with what belongs between them.
pub(super) fn words<'tree>(parent: Kind, mut children: impl Iterator<Item = Node<'tree>>) -> Doc<'tree> {
    let mut docs = Vec::new();
    let mut before = None;
    let mut blocks = 0;
    while let Some(child) = children.next() {
        match child.kind() {
            Kind::blank | Kind::nl => continue,
            Kind::comment => {
                docs.push(Doc::Comment(child.text().trim_end()));
                continue;
            }
            kind => docs.extend(before.and_then(|before| between(parent, before, kind))),
        }
        if child.kind() == Kind::lbrace {
            let inside = children.by_ref().take_while(|inner| inner.kind() != Kind::rbrace);
            docs.push(block::block(inside, Holds::of(parent, blocks)));
            blocks += 1;
            before = Some(Kind::rbrace);
        } else {
            docs.push(doc(child));
            before = Some(child.kind());
        }
    }
    Doc::Sequence(docs)
}

/// What stands between two neighbours in such a node.
const fn between(parent: Kind, before: Kind, after: Kind) -> Option<Doc<'static>> {
    match (before, after) {
        (Kind::lparen | Kind::lbracket | Kind::less | Kind::dot | Kind::dash, _)
        | (
            _,
            Kind::rparen
            | Kind::rbracket
            | Kind::greater
            | Kind::dot
            | Kind::dash
            | Kind::comma
            | Kind::colon
            | Kind::arguments
            | Kind::parameters,
        ) => None,
        (Kind::comma, _) if !matches!(parent, Kind::arguments | Kind::parameters) => Some(Doc::Wrap),
        _ if matches!(parent, Kind::signature_option) => Some(Doc::Wrap),
        _ => Some(Doc::text(" ")),
    }
}

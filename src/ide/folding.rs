//! What can be folded away.

use super::Analysis;
use crate::diagnostic::{FileId, Span};
use crate::syntax::{Kind, Node};

/// A stretch of lines that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the end of its first line to the end of its last one.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// What stands in braces.
    Block,
    /// Comments or documentation, one below the other.
    Comment,
    /// `use` lines.
    Uses,
}

/// The folds of a file, outer ones before inner ones.
#[must_use]
pub fn folds(analysis: &Analysis, file: FileId) -> Vec<Fold> {
    let text = analysis.text(file);
    let parse = analysis.parse(file);
    let root = parse.tree.root();
    let mut folds: Vec<Fold> = root.subtree().filter_map(|node| block(node, text)).collect();
    folds.extend(runs(root, text, FoldKind::Comment, |node| matches!(node.kind(), Kind::comment | Kind::doc)));
    folds.extend(runs(root, text, FoldKind::Uses, |node| node.kind() == Kind::use_declaration));
    folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
    folds
}

/// From an opening brace to the closing one of the same node, if they stand on different lines; to the end of what is in it
/// if it is not closed.
fn block(node: Node<'_>, text: &str) -> Option<Fold> {
    let open = node.child(Kind::lbrace)?;
    let close = node.children_of(Kind::rbrace).last().filter(|close| close.span().start > open.span().start);
    let Some(close) = close else {
        let span = Span::new(open.span().end, node.span().end);
        return span.of(text).contains('\n').then_some(Fold { span, kind: FoldKind::Block });
    };
    let span = Span::new(open.span().end, close.span().start);
    let inner = span.of(text);
    let last_line = inner.rfind('\n')?;
    let end = span.start + u32::try_from(last_line).ok()?;
    Some(Fold { span: Span::new(span.start, end), kind: FoldKind::Block }).filter(|_| inner.matches('\n').count() > 1)
}

/// Several nodes of a kind one below the other, with nothing but blanks between.
fn runs(root: Node<'_>, text: &str, kind: FoldKind, is_one: impl Fn(Node<'_>) -> bool) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut run: Option<Span> = None;
    let mut count = 0;
    for node in root.children().filter(|node| is_one(*node)) {
        let span = node.span();
        let follows = |run: &Span| {
            let between = Span::new(run.end, span.start).of(text);
            between.trim().is_empty() && between.matches('\n').count() == 1
        };
        match run.filter(follows) {
            Some(before) => {
                run = Some(before.to(span));
                count += 1;
            }
            None => {
                folds.extend(run.filter(|_| count > 1));
                run = Some(span);
                count = 1;
            }
        }
    }
    folds.extend(run.filter(|_| count > 1));
    folds.into_iter().map(|span| Fold { span, kind }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    #[test]
    fn what_is_not_closed_folds_too() {
        let text = "trigger t {\n  on customer.wrote\n  when all {\n    user.name is \"a\"\n\ntrigger u {\n  on agent.wrote\n  do { close }\n}\n";
        let analysis = of(&[("book.when", text)]);
        let told: Vec<&str> = folds(&analysis, FileId(0)).iter().map(|fold| fold.span.of(text)).collect();
        assert_eq!(
            told,
            [
                "\n  on customer.wrote\n  when all {\n    user.name is \"a\"",
                "\n    user.name is \"a\"",
                "\n  on agent.wrote\n  do { close }"
            ]
        );
    }

    #[test]
    fn blocks_comments_and_uses_fold() {
        let text = "use std.triggers\nuse std.lifecycle.ticket\n\n// One.\n// Two.\n\n// Alone.\ntrigger t {\n  on customer.wrote\n  when all {\n    user.name is \"a\"\n    user.name is \"b\"\n  }\n  do { close }\n}\n";
        let analysis = of(&[("book.when", text)]);
        let told: Vec<(FoldKind, usize, usize)> = folds(&analysis, FileId(0))
            .iter()
            .map(|fold| {
                let line = |offset: u32| text.get(..offset as usize).unwrap().matches('\n').count() + 1;
                (fold.kind, line(fold.span.start), line(fold.span.end))
            })
            .collect();
        assert_eq!(
            told,
            [(FoldKind::Uses, 1, 2), (FoldKind::Comment, 4, 5), (FoldKind::Block, 8, 14), (FoldKind::Block, 10, 12)]
        );
    }
}

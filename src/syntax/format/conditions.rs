//! Conditions: on one line with `and` and `or` while they fit, else in blocks.

use super::{
    document::{Blank, Doc},
    opposites, statement,
};
use crate::syntax::{Kind, Node};

/// A condition, not a part of another one on its line.
pub(super) fn condition(node: Node<'_>) -> Doc<'_> {
    Expression::read(node).doc()
}

/// A condition without the parentheses that say nothing.
#[derive(Clone, Debug)]
enum Expression<'tree> {
    Chain(Chain<'tree>),
    Not(Box<Self>),
    Block(Node<'tree>),
    Comparison(Node<'tree>),
    /// `not` of a comparison that has an opposite.
    Opposite(Node<'tree>),
    Nothing,
}

/// Two conditions or more.
#[derive(Clone, Debug)]
struct Chain<'tree> {
    operator: Operator,
    operands: Vec<Operand<'tree>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    And,
    Or,
}

/// A condition with the comments at the ends of its lines.
#[derive(Clone, Debug)]
struct Operand<'tree> {
    expression: Expression<'tree>,
    comments: Vec<&'tree str>,
}

impl<'tree> Expression<'tree> {
    /// Terms joined by `and` and `or`; `and` binds first.
    fn read(node: Node<'tree>) -> Self {
        let mut alternatives = vec![Vec::new()];
        for child in node.children() {
            match child.kind() {
                Kind::k_or => alternatives.push(Vec::new()),
                Kind::term => push(&mut alternatives, Self::term(child)),
                Kind::comment => comment(&mut alternatives, child.text().trim_end()),
                _ => {}
            }
        }
        let alternatives = alternatives.into_iter().map(|operands| Operand::joined(Operator::And, operands)).collect();
        Operand::joined(Operator::Or, alternatives).expression
    }

    fn term(node: Node<'tree>) -> Self {
        let mut negations = 0;
        let mut inner = Self::Nothing;
        for part in node.parts() {
            match part.kind() {
                Kind::k_not => negations += 1,
                Kind::group => inner = part.child(Kind::condition).map_or(Self::Nothing, Self::read),
                Kind::condition_block => inner = Self::Block(part),
                _ => inner = Self::Comparison(part),
            }
        }
        (0..negations).fold(inner, |inner, _| inner.negated())
    }

    fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            Self::Opposite(node) => Self::Comparison(node),
            Self::Comparison(node) if opposites::has_opposite(node) => Self::Opposite(node),
            other => Self::Not(Box::new(other)),
        }
    }

    fn doc(self) -> Doc<'tree> {
        match self {
            Self::Chain(chain) => chain.doc(Parentheses::No),
            Self::Not(inner) => Doc::Sequence(vec![Doc::text("not "), inner.doc_after_not()]),
            Self::Block(node) => statement::words(node.kind(), node.children()),
            Self::Comparison(node) => statement::doc(node),
            Self::Opposite(node) => opposites::opposite(node),
            Self::Nothing => Doc::NOTHING,
        }
    }

    fn doc_after_not(self) -> Doc<'tree> {
        match self {
            Self::Chain(chain) => chain.doc(Parentheses::Yes),
            other => other.doc(),
        }
    }
}

fn push<'tree>(alternatives: &mut [Vec<Operand<'tree>>], expression: Expression<'tree>) {
    if let Some(operands) = alternatives.last_mut() {
        operands.push(Operand { expression, comments: Vec::new() });
    }
}

/// The comment belongs to the condition before it, even if an `or` stands between.
fn comment<'tree>(alternatives: &mut [Vec<Operand<'tree>>], comment: &'tree str) {
    if let Some(operand) = alternatives.iter_mut().rev().find_map(|operands| operands.last_mut()) {
        operand.comments.push(comment);
    }
}

impl<'tree> Operand<'tree> {
    /// The one condition, or all of them in a chain.
    fn joined(operator: Operator, mut operands: Vec<Self>) -> Self {
        if operands.len() < 2 {
            let nothing = Self { expression: Expression::Nothing, comments: Vec::new() };
            return operands.pop().unwrap_or(nothing);
        }
        // What stands at the end of the last line stands there for all of them.
        let comments = operands.last_mut().map(|last| std::mem::take(&mut last.comments)).unwrap_or_default();
        let operands = operands.into_iter().flat_map(|operand| operand.spliced(operator)).collect();
        Self { expression: Expression::Chain(Chain { operator, operands }), comments }
    }

    /// The conditions of a chain with the same operator, as they would be without parentheses.
    fn spliced(self, operator: Operator) -> Vec<Self> {
        match self.expression {
            Expression::Chain(Chain { operator: inner, mut operands }) if inner == operator => {
                if let Some(last) = operands.last_mut() {
                    last.comments.extend(self.comments);
                }
                operands
            }
            expression => vec![Self { expression, comments: self.comments }],
        }
    }
}

/// Whether a chain needs parentheses while it is on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parentheses {
    No,
    Yes,
}

impl<'tree> Chain<'tree> {
    fn doc(self, parentheses: Parentheses) -> Doc<'tree> {
        let (word, block) = match self.operator {
            Operator::And => (" and ", "all {"),
            Operator::Or => (" or ", "any {"),
        };
        let (open, close) = if parentheses == Parentheses::Yes { ("(", ")") } else { ("", "") };
        let edge = || Doc::Line { flat: Some(""), blank: Blank::No };
        let mut inner = vec![edge()];
        for (nth, operand) in self.operands.into_iter().enumerate() {
            if nth > 0 {
                inner.push(Doc::Line { flat: Some(word), blank: Blank::No });
            }
            inner.extend(operand.doc());
        }
        let edges = [Doc::Choice { flat: open, broken: block }, Doc::Choice { flat: close, broken: "}" }];
        let [open, close] = edges;
        Doc::group(vec![open, Doc::indented(inner), edge(), close])
    }
}

impl<'tree> Operand<'tree> {
    /// One of a chain: another chain needs parentheses while both are on one line.
    fn doc(self) -> Vec<Doc<'tree>> {
        let chain = matches!(self.expression, Expression::Chain(_));
        let parenthesis = |flat: &'static str| if chain { Doc::Choice { flat, broken: "" } } else { Doc::NOTHING };
        let mut docs = vec![parenthesis("("), self.expression.doc(), parenthesis(")")];
        docs.extend(self.comments.into_iter().map(Doc::Comment));
        docs
    }
}

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
    operands: Vec<Expression<'tree>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    And,
    Or,
}

impl<'tree> Expression<'tree> {
    /// Terms joined by `and` and `or`; `and` binds first.
    fn read(node: Node<'tree>) -> Self {
        let mut alternatives = vec![Vec::new()];
        for part in node.parts() {
            match (part.kind(), alternatives.last_mut()) {
                (Kind::k_or, _) => alternatives.push(Vec::new()),
                (Kind::term, Some(terms)) => terms.push(Self::term(part)),
                _ => {}
            }
        }
        let alternatives = alternatives.into_iter().map(|terms| Self::joined(Operator::And, terms)).collect();
        Self::joined(Operator::Or, alternatives)
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

    /// The one condition, or all of them in a chain; a chain with the same operator goes into it.
    fn joined(operator: Operator, mut operands: Vec<Self>) -> Self {
        if operands.len() < 2 {
            return operands.pop().unwrap_or(Self::Nothing);
        }
        let spliced = operands.into_iter().flat_map(|operand| match operand {
            Self::Chain(chain) if chain.operator == operator => chain.operands,
            other => vec![other],
        });
        Self::Chain(Chain { operator, operands: spliced.collect() })
    }

    fn doc(self) -> Doc<'tree> {
        match self {
            Self::Chain(chain) => chain.doc("", ""),
            Self::Not(inner) => Doc::Sequence(vec![Doc::text("not "), inner.doc_after_not()]),
            Self::Block(node) => statement::words(node.kind(), node.children()),
            Self::Comparison(node) => statement::doc(node),
            Self::Opposite(node) => opposites::opposite(node),
            Self::Nothing => Doc::NOTHING,
        }
    }

    fn doc_after_not(self) -> Doc<'tree> {
        match self {
            Self::Chain(chain) => chain.doc("(", ")"),
            other => other.doc(),
        }
    }

    /// One of a chain: another chain needs parentheses while both are on one line.
    fn doc_in_chain(self) -> [Doc<'tree>; 3] {
        let chain = matches!(self, Self::Chain(_));
        let parenthesis = |flat: &'static str| if chain { Doc::Choice { flat, broken: "" } } else { Doc::NOTHING };
        [parenthesis("("), self.doc(), parenthesis(")")]
    }
}

impl<'tree> Chain<'tree> {
    /// On one line with what opens and closes it there, or in a block.
    fn doc(self, open: &'static str, close: &'static str) -> Doc<'tree> {
        let (word, block) = match self.operator {
            Operator::And => (" and ", "all {"),
            Operator::Or => (" or ", "any {"),
        };
        let edge = || Doc::Line { flat: Some(""), blank: Blank::No };
        let mut inner = vec![edge()];
        for (nth, operand) in self.operands.into_iter().enumerate() {
            if nth > 0 {
                inner.push(Doc::Line { flat: Some(word), blank: Blank::No });
            }
            inner.extend(operand.doc_in_chain());
        }
        let (open, close) = (Doc::Choice { flat: open, broken: block }, Doc::Choice { flat: close, broken: "}" });
        Doc::group(vec![open, Doc::indented(inner), edge(), close])
    }
}

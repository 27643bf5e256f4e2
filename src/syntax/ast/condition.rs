//! Conditions.

use super::{Value, Word};
use crate::diagnostic::Span;

/// `condition vip when …`
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionDeclaration {
    /// Its name.
    pub id: Option<Word>,
    /// What it says.
    pub condition: Condition,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The whole condition.
    pub span: Span,
    /// What it says.
    pub kind: ConditionKind,
}

/// The forms of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionKind {
    /// `all { … }`
    All(Vec<Condition>),
    /// `any { … }`
    Any(Vec<Condition>),
    /// `none { … }`
    None(Vec<Condition>),
    /// `a and b and c`, flattened.
    And(Vec<Condition>),
    /// `a or b or c`, flattened.
    Or(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>),
    /// One test, or a condition by its name (a bare word without a relation).
    Test(Comparison),
    /// Nothing was written where a condition should stand.
    Missing,
}

/// `LEFT RELATION RIGHT`
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The left side.
    pub subject: Value,
    /// `None`: the subject stands alone, as a condition by its name does.
    pub relation: Option<Relation>,
}

/// The operator with its right side.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The words of the operator.
    pub operator: Span,
    /// What it asks.
    pub kind: RelationKind,
}

/// The relations. `negated` is `is not`, `does not contain`, `not in`, …
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are explained by the example of each relation")]
pub enum RelationKind {
    /// `is VALUE`; also `is known`, `is unknown`, `is true`, `is open`: the value is then that bare word.
    Is { negated: bool, value: Value },
    /// `was VALUE`
    Was { negated: bool, value: Value },
    /// `<`, `<=`, `>`, `>=`
    Order { order: Order, value: Value },
    /// `between LOW and HIGH`
    Between { negated: bool, low: Value, high: Value },
    /// `in [x, y]`, `in NAMED_LIST`
    In { negated: bool, value: Value },
    /// `in the last 5m`
    InTheLast { negated: bool, duration: Value },
    /// `contains`, `starts with`, `ends with`
    Text { edge: TextEdge, negated: bool, quantity: Quantity, exactly: bool, value: Value },
    /// `matches /re/`, `finds /re/`
    Matches { find: bool, negated: bool, value: Value },
    /// `has VALUE`, `has any […]`; `had` if `before`.
    Has { before: bool, negated: bool, quantity: Quantity, value: Value },
    /// `has fired`
    HasFired { negated: bool },
    /// `more than 30d ago`, `less than 2h ago`
    Ago { more: bool, negated: bool, duration: Value },
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Where a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEdge {
    /// `contains`
    Anywhere,
    /// `starts with`
    Start,
    /// `ends with`
    End,
}

/// How many of the values must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The one value.
    One,
    /// `any`
    Any,
    /// `all`
    All,
    /// `under`: the tag or one below it.
    Under,
}

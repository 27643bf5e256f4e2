//! Conditions.

use serde::{Deserialize, Serialize};

use super::{EventName, Place, Value};

/// A condition with the place that it comes from.
///
/// A negated form (`is not`, `does not contain`, `is unknown`, `is closed`) is [`Test::Not`] around the plain one, both at
/// the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// Where it is written.
    pub place: Place,
    /// What it asks.
    pub test: Test,
}

/// What a condition asks. A comparison with an unknown value is false.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Every one holds (true if there is none).
    All(Vec<Condition>),
    /// At least one holds (false if there is none).
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// `left is right` and the orders. Texts are equal to the letter.
    Compare {
        /// The left side.
        left: Operand,
        /// How they are compared.
        comparison: Comparison,
        /// The right side.
        right: Operand,
    },
    /// Both ends included.
    Between {
        /// The value.
        value: Operand,
        /// The lower end.
        low: Operand,
        /// The upper end.
        high: Operand,
    },
    /// The value is one of the list's.
    In {
        /// The value.
        value: Operand,
        /// A list.
        list: Operand,
    },
    /// `contains`, `starts with`, `ends with`.
    Text {
        /// The text that is searched.
        text: Operand,
        /// Where.
        edge: TextEdge,
        /// How many of the needles: `One`, `Any`, `All`.
        quantity: Quantity,
        /// Whether upper and lower case differ.
        exactly: bool,
        /// A text for `One`, else a list of texts.
        needles: Operand,
    },
    /// `matches` (the whole text) and `finds` (a part of it).
    Matches {
        /// The text.
        text: Operand,
        /// In the syntax of the `regex` crate.
        pattern: String,
        /// Whether upper and lower case are the same.
        ignore_case: bool,
        /// Whether the whole text must match.
        whole: bool,
    },
    /// `has`: exact members of a list.
    Has {
        /// The list.
        list: Operand,
        /// How many of the members; `Under`: the text or one below it (`a/b` is below `a`).
        quantity: Quantity,
        /// One value for `One` and `Under`, else a list.
        members: Operand,
    },
    /// The attribute has a value.
    Known(Operand),
    /// `t more than D ago` (`more`): now - t > D. `t less than D ago`: 0 <= now - t < D; a time to come is neither.
    Ago {
        /// A time.
        time: Operand,
        /// Longer ago, not shorter.
        more: bool,
        /// Milliseconds.
        duration: i64,
    },
    /// The event came in this conversation, not longer ago than that, before the one that is being handled.
    InTheLast {
        /// The event.
        event: EventName,
        /// Milliseconds.
        duration: i64,
    },
    /// The schedule of that name is open.
    Open(String),
    /// The trigger or automation of that id has fired in the scope and period of its `once`.
    HasFired(String),
    /// The named condition holds.
    Named(String),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `is`
    Is,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextEdge {
    /// `contains`
    Anywhere,
    /// `starts with`
    Start,
    /// `ends with`
    End,
}

/// How many of several values are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// The one that is given.
    One,
    /// At least one (false for an empty list).
    Any,
    /// Each (true for an empty list).
    All,
    /// It or one below it in a hierarchy of tags.
    Under,
}

/// Something that has a value, or is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Operand {
    /// A value that is written in the book.
    Literal(Value),
    /// An attribute.
    Attribute(AttributeRead),
    /// The named list.
    List(String),
}

/// The reading of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttributeRead {
    /// The declared key: `user.name`, `group(name).status`.
    pub key: String,
    /// What stands for the parameters, in order: texts, or attributes that hold one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Operand>,
    /// `was`, `had`: its value before (language page, 6.5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
    /// Where it is written.
    pub place: Place,
}

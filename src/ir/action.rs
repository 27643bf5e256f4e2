//! What a `do` block does.

use serde::{Deserialize, Serialize};

use super::{AttributeRead, EventName, Operand, Place};

/// One statement of a `do` block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Where it is written.
    pub place: Place,
    /// What it does.
    pub kind: StepKind,
}

/// The statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Makes the rest of the block a durable continuation.
    Wait {
        /// Milliseconds.
        duration: i64,
        /// Any of these drops the rest.
        unless: Vec<EventName>,
        /// Whether the trigger's condition is looked at again when the wait is over.
        check_again: bool,
    },
    /// Gives one effect.
    Act {
        /// The words of the action before its first slot: `send`, `add tag`, `set`.
        action: String,
        /// A value a slot that was filled, in the order of the signature. `set` has `attribute` and `value`.
        arguments: Vec<(String, Argument)>,
        /// The fact that it changes at once, beside giving an effect.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        write: Option<Write>,
        /// Attributes without whose values there is no effect (`show wait time`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        needs: Vec<AttributeRead>,
    },
}

/// What fills a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// A value or an attribute.
    Value(Operand),
    /// A text with placeholders, filled in as the action runs.
    Text(Template),
    /// A named message, in the language of the user.
    Message(String),
    /// Several texts, values, …
    List(Vec<Argument>),
    /// `{ key: value }`, in the order written.
    Record(Vec<(String, Argument)>),
    /// The next moment, later than now, at which clocks in the book's time zone show this: minutes since midnight.
    NextClockTime(u16),
    /// The next moment at which the schedule opens, or now if it is open.
    NextOpening(String),
}

/// A text with placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Template(pub Vec<TemplatePart>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TemplatePart {
    /// Characters.
    Literal(String),
    /// The value of an attribute.
    Placeholder {
        /// What is read.
        read: AttributeRead,
        /// The unit of a duration.
        unit: Option<Unit>,
        /// What stands there when the value is unknown; without it, nothing.
        fallback: Option<String>,
    },
}

/// A unit in which a duration is told, rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 1,000 milliseconds.
    Seconds,
    /// 60 seconds.
    Minutes,
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
}

/// A change of a fact that the conversation or the user's record holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Write {
    /// The attribute of that key becomes the argument of that slot.
    Set {
        /// An attribute without parameters.
        key: String,
        /// The slot.
        argument: String,
    },
    /// The argument goes to the end of the list, unless it is in it.
    Add {
        /// A list attribute without parameters.
        key: String,
        /// The slot.
        argument: String,
    },
    /// The argument goes out of the list.
    Remove {
        /// A list attribute without parameters.
        key: String,
        /// The slot.
        argument: String,
    },
}

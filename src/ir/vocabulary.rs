//! What may be written in a book: attributes, events, actions and enums with their documentation.

use serde::{Deserialize, Serialize};

use super::{Place, Type, Value};

/// The vocabulary of a book: the prelude's and its own, each in the order declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Vocabulary {
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// The events.
    pub events: Vec<Event>,
    /// The actions.
    pub actions: Vec<ActionSignature>,
    /// The enums; one that an attribute declares on the spot (`one of { … }`) is called as the attribute's key.
    pub enums: Vec<Enum>,
}

/// Who holds a fact, which decides when it is read and who may change it (language page, 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The conversation keeps it: `conversation.*`, `session.*`.
    Conversation,
    /// The user's record: `user.*`.
    User,
    /// The account: `account.*`, `group(…).*` and whatever no event carries.
    Account,
    /// The event carries it: `message.*`, `agent.*`, …
    Event,
    /// The clock: `time.*`, computed from the input's time in the book's time zone.
    Clock,
}

/// A declared attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attribute {
    /// Its name with its parameters' names: `user.name`, `group(name).status`.
    pub key: String,
    /// Who holds it.
    pub holder: Holder,
    /// Its type.
    pub value_type: Type,
    /// What it is when nobody has said; an attribute without one is optional and can be unknown.
    pub default: Option<Value>,
    /// Whether `set` may change it.
    pub writable: bool,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A declared event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Its dotted name.
    pub name: String,
    /// The first words of the attributes that it carries: `message`, `agent`.
    pub carries: Vec<String>,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A declared action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionSignature {
    /// Its words before the first slot: `add tag`.
    pub name: String,
    /// The whole signature as written: `add tag <tag: text>`.
    pub signature: String,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A declared enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its values in their order.
    pub values: Vec<EnumValue>,
    /// Its `///` lines.
    pub docs: Option<String>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnumValue {
    /// Its name.
    pub name: String,
    /// Its `///` lines.
    pub docs: Option<String>,
}

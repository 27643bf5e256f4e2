//! What may be written in a book: the attributes, events, actions and enums that it and the prelude declare.

mod actions;
mod attributes;
mod enums;
mod events;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::checker::Report;
use super::context::Context;
use super::names::Names;
use super::types::Type;
use crate::diagnostic::Location;
use crate::ir::vocabulary::Holder;
use crate::ir::{self, Value};

pub use enums::taken;

/// The vocabulary of a book, each kind in the order declared.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// By dotted name without parameters (`group.status`), as a reader of the book would look them up.
    pub attributes: IndexMap<String, Attribute>,
    /// By dotted name.
    pub events: IndexMap<String, Event>,
    /// An action may be declared several times, with other shapes.
    pub actions: Vec<Action>,
    /// By name; one declared on the spot is called as its attribute's key.
    pub enums: IndexMap<String, Enum>,
    /// Attributes whose declaration is wrong, by dotted name: nothing more is said of them.
    pub broken: BTreeSet<String>,
}

/// A declared attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// With the names of its parameters: `group(name).status`.
    pub key: String,
    /// The parts of its name, each with its parameters.
    pub segments: Vec<AttributeSegment>,
    /// Who holds it.
    pub holder: Holder,
    /// Its type.
    pub value_type: Type,
    /// What it is when nobody has said.
    pub default: Option<Value>,
    /// Whether it can be unknown.
    pub optional: bool,
    /// Whether `set` may change it.
    pub writable: bool,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where its name stands.
    pub location: Location,
}

/// A part of an attribute's name.
#[derive(Clone, Debug)]
pub struct AttributeSegment {
    /// The word.
    pub name: String,
    /// Its parameters with their types.
    pub parameters: Vec<(String, Type)>,
}

/// A declared event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The first words of what it carries.
    pub carries: Vec<String>,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where its name stands.
    pub location: Location,
}

impl Event {
    fn carries(&self, word: &str) -> bool {
        self.carries.iter().any(|carried| carried == word)
    }
}

/// A declared action.
#[derive(Clone, Debug)]
pub struct Action {
    /// The words before its first slot: `add tag`.
    pub name: String,
    /// Its words and slots.
    pub parts: Vec<SignaturePart>,
    /// The whole signature as written: `add tag <tag: text>`.
    pub signature: String,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// A part of an action's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignaturePart {
    /// Written as it is.
    Word(String),
    /// To be filled.
    Slot(String, SlotType),
    /// May be left out.
    Optional(Vec<SignaturePart>),
}

/// What may fill a slot of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotType {
    /// A value, or an attribute that holds one.
    Value(Type),
    /// A text with placeholders, or the name of a message.
    Message,
    /// A clock time, or an attribute that holds a time.
    Moment,
    /// The name of a schedule: its next opening.
    Schedule,
    /// `{ key: value }`
    Fields,
}

/// A declared enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its values in their order.
    pub values: Vec<ir::vocabulary::EnumValue>,
    /// Its `///` lines.
    pub docs: Option<String>,
    /// Where its name (or `one of`) stands.
    pub location: Location,
}

impl Vocabulary {
    /// From what the files declare. Defaults are typed later, by [`defaults`](Self::defaults).
    #[must_use]
    pub fn of(names: &Names<'_>, report: &mut Report) -> Self {
        let mut vocabulary =
            Self { enums: enums::of(names, report), events: events::of(names, report), ..Self::default() };
        attributes::declare(names, &mut vocabulary, report);
        events::check(names, &vocabulary, report);
        vocabulary.actions = actions::of(names, &vocabulary, report);
        vocabulary
    }

    /// The default of each attribute by its dotted name.
    pub fn defaults(context: &Context<'_>, report: &mut Report) -> Vec<(String, Value)> {
        attributes::defaults(context, report)
    }

    /// The attribute of that key: `group(name).status`.
    #[must_use]
    pub fn read_by(&self, key: &str) -> Option<&Attribute> {
        // Without parameters, its name is its key.
        let named = self.attributes.get(key).filter(|attribute| attribute.key == key);
        named.or_else(|| self.attributes.values().find(|attribute| attribute.key == key))
    }

    /// The names of an enum's values; none if there is no such enum.
    pub fn values_of(&self, name: &str) -> impl Iterator<Item = &str> + Clone {
        self.enums.get(name).into_iter().flat_map(|found| found.values.iter().map(|value| value.name.as_str()))
    }

    /// The events that carry this first word of an attribute.
    pub fn carriers<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        self.events.iter().filter(move |(_, event)| event.carries(word)).map(|(name, _)| name.as_str())
    }

    /// Whether that event carries this first word of an attribute.
    #[must_use]
    pub fn carries(&self, event: &str, word: &str) -> bool {
        self.events.get(event).is_some_and(|event| event.carries(word))
    }
}

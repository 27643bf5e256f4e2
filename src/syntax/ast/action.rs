//! What a `do` block says.

use super::{EventReference, Path, Value, Word};
use crate::diagnostic::Span;

/// One statement of a `do` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The whole statement.
    pub span: Span,
    /// What it does.
    pub kind: ActionKind,
}

/// The statements of a `do` block.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionKind {
    /// `wait 5s unless agent.wrote then check again`
    Wait {
        /// How long.
        duration: Value,
        /// After `unless`.
        unless: Vec<EventReference>,
        /// `then check again`
        check_again: Option<Span>,
    },
    /// `set conversation.priority to high`
    Set {
        /// What is set.
        path: Option<Path>,
        /// To what.
        value: Value,
    },
    /// Any other: words and values in the order written, its meaning given by a declared signature.
    Call(Vec<ActionPart>),
}

/// A part of an action.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionPart {
    /// An undotted word, be it one of the signature or a name.
    Word(Word),
    /// A text, number, list, dotted path, …
    Value(Value),
    /// `{ key: value }`
    Record(Record),
}

impl ActionPart {
    /// The words with which an action begins, before its first slot.
    #[must_use]
    pub fn first_words(parts: &[Self]) -> Vec<&str> {
        let words = parts.iter().map_while(|part| match part {
            Self::Word(word) => Some(word.text.as_str()),
            _ => None,
        });
        words.collect()
    }
}

/// `{ key: value }`
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// With its braces.
    pub span: Span,
    /// Its entries.
    pub entries: Vec<(Word, Value)>,
}

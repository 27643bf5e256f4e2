//! Declarations of the vocabulary: attributes, events, actions, enums, the directory.

use super::{Path, Text, Value, Word};
use crate::diagnostic::Span;

/// `attribute group(name: text).status: presence default invisible`
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The dotted name; `None` if it is missing.
    pub path: Option<AttributePath>,
    /// The type after the colon.
    pub value_type: Option<Type>,
    /// `default VALUE`
    pub default: Option<Value>,
    /// `optional`
    pub optional: Option<Span>,
    /// `writable`
    pub writable: Option<Span>,
}

/// The dotted name of an attribute where it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributePath {
    /// The whole name.
    pub span: Span,
    /// Its parts between the dots.
    pub segments: Vec<AttributeSegment>,
}

/// One part of a declared name: `group(name: text)`.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeSegment {
    /// The name of the part.
    pub name: Word,
    /// What stands in parentheses.
    pub parameters: Vec<Parameter>,
}

/// `name: text`
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The parameter's name.
    pub name: Word,
    /// Its type.
    pub value_type: Type,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A built-in one or an enum. A type of two words (`clock time`) is one word with a blank in it.
    Named(Word),
    /// `one of { free, pro }`
    OneOf(Vec<EnumValue>, Span),
    /// `list of text`
    ListOf(Box<Type>, Span),
}

/// `event conversation.queued carries queue`
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The dotted name.
    pub path: Option<Path>,
    /// What it carries.
    pub carries: Vec<Word>,
}

/// `action send <body: message> [as <sender: text>]`
#[derive(Clone, Debug, PartialEq)]
pub struct ActionSignature {
    /// Its words and slots, in order.
    pub parts: Vec<SignaturePart>,
}

/// A part of an action's signature.
#[derive(Clone, Debug, PartialEq)]
pub enum SignaturePart {
    /// A word that is written as it is.
    Word(Word),
    /// `<name: type>`, or `<name>` alone.
    Slot {
        /// The slot's name.
        name: Word,
        /// Its type; `None` if it was left out.
        value_type: Option<Type>,
        /// With its angle brackets.
        span: Span,
    },
    /// `[ … ]`
    Optional(Vec<SignaturePart>, Span),
}

/// `enum presence { online, away }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its name.
    pub name: Option<Word>,
    /// Its values, in their order.
    pub values: Vec<EnumValue>,
}

/// One value of an enum, or one state of a lifecycle.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Its name.
    pub name: Word,
    /// The `///` lines above it.
    pub docs: Option<String>,
}

/// `directory { groups "Billing" agents "Joon" webhooks "crm" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Directory {
    /// One entry a line; the word is `groups`, `agents` or `webhooks` (anything else has been reported).
    pub entries: Vec<(Word, Vec<Text>)>,
}

//! Values, paths and texts.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::Word;
use crate::diagnostic::Span;

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The whole value.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// The forms of a value. Literals are well-formed, but may be out of range (`99:99`): that is for `semantics`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the two fields of a regular expression say what they are")]
pub enum ValueKind {
    /// `"…"` or `"""…"""`
    Text(Text),
    /// `12.5`, `-3`, as written.
    Number(String),
    /// `1h30m`, as written.
    Duration(String),
    /// `09:00`, as written.
    ClockTime(String),
    /// `2026-12-31`, as written.
    Date(String),
    /// `12-25`, as written: a date of every year.
    AnnualDate(String),
    /// `50%`, as written.
    Percentage(String),
    /// `/re/i`
    Regex { pattern: String, flags: String },
    /// `[a, b]`
    List(Vec<Value>),
    /// `user.name`, `group("Billing").status`, or a bare word.
    Path(Path),
    /// `<plan>` in a test, with the name of the column.
    Cell(Word),
    /// Nothing was written.
    Missing,
}

impl Value {
    /// The bare word that it is.
    #[must_use]
    pub fn bare_word(&self) -> Option<&Word> {
        match &self.kind {
            ValueKind::Path(path) => path.bare_word(),
            _ => None,
        }
    }
}

/// A dotted name, or a bare word (one segment).
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The whole path.
    pub span: Span,
    /// The parts between the dots; a part that is missing after a dot is left out (and has been reported).
    pub segments: Vec<Segment>,
}

impl Path {
    /// The names of its parts, without what stands in parentheses.
    #[must_use]
    pub fn dotted(&self) -> String {
        let names: Vec<&str> = self.segments.iter().map(|segment| segment.name.text.as_str()).collect();
        names.join(".")
    }

    /// The bare word that it is.
    #[must_use]
    pub fn bare_word(&self) -> Option<&Word> {
        match self.segments.as_slice() {
            [only] if only.arguments.is_empty() => Some(&only.name),
            _ => None,
        }
    }
}

/// `group("Billing")`
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its name.
    pub name: Word,
    /// What stands in parentheses.
    pub arguments: Vec<Value>,
}

/// A text in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// With its quotation marks.
    pub span: Span,
    /// Its pieces.
    pub parts: TextParts,
}

/// The pieces of a text: mostly one literal.
pub type TextParts = SmallVec<[TextPart; 1]>;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum TextPart {
    /// Characters, with the escapes undone (and the indentation of a `"""` text taken off).
    Literal(SmolStr),
    /// `{user.name or there}`
    Placeholder(Box<Placeholder>),
}

/// `{queue.wait_max in minutes or some}`
#[derive(Clone, Debug, PartialEq)]
pub struct Placeholder {
    /// With its braces.
    pub span: Span,
    /// What it reads.
    pub path: Path,
    /// After `in`.
    pub unit: Option<Word>,
    /// After `or`: plain words up to the brace.
    pub fallback: Option<Word>,
}

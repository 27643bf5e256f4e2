//! Rules and events as a host's own types: every peer is handed these.

use crate::schema::{BOOLEANS, KINDS, NUMBERS, SETS, TEXTS};

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Below,
    AtMost,
    Above,
    AtLeast,
    Equal,
}

impl Comparison {
    /// As most languages write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
        }
    }

    #[inline]
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Below => left < right,
            Self::AtMost => left <= right,
            Self::Above => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
        }
    }
}

/// A test of one attribute, which is named by its place among those of its type; or any of some.
#[derive(Clone, Debug)]
pub enum Condition {
    Is(usize, String),
    IsNot(usize, String),
    In(usize, Vec<String>),
    NotIn(usize, Vec<String>),
    Compare(usize, Comparison, i64),
    Flag(usize, bool),
    Has(usize, String),
    Lacks(usize, String),
    /// Case of ASCII letters is ignored; the text is in lower case.
    Contains(usize, String),
    /// The whole text, in the syntax of the `regex` crate.
    Matches(usize, String),
    Any(Vec<Condition>),
}

impl Condition {
    /// The name of its attribute; a group has none.
    pub fn attribute(&self) -> &'static str {
        match self {
            Self::Is(at, _) | Self::IsNot(at, _) | Self::In(at, _) | Self::NotIn(at, _) => TEXTS[*at].name,
            Self::Contains(at, _) | Self::Matches(at, _) => TEXTS[*at].name,
            Self::Compare(at, ..) => NUMBERS[*at].name,
            Self::Flag(at, _) => BOOLEANS[*at].name,
            Self::Has(at, _) | Self::Lacks(at, _) => SETS[*at].name,
            Self::Any(_) => "",
        }
    }
}

/// A trigger: all of its conditions must hold of an event of its kind.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: u32,
    pub kind: usize,
    pub all: Vec<Condition>,
}

/// An event with every attribute.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its place among all.
    pub number: usize,
    pub kind: usize,
    pub texts: [String; TEXTS.len()],
    pub numbers: [i64; NUMBERS.len()],
    pub booleans: [bool; BOOLEANS.len()],
    pub sets: [Vec<String>; SETS.len()],
}

/// Something for each kind of event.
pub type ByKind<T> = [T; KINDS.len()];

/// The rules of each kind, in order.
pub fn by_kind(rules: &[Rule]) -> ByKind<Vec<&Rule>> {
    std::array::from_fn(|kind| rules.iter().filter(|rule| rule.kind == kind).collect())
}

/// A regex that must match the whole text.
pub fn whole(pattern: &str) -> regex::Regex {
    regex::Regex::new(&anchored(pattern)).expect("a regex")
}

pub fn anchored(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

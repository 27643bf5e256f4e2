//! Texts that are looked for in others, made ready.

use memchr::memmem::Finder;

use super::super::fact::Fact;
use super::super::kind;
use super::condition::Operand;
use crate::ir::{Quantity, TextEdge};

/// How something is looked for in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) edge: TextEdge,
    pub(crate) quantity: Quantity,
    /// Whether large and small letters differ.
    pub(crate) exactly: bool,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub(crate) enum Needles {
    /// Written in the book.
    Ready(Box<[Finder<'static>]>),
    /// Other facts.
    Read(Operand),
}

impl Search {
    pub(super) fn needles(self, needles: Operand) -> Needles {
        match needles {
            Operand::Literal(value) => {
                Needles::Ready(self.finders(Fact::of(&value)).into_iter().map(Finder::into_owned).collect())
            }
            operand => Needles::Read(operand),
        }
    }

    /// The texts in a fact, folded if need be. A fact without texts has none: it is found nowhere.
    pub(crate) fn finders<'f>(self, needles: Fact<'f>) -> Vec<Finder<'f>> {
        let finder = |text: &'f str| {
            if self.exactly { Finder::new(text) } else { Finder::new(&kind::folded(text)).into_owned() }
        };
        let text = |fact| match fact {
            Fact::Text(text) => Some(finder(text)),
            _ => None,
        };
        match self.quantity {
            Quantity::One | Quantity::Under => text(needles).into_iter().collect(),
            Quantity::Any | Quantity::All => needles.members().filter_map(text).collect(),
        }
    }

    /// Whether they are in that text, which is folded if they are.
    pub(crate) fn finds(self, text: &str, needles: &[Finder<'_>]) -> bool {
        let text = text.as_bytes();
        let found = |needle: &Finder<'_>| match self.edge {
            TextEdge::Anywhere => needle.find(text).is_some(),
            TextEdge::Start => text.starts_with(needle.needle()),
            TextEdge::End => text.ends_with(needle.needle()),
        };
        match self.quantity {
            Quantity::One | Quantity::Under | Quantity::Any => needles.iter().any(found),
            Quantity::All => needles.iter().all(found),
        }
    }
}

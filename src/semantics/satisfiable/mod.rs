//! Whether a condition can hold at all, whether it always holds, and what one says of another.
//!
//! A condition is taken apart into [`Cases`], of which one must be the case for it to hold; each is a list of plain questions
//! that all have their answers. For each fact, what is left of its values is kept along the questions of a case; where
//! nothing is left, that case cannot be. Facts are taken to be free of each other, and what is not understood is taken to be
//! possible. So "never" and "always" are sure, and "sometimes" only means that nothing speaks against it.

mod cases;
mod domain;
mod question;
mod ranges;
mod searches;
mod shape;

use std::collections::BTreeMap;

use crate::ir::vocabulary::Attribute;
use crate::ir::{Book, Condition, Value};

pub use cases::Cases;
pub use question::{Written, plain_condition};
pub use searches::folded;

/// What conditions of a book are about: enough to say what can be.
#[derive(Clone, Debug, Default)]
pub struct Worlds<'b> {
    conditions: BTreeMap<&'b str, &'b Condition>,
    lists: BTreeMap<&'b str, &'b [Value]>,
    attributes: BTreeMap<&'b str, &'b Attribute>,
    /// The values of each enum, in their order.
    enums: BTreeMap<&'b str, Vec<&'b str>>,
}

/// When a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Whatever the facts are, it does not hold.
    Never,
    /// Nothing is known that speaks against either.
    Sometimes,
    /// Whatever the facts are, it holds.
    Always,
}

impl<'b> Worlds<'b> {
    /// What can be in a book.
    #[must_use]
    pub fn of(book: &'b Book) -> Self {
        let values = |named: &'b crate::ir::vocabulary::Enum| named.values.iter().map(|value| value.name.as_str());
        Self {
            conditions: book.conditions.iter().map(|named| (named.id.as_str(), &named.condition)).collect(),
            lists: book.lists.iter().map(|list| (list.id.as_str(), list.values.as_slice())).collect(),
            attributes: book.vocabulary.attributes.iter().map(|each| (each.key.as_str(), each)).collect(),
            enums: book.vocabulary.enums.iter().map(|each| (each.name.as_str(), values(each).collect())).collect(),
        }
    }

    /// When the condition holds.
    #[must_use]
    pub fn verdict(&self, condition: &Condition) -> Verdict {
        if self.holds(condition).is_impossible() {
            Verdict::Never
        } else if self.fails(condition).is_impossible() {
            Verdict::Always
        } else {
            Verdict::Sometimes
        }
    }

    /// Whether the second holds wherever the first does.
    #[must_use]
    pub fn implies(&self, one: &Condition, other: &Condition) -> bool {
        !self.holds(one).meet(&self.fails(other))
    }

    /// Whether both can hold at once: `false` is sure, `true` means that nothing speaks against it.
    #[must_use]
    pub fn can_both_hold(&self, one: &Condition, other: &Condition) -> bool {
        self.holds(one).meet(&self.holds(other))
    }

    /// The cases in which the condition holds.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> Cases {
        cases::of(self, condition, true)
    }

    /// The cases in which the condition does not hold.
    #[must_use]
    pub fn fails(&self, condition: &Condition) -> Cases {
        cases::of(self, condition, false)
    }
}

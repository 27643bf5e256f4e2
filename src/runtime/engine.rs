//! The engine: a book, made ready to be stepped through.

use std::collections::BTreeMap;

use super::trace::ConditionTrace;
use super::{Conversation, Facts, Input, LoadError, Outcome};
use crate::ir::{Book, Condition, Moment, Value};

/// A book, made ready. A pure function of it, a conversation and an input gives everything: see [`Engine::step`].
#[derive(Clone, Debug)]
pub struct Engine {
    book: Book,
}

/// What a condition is looked at with, beside a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The present.
    pub time: Moment,
    /// Facts of the account and the user.
    pub view: &'a Facts,
    /// Earlier values, for `was`; a fact that is not in it was what it is.
    pub previous: &'a [(String, Option<Value>)],
    /// The marks of the user's `once per user` triggers.
    pub user_marks: &'a BTreeMap<String, Moment>,
}

impl Engine {
    /// Makes a book ready.
    ///
    /// # Errors
    /// If the book cannot be run; one that [`Book::load`] gave can.
    pub fn new(book: Book) -> Result<Self, LoadError> {
        Ok(Self { book })
    }

    /// The book.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Takes one input: changes the conversation and says what is to be done.
    pub fn step(&self, _conversation: &mut Conversation, _input: &Input) -> Outcome {
        Outcome::default()
    }

    /// As [`Engine::step`], and tells in [`Outcome::trace`] why everything was as it was.
    pub fn step_traced(&self, _conversation: &mut Conversation, _input: &Input) -> Outcome {
        Outcome::default()
    }

    /// Looks at a condition, as a test's `expect` does.
    ///
    /// # Errors
    /// If it speaks of something that the book does not hold.
    pub fn evaluate(
        &self,
        _conversation: &Conversation,
        _surroundings: &Surroundings<'_>,
        condition: &Condition,
    ) -> Result<ConditionTrace, LoadError> {
        Ok(ConditionTrace { place: condition.place, holds: false, read: Vec::new(), parts: Vec::new() })
    }
}

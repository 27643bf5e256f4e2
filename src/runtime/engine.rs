//! The engine: a book, made ready to be stepped through.

use std::collections::BTreeMap;

use super::evaluate::{Earlier, Sight, Told};
use super::prepare::{Prepared, condition};
use super::trace::ConditionTrace;
use super::{Conversation, Facts, Input, LoadError, Outcome, step};
use crate::ir::{Book, Condition, Moment, Value};

/// A book, made ready. A pure function of it, a conversation and an input gives everything: see [`Engine::step`].
#[derive(Debug)]
pub struct Engine {
    book: Book,
    prepared: Prepared,
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
        let prepared = Prepared::new(&book)?;
        let book = if book.hash.is_empty() { book.sealed() } else { book };
        Ok(Self { book, prepared })
    }

    /// The book.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Takes one input: changes the conversation and says what is to be done.
    pub fn step(&self, conversation: &mut Conversation, input: &Input) -> Outcome {
        step::step(&self.prepared, &self.book.hash, conversation, input, false)
    }

    /// As [`Engine::step`], and tells in [`Outcome::trace`] why everything was as it was.
    pub fn step_traced(&self, conversation: &mut Conversation, input: &Input) -> Outcome {
        step::step(&self.prepared, &self.book.hash, conversation, input, true)
    }

    /// Looks at a condition, as a test's `expect` does.
    ///
    /// # Errors
    /// If it speaks of something that the book does not hold.
    pub fn evaluate(
        &self,
        conversation: &Conversation,
        surroundings: &Surroundings<'_>,
        condition: &Condition,
    ) -> Result<ConditionTrace, LoadError> {
        let (condition, _) = condition::condition(&self.prepared.names, "the condition", condition)?;
        let Surroundings { time, view, previous, user_marks } = *surroundings;
        let sight = Sight {
            book: &self.prepared,
            time,
            conversation,
            view,
            user_marks,
            told: Told { carried: &Facts::new(), event: None },
            earlier: Earlier::Snapshot { kept: &conversation.facts, view, previous },
            refused: &[],
        };
        Ok(sight.explain(&condition))
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.prepared
    }
}

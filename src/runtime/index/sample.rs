//! Trying a condition of one attribute on a value: the index is built with the very evaluation that it saves.

use crate::ir::Moment;
use crate::runtime::Conversation;
use crate::runtime::evaluate::Sight;
use crate::runtime::fact::{AttributeNumber, Fact, Reader};
use crate::runtime::prepare::Prepared;
use crate::runtime::prepare::condition::Condition;

/// A conversation of which nothing is known.
pub(super) struct Nothing<'b> {
    book: &'b Prepared,
    conversation: Conversation,
}

/// All that is known is one fact, or that it is not known.
struct Sample<'f>(Option<Fact<'f>>);

impl Reader for Sample<'_> {
    fn read(&self, _attribute: AttributeNumber) -> Option<Fact<'_>> {
        self.0
    }
}

impl<'b> Nothing<'b> {
    pub(super) fn new(book: &'b Prepared) -> Self {
        Self { book, conversation: Conversation::new("", "") }
    }

    /// Whether the condition holds if its attribute has that value.
    pub(super) fn holds(&self, condition: &Condition, fact: Option<Fact<'_>>) -> bool {
        Sight::of_host(self.book, Moment::MIN, &self.conversation, &Sample(fact)).holds(condition)
    }
}

//! Trying a condition of one attribute on a value: the index is built with the very evaluation that it saves.

use crate::ir::{Moment, Name};
use crate::runtime::evaluate::{Earlier, Sight, Told};
use crate::runtime::fact::{AttributeNumber, Fact, Reader};
use crate::runtime::prepare::Prepared;
use crate::runtime::prepare::condition::Condition;
use crate::runtime::{Conversation, Facts, SortedMap};

/// A conversation of which nothing is known.
pub(super) struct Nothing<'b> {
    book: &'b Prepared,
    conversation: Conversation,
    facts: Facts,
    marks: SortedMap<Name, Moment>,
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
        Self { book, conversation: Conversation::new("", ""), facts: Facts::new(), marks: SortedMap::new() }
    }

    /// Whether the condition holds if its attribute has that value.
    pub(super) fn holds(&self, condition: &Condition, fact: Option<Fact<'_>>) -> bool {
        let sight = Sight {
            book: self.book,
            time: Moment::MIN,
            conversation: &self.conversation,
            view: &self.facts,
            user_marks: &self.marks,
            told: Told { carried: &self.facts, event: None },
            earlier: Earlier::Saved(&[]),
            refused: &[],
            host: Some(&Sample(fact)),
            folded: None,
        };
        sight.holds(condition)
    }
}

//! The book of an engine: packed, since an engine that runs does not need it, and opened where somebody wants to see it.

use std::sync::OnceLock;

use crate::ir::packed::Fault;
use crate::ir::policy::By;
use crate::ir::{Book, Packed, WaitTime};

/// A packed book, with what is asked for with every event.
#[derive(Debug)]
pub(super) struct Held {
    packed: Packed,
    pub(super) wait_time: Option<WaitTime>,
    frame: OnceLock<Book>,
    whole: OnceLock<Book>,
}

impl Held {
    pub(super) fn new(packed: Packed, wait_time: Option<WaitTime>) -> Self {
        Self { packed, wait_time, frame: OnceLock::new(), whole: OnceLock::new() }
    }

    /// All of it. Of a book whose sources and tests somebody has made unreadable, what can be read.
    pub(super) fn whole(&self) -> &Book {
        self.whole.get_or_init(|| self.packed.whole().or_else(|_| self.packed.running()).unwrap_or_default())
    }

    /// The book without its rules, its sources and its tests.
    pub(super) fn frame(&self) -> &Book {
        match self.whole.get() {
            Some(whole) => whole,
            None => self.frame.get_or_init(|| self.packed.frame().unwrap_or_default()),
        }
    }
}

/// As much of a packed book as it takes to make it ready: nearly always all but its triggers, its sources and its tests.
pub(super) fn without_triggers(packed: &Packed) -> Result<Book, Fault> {
    let book = packed.without_triggers()?;
    let lines =
        book.assignment.iter().flat_map(|policy| policy.prefer_agents.iter().chain(&policy.prefer_conversations));
    // A recommendation tells in the words of the book what was preferred.
    let speaks = lines.into_iter().any(|line| matches!(line.by, By::Condition(_)));
    if speaks { packed.with_rest(book) } else { Ok(book) }
}

//! The book of an engine: packed, since an engine that runs does not need it, and opened where somebody wants to see it.

use std::sync::OnceLock;

use crate::ir::packed::Fault;
use crate::ir::policy::By;
use crate::ir::{Book, Packed, SourceText, WaitTime};

/// A packed book, with what is asked for with every event.
#[derive(Debug)]
pub(super) struct Held {
    packed: Packed,
    /// Its sources, if they are not packed: of a book that was just compiled, to pack them would take longer than they are worth.
    sources: Vec<SourceText>,
    pub(super) wait_time: Option<WaitTime>,
    frame: OnceLock<Book>,
    whole: OnceLock<Book>,
}

impl Held {
    pub(super) fn new(packed: Packed, wait_time: Option<WaitTime>) -> Self {
        Self { packed, sources: Vec::new(), wait_time, frame: OnceLock::new(), whole: OnceLock::new() }
    }

    /// With the sources of a book that was packed without them.
    pub(super) fn with_sources(self, sources: Vec<SourceText>) -> Self {
        Self { sources, ..self }
    }

    /// All of it. Of a book whose sources and tests somebody has made unreadable, what can be read.
    pub(super) fn whole(&self) -> &Book {
        self.whole.get_or_init(|| {
            let mut book = self.packed.whole().or_else(|_| self.packed.running()).unwrap_or_default();
            book.sources.extend_from_slice(&self.sources);
            book
        })
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

//! The book of an engine: packed, since an engine that runs does not need it, and opened where somebody wants to see it.

use std::sync::OnceLock;

use crate::ir::packed::Fault;
use crate::ir::policy::By;
use crate::ir::{Book, Packed, SourceText, WaitTime};

/// A packed book, with what is asked for with every event.
#[derive(Debug)]
pub(super) struct Held {
    packed: Packed,
    /// The texts of its sources that are not packed, with their numbers: to compress them would take longer than they are worth.
    texts: Vec<(usize, String)>,
    pub(super) wait_time: Option<WaitTime>,
    frame: OnceLock<Book>,
    whole: OnceLock<Book>,
}

impl Held {
    pub(super) fn new(packed: Packed, wait_time: Option<WaitTime>) -> Self {
        Self { packed, texts: Vec::new(), wait_time, frame: OnceLock::new(), whole: OnceLock::new() }
    }

    /// With texts that [`take_long`] took from the sources before the book was packed.
    pub(super) fn with_texts(self, texts: Vec<(usize, String)>) -> Self {
        Self { texts, ..self }
    }

    /// All of it. Of a book whose sources and tests somebody has made unreadable, what can be read.
    pub(super) fn whole(&self) -> &Book {
        self.whole.get_or_init(|| {
            let mut book = self.packed.whole().or_else(|_| self.packed.running()).unwrap_or_default();
            for (number, text) in &self.texts {
                if let Some(source) = book.sources.get_mut(*number) {
                    source.text.clone_from(text);
                }
            }
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

/// Texts of more bytes are not compressed.
const LONG: usize = 1 << 16;

/// Takes the long texts from the sources of a book that was just compiled, with their numbers.
pub(super) fn take_long(sources: &mut [SourceText]) -> Vec<(usize, String)> {
    let long = sources.iter_mut().enumerate().filter(|(_, source)| source.text.len() > LONG);
    long.map(|(number, source)| (number, std::mem::take(&mut source.text))).collect()
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

//! A book in few bytes: how an engine keeps it, and what `whenbook build` writes.
//!
//! It is the same data as the readable JSON, in parts that can be opened one without the others: the *frame* (vocabulary,
//! schedules, lifecycle, policies), the *rules* (first what they name and the automations, then each trigger by itself), what the
//! runtime has found out about them (the *outline*, which means nothing here), and the *rest* (sources and tests, as JSON: nothing
//! runs by them). All but the last are written by this module's own serde format ([`write`], [`read`], [`pieces`]). The rules
//! lie open in memory, so that a single trigger can be read when it is needed; the frame and the rest are compressed there.
//!
//! The form does not describe itself, so it is of one [`LAYOUT`], which goes up with each change of a type in here. JSON is the
//! lasting form; this one is built anew.

mod known;
mod pieces;
mod place;
mod read;
mod write;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::test::Test;
use super::{Automation, Book, FORMAT, FirstMatch, Message, NamedCondition, NamedList, SourceText};

pub(crate) use pieces::{Pieces, from_bytes, to_bytes};
use write::Spots;
pub(crate) use write::Writer;

/// What all packed books begin with; no JSON does.
const MAGIC: &[u8; 8] = b"\0whnbook";

/// The layout of the parts. It goes up when one of the types in a book changes, or how they are written.
const LAYOUT: u8 = 4;

/// Opened, a part is at most so many times as long as it is compressed: a small file must not become a large one.
const MOST_COMPRESSED: usize = 32;

/// A book in few bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    format: u32,
    frame: Part,
    rest: Part,
    /// What triggers name, and the automations; then each trigger.
    rules: Arc<Pieces>,
    /// What the runtime has found out about the rules; empty once it has taken it.
    outline: Box<[u8]>,
}

/// Why bytes are no packed book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// They are damaged.
    Damaged(String),
    /// They are of a newer format than this version reads.
    Newer(u32),
    /// They were changed after they were written.
    WrongHash,
}

/// What of a book is its rules, but for the triggers.
#[derive(Default, Serialize, Deserialize)]
struct Head<'b> {
    messages: Cow<'b, [Message]>,
    lists: Cow<'b, [NamedList]>,
    conditions: Cow<'b, [NamedCondition]>,
    first_matches: Cow<'b, [FirstMatch]>,
    automations: Cow<'b, [Automation]>,
}

/// The rules of a book in few bytes.
pub(crate) struct Rules {
    pieces: Pieces,
    /// Where the tests in them stand.
    spots: Spots,
}

impl Rules {
    /// Those of a book, whoever wrote it.
    ///
    /// # Errors
    /// If there is something in it that no book has.
    pub(crate) fn of(book: &Book) -> Result<Self, Fault> {
        let mut writer = Writer::default();
        writer.piece(&Head {
            messages: Cow::Borrowed(&book.messages),
            lists: Cow::Borrowed(&book.lists),
            conditions: Cow::Borrowed(&book.conditions),
            first_matches: Cow::Borrowed(&book.first_matches),
            automations: Cow::Borrowed(&book.automations),
        })?;
        for trigger in &book.triggers {
            writer.piece(trigger)?;
        }
        let spots = writer.take_spots();
        Ok(Self { pieces: Pieces::read(writer.done()?.into())?, spots })
    }

    /// Where the tests of that trigger stand.
    pub(crate) fn spots_of(&self, trigger: usize) -> &[u32] {
        // Behind one piece that is none.
        self.spots.of(trigger.saturating_add(1))
    }
}

/// What of a book nothing runs by.
#[derive(Default, Serialize, Deserialize)]
struct Rest {
    sources: Vec<SourceText>,
    tests: Vec<Test>,
}

impl Packed {
    /// The book in few bytes, with its rules that are so already, and what the runtime has found out about them.
    ///
    /// # Errors
    /// If there is something in it that no book has.
    pub(crate) fn new(mut book: Book, rules: Rules, outline: Vec<u8>) -> Result<Self, Fault> {
        let rest = Rest { sources: std::mem::take(&mut book.sources), tests: std::mem::take(&mut book.tests) };
        let rest = serde_json::to_vec(&rest).map_err(|error| damaged(&error.to_string()))?;
        let frame = Book {
            messages: Vec::new(),
            lists: Vec::new(),
            conditions: Vec::new(),
            triggers: Vec::new(),
            first_matches: Vec::new(),
            automations: Vec::new(),
            ..book
        };
        Ok(Self {
            format: frame.format,
            frame: Part::of(&to_bytes(&frame)?),
            rest: Part::of(&rest),
            rules: Arc::new(rules.pieces),
            outline: outline.into(),
        })
    }

    /// Whether that is meant to be a packed book.
    #[must_use]
    pub fn is_packed(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// A packed book that nobody has changed.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let ended = || damaged("it ends too soon");
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| damaged("it is no packed book"))?;
        let (layout, rest) = rest.split_first().ok_or_else(ended)?;
        let (format, rest) = rest.split_first_chunk().ok_or_else(ended)?;
        let (hash, parts) = rest.split_first_chunk::<32>().ok_or_else(ended)?;
        let format = u32::from_le_bytes(*format);
        if format > FORMAT {
            return Err(Fault::Newer(format));
        }
        if *layout != LAYOUT {
            return Err(damaged("it was packed by another version: build it again"));
        }
        if sealed(format, parts) != *hash {
            return Err(Fault::WrongHash);
        }
        let (frame, parts) = part(parts)?;
        let (rest, parts) = part(parts)?;
        let (rules, parts) = part(parts)?;
        let (outline, parts) = part(parts)?;
        if !parts.is_empty() {
            return Err(damaged("it does not end"));
        }
        let rules = Arc::new(Pieces::read(rules.opened()?.into_owned().into())?);
        Ok(Self { format, frame, rest, rules, outline: outline.opened()?.into_owned().into() })
    }

    /// The bytes from which it can be read again: what `whenbook build` writes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (rules, outline) = (Part::of(self.rules.bytes()), Part::of(&self.outline));
        let parts = [&self.frame, &self.rest, &rules, &outline];
        let bytes: Vec<u8> = parts.into_iter().flat_map(Part::with_length).collect();
        let head = [MAGIC.as_slice(), &[LAYOUT], &self.format.to_le_bytes(), &sealed(self.format, &bytes)];
        [head.concat(), bytes].concat()
    }

    /// The book without its rules, its sources and its tests.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn frame(&self) -> Result<Book, Fault> {
        from_bytes(self.frame.opened()?.into_owned())
    }

    /// The book without its triggers, its sources and its tests.
    ///
    /// # Errors
    /// If it is damaged.
    pub(crate) fn without_triggers(&self) -> Result<Book, Fault> {
        let Head { messages, lists, conditions, first_matches, automations } = self.rules.value(0)?;
        Ok(Book {
            messages: messages.into_owned(),
            lists: lists.into_owned(),
            conditions: conditions.into_owned(),
            first_matches: first_matches.into_owned(),
            automations: automations.into_owned(),
            ..self.frame()?
        })
    }

    /// The book without its sources and its tests.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn running(&self) -> Result<Book, Fault> {
        let triggers = (1..self.rules.count()).map(|number| self.rules.value(number)).collect::<Result<_, _>>()?;
        Ok(Book { triggers, ..self.without_triggers()? })
    }

    /// The whole book.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn whole(&self) -> Result<Book, Fault> {
        self.with_rest(self.running()?)
    }

    /// A part of this book with its sources and its tests.
    pub(crate) fn with_rest(&self, book: Book) -> Result<Book, Fault> {
        let Rest { sources, tests } =
            serde_json::from_slice(&self.rest.opened()?).map_err(|error| damaged(&error.to_string()))?;
        Ok(Book { sources, tests, ..book })
    }

    /// The triggers, behind one piece that is none.
    pub(crate) fn rules(&self) -> &Arc<Pieces> {
        &self.rules
    }

    /// What the runtime has found out about the rules: for whoever takes it, since it is kept no longer.
    pub(crate) fn take_outline(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.outline).into()
    }
}

/// For tests of what a forged book may do.
#[cfg(test)]
impl Packed {
    pub(crate) fn with_rules(self, bytes: Vec<u8>) -> Result<Self, Fault> {
        Ok(Self { rules: Arc::new(Pieces::read(bytes.into())?), ..self })
    }

    pub(crate) fn with_outline(self, outline: Vec<u8>) -> Self {
        Self { outline: outline.into(), ..self }
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Packed({:?})", self.rules)
    }
}

/// Bytes that may be compressed.
#[derive(Clone, PartialEq, Eq)]
enum Part {
    Plain(Box<[u8]>),
    Compressed(Box<[u8]>),
}

const PLAIN: u8 = 0;
const COMPRESSED: u8 = 1;

impl Part {
    fn of(plain: &[u8]) -> Self {
        let packed = lz4_flex::block::compress_prepend_size(plain);
        // What would not be opened again is left as it is.
        if may_open(plain.len(), packed.len()) { Self::Compressed(packed.into()) } else { Self::Plain(plain.into()) }
    }

    fn opened(&self) -> Result<Cow<'_, [u8]>, Fault> {
        let bytes = match self {
            Self::Plain(bytes) => return Ok(Cow::Borrowed(bytes)),
            Self::Compressed(bytes) => bytes,
        };
        let length = bytes.first_chunk().and_then(|length| usize::try_from(u32::from_le_bytes(*length)).ok());
        if !length.is_some_and(|length| may_open(length, bytes.len())) {
            return Err(damaged("a part of it says that it is too long"));
        }
        let plain = lz4_flex::block::decompress_size_prepended(bytes).map_err(|error| damaged(&error.to_string()))?;
        Ok(Cow::Owned(plain))
    }

    /// The bytes after how they are written and how many they are.
    fn with_length(&self) -> Vec<u8> {
        let (kind, bytes) = match self {
            Self::Plain(bytes) => (PLAIN, bytes),
            Self::Compressed(bytes) => (COMPRESSED, bytes),
        };
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        [&[kind], length.to_le_bytes().as_slice(), bytes].concat()
    }
}

/// The hash of all that stands around it, but for what all packed books of a layout begin with.
fn sealed(format: u32, parts: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(format.to_le_bytes()).chain_update(parts).finalize().into()
}

fn may_open(plain: usize, packed: usize) -> bool {
    plain <= packed.saturating_mul(MOST_COMPRESSED)
}

/// The first part of these bytes, and what comes behind it.
fn part(bytes: &[u8]) -> Result<(Part, &[u8]), Fault> {
    let ended = || damaged("it ends too soon");
    let (kind, rest) = bytes.split_first().ok_or_else(ended)?;
    let (length, rest) = rest.split_first_chunk().ok_or_else(ended)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| ended())?;
    let (part, rest) = rest.split_at_checked(length).ok_or_else(ended)?;
    match *kind {
        PLAIN => Ok((Part::Plain(part.into()), rest)),
        COMPRESSED => Ok((Part::Compressed(part.into()), rest)),
        _ => Err(damaged("a part of it is written in no known way")),
    }
}

fn damaged(reason: &str) -> Fault {
    Fault::Damaged(reason.to_owned())
}

//! A book in few bytes: how an engine keeps it, and what `whenbook build` writes.
//!
//! It is the same data as the readable JSON, in three parts that can be opened one without the others: the *frame* (vocabulary,
//! schedules, lifecycle, policies), the *rules* (triggers and automations with what they name), and the *rest* (sources and tests, as
//! JSON: nothing runs by them). The first two are written by this module's own serde format ([`write`], [`read`]), each text once and
//! each place by its distance to the last one; all three are compressed.
//!
//! The form does not describe itself, so it is of one [`LAYOUT`], which goes up with each change of a type in here. JSON is the
//! lasting form; this one is built anew.

mod place;
mod read;
mod write;

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::test::Test;
use super::{Automation, Book, FORMAT, FirstMatch, Message, NamedCondition, NamedList, SourceText, Trigger};

pub(crate) use write::key;

/// What all packed books begin with; no JSON does.
const MAGIC: &[u8; 8] = b"\0whnbook";

/// The layout of the parts. It goes up when one of the types in a book changes, or how they are written.
const LAYOUT: u8 = 1;

/// Where the parts begin: behind the magic bytes, the layout, the format and the hash of the parts.
const HEAD: usize = MAGIC.len() + 1 + 4 + 32;

/// Opened, a part is at most so many times as long as it is compressed: a small file must not become a large one.
const MOST_COMPRESSED: usize = 32;

/// A book in few bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

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

/// What of a book is its rules.
#[derive(Default, Serialize, Deserialize)]
struct Rules {
    messages: Vec<Message>,
    lists: Vec<NamedList>,
    conditions: Vec<NamedCondition>,
    triggers: Vec<Trigger>,
    first_matches: Vec<FirstMatch>,
    automations: Vec<Automation>,
}

/// What of a book nothing runs by.
#[derive(Default, Serialize, Deserialize)]
struct Rest {
    sources: Vec<SourceText>,
    tests: Vec<Test>,
}

impl Packed {
    /// The book in few bytes.
    #[must_use]
    pub fn of(mut book: Book) -> Self {
        let rules = Rules {
            messages: std::mem::take(&mut book.messages),
            lists: std::mem::take(&mut book.lists),
            conditions: std::mem::take(&mut book.conditions),
            triggers: std::mem::take(&mut book.triggers),
            first_matches: std::mem::take(&mut book.first_matches),
            automations: std::mem::take(&mut book.automations),
        };
        let rest = Rest { sources: std::mem::take(&mut book.sources), tests: std::mem::take(&mut book.tests) };
        // Plain data of texts, numbers and lists always can be written.
        let parts = [
            write::to_bytes(&book).unwrap_or_default(),
            write::to_bytes(&rules).unwrap_or_default(),
            serde_json::to_vec(&rest).unwrap_or_default(),
        ];
        let bytes: Vec<u8> = parts.iter().flat_map(|part| compressed(part)).collect();
        let head = [MAGIC.as_slice(), &[LAYOUT], &book.format.to_le_bytes(), &Sha256::digest(&bytes)];
        Self([head.concat(), bytes].concat().into())
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
        if *Sha256::digest(parts) != *hash {
            return Err(Fault::WrongHash);
        }
        Ok(Self(bytes.into()))
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The book without its rules, its sources and its tests.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn frame(&self) -> Result<Book, Fault> {
        unpacked(self.parts()?.frame)
    }

    /// The book without its sources and its tests.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn running(&self) -> Result<Book, Fault> {
        let parts = self.parts()?;
        let (book, rules): (Book, Rules) = (unpacked(parts.frame)?, unpacked(parts.rules)?);
        Ok(Book {
            messages: rules.messages,
            lists: rules.lists,
            conditions: rules.conditions,
            triggers: rules.triggers,
            first_matches: rules.first_matches,
            automations: rules.automations,
            ..book
        })
    }

    /// The whole book.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn whole(&self) -> Result<Book, Fault> {
        let Rest { sources, tests } =
            serde_json::from_slice(&opened(self.parts()?.rest)?).map_err(|error| damaged(&error.to_string()))?;
        Ok(Book { sources, tests, ..self.running()? })
    }

    fn parts(&self) -> Result<Parts<'_>, Fault> {
        let rest = self.0.get(HEAD..).unwrap_or_default();
        let (frame, rest) = part(rest)?;
        let (rules, rest) = part(rest)?;
        let (sources, rest) = part(rest)?;
        if rest.is_empty() { Ok(Parts { frame, rules, rest: sources }) } else { Err(damaged("it does not end")) }
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Packed({} bytes)", self.0.len())
    }
}

/// The parts, each as it was compressed.
struct Parts<'b> {
    frame: Part<'b>,
    rules: Part<'b>,
    rest: Part<'b>,
}

#[derive(Clone, Copy)]
enum Part<'b> {
    Plain(&'b [u8]),
    Compressed(&'b [u8]),
}

const PLAIN: u8 = 0;
const COMPRESSED: u8 = 1;

/// The bytes of a part after how they are written and how many they are.
fn compressed(plain: &[u8]) -> Vec<u8> {
    let packed = lz4_flex::block::compress_prepend_size(plain);
    // What would not be opened again is left as it is.
    let (kind, bytes) =
        if may_open(plain.len(), packed.len()) { (COMPRESSED, packed.as_slice()) } else { (PLAIN, plain) };
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [&[kind], length.to_le_bytes().as_slice(), bytes].concat()
}

fn may_open(plain: usize, packed: usize) -> bool {
    plain <= packed.saturating_mul(MOST_COMPRESSED)
}

/// The first part of these bytes, and what comes behind it.
fn part(bytes: &[u8]) -> Result<(Part<'_>, &[u8]), Fault> {
    let ended = || damaged("it ends too soon");
    let (kind, rest) = bytes.split_first().ok_or_else(ended)?;
    let (length, rest) = rest.split_first_chunk().ok_or_else(ended)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| ended())?;
    let (part, rest) = rest.split_at_checked(length).ok_or_else(ended)?;
    match *kind {
        PLAIN => Ok((Part::Plain(part), rest)),
        COMPRESSED => Ok((Part::Compressed(part), rest)),
        _ => Err(damaged("a part of it is written in no known way")),
    }
}

fn opened(part: Part<'_>) -> Result<Cow<'_, [u8]>, Fault> {
    let bytes = match part {
        Part::Plain(bytes) => return Ok(Cow::Borrowed(bytes)),
        Part::Compressed(bytes) => bytes,
    };
    let length = bytes.first_chunk().and_then(|length| usize::try_from(u32::from_le_bytes(*length)).ok());
    if !length.is_some_and(|length| may_open(length, bytes.len())) {
        return Err(damaged("a part of it says that it is too long"));
    }
    let plain = lz4_flex::block::decompress_size_prepended(bytes).map_err(|error| damaged(&error.to_string()))?;
    Ok(Cow::Owned(plain))
}

fn unpacked<T: DeserializeOwned>(part: Part<'_>) -> Result<T, Fault> {
    read::from_bytes(&opened(part)?).map_err(|unread| damaged(&unread.to_string()))
}

fn damaged(reason: &str) -> Fault {
    Fault::Damaged(reason.to_owned())
}

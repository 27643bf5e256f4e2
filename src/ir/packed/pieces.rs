//! Values that were written one after the other, and can be read one without the others.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::read::Reader;
use super::write::Writer;
use super::{Fault, damaged};

/// Several values in few bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    bytes: Box<[u8]>,
    /// Where the short texts are.
    texts: [usize; 2],
    /// Where each piece begins, and its places; and, at last, where they end.
    starts: Box<[[u32; 2]]>,
}

impl Pieces {
    /// Pieces in bytes, whoever wrote them.
    ///
    /// # Errors
    /// If they are none.
    pub(crate) fn read(bytes: Box<[u8]>) -> Result<Self, Fault> {
        let ended = || damaged("it ends too soon");
        let (words, _) = bytes.as_chunks::<4>();
        let word = |number: usize| words.get(number).map(|word| u32::from_le_bytes(*word)).ok_or_else(ended);
        let (count, texts) = (length(word(0)?), length(word(1)?));
        let lengths = count.checked_mul(2).and_then(|numbers| words.get(2..)?.get(..numbers)).ok_or_else(ended)?;
        let texts_at = (lengths.len() + 2) * 4;
        let places_at = texts_at.saturating_add(texts);
        let (pairs, _) = lengths.as_chunks::<2>();
        let places = pairs.iter().map(|[_, places]| length(u32::from_le_bytes(*places))).fold(0, usize::saturating_add);
        let mut at = [places_at.saturating_add(places), places_at];
        let mut starts = Vec::with_capacity(count + 1);
        for own in pairs {
            starts.push(at);
            for (at, own) in at.iter_mut().zip(own) {
                *at = at.saturating_add(length(u32::from_le_bytes(*own)));
            }
        }
        starts.push(at);
        // All is in it, and nothing else.
        if at != [bytes.len(), places_at.saturating_add(places)] {
            return Err(damaged("it does not end where it should"));
        }
        let narrow = |[own, places]: [usize; 2]| Some([u32::try_from(own).ok()?, u32::try_from(places).ok()?]);
        let starts = starts.into_iter().map(narrow).collect::<Option<_>>().ok_or_else(|| damaged("it is too large"))?;
        Ok(Self { bytes, texts: [texts_at, places_at], starts })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The value of that number.
    ///
    /// # Errors
    /// If there is none, or it is something else.
    pub(crate) fn value<'p, T: Deserialize<'p>>(&'p self, number: usize) -> Result<T, Fault> {
        self.reader(number)?.whole().map_err(|unread| damaged(&unread.to_string()))
    }

    /// The value of that number, and where the tests in it stand, in the order in which it tells of them.
    ///
    /// # Errors
    /// If there is none, or it is something else.
    pub(crate) fn value_with_spots<'p, T: Deserialize<'p>>(&'p self, number: usize) -> Result<(T, Vec<u32>), Fault> {
        self.reader(number)?.whole_with_spots().map_err(|unread| damaged(&unread.to_string()))
    }

    /// The first text of the value of that number, which is a structure.
    pub(crate) fn first_text(&self, number: usize) -> Option<&str> {
        self.reader(number).ok()?.first_text().ok()
    }

    /// How many bytes there are.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn reader(&self, number: usize) -> Result<Reader<'_>, Fault> {
        let nothing = || damaged("it has too few pieces");
        let starts = self.starts.get(number..).ok_or_else(nothing)?;
        let [[own, places], [own_end, places_end], ..] = *starts else { return Err(nothing()) };
        let part = |from: usize, to: usize| self.bytes.get(from..to).ok_or_else(nothing);
        let first = self.starts.first().map_or(usize::MAX, |[first, _]| length(*first));
        let [texts, texts_end] = self.texts;
        let all = part(first, self.bytes.len())?;
        let piece = length(own).saturating_sub(first)..length(own_end).saturating_sub(first);
        let places = part(length(places), length(places_end))?;
        Reader::new(piece, places, part(texts, texts_end)?, all).ok_or_else(nothing)
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pieces({} in {} bytes)", self.count(), self.bytes.len())
    }
}

fn length(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The value in few bytes, by itself.
///
/// # Errors
/// If there is something in it that no book has.
pub(crate) fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, Fault> {
    let mut writer = Writer::default();
    writer.piece(value)?;
    writer.done()
}

/// The value in these bytes.
///
/// # Errors
/// If it is another one.
pub(crate) fn from_bytes<T: DeserializeOwned>(bytes: Vec<u8>) -> Result<T, Fault> {
    Pieces::read(bytes.into())?.value(0)
}

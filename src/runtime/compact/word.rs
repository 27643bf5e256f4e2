//! Names, short where they are well known.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Serialize, Serializer};

use crate::ir::{EventName, Name};
use crate::runtime::lookup::Lookup;

/// A name: the number of a line of `words.txt`, from 1; or 0 and the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word(pub(super) Name);

/// The words of the standard vocabulary and the ids of the shipped rules. Stored states speak of them by their numbers: a
/// line is never changed nor moved, new ones go to the end.
const WORDS: &str = include_str!("words.txt");

struct Words {
    by_number: Vec<Name>,
    by_name: Lookup,
}

static KNOWN: LazyLock<Words> = LazyLock::new(|| {
    let by_number: Vec<Name> = WORDS.lines().map(Name::from).collect();
    let by_name = Lookup::new(WORDS.lines().zip(1..));
    Words { by_number, by_name }
});

/// A name as all have it that are read from stored states, if it is well known: then the two are one text in memory.
pub(crate) fn shared(name: &str) -> Name {
    let number = KNOWN.by_name.get(name);
    number.and_then(line).cloned().unwrap_or_else(|| name.into())
}

/// What stands in place of the number of a name that is not well known.
const UNKNOWN: u32 = 0;

impl From<EventName> for Word {
    fn from(event: EventName) -> Self {
        Self(event.into())
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_tuple(2)?;
        match KNOWN.by_name.get(self.0.as_str()) {
            Some(number) => parts.serialize_element(&number)?,
            None => {
                parts.serialize_element(&UNKNOWN)?;
                parts.serialize_element(&self.0)?;
            }
        }
        parts.end()
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(2, Parts)
    }
}

fn line(number: u32) -> Option<&'static Name> {
    KNOWN.by_number.get(usize::try_from(number.checked_sub(1)?).ok()?)
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Word;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Word, A::Error> {
        let name = match parts.next_element()? {
            Some(UNKNOWN) => parts.next_element()?,
            Some(number) => line(number).cloned(),
            None => None,
        };
        name.map(Word).ok_or_else(|| A::Error::custom("a name that nobody knows"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_twice_and_each_takes_a_byte() {
        let numbers = KNOWN.by_number.iter().zip(1..);
        assert!(numbers.clone().all(|(name, number)| KNOWN.by_name.get(name) == Some(number)), "a word stands twice");
        assert!(KNOWN.by_number.len() < 128);
    }

    /// What an older version has written must mean the same for ever.
    #[test]
    fn words_keep_their_numbers() {
        let number = |word: &str| KNOWN.by_name.get(word);
        assert_eq!(number("conversation.id"), Some(1));
        assert_eq!(number("session.ended_at"), Some(40));
        assert_eq!(number("delivery.failed"), Some(74));
        assert_eq!(number("rating_request"), Some(117));
    }
}

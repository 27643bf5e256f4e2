//! An index as it is stored: found once, when a book is checked, and plain numbers from then on.
//!
//! To make an index of it, nothing is evaluated and no rule is looked at. Nothing in it is trusted either: what it says is asked of
//! tables that answer for any number, so that a forged one makes another index, and no harm.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::bits::{self, Block};

/// An index, without its rules.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The listeners that never match.
    pub(super) inactive: Vec<u32>,
    /// The places of those that are for some channels only.
    pub(super) channels: Vec<u32>,
    /// The numbers of the attributes that are asked for, in the order of the index.
    pub(super) attributes: Vec<u32>,
    pub(super) columns: Vec<ColumnPlan>,
    pub(super) lists: Vec<ListPlan>,
    pub(super) rows: Rows,
    pub(super) masks: Vec<u64>,
    /// The places of the rules of which something is left over.
    pub(super) unsettled: Vec<u32>,
    /// What is left over of each of them, packed.
    pub(super) left: Bytes,
}

/// A column.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ColumnPlan {
    /// Its attribute, by its place among those of the index.
    pub(super) attribute: u32,
    pub(super) classes: ClassesPlan,
    pub(super) first: u32,
    /// What it is called where classes of it are asked for.
    pub(super) rank: u32,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ClassesPlan {
    /// Names in order, each with its class.
    Texts {
        names: Vec<(String, u32)>,
        is_enum: bool,
    },
    Boolean {
        yes: u32,
        no: u32,
    },
    Ordered {
        places: u32,
        edges: Vec<i64>,
    },
}

/// What is asked of a list.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ListPlan {
    /// Its attribute, by its place among those of the index.
    pub(super) attribute: u32,
    /// Members in order.
    pub(super) names: Vec<String>,
    /// The rules that want each of them.
    pub(super) wants: Vec<Vec<u32>>,
    /// The rules that must not have it.
    pub(super) lacks: Vec<Vec<u32>>,
    /// The rules that want some member.
    pub(super) demanding: Vec<u32>,
}

/// What no class tells of a rule.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Left {
    /// Whether the value of a column is in some classes: the column's rank and first row, and where the bits of the classes are.
    Class {
        rank: u32,
        first: u32,
        mask: u32,
    },
    All(Vec<Left>),
    Any(Vec<Left>),
    Not(Box<Left>),
    /// The part of the rule's condition that has that number, counted as `clause::nodes` does.
    Condition(u32),
}

/// Rows of bits.
#[derive(Debug, Default)]
pub(super) struct Rows(pub(super) Vec<Block>);

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.0.as_flattened().iter();
        serializer.serialize_bytes(&words.flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>())
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Bytes(bytes) = Bytes::deserialize(deserializer)?;
        let (words, _) = bytes.as_chunks::<8>();
        let mut rows = vec![bits::NONE; words.len() / bits::NONE.len()];
        for (word, bytes) in rows.as_flattened_mut().iter_mut().zip(words) {
            *word = u64::from_le_bytes(*bytes);
        }
        Ok(Self(rows))
    }
}

/// Bytes that are not read one by one.
#[derive(Debug, Default)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Own;
        impl Visitor<'_> for Own {
            type Value = Bytes;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Own)
    }
}

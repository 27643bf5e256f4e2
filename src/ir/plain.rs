//! A serde format that is only written: bytes that two values have in common only if they are equal. Books are hashed in it.
//!
//! A value begins with what it is; numbers take as many bytes as they need, and texts and lists tell their length. Fields and
//! variants have their names, so that what a newer version adds to the types changes nothing for books that do without.

use std::fmt;

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleVariant, Serializer,
};
use sha2::{Digest, Sha256};

use super::alike::implement_alike;
use super::varint;

/// So many bytes are hashed at once.
const ROOM: usize = 1 << 14;

/// The structure of which there are so many that its numbers are told without their names.
const PLACE: &str = "Place";

/// What a value begins with, and what structures and maps end with: no field has an empty name, and no value this mark.
mod mark {
    pub const END: u8 = 0;
    pub const NO: u8 = 1;
    pub const YES: u8 = 2;
    pub const NUMBER: u8 = 3;
    pub const SIGNED: u8 = 4;
    pub const TEXT: u8 = 5;
    pub const NOTHING: u8 = 6;
    pub const SOMETHING: u8 = 7;
    pub const LIST: u8 = 8;
    pub const TUPLE: u8 = 9;
    pub const VARIANT: u8 = 10;
    pub const FIELDS: u8 = 11;
    pub const PLACE: u8 = 12;
}

/// The SHA-256 of the bytes of a value, but for its first field of the name `except`; `None` if it has no such form, as a binary
/// fraction.
pub(super) fn hash<T: Serialize + ?Sized>(value: &T, except: &'static str) -> Option<[u8; 32]> {
    let mut writer = Writer { waiting: Vec::with_capacity(2 * ROOM), hashed: Sha256::new(), except: Some(except) };
    value.serialize(&mut writer).ok()?;
    Some(writer.hashed.chain_update(&writer.waiting).finalize().into())
}

struct Writer {
    /// What was written and is not hashed yet.
    waiting: Vec<u8>,
    hashed: Sha256,
    /// The name of the field that is still to be left out.
    except: Option<&'static str>,
}

impl Writer {
    #[inline]
    fn mark(&mut self, mark: u8) -> fmt::Result {
        self.waiting.push(mark);
        Ok(())
    }

    #[inline]
    fn number(&mut self, number: u64) -> fmt::Result {
        varint::number(&mut self.waiting, number);
        Ok(())
    }

    #[inline]
    fn length(&mut self, length: usize) -> fmt::Result {
        self.number(u64::try_from(length).unwrap_or(u64::MAX))
    }

    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.length(text.len())?;
        if self.waiting.len().saturating_add(text.len()) > ROOM {
            self.hashed.update(&self.waiting);
            self.waiting.clear();
        }
        if text.len() > ROOM {
            self.hashed.update(text);
        } else {
            self.waiting.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    #[inline]
    fn variant(&mut self, name: &str) -> fmt::Result {
        self.mark(mark::VARIANT)?;
        self.text(name)
    }
}

/// A structure whose fields are being written.
struct Fields<'w> {
    writer: &'w mut Writer,
    has_names: bool,
}

impl Fields<'_> {
    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> fmt::Result {
        if self.has_names {
            if self.writer.except.take_if(|except| *except == name).is_some() {
                return Ok(());
            }
            self.writer.text(name)?;
        }
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> fmt::Result {
        if self.has_names { self.writer.mark(mark::END) } else { Ok(()) }
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Fields<'w>;

    fn serialize_bool(self, value: bool) -> fmt::Result {
        self.mark(if value { mark::YES } else { mark::NO })
    }

    fn serialize_i8(self, value: i8) -> fmt::Result {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> fmt::Result {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> fmt::Result {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> fmt::Result {
        self.mark(mark::SIGNED)?;
        varint::signed(&mut self.waiting, value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> fmt::Result {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> fmt::Result {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> fmt::Result {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> fmt::Result {
        self.mark(mark::NUMBER)?;
        self.number(value)
    }

    fn serialize_f32(self, _: f32) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_f64(self, _: f64) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_char(self, _: char) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_str(self, value: &str) -> fmt::Result {
        self.mark(mark::TEXT)?;
        self.text(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_none(self) -> fmt::Result {
        self.mark(mark::NOTHING)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        self.mark(mark::SOMETHING)?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> fmt::Result {
        self.mark(mark::NOTHING)
    }

    fn serialize_unit_struct(self, _: &'static str) -> fmt::Result {
        self.mark(mark::NOTHING)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> fmt::Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> fmt::Result {
        self.variant(variant)?;
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, fmt::Error> {
        self.mark(mark::LIST)?;
        self.length(length.ok_or(fmt::Error)?)?;
        Ok(self)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, fmt::Error> {
        self.mark(mark::TUPLE)?;
        self.length(length)?;
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self, fmt::Error> {
        self.variant(variant)?;
        self.serialize_tuple(length)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.mark(mark::FIELDS)?;
        Ok(self)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'w>, fmt::Error> {
        let has_names = name != PLACE;
        self.mark(if has_names { mark::FIELDS } else { mark::PLACE })?;
        Ok(Fields { writer: self, has_names })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'w>, fmt::Error> {
        self.variant(variant)?;
        self.mark(mark::FIELDS)?;
        Ok(Fields { writer: self, has_names: true })
    }
}

implement_alike!(SerializeSeq, SerializeTuple for &mut Writer => {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        value.serialize(&mut **self)
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
});

impl SerializeTupleVariant for &mut Writer {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        value.serialize(&mut **self)
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        value.serialize(&mut **self)
    }

    fn end(self) -> fmt::Result {
        self.mark(mark::END)
    }
}

implement_alike!(SerializeStruct, SerializeStructVariant for Fields<'_> => {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> fmt::Result {
        self.field(name, value)
    }

    fn end(self) -> fmt::Result {
        Fields::end(self)
    }
});

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sha2::{Digest, Sha256};

    use crate::ir::{Place, SourceText};

    fn hash<T: serde::Serialize + ?Sized>(value: &T) -> Option<[u8; 32]> {
        super::hash(value, "")
    }

    #[test]
    fn what_is_not_equal_has_other_bytes() {
        let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
        let long = "x".repeat(40_000);
        let hashes = [
            hash(&[source("a", "b")][..]),
            hash(&[source("ab", "")][..]),
            hash(&[source("", "ab")][..]),
            hash(&[source("a", "b"), source("", "")][..]),
            hash(&[source("", &long)][..]),
            hash(&[source(&long, "")][..]),
            hash(&[Some("a"), None][..]),
            hash(&[None, Some("a")][..]),
            hash(&[-1_i64, 0][..]),
            hash(&[0_i64, 1][..]),
            hash(&Place { line: 1, ..Place::default() }),
            hash(&Place { column: 1, ..Place::default() }),
            hash(&u64::MAX),
            hash(&json!({"a": {}})),
            hash(&json!({"a": []})),
            hash(&json!({"a": null})),
            hash(&json!({"a": ""})),
            hash(&json!({"a": false})),
            hash(&json!({"a": 0})),
            hash(&json!({"a": "0"})),
            hash(&json!({"a": {}, "b": {}})),
            hash(&json!({"a": {"b": {}}})),
        ];
        for (index, hash) in hashes.iter().enumerate() {
            assert!(hash.is_some() && !hashes[..index].contains(hash), "{index}");
        }
        assert_eq!(hash(&0.5), None);
        let two = |one, two| [source(one, ""), source(two, "")];
        assert_eq!(super::hash(&two("a", "c")[..], "path"), super::hash(&two("b", "c")[..], "path"));
        assert_ne!(super::hash(&two("a", "c")[..], "path"), super::hash(&two("a", "d")[..], "path"));
    }

    #[test]
    fn how_much_is_hashed_at_once_makes_no_difference() {
        let parts = ["a".repeat(9_000), "b".repeat(9_000), "c".repeat(20_000), "d".repeat(200)];
        let texts = parts.iter().flat_map(|text| {
            let (low, high) = (text.len() & 0x7F | 0x80, text.len() >> 7);
            let length = if high < 0x80 { vec![low, high] } else { vec![low, high & 0x7F | 0x80, high >> 7] };
            let length = length.into_iter().map(|byte| u8::try_from(byte).unwrap());
            [5].into_iter().chain(length).chain(text.bytes()).collect::<Vec<u8>>()
        });
        let bytes: Vec<u8> = [8, 4].into_iter().chain(texts).collect();
        assert_eq!(hash(&parts[..]), Some(Sha256::digest(bytes).into()));
    }
}

//! Writing: the serde format of a packed book.
//!
//! Numbers take as many bytes as they need. A short text that was written before is its number. A structure begins with a
//! mask of the fields that are left out, nearly always 0. A place is told by its distance to the last one.

use std::fmt;

use serde::ser::{
    Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleVariant,
    Serializer,
};
use serde::{Serialize, ser};

use super::place::Distance;
use crate::ir::Place;

/// Texts of up to so many bytes are written once only.
pub(super) const SHORT: usize = 64;

/// What stands for a text that was not written before.
pub(super) const NEW: u64 = 0;

/// The name of the structure that is told by distances.
pub(super) const PLACE: &str = "Place";

/// How many of the texts written before are looked for: a power of two.
const REMEMBERED: usize = 1 << 12;

/// What cannot be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The value in few bytes.
pub(super) fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, Unfit> {
    let mut writer =
        Writer { texts: vec![Text::default(); REMEMBERED], last: Some(Place::default()), ..Writer::default() };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// Bytes that two values have in common only if they are equal but for where they are written, behind those of `out`; `None` if a
/// value cannot be written.
pub(crate) fn key<T: Serialize + ?Sized>(value: &T, out: Vec<u8>) -> Option<Vec<u8>> {
    let mut writer = Writer { out, ..Writer::default() };
    value.serialize(&mut writer).ok()?;
    Some(writer.out)
}

#[derive(Debug, Default)]
struct Writer {
    out: Vec<u8>,
    /// Where texts were written, by their hashes; none are remembered if it is empty.
    texts: Vec<Text>,
    /// How many texts have a number.
    count: u32,
    /// The place that was written last; `None` if places are left out.
    last: Option<Place>,
    /// The numbers of the place that is being told.
    place: Vec<u32>,
    in_place: bool,
}

/// A text that was written, and its number; 0 where there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Text {
    number: u32,
    start: usize,
    end: usize,
}

impl Writer {
    fn number(&mut self, mut number: u64) {
        while let Ok(low) = u8::try_from(number & 0x7F)
            && number > 0x7F
        {
            self.out.push(low | 0x80);
            number >>= 7;
        }
        self.out.push(u8::try_from(number).unwrap_or_default());
    }

    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63).cast_unsigned());
    }

    fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    fn text(&mut self, text: &str) {
        let at = hash(text) & self.texts.len().saturating_sub(1);
        if let Some(known) = self.texts.get(at)
            && known.number > 0
            && self.out.get(known.start..known.end) == Some(text.as_bytes())
        {
            return self.number(known.number.into());
        }
        self.number(NEW);
        self.length(text.len());
        let start = self.out.len();
        self.out.extend_from_slice(text.as_bytes());
        if is_short(text) {
            self.count = self.count.saturating_add(1);
            if let Some(known) = self.texts.get_mut(at) {
                *known = Text { number: self.count, start, end: self.out.len() };
            }
        }
    }

    fn place(&mut self) {
        let told = std::mem::take(&mut self.place);
        if let (Some(last), [file, start, end, line, column]) = (self.last, told.as_slice()) {
            let place = Place { file: *file, start: *start, end: *end, line: *line, column: *column };
            let Distance { file, start, length, line, column } = Distance::between(last, place);
            self.signed(start << 1 | i64::from(file.is_some()));
            file.iter().for_each(|file| self.number((*file).into()));
            self.signed(length);
            self.signed(line);
            self.number(column.into());
            self.last = Some(place);
        }
        self.place = told;
        self.place.clear();
    }
}

/// Whether a text has a number once it was written.
pub(super) fn is_short(text: &str) -> bool {
    (1..=SHORT).contains(&text.len())
}

/// Any number that spreads texts: only where they are remembered depends on it.
fn hash(text: &str) -> usize {
    let mixed = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    usize::try_from((mixed ^ mixed >> 32) & 0xFFFF_FFFF).unwrap_or_default()
}

/// A structure whose fields are being written.
struct Fields<'w> {
    writer: &'w mut Writer,
    /// Where its mask stands.
    mask_at: usize,
    mask: u64,
    next: u32,
}

impl<'w> Fields<'w> {
    fn of(writer: &'w mut Writer, name: &str) -> Self {
        writer.in_place = name == PLACE;
        let mask_at = writer.out.len();
        if !writer.in_place {
            writer.out.push(0);
        }
        Self { writer, mask_at, mask: 0, next: 0 }
    }

    fn field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        self.next += 1;
        value.serialize(&mut *self.writer)
    }

    fn skip(&mut self) {
        self.mask |= 1 << self.next;
        self.next += 1;
    }

    fn end(self) {
        if std::mem::take(&mut self.writer.in_place) {
            return self.writer.place();
        }
        match (u8::try_from(self.mask), self.writer.out.get_mut(self.mask_at)) {
            (Ok(small @ 0..=0x7F), Some(mask)) => *mask = small,
            _ => self.insert_mask(),
        }
    }

    /// A mask of several bytes: rare.
    fn insert_mask(self) {
        let after = self.writer.out.split_off(self.mask_at.min(self.writer.out.len()));
        self.writer.number(self.mask);
        self.writer.out.extend(after.iter().skip(1));
        // What stands behind the mask is elsewhere now.
        self.writer.texts.fill(Text::default());
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Impossible<(), Unfit>;
    type SerializeTupleVariant = Self;
    type SerializeMap = Impossible<(), Unfit>;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Fields<'w>;

    fn serialize_bool(self, value: bool) -> Result<(), Unfit> {
        self.out.push(value.into());
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unfit> {
        self.signed(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unfit> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unfit> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unfit> {
        if self.in_place {
            self.place.push(value);
            return Ok(());
        }
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unfit> {
        self.number(value);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unfit> {
        Err(unfit("a binary fraction"))
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unfit> {
        Err(unfit("a binary fraction"))
    }

    fn serialize_char(self, _: char) -> Result<(), Unfit> {
        Err(unfit("a character"))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unfit> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unfit> {
        Err(unfit("bytes"))
    }

    fn serialize_none(self) -> Result<(), Unfit> {
        self.serialize_bool(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unfit> {
        self.out.push(true.into());
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unfit> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unfit> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, variant: u32, _: &'static str) -> Result<(), Unfit> {
        self.number(variant.into());
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        self.number(variant.into());
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, Unfit> {
        self.length(length.ok_or_else(|| unfit("a list without end"))?);
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unfit> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Unfit>, Unfit> {
        Err(unfit("a structure without names"))
    }

    fn serialize_tuple_variant(self, _: &'static str, variant: u32, _: &'static str, _: usize) -> Result<Self, Unfit> {
        self.number(variant.into());
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Impossible<(), Unfit>, Unfit> {
        Err(unfit("a map"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'w>, Unfit> {
        Ok(Fields::of(self, name))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        variant: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Fields<'w>, Unfit> {
        self.number(variant.into());
        Ok(Fields::of(self, name))
    }
}

fn unfit(what: &str) -> Unfit {
    Unfit(format!("{what} cannot be packed"))
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
}

impl SerializeTupleVariant for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Unfit> {
        self.field(value)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), Unfit> {
        self.skip();
        Ok(())
    }

    fn end(self) -> Result<(), Unfit> {
        Fields::end(self);
        Ok(())
    }
}

impl SerializeStructVariant for Fields<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Unfit> {
        self.field(value)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), Unfit> {
        self.skip();
        Ok(())
    }

    fn end(self) -> Result<(), Unfit> {
        Fields::end(self);
        Ok(())
    }
}

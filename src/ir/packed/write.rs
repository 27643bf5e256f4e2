//! Writing: the serde format of a packed book.
//!
//! Values are written one after the other, each as a *piece* that can be read by itself. Numbers take as many bytes as they need.
//! Short texts stand in a table of all pieces, each once, and a piece says where. So it is with what a condition asks: the same
//! test of several rules stands where it came first. A structure begins with a mask of the fields that are left out, nearly always
//! 0. Places stand apart, so that equal tests are equal bytes; each is told by its distance to the last one of its piece.

use std::fmt;

use serde::ser::{
    Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleVariant,
    Serializer,
};
use serde::{Serialize, ser};

use super::known::Known;
use super::place::Distance;
use super::{Fault, damaged};
use crate::ir::Place;
use crate::ir::alike::implement_alike;
use crate::ir::varint::{number, signed};

/// Texts of up to so many bytes are written once only.
pub(super) const SHORT: usize = 64;

/// What stands before a text that is not in the table; else it is one more than where it stands there.
pub(super) const NEW: u64 = 0;

/// The enum of what conditions ask.
pub(super) const TEST: &str = "Test";

/// The first variants of it have conditions in them and are written as ever.
pub(super) const WITH_PARTS: u32 = 3;

/// What stands before a test that is written out. What is more says where one stands.
pub(super) const WRITTEN_OUT: u64 = WITH_PARTS as u64;

/// Tests of up to so many bytes, with their texts, are written once only.
pub(super) const MOST_SHARED: usize = 512;

/// The structure of so many fields that their mask takes three bytes.
pub(super) const WIDE: &str = "Book";

/// The name of the structure that is told by distances.
pub(super) const PLACE: &str = "Place";

/// How deep structures may stand in each other: deeper than in any book that can be run, and not so deep that writing or reading it
/// could take all of the stack.
pub(super) const DEEPEST: u32 = 192;

/// What cannot be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl From<Unfit> for Fault {
    fn from(unfit: Unfit) -> Self {
        damaged(&unfit.0)
    }
}

impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

#[derive(Debug, Default)]
pub(crate) struct Writer {
    /// Of all pieces, but for places and short texts.
    out: Vec<u8>,
    /// The places of all pieces.
    places: Vec<u8>,
    /// The short texts.
    texts: Vec<u8>,
    known_texts: Known,
    known_tests: Known,
    /// The place that was written last.
    last: Place,
    /// The numbers of the place that is being told.
    place: Vec<u32>,
    in_place: bool,
    /// How many bytes all texts had that were told.
    told: usize,
    /// How deep the value stands that is being told.
    depth: u32,
    /// How many bytes and places each piece has.
    lengths: Vec<[usize; 2]>,
    /// Where the tests of all pieces stand.
    spots: Spots,
}

/// Where each test of each piece stands that has no conditions in it: two of the same spot are equal but for where they are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spots {
    spots: Vec<u32>,
    /// Where those of each piece end.
    ends: Vec<usize>,
}

impl Spots {
    /// Those of a piece, in the order in which it tells of the tests.
    pub(crate) fn of(&self, piece: usize) -> &[u32] {
        let end = |piece: usize| self.ends.get(piece).copied();
        let start = piece.checked_sub(1).map_or(Some(0), end);
        start.zip(end(piece)).and_then(|(start, end)| self.spots.get(start..end)).unwrap_or_default()
    }

    fn note(&mut self, spot: usize) {
        self.spots.push(u32::try_from(spot).unwrap_or(u32::MAX));
    }
}

/// Where a test begins that may have been written before.
#[derive(Clone, Copy, Debug)]
struct Begun {
    start: usize,
    told: usize,
}

impl Writer {
    /// Writes a value as the next piece.
    ///
    /// # Errors
    /// If there is something in it that no book has.
    pub(crate) fn piece<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let [start, places] = [self.out.len(), self.places.len()];
        self.last = Place::default();
        value.serialize(&mut *self)?;
        self.lengths.push([self.out.len() - start, self.places.len() - places]);
        self.spots.ends.push(self.spots.spots.len());
        Ok(())
    }

    /// Where the tests of all pieces stand: to be taken at the end.
    pub(crate) fn take_spots(&mut self) -> Spots {
        std::mem::take(&mut self.spots)
    }

    /// All pieces: how many there are, how long the texts and the pieces are; then the texts, the places, and the rest.
    ///
    /// # Errors
    /// If they are too many.
    pub(crate) fn done(self) -> Result<Vec<u8>, Fault> {
        let numbers = [self.lengths.len(), self.texts.len()].into_iter().chain(self.lengths.into_iter().flatten());
        let mut bytes = Vec::with_capacity(self.out.len() + self.places.len() + self.texts.len() + 8 * 1024);
        for number in numbers {
            bytes.extend(u32::try_from(number).map_err(|_| unfit("more than 4 GB"))?.to_le_bytes());
        }
        bytes.extend(self.texts);
        bytes.extend(self.places);
        bytes.extend(self.out);
        Ok(bytes)
    }

    fn number(&mut self, value: u64) {
        number(&mut self.out, value);
    }

    fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    fn text(&mut self, text: &str) {
        self.told += text.len();
        if !is_short(text) {
            self.number(NEW);
            self.length(text.len());
            return self.out.extend_from_slice(text.as_bytes());
        }
        let start = self.known_texts.find(text.as_bytes(), &self.texts).unwrap_or_else(|unknown| {
            // What is short has one byte for its length.
            self.texts.push(u8::try_from(text.len()).unwrap_or_default());
            let start = self.texts.len();
            self.texts.extend_from_slice(text.as_bytes());
            self.known_texts.note(unknown, start..self.texts.len());
            start
        });
        // Behind the byte for its length: one more than where that stands.
        self.length(start);
    }

    /// The number of a variant. What [`Writer::end_test`] wants if it is a test that may have been written before.
    fn variant(&mut self, name: &str, variant: u32) -> Option<Begun> {
        let is_test = name == TEST && variant >= WITH_PARTS;
        let begun = is_test.then_some(Begun { start: self.out.len(), told: self.told });
        self.number(variant.into());
        begun
    }

    /// A test is written: if it was before, it is told where.
    fn end_test(&mut self, begun: Option<Begun>) {
        let Some(Begun { start, told }) = begun else { return };
        let own = self.out.get(start..).unwrap_or_default();
        if own.len() + (self.told - told) <= MOST_SHARED {
            match self.known_tests.find(own, &self.out) {
                Ok(spot) => {
                    self.spots.note(spot);
                    self.out.truncate(start);
                    return self.number(WRITTEN_OUT + 1 + u64::try_from(spot).unwrap_or(u64::MAX / 2));
                }
                Err(unknown) => self.known_tests.note(unknown, start + 1..self.out.len() + 1),
            }
        }
        self.spots.note(start + 1);
        self.out.insert(start, u8::try_from(WRITTEN_OUT).unwrap_or_default());
    }

    fn place(&mut self) {
        let told = std::mem::take(&mut self.place);
        if let [file, start, end, line, column] = told.as_slice() {
            let place = Place { file: *file, start: *start, end: *end, line: *line, column: *column };
            let Distance { file, start, length, line, column } = Distance::between(self.last, place);
            let out = &mut self.places;
            signed(out, start << 1 | i64::from(file.is_some()));
            file.iter().for_each(|file| number(out, (*file).into()));
            signed(out, length);
            signed(out, line);
            number(out, column.into());
            self.last = place;
        }
        self.place = told;
        self.place.clear();
    }
}

/// Whether a text is written once only.
pub(super) fn is_short(text: &str) -> bool {
    (1..=SHORT).contains(&text.len())
}

/// A structure whose fields are being written.
pub(crate) struct Fields<'w> {
    writer: &'w mut Writer,
    /// Where its mask stands.
    mask_at: usize,
    mask: u64,
    next: u32,
    test: Option<Begun>,
}

impl<'w> Fields<'w> {
    fn of(writer: &'w mut Writer, name: &str, test: Option<Begun>) -> Self {
        writer.in_place = name == PLACE;
        let mask_at = writer.out.len();
        match name {
            PLACE => {}
            WIDE => writer.out.extend([0x80, 0x80, 0]),
            _ => writer.out.push(0),
        }
        Self { writer, mask_at, mask: 0, next: 0, test }
    }

    fn field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        self.next += 1;
        value.serialize(&mut *self.writer)
    }

    fn skip(&mut self) {
        self.mask |= 1 << self.next;
        self.next += 1;
    }

    fn end(mut self) -> Result<(), Unfit> {
        if std::mem::take(&mut self.writer.in_place) {
            self.writer.place();
            return Ok(());
        }
        let room = self.writer.out.get_mut(self.mask_at..).unwrap_or_default();
        for byte in room {
            *byte |= u8::try_from(self.mask & 0x7F).unwrap_or_default();
            self.mask >>= 7;
            if *byte < 0x80 {
                break;
            }
        }
        if self.mask > 0 {
            return Err(unfit("a field behind so many others that is left out"));
        }
        self.writer.end_test(self.test);
        Ok(())
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
        signed(&mut self.out, value);
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

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Unfit> {
        self.length(bytes.len());
        self.out.extend_from_slice(bytes);
        Ok(())
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
        name: &'static str,
        variant: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        let test = self.variant(name, variant);
        // All that stands in something of its own kind is a variant.
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(unfit("what is nested too deeply"));
        }
        value.serialize(&mut *self)?;
        self.depth -= 1;
        self.end_test(test);
        Ok(())
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
        Ok(Fields::of(self, name, None))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        variant: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Fields<'w>, Unfit> {
        let test = self.variant(name, variant);
        Ok(Fields::of(self, "", test))
    }
}

fn unfit(what: &str) -> Unfit {
    Unfit(format!("{what} cannot be packed"))
}

implement_alike!(SerializeSeq, SerializeTuple for &mut Writer => {
    type Ok = ();
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
});

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

implement_alike!(SerializeStruct, SerializeStructVariant for Fields<'_> => {
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
        Fields::end(self)
    }
});

//! Reading what [`write`](super::write) has written, whoever wrote it.

use std::fmt;
use std::ops::Range;

use serde::de::value::SeqDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor,
};

use super::place::Distance;
use super::write::{DEEPEST, MOST_SHARED, NEW, PLACE, SHORT, TEST, WRITTEN_OUT};
use crate::ir::Place;

/// Why something cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread(String);

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn unread(reason: &str) -> Unread {
    Unread(reason.to_owned())
}

/// A piece that is being read.
pub(super) struct Reader<'de> {
    input: &'de [u8],
    places: &'de [u8],
    /// The short texts of all pieces.
    texts: &'de [u8],
    /// What all pieces say, for tests that are told elsewhere; and where this piece ends in it.
    all: &'de [u8],
    end: usize,
    last: Place,
    /// How much deeper it may go.
    left: u32,
    /// How many bytes of texts there may still be in the test that is read, if that is told elsewhere.
    elsewhere: Option<usize>,
    /// Where the tests stand that were read.
    spots: Vec<u32>,
}

impl<'de> Reader<'de> {
    /// Reads one piece: where in all that pieces say it stands, its places; the texts and what is said of all pieces.
    pub(super) fn new(piece: Range<usize>, places: &'de [u8], texts: &'de [u8], all: &'de [u8]) -> Option<Self> {
        let (end, input) = (piece.end, all.get(piece)?);
        Some(Self {
            input,
            places,
            texts,
            all,
            end,
            last: Place::default(),
            left: DEEPEST,
            elsewhere: None,
            spots: Vec::new(),
        })
    }

    /// The value that is the piece.
    pub(super) fn whole<T: Deserialize<'de>>(self) -> Result<T, Unread> {
        self.whole_with_spots().map(|(value, _)| value)
    }

    /// The value that is the piece, and where its tests stand.
    pub(super) fn whole_with_spots<T: Deserialize<'de>>(mut self) -> Result<(T, Vec<u32>), Unread> {
        let value = T::deserialize(&mut self)?;
        let is_whole = self.input.is_empty() && self.places.is_empty();
        if is_whole { Ok((value, self.spots)) } else { Err(unread("it does not end")) }
    }

    /// The first text of a structure.
    pub(super) fn first_text(mut self) -> Result<&'de str, Unread> {
        self.number()?;
        self.text()
    }
}

impl<'de> Reader<'de> {
    #[inline]
    fn byte(&mut self) -> Result<u8, Unread> {
        let (byte, rest) = self.input.split_first().ok_or_else(|| unread("it ends too soon"))?;
        self.input = rest;
        Ok(*byte)
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Unread> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(first.into());
        }
        let mut number = u64::from(first & 0x7F);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            let low = u64::from(byte & 0x7F);
            if shift == 63 && low > 1 {
                break;
            }
            number |= low << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(unread("a number is too large"))
    }

    #[inline]
    fn signed(&mut self) -> Result<i64, Unread> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    #[inline]
    fn narrow<T: TryFrom<u64>>(&mut self) -> Result<T, Unread> {
        T::try_from(self.number()?).map_err(|_| unread("a number is too large"))
    }

    #[inline]
    fn narrow_signed<T: TryFrom<i64>>(&mut self) -> Result<T, Unread> {
        T::try_from(self.signed()?).map_err(|_| unread("a number is too large"))
    }

    #[inline]
    fn boolean(&mut self) -> Result<bool, Unread> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(unread("neither yes nor no")),
        }
    }

    #[inline]
    fn text(&mut self) -> Result<&'de str, Unread> {
        let number = self.number()?;
        let text = if number == NEW {
            let length = self.narrow()?;
            self.taken(length)?
        } else {
            let known = usize::try_from(number - 1).ok().and_then(|start| self.texts.get(start..));
            let (length, rest) =
                known.and_then(<[u8]>::split_first).ok_or_else(|| unread("a text that is not there"))?;
            let length = usize::from(*length);
            rest.get(..length).filter(|_| length <= SHORT).ok_or_else(|| unread("a text that is not there"))?
        };
        if let Some(left) = &mut self.elsewhere {
            *left = left.checked_sub(text.len()).ok_or_else(|| unread("a test is too large"))?;
        }
        std::str::from_utf8(text).map_err(|_| unread("a text is not UTF-8"))
    }

    #[inline]
    fn taken(&mut self, length: usize) -> Result<&'de [u8], Unread> {
        let (bytes, rest) = self.input.split_at_checked(length).ok_or_else(|| unread("it ends too soon"))?;
        self.input = rest;
        Ok(bytes)
    }

    #[inline]
    fn place(&mut self) -> Result<Place, Unread> {
        // Numbers are read from the places meanwhile.
        std::mem::swap(&mut self.input, &mut self.places);
        let distance = self.distance();
        std::mem::swap(&mut self.input, &mut self.places);
        let place = distance?.from(self.last).ok_or_else(|| unread("a place is nowhere"))?;
        self.last = place;
        Ok(place)
    }

    #[inline]
    fn distance(&mut self) -> Result<Distance, Unread> {
        let start = self.signed()?;
        let file = if start & 1 == 1 { Some(self.narrow()?) } else { None };
        Ok(Distance { file, start: start >> 1, length: self.signed()?, line: self.signed()?, column: self.narrow()? })
    }

    /// What a condition asks, which may be told elsewhere: it is small, and has no condition in it.
    fn test<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unread> {
        if self.elsewhere.is_some() {
            return Err(unread("a test in a test"));
        }
        let number = self.number()?;
        let Some(spot) = number.checked_sub(WRITTEN_OUT + 1) else {
            let known = if number == WRITTEN_OUT { None } else { Some(self.small(number)?) };
            if known.is_none() {
                self.note(self.here());
            }
            return self.within(|reader| visitor.visit_enum(Variant { reader, known }));
        };
        let start = usize::try_from(spot).unwrap_or(usize::MAX);
        let there = self.all.get(start..).ok_or_else(|| unread("a test that is not there"))?;
        let there = there.get(..MOST_SHARED).unwrap_or(there);
        self.note(start);
        let own = std::mem::replace(&mut self.input, there);
        self.elsewhere = Some(MOST_SHARED);
        let test = self.within(|reader| visitor.visit_enum(Variant { reader, known: None }));
        self.elsewhere = None;
        self.input = own;
        test
    }

    /// Where in all that is said the reader is, if that is not elsewhere.
    fn here(&self) -> usize {
        self.end.saturating_sub(self.input.len())
    }

    fn note(&mut self, spot: usize) {
        self.spots.push(u32::try_from(spot).unwrap_or(u32::MAX));
    }

    fn small(&self, number: u64) -> Result<u32, Unread> {
        u32::try_from(number).map_err(|_| unread("a number is too large"))
    }

    /// Reads something that stands one deeper.
    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unread>) -> Result<T, Unread> {
        self.left = self.left.checked_sub(1).ok_or_else(|| unread("it is too deep"))?;
        let value = read(self);
        self.left += 1;
        value
    }

    fn fields<V: Visitor<'de>>(&mut self, count: usize, visitor: V) -> Result<V::Value, Unread> {
        let mask = self.number()?;
        self.within(|reader| visitor.visit_seq(Items { reader, left: count, mask }))
    }

    fn items<V: Visitor<'de>>(&mut self, count: usize, visitor: V) -> Result<V::Value, Unread> {
        self.within(|reader| visitor.visit_seq(Items { reader, left: count, mask: 0 }))
    }
}

/// Values one after the other.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
    /// Those that are left out, of the ones to come.
    mask: u64,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unread> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let is_left_out = self.mask & 1 == 1;
        self.mask >>= 1;
        if is_left_out {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // Each takes a byte at least.
        Some(self.left.min(self.reader.input.len()))
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unread> {
        Err(unread("it does not say what it is"))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_i8(self.narrow_signed()?)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_i16(self.narrow_signed()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_i32(self.narrow_signed()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_u8(self.narrow()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_u16(self.narrow()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_u32(self.narrow()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.boolean()? { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        let count = self.narrow()?;
        self.items(count, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Unread> {
        self.items(count, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if name == PLACE {
            let Place { file, start, end, line, column } = self.place()?;
            return visitor.visit_seq(SeqDeserializer::new([file, start, end, line, column].into_iter()));
        }
        self.fields(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if name == TEST {
            return self.test(visitor);
        }
        self.within(|reader| visitor.visit_enum(Variant { reader, known: None }))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        let length = self.narrow()?;
        visitor.visit_borrowed_bytes(self.taken(length)?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_any(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char byte_buf unit_struct tuple_struct map identifier ignored_any
    }
}

/// A variant of an enum, by its number.
struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// Its number, if that was read.
    known: Option<u32>,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unread;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unread> {
        let number = match self.known {
            Some(number) => number,
            None => self.reader.narrow()?,
        };
        Ok((seed.deserialize(number.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unread> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Unread> {
        self.reader.items(count, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Unread> {
        self.reader.fields(fields.len(), visitor)
    }
}

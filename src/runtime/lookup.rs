//! Numbers by texts.

/// A table that is asked only, and never gone through: nothing can depend on the order in it.
///
/// A text is known by its *ends*, its first and last eight bytes and its length: for up to sixteen bytes that is the whole text. So
/// most texts are found by one look at one place in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookup {
    /// As many as a power of two, at most half of them taken.
    places: Box<[Place]>,
    /// The texts that are longer than their ends.
    long: Vec<Box<str>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    ends: Ends,
    /// The number from 1; 0 where nothing is.
    taken: u32,
    /// Which of the long texts it is.
    long: u32,
}

/// The ends of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ends {
    first: u64,
    last: u64,
    length: u64,
}

/// Texts of up to so many bytes are wholly known by their ends.
const SHORT: u64 = 16;

impl Lookup {
    /// The table of these texts, each of which comes once; numbers are less than the largest.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = (&'t str, u32)>) -> Self {
        let texts: Vec<(&str, u32)> = texts.collect();
        let mut places = vec![Place::default(); (texts.len() * 2).next_power_of_two().max(2)].into_boxed_slice();
        let mut long = Vec::new();
        for (text, number) in texts {
            let ends = Ends::of(text);
            let mut place = Place { ends, taken: number.saturating_add(1), long: 0 };
            if ends.length > SHORT {
                place.long = u32::try_from(long.len()).unwrap_or(u32::MAX);
                long.push(text.into());
            }
            let mut at = ends.hash();
            while let Some(free) = places.get_mut(masked(at, places.len())) {
                if free.taken == 0 {
                    *free = place;
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
        Self { places, long }
    }

    /// The number of a text.
    #[inline]
    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        let ends = Ends::of(text);
        let mut at = ends.hash();
        loop {
            let place = self.places.get(masked(at, self.places.len()))?;
            let number = place.taken.checked_sub(1)?;
            if place.ends == ends && (ends.length <= SHORT || self.is_long(place, text)) {
                return Some(number);
            }
            at = at.wrapping_add(1);
        }
    }

    fn is_long(&self, place: &Place, text: &str) -> bool {
        usize::try_from(place.long).ok().and_then(|long| self.long.get(long)).is_some_and(|long| **long == *text)
    }
}

impl Ends {
    #[inline]
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            return Self { first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last), length };
        }
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            return Self { first: first.into(), last: last.into(), length };
        }
        // Of three bytes at most.
        let first = bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Self { first, last: 0, length }
    }

    /// Not proof against chosen texts, which need not be: a long run comes from texts in the table, and those are the book's.
    #[inline]
    fn hash(self) -> u64 {
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        let both = (self.first ^ self.length).wrapping_mul(FACTOR) ^ self.last.rotate_left(32);
        let mixed = both.wrapping_mul(FACTOR);
        mixed ^ mixed >> 32
    }
}

#[inline]
fn masked(hash: u64, length: usize) -> usize {
    usize::try_from(hash & 0xFFFF_FFFF).unwrap_or_default() & length.wrapping_sub(1)
}

/// A number that spreads bytes of any kind.
pub(crate) fn hash_of(bytes: &[u8]) -> u64 {
    let mixed = bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    mixed ^ mixed >> 32
}

/// A number that spreads texts evenly.
pub(crate) fn hash(text: &str) -> u64 {
    Ends::of(text).hash()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_has_its_number_and_no_other_has_one(
            texts in prop::collection::btree_set("[ab]{0,4}|[a-c]{6,9}|queue-[0-9]{1,3}-[a-z]{0,12}", 0..60),
            others in prop::collection::vec("[ab]{0,5}|[a-c]{6,9}|queue-[0-9]{1,3}-[a-z]{0,12}", 0..60),
        ) {
            let lookup = Lookup::new(texts.iter().map(String::as_str).zip(0..));
            for (text, number) in texts.iter().zip(0..) {
                prop_assert_eq!(lookup.get(text), Some(number));
            }
            for other in others.iter().filter(|other| !texts.contains(*other)) {
                prop_assert_eq!(lookup.get(other), None);
            }
        }
    }

    #[test]
    fn long_texts_that_differ_in_the_middle_are_two() {
        let (one, other) = ("first-part-A-last-part", "first-part-B-last-part");
        let lookup = Lookup::new([(one, 7), (other, 8)].into_iter());
        assert_eq!((lookup.get(one), lookup.get(other)), (Some(7), Some(8)));
        assert_eq!(lookup.get("first-part-C-last-part"), None);
        assert_eq!(Lookup::default().get("any"), None);
    }
}

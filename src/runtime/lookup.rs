//! Numbers by texts.

/// A table that is asked only, and never gone through: nothing can depend on the order in it.
///
/// A text is known by its [`Ends`]. Its hash leads to a shift, and both to the one place where it can be: the shifts are chosen such
/// that no two texts share a place. So a text is found, or not found, by the same steps without a branch between them, which
/// a processor could only guess.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookup {
    /// As many as a power of two.
    shifts: Box<[u16]>,
    /// As many as a power of two.
    places: Box<[Place]>,
    /// The texts of which the ends are not all.
    long: Box<[Box<str>]>,
    /// Texts for which there was no shift, in order.
    left: Box<[(Box<str>, u32)]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    ends: Ends,
    /// The number from 1; 0 where nothing is.
    taken: u32,
    /// Which of the texts it is of which the ends are not all.
    long: u32,
}

/// What a text is known by: its length and sixteen of its bytes; for a text of up to sixteen that is the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C, packed(4))]
pub(crate) struct Ends {
    first: u64,
    last: u64,
    length: u32,
}

/// A text that is to be placed.
struct Hashed<'t> {
    hash: u64,
    ends: Ends,
    text: &'t str,
    number: u32,
}

impl<'t> Hashed<'t> {
    fn of(text: &'t str, number: u32) -> Self {
        let ends = Ends::of(text);
        Self { hash: ends.hash(), ends, text, number }
    }
}

/// Texts of up to so many bytes are wholly known by their ends.
const SHORT: u32 = 16;

/// So many shifts are tried.
const TRIED: u16 = 1 << 12;

impl Lookup {
    /// The table of these texts, each of which comes once; numbers are less than the largest.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = (&'t str, u32)>) -> Self {
        let texts: Vec<(&str, u32)> = texts.collect();
        let mut table = Self {
            shifts: vec![0; texts.len().div_ceil(2).next_power_of_two()].into(),
            places: vec![Place::default(); (texts.len() * 2).next_power_of_two().max(2)].into(),
            ..Self::default()
        };
        let shifts = table.shifts.len();
        let mut hashed: Vec<Hashed<'t>> = texts.into_iter().map(|(text, number)| Hashed::of(text, number)).collect();
        let bucket = |hashed: &Hashed<'_>| masked(hashed.hash, shifts);
        hashed.sort_by_key(bucket);
        let mut buckets: Vec<&[Hashed<'t>]> = hashed.chunk_by(|one, next| bucket(one) == bucket(next)).collect();
        // Those that are hard to place come first.
        buckets.sort_by_key(|bucket| std::cmp::Reverse(bucket.len()));
        let (mut long, mut left) = (Vec::new(), Vec::new());
        for texts in buckets {
            match (0..TRIED).find(|shift| table.is_free(*shift, texts)) {
                Some(shift) => table.put(shift, texts, &mut long),
                None => left.extend(texts.iter().map(|hashed| (hashed.text.into(), hashed.number))),
            }
        }
        left.sort_unstable();
        Self { long: long.into(), left: left.into(), ..table }
    }

    /// Whether these texts have a free place each with that shift.
    fn is_free(&self, shift: u16, texts: &[Hashed<'_>]) -> bool {
        let mut rest = texts.iter();
        while let Some(hashed) = rest.next() {
            let place = self.place(hashed.hash, shift);
            let is_taken = self.places.get(place).is_none_or(|place| place.taken > 0);
            if is_taken || rest.clone().any(|other| self.place(other.hash, shift) == place) {
                return false;
            }
        }
        true
    }

    fn put(&mut self, shift: u16, texts: &[Hashed<'_>], long: &mut Vec<Box<str>>) {
        for Hashed { hash, ends, text, number } in texts {
            let (bucket, at) = (masked(*hash, self.shifts.len()), self.place(*hash, shift));
            if let Some(own) = self.shifts.get_mut(bucket) {
                *own = shift;
            }
            if let Some(place) = self.places.get_mut(at) {
                let next = u32::try_from(long.len()).unwrap_or(u32::MAX);
                *place = Place { ends: *ends, taken: number.saturating_add(1), long: next };
            }
            if ends.length > SHORT {
                long.push((*text).into());
            }
        }
    }

    #[inline]
    fn place(&self, hash: u64, shift: u16) -> usize {
        let mixed = (hash ^ u64::from(shift).wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(FACTOR);
        masked(mixed >> 32, self.places.len())
    }

    /// The number of a text.
    #[inline]
    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        self.get_by(Ends::of(text), || Some(text)).checked_sub(1)
    }

    /// One more than the number of a text with these ends, or 0; all of it is asked for only where they do not tell.
    #[inline]
    pub(crate) fn get_by<'t>(&self, ends: Ends, text: impl Fn() -> Option<&'t str>) -> u32 {
        let hash = ends.hash();
        let shift = self.shifts.get(masked(hash, self.shifts.len())).copied().unwrap_or_default();
        let place = self.places.get(self.place(hash, shift)).copied().unwrap_or_default();
        let found = if place.ends.is(ends) { place.taken } else { 0 };
        if ends.length <= SHORT && self.left.is_empty() { found } else { self.at_length(place, found, text()) }
    }

    /// As [`Lookup::get_by`], where something was found by ends that do not tell all.
    #[inline(never)]
    fn at_length(&self, place: Place, found: u32, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        let is_known = || {
            let own = usize::try_from(place.long).ok().and_then(|long| self.long.get(long));
            place.ends.length <= SHORT || own.is_some_and(|own| **own == *text)
        };
        if found > 0 && is_known() {
            return found;
        }
        let left = self.left.binary_search_by(|(own, _)| (**own).cmp(text)).ok().and_then(|index| self.left.get(index));
        left.map_or(0, |(_, number)| number.saturating_add(1))
    }
}

impl Ends {
    /// Those of no text.
    pub(crate) const NONE: Self = Self { first: 0, last: 0, length: u32::MAX };

    /// Of texts of more than sixteen bytes it is a sample.
    #[inline]
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1);
        let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
            return Self { first: few(bytes), last: 0, length };
        };
        let (first, mut last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        if length > SHORT {
            last ^= bytes
                .get(bytes.len() / 2 - 4..)
                .and_then(<[u8]>::first_chunk)
                .map_or(0, |inner| u64::from_le_bytes(*inner));
        }
        Self { first, last, length }
    }

    /// Whether they are the same, without a branch.
    #[inline]
    fn is(self, other: Self) -> bool {
        (self.first ^ other.first) | (self.last ^ other.last) | u64::from(self.length ^ other.length) == 0
    }

    /// Whether there is a text.
    #[inline]
    pub(crate) fn is_none(self) -> bool {
        self.length == u32::MAX
    }

    /// Not proof against chosen texts, which need not be: the table is made of the book's, and looking takes as long for all others.
    #[inline]
    fn hash(self) -> u64 {
        let both = (self.first ^ u64::from(self.length)).wrapping_mul(FACTOR) ^ self.last.rotate_left(32);
        let mixed = both.wrapping_mul(FACTOR);
        mixed ^ mixed >> 32
    }
}

/// Up to seven bytes, by the same steps for all lengths: short names have many lengths, which a processor could only guess. What
/// is not there is read elsewhere.
#[inline]
fn few(bytes: &[u8]) -> u64 {
    let one = |at: usize| u64::from(*bytes.get(at).unwrap_or(&0));
    let four = |bytes: Option<&[u8; 4]>| u64::from(u32::from_le_bytes(*bytes.unwrap_or(&[0; 4])));
    // All of up to three bytes; of more they are in the first four, too.
    let three = one(0) | one(1) << 8 | one(2) << 16;
    (four(bytes.first_chunk()) << 32 | four(bytes.last_chunk())) ^ three
}

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn masked(hash: u64, length: usize) -> usize {
    usize::try_from(hash & 0xFFFF_FFFF).unwrap_or_default() & length.wrapping_sub(1)
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

    /// Texts of more than sixteen bytes are sampled, and these differ where no sample is taken.
    #[test]
    fn many_texts_with_the_same_ends_are_told_apart() {
        let texts: Vec<String> = (0..200).map(|number| format!("aaaa-{number:03}-bbbb-cccc-dddd-eeee-ffff")).collect();
        let lookup = Lookup::new(texts.iter().map(String::as_str).zip(0..));
        for (text, number) in texts.iter().zip(0..) {
            assert_eq!(lookup.get(text), Some(number));
        }
        assert_eq!(lookup.get("aaaa-xxx-bbbb-cccc-dddd-eeee-ffff"), None);
    }

    proptest! {
        #[test]
        fn texts_of_up_to_sixteen_bytes_are_known_by_their_ends(
            texts in prop::collection::btree_set("[a-b]{0,16}|[a-z가]{0,5}", 2..40),
        ) {
            let ends: Vec<Ends> = texts.iter().map(|text| Ends::of(text)).collect();
            for (number, one) in ends.iter().enumerate() {
                prop_assert!(ends.iter().skip(number + 1).all(|other| !one.is(*other)), "{:?}", texts);
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

//! Sets of places as rows of bits: 64 places a word. They are planned and stored in blocks of eight words; an index has shorter
//! rows for few places.

use std::ops::Range;

/// As many words as lie side by side in memory.
pub(super) const WORDS: usize = 8;

/// How many places a word has.
pub(super) const PLACES: usize = 64;

/// The bits of 512 places.
pub(super) type Block = [u64; WORDS];

/// No place.
pub(super) const NONE: Block = [0; WORDS];

/// How many blocks a row of so many places has.
pub(super) fn width(places: usize) -> usize {
    places.div_ceil(WORDS * PLACES)
}

/// How many words a row of so many places has in an index: one, two, four, or whole blocks.
pub(super) fn words(places: usize) -> usize {
    let words = places.div_ceil(PLACES);
    if words <= WORDS / 2 { words.next_power_of_two() } else { words.next_multiple_of(WORDS) }
}

/// Rows of so many places as an index has them.
pub(super) fn shortened(rows: Vec<Block>, places: usize) -> Box<[u64]> {
    let words = words(places);
    if words < WORDS {
        rows.iter().filter_map(|block| block.get(..words)).collect::<Vec<_>>().concat().into()
    } else {
        rows.into_flattened().into()
    }
}

/// A row in which all of so many places are set, and none beyond them.
pub(super) fn full(places: usize) -> Vec<Block> {
    let mut row = vec![[u64::MAX; WORDS]; width(places)];
    let words = row.as_flattened_mut();
    if let Some([last, beyond @ ..]) = words.get_mut(places / 64..) {
        *last = (1 << (places % 64)) - 1;
        beyond.fill(0);
    }
    row
}

#[inline]
pub(super) fn set(row: &mut [u64], place: u32) {
    if let Some(word) = row.get_mut(word(place)) {
        *word |= bit(place);
    }
}

#[inline]
pub(super) fn clear(row: &mut [u64], place: u32) {
    if let Some(word) = row.get_mut(word(place)) {
        *word &= !bit(place);
    }
}

/// Keeps of some words what is in the others, too.
#[inline]
pub(super) fn keep<const WORDS: usize>(block: &mut [u64; WORDS], other: &[u64; WORDS]) {
    block.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
}

/// Adds to some words what is in the others.
#[inline]
pub(super) fn add<const WORDS: usize>(block: &mut [u64; WORDS], other: &[u64; WORDS]) {
    block.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
}

/// Takes from some words what is in the others.
#[inline]
pub(super) fn take<const WORDS: usize>(block: &mut [u64; WORDS], other: &[u64; WORDS]) {
    block.iter_mut().zip(other).for_each(|(word, other)| *word &= !other);
}

#[inline]
pub(super) fn is_empty(block: &[u64]) -> bool {
    block.iter().fold(0, |all, word| all | word) == 0
}

/// How many places are set.
pub(super) fn count(row: &[u64]) -> usize {
    row.iter().map(|word| usize::try_from(word.count_ones()).unwrap_or_default()).sum()
}

/// The bits that are set in a word, in order.
#[inline]
pub(super) fn of_all(word: u64) -> impl Iterator<Item = usize> + Clone {
    Bits(word)
}

/// The bits that are set in a word, of those in that range.
#[inline]
pub(super) fn of_word(word: u64, range: Range<usize>) -> impl Iterator<Item = usize> + Clone {
    let below =
        |end: usize| u32::try_from(end).ok().and_then(|end| 1_u64.checked_shl(end)).map_or(u64::MAX, |bit| bit - 1);
    Bits(word & below(range.end) & !below(range.start))
}

#[derive(Clone)]
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let bit = (self.0 != 0).then(|| lowest(self.0))?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

/// The first bit that is set.
#[inline]
fn lowest(word: u64) -> usize {
    usize::try_from(word.trailing_zeros()).unwrap_or(usize::MAX)
}

#[inline]
fn word(place: u32) -> usize {
    usize::try_from(place).map_or(usize::MAX, |place| place / PLACES)
}

#[inline]
fn bit(place: u32) -> u64 {
    1 << (place % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(row: &[u64]) -> Vec<usize> {
        row.iter()
            .zip((0..).step_by(PLACES))
            .flat_map(|(word, first)| of_all(*word).map(move |at| first + at))
            .collect()
    }

    #[test]
    fn places_come_back_in_order() {
        let mut row = vec![0; words(600)];
        for place in [511, 0, 63, 64, 127, 128, 512] {
            set(&mut row, place);
        }
        clear(&mut row, 127);
        assert_eq!(places(&row), [0, 63, 64, 128, 511, 512]);
    }

    #[test]
    fn a_row_is_as_short_as_it_can_be_and_full_up_to_its_end() {
        let lengths = [(1, 1), (64, 1), (65, 2), (128, 2), (129, 4), (256, 4), (257, 8), (512, 8), (513, 16)];
        for (places, length) in lengths {
            let row = shortened(full(places), places);
            assert_eq!((row.len(), count(&row)), (length, places));
        }
        let rows = [full(65), full(70)].concat();
        assert_eq!(*shortened(rows, 70), [u64::MAX, 1, u64::MAX, 63]);
    }

    #[test]
    fn what_is_in_both_is_kept() {
        let mut one = full(3)[0];
        keep(&mut one, &full(600)[1]);
        assert_eq!(places(&one), [0, 1, 2]);
        keep(&mut one, &NONE);
        assert!(is_empty(&one));
    }
}

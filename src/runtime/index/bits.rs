//! Sets of places as rows of bits: 64 places a word, 512 a block.

use std::ops::Range;

/// As many words as lie side by side in memory.
const WORDS: usize = 8;

/// How many places a block has.
pub(super) const PLACES: usize = WORDS * 64;

/// The bits of 512 places.
pub(super) type Block = [u64; WORDS];

/// No place.
pub(super) const NONE: Block = [0; WORDS];

/// How many blocks a row of so many places has.
pub(super) fn width(places: usize) -> usize {
    places.div_ceil(PLACES)
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
pub(super) fn set(row: &mut [Block], place: u32) {
    if let Some(word) = row.get_mut(block(place)).and_then(|block| block.get_mut(word(place))) {
        *word |= bit(place);
    }
}

#[inline]
pub(super) fn clear(row: &mut [Block], place: u32) {
    if let Some(word) = row.get_mut(block(place)).and_then(|block| block.get_mut(word(place))) {
        *word &= !bit(place);
    }
}

/// Keeps of a block what is in the other, too.
#[inline]
pub(super) fn keep(block: &mut Block, other: &Block) {
    block.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
}

/// Adds to a block what is in the other.
#[inline]
pub(super) fn add(block: &mut Block, other: &Block) {
    block.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
}

/// Takes from a block what is in the other.
#[inline]
pub(super) fn take(block: &mut Block, other: &Block) {
    block.iter_mut().zip(other).for_each(|(word, other)| *word &= !other);
}

#[inline]
pub(super) fn is_empty(block: &Block) -> bool {
    block.iter().fold(0, |all, word| all | word) == 0
}

/// How many places are set.
pub(super) fn count(row: &[Block]) -> usize {
    row.as_flattened().iter().map(|word| usize::try_from(word.count_ones()).unwrap_or_default()).sum()
}

/// The places that are set in a block, in order, counted from its first.
#[inline]
pub(super) fn places(block: Block) -> Places {
    Places { block, at: 0 }
}

pub(super) struct Places {
    /// What is left of it.
    block: Block,
    /// The word where the next one is looked for.
    at: usize,
}

impl Iterator for Places {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        loop {
            let word = self.block.get_mut(self.at)?;
            if *word != 0 {
                let bit = lowest(*word);
                *word &= *word - 1;
                return Some(self.at * 64 + bit);
            }
            self.at += 1;
        }
    }
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
fn block(place: u32) -> usize {
    usize::try_from(place).map_or(usize::MAX, |place| place / PLACES)
}

#[inline]
fn word(place: u32) -> usize {
    usize::try_from(place).map_or(usize::MAX, |place| place / 64 % WORDS)
}

#[inline]
fn bit(place: u32) -> u64 {
    1 << (place % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_in_order() {
        let mut row = vec![NONE; width(600)];
        for place in [511, 0, 63, 64, 127, 128, 512] {
            set(&mut row, place);
        }
        clear(&mut row, 127);
        assert_eq!(places(row[0]).collect::<Vec<_>>(), [0, 63, 64, 128, 511]);
        assert_eq!(places(row[1]).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn a_full_row_ends_where_it_should() {
        for places in [0, 1, 63, 64, 65, 128, 512, 513] {
            assert_eq!(count(&full(places)), places);
        }
    }

    #[test]
    fn what_is_in_both_is_kept() {
        let mut one = full(3)[0];
        keep(&mut one, &full(600)[1]);
        assert_eq!(places(one).collect::<Vec<_>>(), [0, 1, 2]);
        keep(&mut one, &NONE);
        assert!(is_empty(&one));
    }
}

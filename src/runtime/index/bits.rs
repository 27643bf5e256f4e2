//! Sets of places as rows of bits: 64 places a word, whole blocks of words.

/// As many words as lie side by side in memory.
pub(super) const BLOCK: usize = 8;

/// Some words of a row: those of 512 places.
pub(super) type Block = [u64; BLOCK];

/// How many words a row of so many places has.
pub(super) fn words(places: usize) -> usize {
    places.div_ceil(64).next_multiple_of(BLOCK)
}

/// A row in which all of so many places are set, and none beyond them.
pub(super) fn full(places: usize) -> Vec<u64> {
    let mut row = vec![0; words(places)];
    for (word, first) in row.iter_mut().zip((0..places).step_by(64)) {
        let count = places - first;
        *word = if count < 64 { (1 << count) - 1 } else { u64::MAX };
    }
    row
}

#[inline]
pub(super) fn is_set(row: &[u64], place: u32) -> bool {
    row.get(word(place)).is_some_and(|word| word & bit(place) != 0)
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

/// Keeps of a row what is in the other, too.
#[inline]
pub(super) fn keep(row: &mut [u64], other: &[u64]) {
    row.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
}

/// The places that are set, in order.
pub(super) fn places(row: &[u64]) -> impl Iterator<Item = u32> + '_ {
    row.iter().zip(0..).flat_map(|(word, number)| Places { word: *word, first: number * 64 })
}

struct Places {
    word: u64,
    first: u32,
}

impl Iterator for Places {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let place = (self.word != 0).then(|| self.first + self.word.trailing_zeros())?;
        self.word &= self.word - 1;
        Some(place)
    }
}

#[inline]
fn word(place: u32) -> usize {
    (place / 64).try_into().unwrap_or(usize::MAX)
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
        let mut row = vec![0; words(200)];
        for place in [199, 0, 63, 64, 127, 128] {
            set(&mut row, place);
        }
        clear(&mut row, 127);
        assert_eq!(places(&row).collect::<Vec<_>>(), [0, 63, 64, 128, 199]);
        assert!(is_set(&row, 64) && !is_set(&row, 65) && !is_set(&row, 1000));
    }

    #[test]
    fn a_full_row_ends_where_it_should() {
        for places in [0, 1, 63, 64, 65, 128] {
            assert_eq!(super::places(&full(places)).count(), places);
        }
    }
}

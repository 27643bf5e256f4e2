//! Where texts and tests were written, so that each is written once.

use std::ops::Range;

use hashbrown::HashTable;

use crate::ir::hash::spread;

/// Where pieces of some bytes stand, by what they say. A table that is asked only: nothing depends on the order in it.
#[derive(Debug, Default)]
pub(super) struct Known(HashTable<Spot>);

#[derive(Debug)]
struct Spot {
    hash: u64,
    at: Range<usize>,
}

impl Known {
    /// Where in `all` these bytes are known to stand, or their hash if they are not.
    pub(super) fn find(&self, bytes: &[u8], all: &[u8]) -> Result<usize, u64> {
        let hash = spread(bytes);
        let spot = self.0.find(hash, |spot| spot.hash == hash && all.get(spot.at.clone()) == Some(bytes));
        spot.map(|spot| spot.at.start).ok_or(hash)
    }

    /// Notes where bytes of that hash stand that were not known.
    pub(super) fn note(&mut self, hash: u64, at: Range<usize>) {
        self.0.insert_unique(hash, Spot { hash, at }, |spot| spot.hash);
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn what_was_written_is_found_and_nothing_else() {
        let (mut known, mut all) = (Known::default(), Vec::new());
        for number in 0..2_000_u32 {
            let bytes = number.to_le_bytes();
            let unknown = known.find(&bytes, &all).unwrap_err();
            known.note(unknown, all.len()..all.len() + bytes.len());
            all.extend(bytes);
        }
        for number in 0..2_000_u32 {
            assert_eq!(known.find(&number.to_le_bytes(), &all), Ok(usize::try_from(number).unwrap() * 4));
        }
        assert!(known.find(&2_000_u32.to_le_bytes(), &all).is_err());
    }
}

//! Where texts and tests were written, so that each is written once.

use std::ops::Range;

use crate::ir::hash::spread;

/// So many have room at first: a power of two.
const ROOM: usize = 1 << 6;

/// Where pieces of some bytes stand, by what they say. A table that is asked only: nothing depends on the order in it.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// As many as a power of two, and at least twice as many as are taken.
    spots: Vec<Spot>,
    taken: usize,
}

/// Empty where nothing is known.
#[derive(Clone, Copy, Debug, Default)]
struct Spot {
    hash: u32,
    start: u32,
    end: u32,
}

impl Known {
    /// Where in `all` these bytes are known to stand, or their hash if they are not.
    pub(super) fn find(&self, bytes: &[u8], all: &[u8]) -> Result<usize, u32> {
        let hash = u32::try_from(spread(bytes) & 0xFFFF_FFFF).unwrap_or_default();
        for spot in self.from(hash) {
            let range = place(spot.start)..place(spot.end);
            if range.is_empty() {
                break;
            }
            if spot.hash == hash && all.get(range) == Some(bytes) {
                return Ok(place(spot.start));
            }
        }
        Err(hash)
    }

    /// Notes where bytes of that hash stand that were not known. What is too far is not remembered.
    pub(super) fn note(&mut self, hash: u32, at: Range<usize>) {
        let (Ok(start), Ok(end)) = (u32::try_from(at.start), u32::try_from(at.end)) else { return };
        if self.taken * 2 >= self.spots.len() {
            let room = (self.spots.len() * 4).max(ROOM);
            let known = std::mem::replace(&mut self.spots, vec![Spot::default(); room]);
            known.into_iter().filter(|spot| spot.start < spot.end).for_each(|spot| self.put(spot));
        }
        self.taken += 1;
        self.put(Spot { hash, start, end });
    }

    fn put(&mut self, own: Spot) {
        let first = self.first(own.hash);
        let (before, from) = self.spots.split_at_mut_checked(first).unwrap_or_default();
        if let Some(free) = from.iter_mut().chain(before).find(|spot| spot.start >= spot.end) {
            *free = own;
        }
    }

    /// The spots from the first at which something of that hash may be.
    fn from(&self, hash: u32) -> impl Iterator<Item = &Spot> {
        let (before, from) = self.spots.split_at_checked(self.first(hash)).unwrap_or_default();
        from.iter().chain(before)
    }

    fn first(&self, hash: u32) -> usize {
        place(hash) & self.spots.len().saturating_sub(1)
    }
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
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

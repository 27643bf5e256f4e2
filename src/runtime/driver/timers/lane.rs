//! The slots of the wheel, and which of them have timers.

/// How many bits of a time a level looks at.
const BITS: u32 = 12;
/// How many slots a level has.
const SLOTS: usize = 1 << BITS;
/// Levels of 4 seconds, 4.6 hours, 2.2 years, and all the rest up to 2199 and far beyond.
const LEVELS: usize = 4;

/// The slots of one kind of timers. Slots of the first level are a millisecond each, a slot of any other level is as long as
/// the whole level before it.
#[derive(Debug, Default)]
pub(super) struct Lane {
    levels: [Level; LEVELS],
}

#[derive(Debug, Default)]
struct Level {
    /// The first chunk of each slot. Empty as long as the level was never used.
    first: Vec<Option<First>>,
    /// A bit for each slot that has timers.
    used: Vec<u64>,
    /// A bit for each word of `used` that is not 0.
    words: u64,
}

/// The number of a chunk, plus one: so an empty slot takes no more than a full one.
type First = std::num::NonZeroU32;

/// A slot, and when its time begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) number: u16,
    pub(super) start: u64,
}

/// The slot in which a time is to be filed: at the level of the first digit in which it differs from now.
pub(super) fn slot_of(now: u64, due: u64) -> u16 {
    let differing = u64::BITS - (now ^ due).leading_zeros();
    let level = usize::try_from(differing.saturating_sub(1) / BITS).unwrap_or(0).min(LEVELS - 1);
    number(level, digit(due, level))
}

fn number(level: usize, index: usize) -> u16 {
    u16::try_from(level * SLOTS + index).unwrap_or(u16::MAX)
}

fn shift(level: usize) -> u32 {
    u32::try_from(level).unwrap_or(0) * BITS
}

fn digit(time: u64, level: usize) -> usize {
    usize::try_from(time >> shift(level)).unwrap_or(usize::MAX) % SLOTS
}

/// When a slot begins, in the round in which `now` is.
fn start(now: u64, level: usize, index: usize) -> u64 {
    let round = now >> shift(level + 1) << shift(level + 1);
    round | u64::try_from(index).unwrap_or(0) << shift(level)
}

impl Lane {
    /// The first slot from now on that has timers. All timers of later slots are filed for later.
    pub(super) fn first(&self, now: u64) -> Option<Slot> {
        let first = |(level, slots): (usize, &Level)| {
            let index = slots.used_from(digit(now, level))?;
            Some(Slot { number: number(level, index), start: start(now, level, index) })
        };
        self.levels.iter().enumerate().find_map(first)
    }

    /// The slots from now on that have timers, by when they begin.
    pub(super) fn used(&self, now: u64) -> impl Iterator<Item = Slot> {
        self.levels.iter().enumerate().flat_map(move |(level, slots)| {
            let mut next = slots.used_from(digit(now, level));
            std::iter::from_fn(move || {
                let index = next?;
                next = slots.used_from(index + 1);
                Some(Slot { number: number(level, index), start: start(now, level, index) })
            })
        })
    }

    /// The first chunk of a slot.
    pub(super) fn head(&self, slot: u16) -> Option<u32> {
        let (level, index) = split(slot);
        let first = self.levels.get(level)?.first.get(index).copied().flatten();
        first.map(|first| first.get() - 1)
    }

    /// Another first chunk of a slot, or none; gives the former one.
    pub(super) fn set_head(&mut self, slot: u16, head: Option<u32>) -> Option<u32> {
        let (level, index) = split(slot);
        let former = self.levels.get_mut(level)?.replace(index, head.and_then(|head| First::new(head + 1)));
        former.map(|former| former.get() - 1)
    }
}

fn split(slot: u16) -> (usize, usize) {
    (usize::from(slot) / SLOTS, usize::from(slot) % SLOTS)
}

impl Level {
    fn replace(&mut self, index: usize, first: Option<First>) -> Option<First> {
        if self.first.is_empty() {
            self.first = vec![None; SLOTS];
            self.used = vec![0; SLOTS / 64];
        }
        let former = std::mem::replace(self.first.get_mut(index)?, first);
        if former.is_some() != first.is_some() {
            let word = self.used.get_mut(index / 64)?;
            *word ^= 1 << (index % 64);
            let bit = 1 << (index / 64);
            self.words = if *word == 0 { self.words & !bit } else { self.words | bit };
        }
        former
    }

    fn used_from(&self, index: usize) -> Option<usize> {
        if self.words == 0 {
            return None;
        }
        let (at, bit) = (index / 64, index % 64);
        let here = self.used.get(at)? & (u64::MAX << bit);
        if here != 0 {
            return Some(at * 64 + lowest(here));
        }
        let later = self.words & u64::MAX.checked_shl(u32::try_from(at + 1).unwrap_or(u32::MAX)).unwrap_or(0);
        if later == 0 {
            return None;
        }
        let at = lowest(later);
        self.used.get(at).map(|word| at * 64 + lowest(*word))
    }
}

fn lowest(bits: u64) -> usize {
    usize::try_from(bits.trailing_zeros()).unwrap_or(0)
}

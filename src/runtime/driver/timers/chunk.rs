//! The numbers of the timers in a slot: in chunks, of which only the first is not full.

use super::wheel::{clear, grow, index};

/// As many as fill a line of the processor's cache.
const NUMBERS: usize = 14;

/// Some timers of one slot.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Chunk {
    numbers: [u32; NUMBERS],
    /// The next chunk of the slot; of a free one, the next free one.
    next: u32,
    slot: u16,
    count: u8,
}

/// What is no chunk.
const NONE: u32 = u32::MAX;

impl Chunk {
    pub(super) fn numbers(&self) -> &[u32] {
        self.numbers.get(..usize::from(self.count)).unwrap_or_default()
    }

    /// What is known of each number.
    pub(super) fn dues(&self, of: impl Fn(u32) -> u64) -> [u64; NUMBERS] {
        let mut dues = [0; NUMBERS];
        for (due, number) in dues.iter_mut().zip(self.numbers()) {
            *due = of(*number);
        }
        dues
    }

    pub(super) fn next(&self) -> Option<u32> {
        Some(self.next).filter(|next| *next != NONE)
    }

    pub(super) fn slot(&self) -> u16 {
        self.slot
    }

    pub(super) fn is_full(&self) -> bool {
        usize::from(self.count) == NUMBERS
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a number; there is room for it.
    pub(super) fn push(&mut self, number: u32) {
        if let Some(place) = self.numbers.get_mut(usize::from(self.count)) {
            *place = number;
            self.count += 1;
        }
    }

    pub(super) fn pop(&mut self) -> Option<u32> {
        self.count = self.count.checked_sub(1)?;
        self.numbers.get(usize::from(self.count)).copied()
    }

    /// Puts another number where that one is.
    pub(super) fn replace(&mut self, former: u32, number: u32) {
        let used = self.numbers.iter_mut().take(self.count.into());
        used.filter(|each| **each == former).for_each(|each| *each = number);
    }
}

/// All chunks.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    chunks: Vec<Chunk>,
    free: Option<u32>,
}

impl Chunks {
    /// An empty chunk of a slot, before that one.
    pub(super) fn add(&mut self, slot: u16, next: Option<u32>) -> u32 {
        let chunk = Chunk { numbers: [0; NUMBERS], next: next.unwrap_or(NONE), slot, count: 0 };
        if let Some((number, free)) = self.free.and_then(|free| Some((free, self.chunks.get_mut(index(free))?))) {
            self.free = free.next();
            *free = chunk;
            return number;
        }
        let number = u32::try_from(self.chunks.len()).unwrap_or(NONE);
        grow(&mut self.chunks);
        self.chunks.push(chunk);
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&Chunk> {
        self.chunks.get(index(number))
    }

    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut Chunk> {
        self.chunks.get_mut(index(number))
    }

    /// Frees a chunk; gives what was in it.
    pub(super) fn remove(&mut self, number: u32) -> Option<Chunk> {
        let free = self.free.unwrap_or(NONE);
        let place = self.get_mut(number)?;
        let chunk = *place;
        place.next = free;
        self.free = Some(number);
        Some(chunk)
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        clear(&mut self.chunks);
        self.free = None;
    }
}

//! What the wheel keeps of one timer.

/// What is no place in a chunk: the largest numbers.
const FREE: u32 = u32::MAX;
const OUT: u32 = FREE - 1;

/// How many timers there can be.
pub(super) const MOST: usize = 1 << 31;

/// Timers that come once, and timers that come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Once,
    Recurring,
}

/// Where a timer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a slot: at that index of that chunk.
    In { chunk: u32, index: u8 },
    /// In no slot: it is due, or has been set to what is past.
    Out,
    /// Nowhere: its number is free.
    Free,
}

/// One timer: 6 bytes for when it is due and its kind, 4 for its place; and whose it is, beside them, so that a reset reads one
/// place in memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<W> {
    due: [u8; 6],
    place: [u8; 4],
    pub(super) whose: W,
}

/// The bit of the six bytes that says the kind. Times have 43 bits.
const RECURRING: u64 = 1 << 47;

/// How many bits the index in a chunk has.
const INDEX: u32 = 4;

impl<W: Copy + Default> Entry<W> {
    /// One that is in no slot.
    pub(super) fn new(due: u64, kind: Kind, whose: W) -> Self {
        let mut entry = Self { due: [0; 6], place: OUT.to_le_bytes(), whose };
        entry.set(due, kind);
        entry
    }

    /// A free one, which leads to another free one.
    pub(super) fn free(next: Option<u32>) -> Self {
        let mut entry = Self { due: [0; 6], place: FREE.to_le_bytes(), whose: W::default() };
        entry.set(next.map_or(0, |next| u64::from(next) + 1), Kind::Once);
        entry
    }

    /// The free one to which a free one leads.
    pub(super) fn next_free(self) -> Option<u32> {
        self.due().checked_sub(1).and_then(|next| u32::try_from(next).ok())
    }

    pub(super) fn due(self) -> u64 {
        self.word() & !RECURRING
    }

    pub(super) fn kind(self) -> Kind {
        if self.word() & RECURRING == 0 { Kind::Once } else { Kind::Recurring }
    }

    pub(super) fn set(&mut self, due: u64, kind: Kind) {
        let kind = if kind == Kind::Recurring { RECURRING } else { 0 };
        let [a, b, c, d, e, f, ..] = (due & !RECURRING | kind).to_le_bytes();
        self.due = [a, b, c, d, e, f];
    }

    fn word(self) -> u64 {
        let [a, b, c, d, e, f] = self.due;
        u64::from_le_bytes([a, b, c, d, e, f, 0, 0])
    }

    pub(super) fn place(self) -> Place {
        match u32::from_le_bytes(self.place) {
            FREE => Place::Free,
            OUT => Place::Out,
            place => {
                let [index, ..] = (place % (1 << INDEX)).to_le_bytes();
                Place::In { chunk: place >> INDEX, index }
            }
        }
    }

    pub(super) fn set_place(&mut self, place: Place) {
        let number = match place {
            Place::In { chunk, index } => chunk << INDEX | u32::from(index),
            Place::Out => OUT,
            Place::Free => FREE,
        };
        self.place = number.to_le_bytes();
    }

    /// Whether it is in a slot.
    pub(super) fn is_filed(self) -> bool {
        u32::from_le_bytes(self.place) < OUT
    }
}

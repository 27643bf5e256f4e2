//! What the wheel keeps of one timer.

/// How many numbers the places in a lane have.
const PLACES: u32 = 1 << 16;
/// What is no number of a timer: the largest ones.
const NONE: u32 = u32::MAX;
const FREE: u32 = NONE - 1;
const OUT: u32 = NONE - 2;
const FIRST_OF: u32 = OUT - PLACES;

/// How many timers there can be.
pub(super) const MOST: usize = 1 << 31;

/// In which row of slots a timer is: those that come once, or those that come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Once,
    Recurring,
}

/// Where a timer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The first in the list of that slot.
    FirstOf(u16),
    /// In a list, behind that timer.
    Behind(u32),
    /// In no list: it is due, or has been set to what is past.
    Out,
    /// Nowhere: its number is free.
    Free,
}

/// One timer in 14 bytes: 6 for when it is due and its kind, 4 for the next one in its list, 4 for the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    due: [u8; 6],
    next: [u8; 4],
    before: [u8; 4],
}

/// The bit of the six bytes that says the kind. Times have 43 bits.
const RECURRING: u64 = 1 << 47;

impl Entry {
    pub(super) fn new(due: u64, kind: Kind) -> Self {
        let mut entry = Self { due: [0; 6], next: NONE.to_le_bytes(), before: OUT.to_le_bytes() };
        entry.set(due, kind);
        entry
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

    /// The next one in its list; of a free one, the next free one.
    pub(super) fn next(self) -> Option<u32> {
        Some(u32::from_le_bytes(self.next)).filter(|next| *next != NONE)
    }

    pub(super) fn set_next(&mut self, next: Option<u32>) {
        self.next = next.unwrap_or(NONE).to_le_bytes();
    }

    pub(super) fn place(self) -> Place {
        match u32::from_le_bytes(self.before) {
            FREE => Place::Free,
            OUT => Place::Out,
            number => match number.checked_sub(FIRST_OF).map(u16::try_from) {
                Some(slot) => Place::FirstOf(slot.unwrap_or(u16::MAX)),
                None => Place::Behind(number),
            },
        }
    }

    pub(super) fn set_place(&mut self, place: Place) {
        let number = match place {
            Place::FirstOf(slot) => FIRST_OF + u32::from(slot),
            Place::Behind(number) => number,
            Place::Out => OUT,
            Place::Free => FREE,
        };
        self.before = number.to_le_bytes();
    }

    /// Whether it is in the list of a slot.
    pub(super) fn is_filed(self) -> bool {
        u32::from_le_bytes(self.before) < OUT
    }
}

//! What is kept of one timer.

/// Timers that come once, and timers that come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Once,
    Recurring,
}

/// Where a timer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// There is none.
    Nowhere,
    /// In a slot, in that chunk.
    In(u32),
    /// In no slot: it is due, or has been set to what is past.
    Out,
    /// The timers of this conversation are away from home, the first under that number.
    Away(u32),
}

/// One timer, in 11 bytes: when it is due (43 bits), its kind (1), where it is (2), its key (16), and its chunk (26). All that a
/// timer needs to be put off is in the first eight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    word: [u8; 8],
    chunk: [u8; 3],
}

const TIME: u64 = (1 << 43) - 1;
const RECURRING: u64 = 1 << 43;
const WHERE: u32 = 44;
const KEY: u32 = 46;
/// The lowest bits of the chunk, for which three bytes are too few.
const CHUNK: u32 = 62;

impl Kind {
    fn bit(self) -> u64 {
        if self == Self::Recurring { RECURRING } else { 0 }
    }
}

const NOWHERE: u64 = 0;
const IN: u64 = 1;
const OUT: u64 = 2;
const AWAY: u64 = 3;

/// How many timers there can be: so their chunks have numbers of 26 bits. There is no memory for as many conversations.
pub(super) const MOST: usize = 900_000_000;

impl Entry {
    /// One that is in no slot. Of the key it keeps 16 bits.
    pub(super) fn new(key: u16, due: u64, kind: Kind) -> Self {
        let mut entry = Self::default();
        entry.write(u64::from(key) << KEY | OUT << WHERE);
        entry.set(due, kind);
        entry
    }

    /// That the timers of a conversation are away, the first under that number.
    pub(super) fn away(first: u32) -> Self {
        let mut entry = Self::default();
        entry.write(u64::from(first) | AWAY << WHERE);
        entry
    }

    pub(super) fn due(self) -> u64 {
        self.word() & TIME
    }

    pub(super) fn kind(self) -> Kind {
        if self.word() & RECURRING == 0 { Kind::Once } else { Kind::Recurring }
    }

    pub(super) fn key(self) -> u16 {
        let [low, high, ..] = (self.word() >> KEY).to_le_bytes();
        u16::from_le_bytes([low, high])
    }

    pub(super) fn set_due(&mut self, due: u64) {
        self.write(self.word() & !TIME | due & TIME);
    }

    pub(super) fn set(&mut self, due: u64, kind: Kind) {
        self.write(self.word() & !(TIME | RECURRING) | due & TIME | kind.bit());
    }

    pub(super) fn place(self) -> Place {
        let word = self.word();
        match word >> WHERE & 3 {
            NOWHERE => Place::Nowhere,
            IN => {
                let [a, b, c] = self.chunk;
                let [low, ..] = (word >> CHUNK).to_le_bytes();
                Place::In(u32::from_le_bytes([a, b, c, 0]) << 2 | u32::from(low))
            }
            OUT => Place::Out,
            _ => Place::Away(u32::try_from(word & TIME).unwrap_or(u32::MAX)),
        }
    }

    pub(super) fn is_filed(self) -> bool {
        self.word() >> WHERE & 3 == IN
    }

    /// Whether it is in a slot of that kind.
    pub(super) fn is_filed_as(self, kind: Kind) -> bool {
        self.word() & (3 << WHERE | RECURRING) == (IN << WHERE | kind.bit())
    }

    /// It goes into a chunk.
    pub(super) fn file(&mut self, chunk: u32) {
        let [a, b, c, _] = (chunk >> 2).to_le_bytes();
        self.chunk = [a, b, c];
        self.write(self.word() & ((1 << CHUNK) - 1) & !(3 << WHERE) | IN << WHERE | u64::from(chunk & 3) << CHUNK);
    }

    /// It leaves its chunk.
    pub(super) fn unfile(&mut self) {
        self.write(self.word() & !(3 << WHERE) | OUT << WHERE);
    }

    fn word(self) -> u64 {
        u64::from_le_bytes(self.word)
    }

    fn write(&mut self, word: u64) {
        self.word = word.to_le_bytes();
    }
}

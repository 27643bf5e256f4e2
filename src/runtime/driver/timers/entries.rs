//! All timers by their numbers.
//!
//! A conversation with one timer has it at home: under its own number. Those of a conversation with several are away from home,
//! each leading to the next.

use super::entry::{Entry, Kind, MOST, Place};
use super::homes::Homes;
use super::wheel::{clear, grow, index};

/// The bit of a number that says that its timer is away.
const AWAY: u32 = 1 << 31;

#[derive(Debug, Default)]
pub(super) struct Entries {
    homes: Homes,
    away: Vec<Away>,
    /// The first free one of those; each leads to the next.
    free: Option<u32>,
    live: usize,
}

/// A timer that is away, in 21 bytes.
#[derive(Clone, Copy, Debug)]
struct Away {
    entry: Entry,
    /// The upper half of its key.
    key: [u8; 2],
    conversation: [u8; 4],
    /// The number of the next one, plus one.
    next: [u8; 4],
}

impl Away {
    fn new(conversation: u32, entry: Entry, key: [u8; 2]) -> Self {
        Self { entry, key, conversation: conversation.to_le_bytes(), next: [0; 4] }
    }

    fn next(self) -> Option<u32> {
        u32::from_le_bytes(self.next).checked_sub(1)
    }

    fn set_next(&mut self, next: Option<u32>) {
        self.next = next.map_or(0, |next| next.saturating_add(1)).to_le_bytes();
    }
}

/// Whose a timer is: the number of its conversation, and that of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whose {
    pub(super) conversation: u32,
    pub(super) key: u32,
}

/// A new timer, and another one whose number is not what it was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Added {
    pub(super) number: u32,
    pub(super) moved: Option<u32>,
}

impl Entries {
    pub(super) fn get(&self, number: u32) -> Option<Entry> {
        if number < AWAY { self.homes.get(number) } else { self.away(number).map(|away| away.entry) }
    }

    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut Entry> {
        if number < AWAY { self.homes.get_mut(number) } else { self.away_mut(number).map(|away| &mut away.entry) }
    }

    fn away(&self, number: u32) -> Option<Away> {
        self.away.get(index(number & !AWAY)).copied()
    }

    fn away_mut(&mut self, number: u32) -> Option<&mut Away> {
        self.away.get_mut(index(number & !AWAY))
    }

    /// Whether there is no timer at all.
    pub(super) fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// The timers of a conversation.
    pub(super) fn of(&self, conversation: u32) -> impl Iterator<Item = u32> {
        let first = self.homes.get(conversation).and_then(|home| match home.place() {
            Place::Nowhere => None,
            Place::In(_) | Place::Out => Some(conversation),
            Place::Away(first) => Some(first),
        });
        std::iter::successors(first, |number| self.next(*number))
    }

    fn next(&self, number: u32) -> Option<u32> {
        if number < AWAY { None } else { self.away(number)?.next() }
    }

    /// Whose a timer is.
    pub(super) fn whose(&self, number: u32) -> Option<Whose> {
        Some(Whose { conversation: self.conversation(number)?, key: self.key(number)? })
    }

    fn conversation(&self, number: u32) -> Option<u32> {
        if number < AWAY { Some(number) } else { Some(u32::from_le_bytes(self.away(number)?.conversation)) }
    }

    /// The number of a timer's key.
    pub(super) fn key(&self, number: u32) -> Option<u32> {
        if number < AWAY {
            return self.homes.get(number).map(|home| home.key().into());
        }
        let Away { entry, key, .. } = self.away(number)?;
        let ([a, b], [c, d]) = (entry.key().to_le_bytes(), key);
        Some(u32::from_le_bytes([a, b, c, d]))
    }

    /// A new timer, in no slot yet. `None` if there are too many.
    pub(super) fn add(&mut self, conversation: u32, key: u32, due: u64, kind: Kind) -> Option<Added> {
        let home = self.homes.get(conversation).unwrap_or_default();
        let [a, b, upper @ ..] = key.to_le_bytes();
        let entry = Entry::new(u16::from_le_bytes([a, b]), due, kind);
        let added = match home.place() {
            _ if conversation >= AWAY || self.live >= MOST => return None,
            Place::Nowhere if upper == [0, 0] => {
                self.homes.put(conversation, entry);
                Added { number: conversation, moved: None }
            }
            place => {
                let moved = match place {
                    Place::In(_) | Place::Out => Some(self.add_away(Away::new(conversation, home, [0, 0]))?),
                    Place::Nowhere | Place::Away(_) => None,
                };
                Added { number: self.add_away(Away::new(conversation, entry, upper))?, moved }
            }
        };
        self.live += 1;
        Some(added)
    }

    /// Puts one before those of its conversation that are away.
    fn add_away(&mut self, mut away: Away) -> Option<u32> {
        let conversation = u32::from_le_bytes(away.conversation);
        away.set_next(self.of(conversation).find(|first| *first >= AWAY));
        let number = match self.free {
            Some(number) => {
                let free = self.away_mut(number)?;
                let next = free.next();
                *free = away;
                self.free = next;
                number
            }
            None => {
                let number = u32::try_from(self.away.len()).ok().filter(|number| *number < AWAY)? | AWAY;
                grow(&mut self.away);
                self.away.push(away);
                number
            }
        };
        self.homes.put(conversation, Entry::away(number));
        Some(number)
    }

    /// Forgets a timer. Its number is free.
    pub(super) fn remove(&mut self, number: u32) {
        if number < AWAY {
            self.homes.empty(number);
        } else if self.leave(number).is_none() {
            return;
        }
        self.live = self.live.saturating_sub(1);
        if self.live == 0 {
            clear(&mut self.away);
            self.free = None;
        }
    }

    /// One that is away leaves those of its conversation.
    fn leave(&mut self, number: u32) -> Option<()> {
        let conversation = self.conversation(number)?;
        let next = self.next(number);
        let before = self.of(conversation).find(|each| self.next(*each) == Some(number));
        match (before, next) {
            (Some(before), next) => self.away_mut(before)?.set_next(next),
            (None, Some(next)) => self.homes.put(conversation, Entry::away(next)),
            (None, None) => self.homes.empty(conversation),
        }
        let free = self.free.replace(number);
        let away = self.away_mut(number)?;
        away.entry = Entry::default();
        away.set_next(free);
        Some(())
    }
}

//! Room to work in, used again and again.

use std::cell::RefCell;

use super::bits::Block;
use crate::runtime::evaluate::Folded;
use crate::runtime::fact::{AttributeNumber, Fact, Reader};
use crate::runtime::lookup::Ends;

/// Room for looking up: kept from one event to the next, so that looking up allocates nothing once it is warm.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The rules that are left.
    pub(super) row: Vec<Block>,
    /// The row of each column, in the order of their ranks.
    pub(super) rows: Vec<u32>,
    /// The row of a list.
    pub(super) spare: Vec<Block>,
    /// The ends of all texts, those of the members of lists among them.
    pub(super) ends: Vec<Ends>,
    /// Says nothing: it only keeps what was touched from being left out as never used.
    touched: usize,
    /// How many members each list has.
    pub(super) counts: Vec<usize>,
    /// Where the fact of each attribute lies.
    pub(super) positions: Vec<Option<u32>>,
    folded: Folded,
}

impl Room {
    /// Reads where these facts lie, so that they are on their way from memory, side by side, before they are needed: waiting for
    /// each of them would take most of the time.
    #[inline]
    pub(crate) fn touch<R: Reader>(&mut self, host: &R, facts: &[AttributeNumber]) {
        for number in facts {
            self.touched = self.touched.wrapping_add(match host.read(*number) {
                Some(Fact::Text(text) | Fact::Enum(text)) => text.as_bytes().first().copied().map_or(0, usize::from),
                Some(Fact::Texts([first, ..])) => first.as_bytes().first().copied().map_or(0, usize::from),
                _ => 0,
            });
        }
    }

    /// Lends the room of this thread, with that for a folded text beside it. What is in it says nothing: it is cleared before it
    /// is used.
    #[inline]
    pub(crate) fn lend(work: impl FnOnce(&mut Self, &Folded)) {
        thread_local! {
            static ROOM: RefCell<Option<Box<Room>>> = const { RefCell::new(None) };
        }
        let mut room = ROOM.with(RefCell::take).unwrap_or_default();
        let mut folded = std::mem::take(&mut room.folded);
        folded.forget();
        work(&mut room, &folded);
        room.folded = folded;
        ROOM.with(|own| own.replace(Some(room)));
    }
}

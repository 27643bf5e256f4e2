//! Room to work in, used again and again.

use std::cell::{Cell, RefCell};

use crate::runtime::lookup::Ends;

/// Room for looking up: kept from one event to the next, so that looking up allocates nothing once it is warm.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The rules that are left.
    pub(super) row: Vec<u64>,
    /// The row of each column, by its place.
    pub(super) rows: Vec<Cell<u32>>,
    /// The ends of all texts, those of the members of lists among them.
    pub(super) ends: Vec<Ends>,
    /// The members of all lists, by their numbers.
    pub(super) members: Vec<u32>,
    /// How many members each list has.
    pub(super) counts: Vec<usize>,
}

impl Room {
    /// Lends the room of this thread. What is in it says nothing: it is cleared before it is used.
    #[inline]
    pub(super) fn lend(work: impl FnOnce(&mut Self)) {
        thread_local! {
            static ROOM: RefCell<Option<Box<Room>>> = const { RefCell::new(None) };
        }
        let mut room = ROOM.with(RefCell::take).unwrap_or_default();
        work(&mut room);
        ROOM.with(|own| own.replace(Some(room)));
    }
}

//! The homes of timers: one for each conversation, by its number.

use super::entry::{Entry, Place};
use super::wheel::index;

/// How many are allocated together.
const HOMES: usize = 1 << 10;

/// None where no conversation has a timer.
#[derive(Debug, Default)]
pub(super) struct Homes {
    pages: Vec<Option<Box<Page>>>,
    /// An empty one, for when the next is needed.
    spare: Option<Box<Page>>,
}

#[derive(Debug)]
struct Page {
    entries: [Entry; HOMES],
    used: usize,
}

impl Page {
    fn new() -> Box<Self> {
        Box::new(Self { entries: [Entry::default(); HOMES], used: 0 })
    }
}

impl Homes {
    pub(super) fn get(&self, conversation: u32) -> Option<Entry> {
        let page = self.pages.get(index(conversation) / HOMES)?.as_ref()?;
        page.entries.get(index(conversation) % HOMES).copied()
    }

    pub(super) fn get_mut(&mut self, conversation: u32) -> Option<&mut Entry> {
        let page = self.pages.get_mut(index(conversation) / HOMES)?.as_mut()?;
        page.entries.get_mut(index(conversation) % HOMES)
    }

    /// Something comes to a home.
    pub(super) fn put(&mut self, conversation: u32, entry: Entry) {
        let number = index(conversation) / HOMES;
        if number >= self.pages.len() {
            self.pages.resize_with(number + 1, || None);
        }
        let Some(page) = self.pages.get_mut(number) else { return };
        let page = page.get_or_insert_with(|| self.spare.take().unwrap_or_else(Page::new));
        if let Some(home) = page.entries.get_mut(index(conversation) % HOMES) {
            page.used += usize::from(home.place() == Place::Nowhere);
            *home = entry;
        }
    }

    /// Empties a home. Where all are empty, their memory is given back.
    pub(super) fn empty(&mut self, conversation: u32) {
        let Some(place) = self.pages.get_mut(index(conversation) / HOMES) else { return };
        let Some(page) = place else { return };
        if let Some(home) = page.entries.get_mut(index(conversation) % HOMES) {
            page.used -= usize::from(home.place() != Place::Nowhere);
            *home = Entry::default();
        }
        if page.used == 0 {
            self.spare = place.take();
        }
    }
}

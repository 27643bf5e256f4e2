//! The text that was looked into last, without its large letters.

use std::cell::RefCell;

use super::super::kind;

/// Several conditions look into the same text: it is folded once for all of them.
///
/// It lives no longer than the facts that are read, so that a text is known by where it lies.
#[derive(Debug, Default)]
pub(crate) struct Folded(RefCell<Last>);

#[derive(Debug, Default)]
struct Last {
    /// Where the text lies and how long it is.
    place: (usize, usize),
    text: String,
}

impl Folded {
    /// Looks into the folded text.
    pub(super) fn with(&self, text: &str, look: impl FnOnce(&str) -> bool) -> bool {
        let place = (text.as_ptr().addr(), text.len());
        let mut last = self.0.borrow_mut();
        if last.place != place {
            kind::fold_into(text, &mut last.text);
            last.place = place;
        }
        look(&last.text)
    }

    /// Forgets where the last text lay, and keeps the room.
    pub(crate) fn forget(&mut self) {
        self.0.get_mut().place = (0, 0);
    }
}

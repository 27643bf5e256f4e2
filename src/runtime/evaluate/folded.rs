//! The text that was looked into last, without its large letters.

use std::cell::RefCell;

use super::super::kind;

/// Several conditions look into the same text: it is folded once for all of them.
///
/// It lives no longer than the facts that are read, so that a text is known by where it lies. Its room is that of the thread, which
/// is taken when first a text is folded and given back in the end: so nothing is allocated once a thread is warm.
#[derive(Debug, Default)]
pub(crate) struct Folded(RefCell<Option<Last>>);

#[derive(Debug, Default)]
struct Last {
    /// Where the text lies and how long it is.
    place: (usize, usize),
    text: String,
}

thread_local! {
    static ROOM: RefCell<String> = const { RefCell::new(String::new()) };
}

impl Folded {
    /// Looks into the folded text.
    pub(super) fn with(&self, text: &str, look: impl FnOnce(&str) -> bool) -> bool {
        let place = (text.as_ptr().addr(), text.len());
        let mut last = self.0.borrow_mut();
        let last = last.get_or_insert_with(|| Last { place: (0, 0), text: ROOM.with(RefCell::take) });
        if last.place != place {
            kind::fold_into(text, &mut last.text);
            last.place = place;
        }
        look(&last.text)
    }
}

impl Drop for Folded {
    fn drop(&mut self) {
        if let Some(last) = self.0.get_mut().take() {
            ROOM.with(|room| room.replace(last.text));
        }
    }
}

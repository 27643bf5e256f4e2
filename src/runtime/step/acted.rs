//! Which triggers have acted in an input.

use smallvec::SmallVec;

/// The numbers of triggers, in order: most inputs have few of them, and they act in their order.
#[derive(Debug, Default)]
pub(super) struct Acted(SmallVec<[u32; 8]>);

impl Acted {
    pub(super) fn insert(&mut self, number: u32) {
        if self.0.last().is_none_or(|last| *last < number) {
            self.0.push(number);
        } else if let Err(place) = self.0.binary_search(&number) {
            self.0.insert(place, number);
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.0.binary_search(&number).is_ok()
    }
}

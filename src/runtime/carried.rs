//! The facts that an event carries.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::Facts;
use super::conversation::Fingerprint;

/// The facts that an event carries (`message.*`, `agent.*`, …). Read like the [`Facts`] they are; as JSON they are nothing else.
///
/// Those that [`Engine::carried`](crate::Engine::carried) gives are known to be of their types, so that a step of that book need
/// not look at them again. Any others are looked at by the step.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Facts", into = "Facts")]
pub struct Carried {
    facts: Facts,
    taken: Option<Taken>,
}

/// By whom facts were found to be such that an event carries them, each in its one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The book.
    pub(crate) book: Fingerprint,
    /// The number of the event in it.
    pub(crate) occasion: u32,
}

impl Carried {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { facts: Facts::new(), taken: None }
    }

    /// Facts that were looked at.
    pub(crate) fn taken(facts: Facts, by: Taken) -> Self {
        Self { facts, taken: Some(by) }
    }

    /// The number of the event of that book for which they were looked at.
    #[inline]
    pub(crate) fn occasion(&self, book: Fingerprint) -> Option<u32> {
        self.taken.filter(|taken| taken.book == book).map(|taken| taken.occasion)
    }

    /// To change them; they are looked at anew then.
    pub(crate) fn to_mut(&mut self) -> &mut Facts {
        self.taken = None;
        &mut self.facts
    }
}

impl Deref for Carried {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl From<Facts> for Carried {
    fn from(facts: Facts) -> Self {
        Self { facts, taken: None }
    }
}

impl From<Carried> for Facts {
    fn from(carried: Carried) -> Self {
        carried.facts
    }
}

/// Whoever has looked at them makes no difference.
impl PartialEq for Carried {
    fn eq(&self, other: &Self) -> bool {
        self.facts == other.facts
    }
}

impl Eq for Carried {}

//! What was seen of the lines of a book, for those who count what tests look at: less than a trace tells, at a fraction of the price.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use crate::ir::{Name, Place};

/// What is told beside what is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Nothing.
    #[default]
    Nothing,
    /// What was seen.
    Sightings,
    /// Why everything was as it was.
    Trace,
}

/// What one step has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sightings {
    /// Every test of a condition that was looked at, also where another part had decided already. A named condition is one where
    /// it is asked for, and its own tests are where they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Sighting>,
    /// Lines that came to their turn: actions that were done, waits that were over (`holds`) or dropped by their `unless` or
    /// their condition, lines of `new conversation` that applied, lines of `prefer conversations` that put one before another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Sighting>,
    /// The triggers that took the turn of their `first match`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Name>,
}

/// A place that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// Where it is written.
    pub place: Place,
    /// Whether it was so.
    pub holds: bool,
}

/// Takes down what a step sees, while that step only reads.
#[derive(Debug, Default)]
pub(crate) struct Observer(RefCell<Sightings>);

impl Observer {
    /// One, if sightings are wanted.
    pub(crate) fn wanted(telling: Telling) -> Option<Self> {
        (telling == Telling::Sightings).then(Self::default)
    }

    pub(crate) fn condition(&self, place: Place, holds: bool) {
        self.0.borrow_mut().conditions.push(Sighting { place, holds });
    }

    pub(crate) fn line(&self, place: Place, holds: bool) {
        self.0.borrow_mut().lines.push(Sighting { place, holds });
    }

    pub(crate) fn turn(&self, trigger: &Name) {
        self.0.borrow_mut().turns.push(trigger.clone());
    }

    pub(crate) fn seen(self) -> Box<Sightings> {
        Box::new(self.0.into_inner())
    }
}

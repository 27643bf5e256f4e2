//! The waits of a stretch of time that moves along: a ring of slices, each with its own counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::histogram::Histogram;
use super::place::Place;
use crate::ir::Moment;

/// A window is cut into so many slices; what it covers is at least as long as it says, and at most one slice longer.
const SLICES: i64 = 8;

/// A window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Milliseconds.
    pub length: i64,
    /// By their numbers; at most [`SLICES`] and the one that has begun.
    slices: BTreeMap<i64, Slice>,
}

/// What was seen in one slice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slice {
    /// Waits in seconds, by the place in the queue from which they began.
    by_place: BTreeMap<Place, Histogram>,
    /// Waits in milliseconds for each place in the queue that they began at.
    pace: Histogram,
}

impl Window {
    /// One in which nothing was seen yet.
    pub const fn new(length: i64) -> Self {
        Self { length, slices: BTreeMap::new() }
    }

    /// Takes a wait that is over: seconds, and milliseconds a place if the place is known.
    pub fn add(&mut self, place: Place, wait: u32, pace: Option<u32>, time: Moment) {
        let number = self.number(time);
        self.slices = self.slices.split_off(&(number - SLICES));
        let slice = self.slices.entry(number).or_default();
        slice.by_place.entry(place).or_default().add(wait);
        if let Some(pace) = pace {
            slice.pace.add(pace);
        }
    }

    /// The waits from a place, in seconds.
    pub fn waits_from(&self, place: Place, time: Moment) -> Histogram {
        self.gather(time, |slice| slice.by_place.get(&place).into_iter())
    }

    /// All waits, in seconds.
    pub fn all_waits(&self, time: Moment) -> Histogram {
        self.gather(time, |slice| slice.by_place.values())
    }

    /// Whether anything that it has seen speaks for that place. Those who were next in an empty queue say nothing of the
    /// three-hundredth in a full one.
    pub fn speaks_for(&self, place: Place, time: Moment) -> bool {
        let since = self.number(time) - SLICES;
        let mut seen = self.slices.range(since..).flat_map(|(_, slice)| slice.by_place.keys());
        seen.any(|other| other.speaks_for(place))
    }

    /// The waits for each place, in milliseconds.
    pub fn paces(&self, time: Moment) -> Histogram {
        self.gather(time, |slice| std::iter::once(&slice.pace))
    }

    fn gather<'a, I: Iterator<Item = &'a Histogram>>(&'a self, time: Moment, of: impl Fn(&'a Slice) -> I) -> Histogram {
        let mut all = Histogram::default();
        let since = self.number(time) - SLICES;
        self.slices.range(since..).flat_map(|(_, slice)| of(slice)).for_each(|histogram| all.merge(histogram));
        all
    }

    fn number(&self, time: Moment) -> i64 {
        time.millis() / (self.length / SLICES).max(1)
    }
}

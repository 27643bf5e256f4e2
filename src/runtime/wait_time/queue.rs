//! What is known of the waits of one queue.

use serde::{Deserialize, Serialize};

use super::Estimate;
use super::histogram::Histogram;
use super::place::Place;
use super::rules::{Rules, WHOLE};
use super::window::Window;
use crate::ir::Moment;

/// An old error counts a thirty-second less with each new one.
const FORGETTING: u64 = 32;

const SECOND: i64 = 1_000;

/// The waits of a queue that are over, of each window, and how well its estimates did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueWaits {
    windows: Vec<Window>,
    last_routed: Moment,
    /// How far off the estimates by place were lately.
    place_error: u64,
    /// How far off the estimates by pace were lately.
    pace_error: u64,
}

/// The two ways to estimate, in seconds: `place`, the waits of those who came to a like place in the queue, else of all;
/// `pace`, so much for each place. Which one is told, the queue's own past decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guesses {
    /// By the waits from a like place.
    pub place: Range,
    /// By the waits for each place; `None` without a position.
    pub pace: Option<Range>,
}

/// The lower and the upper end, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Range {
    /// The lower end.
    pub from: u64,
    /// The upper end.
    pub to: u64,
}

impl From<(u64, u64)> for Range {
    fn from((from, to): (u64, u64)) -> Self {
        Self { from, to }
    }
}

impl From<Range> for (u64, u64) {
    fn from(range: Range) -> Self {
        (range.from, range.to)
    }
}

impl QueueWaits {
    /// A queue that has routed nothing yet.
    pub fn new(rules: &Rules) -> Self {
        let windows = rules.windows.iter().copied().map(Window::new).collect();
        Self { windows, last_routed: Moment::MIN, place_error: 0, pace_error: 0 }
    }

    /// When it last routed a conversation.
    pub const fn last_routed(&self) -> Moment {
        self.last_routed
    }

    /// Takes other windows: what the ones that stay have seen is kept.
    pub fn follow(&mut self, rules: &Rules) {
        let mut former = std::mem::take(&mut self.windows);
        for length in rules.windows.iter().copied() {
            let kept = former.iter().position(|window| window.length == length).map(|at| former.swap_remove(at));
            self.windows.push(kept.unwrap_or_else(|| Window::new(length)));
        }
    }

    /// A conversation was routed: it had waited since then, from that position.
    pub fn routed(&mut self, position: Option<u32>, since: Moment, time: Moment) {
        let wait = waited(since, time);
        let pace = position.map(|position| (time.millis() - since.millis()) / i64::from(position.max(1)));
        let pace = pace.map(|pace| u32::try_from(pace).unwrap_or(u32::MAX));
        for window in &mut self.windows {
            window.add(position.into(), wait, pace, time);
        }
        self.last_routed = self.last_routed.max(time);
    }

    /// How good those guesses were, now that the wait is over.
    pub fn judge(&mut self, guesses: Guesses, wait: u32, rules: &Rules) {
        if let Some(pace) = guesses.pace {
            for (sum, range) in [(&mut self.place_error, guesses.place), (&mut self.pace_error, pace)] {
                *sum = (*sum - *sum / FORGETTING).saturating_add(error(range, u64::from(wait), rules));
            }
        }
    }

    /// Both ways to estimate; `None` if too little is known, also of places as far back.
    pub fn guess(&self, position: Option<u32>, time: Moment, rules: &Rules) -> Option<Guesses> {
        if self.last_routed.plus(rules.known_within) < time {
            return None;
        }
        let place = self.by_place(position.into(), time, rules)?;
        Some(Guesses { place, pace: position.and_then(|position| self.by_pace(position, time, rules)) })
    }

    /// The way that was less wrong lately.
    pub fn estimate(&self, guesses: Guesses) -> Estimate {
        let range = guesses.pace.filter(|_| self.pace_error < self.place_error).unwrap_or(guesses.place);
        let millis = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(SECOND);
        Estimate { min: millis(range.from), max: millis(range.to) }
    }

    fn speaking(&self, place: Place, time: Moment) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(move |window| window.speaks_for(place, time))
    }

    /// The waits from a like place, in the first window with enough of them; else all waits, likewise.
    pub(super) fn by_place(&self, place: Place, time: Moment, rules: &Rules) -> Option<Range> {
        let alike = self.windows.iter().map(|window| window.waits_from(place, time));
        let all = self.speaking(place, time).map(|window| window.all_waits(time));
        alike.chain(all).find_map(|waits| range(&waits, rules))
    }

    /// The waits for each place, in the first window with enough of them, times the places; no longer than the longest window.
    pub(super) fn by_pace(&self, position: u32, time: Moment, rules: &Rules) -> Option<Range> {
        let range = self.speaking(Some(position).into(), time).find_map(|window| range(&window.paces(time), rules))?;
        let longest = u64::try_from(rules.longest() / SECOND).unwrap_or(0);
        let of =
            |pace: u64| pace.saturating_mul(u64::from(position.max(1))).div_ceil(SECOND.unsigned_abs()).min(longest);
        Some(Range { from: of(range.from), to: of(range.to) })
    }
}

/// Whole seconds, rounded up.
pub fn waited(since: Moment, time: Moment) -> u32 {
    let millis = u64::try_from(time.millis() - since.millis()).unwrap_or(0);
    u32::try_from(millis.div_ceil(SECOND.unsigned_abs())).unwrap_or(u32::MAX)
}

fn range(waits: &Histogram, rules: &Rules) -> Option<Range> {
    let count = waits.count();
    if count < rules.samples {
        return None;
    }
    let from = waits.of_rank(rank(rules.from, count))?;
    let to = waits.of_rank(rank(rules.to, count))?;
    Some(Range { from, to: to.max(from) })
}

/// Which of so many waits has that share of the *next* ones below it: of n waits in order, one more falls below the k-th with
/// a chance of k in n + 1. Five waits so need the longest for 80%; a share of the n alone would promise too much.
pub(super) fn rank(share: u64, count: u64) -> u64 {
    (share.saturating_mul(count.saturating_add(1))).div_ceil(WHOLE).clamp(1, count.max(1))
}

/// How far off a range was: too short an end costs its share, too long a one the rest, so that the ends that cost least are
/// the percentages asked for.
fn error(range: Range, wait: u64, rules: &Rules) -> u64 {
    let end = |end: u64, share: u64| {
        if wait >= end { share.saturating_mul(wait - end) } else { (WHOLE - share).saturating_mul(end - wait) }
    };
    end(range.from, rules.from).saturating_add(end(range.to, rules.to))
}

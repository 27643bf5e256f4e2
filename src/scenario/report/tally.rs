//! What is counted of a queue and of an agent.

use super::load::Load;
use crate::runtime::wait_time::Histogram;

/// What happened in a queue.
#[derive(Clone, Debug, Default)]
pub(super) struct QueueTally {
    pub(super) queued: u64,
    pub(super) routed: u64,
    pub(super) left: u64,
    /// Those who wait at the end.
    pub(super) waiting: u64,
    pub(super) waits: Waits,
    pub(super) activity: Activity,
}

/// What happened with an agent.
#[derive(Clone, Debug, Default)]
pub(super) struct AgentTally {
    pub(super) taken: u64,
    pub(super) passed_on: u64,
    pub(super) waits: Waits,
    pub(super) load: Load,
    pub(super) activity: Activity,
}

/// What capacity release and the lifecycle did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Activity {
    pub(super) reminders: u64,
    pub(super) released: u64,
    pub(super) woken: u64,
    pub(super) ended: u64,
}

impl Activity {
    pub(super) fn add(&mut self, other: Self) {
        self.reminders += other.reminders;
        self.released += other.released;
        self.woken += other.woken;
        self.ended += other.ended;
    }
}

/// How long things took, in whole seconds, rounded up.
#[derive(Clone, Debug, Default)]
pub(super) struct Waits {
    histogram: Histogram,
    longest: u32,
}

impl Waits {
    pub(super) fn add(&mut self, millis: i64) {
        let seconds = u64::try_from(millis).unwrap_or(0).div_ceil(1_000);
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
        self.histogram.add(seconds);
        self.longest = self.longest.max(seconds);
    }

    pub(super) fn count(&self) -> u64 {
        self.histogram.count()
    }

    /// The shortest that is not exceeded by so many percent of them, in seconds.
    pub(super) fn percentile(&self, percent: u64) -> Option<u64> {
        self.histogram.of_rank((self.count().saturating_mul(percent)).div_ceil(100))
    }

    pub(super) fn longest(&self) -> Option<u64> {
        (self.count() > 0).then_some(u64::from(self.longest))
    }
}

//! How many conversations an agent has, over time.

use crate::ir::Moment;

/// The load of an agent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    /// How many active ones the agent may have, if anybody says.
    pub(super) capacity: Option<u32>,
    active: u32,
    inactive: u32,
    since: Moment,
    /// Milliseconds with any active conversation.
    busy: u64,
    /// Milliseconds times active conversations.
    carried: u64,
    pub(super) highest: u32,
    /// How often the load came to be over the capacity.
    pub(super) over: u64,
}

impl Load {
    /// One conversation more or less.
    pub(super) fn change(&mut self, inactive: bool, change: i64, time: Moment) {
        self.go_to(time);
        let count = if inactive { &mut self.inactive } else { &mut self.active };
        *count = moved(*count, change);
        self.highest = self.highest.max(self.active);
        let over = self.capacity.is_some_and(|capacity| self.active > capacity);
        self.over += u64::from(over && change > 0 && !inactive);
    }

    pub(super) fn go_to(&mut self, time: Moment) {
        let passed = u64::try_from(time.millis() - self.since.millis()).unwrap_or(0);
        if self.active > 0 {
            self.busy = self.busy.saturating_add(passed);
            self.carried = self.carried.saturating_add(passed.saturating_mul(u64::from(self.active)));
        }
        self.since = self.since.max(time);
    }

    /// The average number of active conversations while there were any, in tenths.
    pub(super) fn average(&self) -> u64 {
        tenths(self.carried, self.busy)
    }
}

/// So many more or less.
pub(super) fn moved(count: u32, change: i64) -> u32 {
    u32::try_from(i64::from(count) + change).unwrap_or(0)
}

/// A sum over a length, in tenths, rounded to the nearest.
pub(super) fn tenths(sum: u64, length: u64) -> u64 {
    let twice = u128::from(sum) * 20 + u128::from(length);
    twice.checked_div(u128::from(length) * 2).and_then(|tenths| u64::try_from(tenths).ok()).unwrap_or(0)
}

//! Whether estimated waits came true.

use rust_decimal::Decimal;

use super::tally::Waits;
use crate::ir::policy::WaitTime;

/// What was estimated and what then happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Estimates {
    /// The percentages that the policy asks for.
    pub(super) from: Decimal,
    pub(super) to: Decimal,
    /// How often a conversation was queued.
    pub(super) queued: u64,
    /// How often there was an estimate then.
    pub(super) known: u64,
    /// How many of those were routed.
    pub(super) routed: u64,
    /// How many of these were routed before the lower end.
    pub(super) shorter: u64,
    /// How many of these waited longer than the upper end.
    pub(super) longer: u64,
    /// How far the lower end of the range was from the truth.
    pub(super) errors_from_lower: Waits,
    /// How far its middle was.
    pub(super) errors_from_middle: Waits,
    /// How many were never routed; some of them waited longer than the upper end all the same.
    pub(super) never_routed: u64,
    pub(super) never_routed_longer: u64,
}

impl Estimates {
    pub(super) fn new(policy: &WaitTime) -> Self {
        Self { from: policy.from, to: policy.to, ..Self::default() }
    }

    pub(super) fn asked(&mut self, known: bool) {
        self.queued += 1;
        self.known += u64::from(known);
    }

    /// One that was told a range was routed after so many milliseconds.
    pub(super) fn routed(&mut self, (from, to): (i64, i64), waited: i64) {
        self.routed += 1;
        self.shorter += u64::from(waited < from);
        self.longer += u64::from(waited > to);
        // A host may tell any duration.
        self.errors_from_lower.add(waited.saturating_sub(from).saturating_abs());
        self.errors_from_middle.add(waited.saturating_sub(from.midpoint(to)).saturating_abs());
    }

    /// One that was told a range was not routed within so many milliseconds.
    pub(super) fn never_routed(&mut self, (_, to): (i64, i64), waited: i64) {
        self.never_routed += 1;
        self.never_routed_longer += u64::from(waited > to);
    }
}

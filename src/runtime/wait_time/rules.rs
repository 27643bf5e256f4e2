//! `policy wait time` as the estimator reads it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::ir::policy::WaitTime;

/// Percentages are counted in ten-thousandths.
pub const WHOLE: u64 = 10_000;

/// What the policy says, in integers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Milliseconds, the shortest first.
    pub windows: Vec<i64>,
    /// How many waits of a window are enough.
    pub samples: u64,
    /// Milliseconds since a queue last routed, after which nothing is known of it.
    pub known_within: i64,
    /// Of [`WHOLE`]: how many of the waits seen are at most the lower end.
    pub from: u64,
    /// That of the upper end.
    pub to: u64,
}

impl From<&WaitTime> for Rules {
    fn from(policy: &WaitTime) -> Self {
        Self {
            windows: policy.windows.iter().copied().filter(|window| *window > 0).collect(),
            samples: u64::from(policy.samples).max(1),
            known_within: policy.known_within,
            from: share(policy.from),
            to: share(policy.to),
        }
    }
}

impl Rules {
    /// The longest window, in milliseconds.
    pub fn longest(&self) -> i64 {
        self.windows.last().copied().unwrap_or(0)
    }
}

/// A percentage in ten-thousandths.
fn share(percentage: Decimal) -> u64 {
    let share = percentage.checked_mul(Decimal::ONE_HUNDRED).and_then(|share| share.trunc().to_u64());
    share.unwrap_or(0).min(WHOLE)
}

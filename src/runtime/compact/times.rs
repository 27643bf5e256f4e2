//! Times in few bytes.

use serde::{Deserialize, Serialize};

use crate::ir::Moment;

/// Milliseconds before the time of the last input: most of what a conversation knows was not long before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Ago(i64);

/// The time of the last input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock(pub(super) Moment);

impl Clock {
    pub(super) fn ago(self, time: Moment) -> Ago {
        // Both are from 1970 to 2199.
        Ago(self.0.millis() - time.millis())
    }

    pub(super) fn time(self, ago: Ago) -> Result<Moment, String> {
        let millis = self.0.millis().checked_sub(ago.0);
        millis.and_then(Moment::from_millis).ok_or_else(|| "a time before 1970 or after 2199".to_owned())
    }
}

//! The processor time of this thread: what other programs on the machine take does not count.

use rustix::time::{ClockId, clock_gettime};

/// In nanoseconds; only differences mean anything.
pub fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

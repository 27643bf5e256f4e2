//! tokio-util's DelayQueue. It expires by the clock of its runtime, so that is not measured.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::time::{DelayQueue, delay_queue::Key};

use crate::load::Structure;

pub struct Delays {
    queue: DelayQueue<u32>,
    keys: Vec<Key>,
    start: Instant,
}

impl Delays {
    pub fn make(_: u32) -> Box<dyn Structure> {
        Box::new(Self { queue: DelayQueue::new(), keys: Vec::new(), start: Instant::now() })
    }
}

impl Structure for Delays {
    fn name(&self) -> &'static str {
        "tokio-util DelayQueue"
    }

    fn insert(&mut self, number: u32, due: u64) {
        self.keys.push(self.queue.insert_at(number, self.start + Duration::from_millis(due)));
    }

    fn reset(&mut self, number: u32, due: u64) {
        self.queue.reset_at(&self.keys[number as usize], self.start + Duration::from_millis(due));
    }

    fn expire(&mut self, _: u64) -> Option<u64> {
        None
    }

    fn next(&self) -> Option<u64> {
        None
    }
}

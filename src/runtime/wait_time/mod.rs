//! How long those who wait will wait, from how long others did: a range for each queue and place in it.
//!
//! It is told what happens in the queues of one account and keeps counts, never the waits themselves: its size is bounded by
//! the number of queues and of conversations that wait, whatever comes. The rule, of an existing system: the average wait at
//! the customer's position and the past waits of the queue, of the most recent of several windows that has enough data, and
//! nothing for a queue that has routed nothing for a week. How the position enters is ours, and measured: docs/wait-time.md.

mod histogram;
mod place;
mod queue;
mod rules;
#[cfg(test)]
mod tests;
mod window;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::histogram::Histogram;
use self::place::Place;
use self::queue::{Guesses, QueueWaits, waited};
use self::rules::Rules;
use super::LoadError;
use crate::ir::Moment;
use crate::ir::policy::WaitTime;

/// The format of the state that this version writes.
const STATE_VERSION: u32 = 1;

/// How many queues are followed. One more takes the place of the one that has routed nothing for the longest time.
pub const MOST_QUEUES: usize = 1_000;

/// How many waiting conversations are followed. More than these wait unobserved, and get estimates all the same.
pub const MOST_WAITING: usize = 100_000;

/// How many places of one waiting conversation are followed. The classes of places are as many.
const MOST_PLACES: usize = 9;

/// How often in the longest window those who wait too long are looked for.
const SWEEPS: i64 = 64;

/// The waits of one account's queues. Time does not run back: an earlier one counts as the last one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitTimes {
    version: u32,
    rules: Rules,
    time: Moment,
    queues: BTreeMap<String, QueueWaits>,
    waiting: BTreeMap<String, Waiting>,
    /// When those who had waited too long were last let go of.
    swept: Moment,
}

/// An estimated wait from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// The lower end, in milliseconds; whole seconds.
    pub min: i64,
    /// The upper end, in milliseconds; whole seconds, never below the lower end.
    pub max: i64,
}

/// A conversation that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Waiting {
    queue: String,
    /// When it came to its first place, and to each place of another class since then.
    stops: Vec<Stop>,
    /// What could have been told at the beginning.
    guesses: Option<Guesses>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stop {
    position: Option<u32>,
    since: Moment,
}

impl WaitTimes {
    /// Nothing has been seen yet.
    #[must_use]
    pub fn new(policy: &WaitTime) -> Self {
        let (queues, waiting) = (BTreeMap::new(), BTreeMap::new());
        let (time, swept) = (Moment::MIN, Moment::MIN);
        Self { version: STATE_VERSION, rules: policy.into(), time, queues, waiting, swept }
    }

    /// Reads what was stored.
    ///
    /// # Errors
    /// If it is damaged, or was written by a newer version.
    pub fn load(json: &[u8]) -> Result<Self, LoadError> {
        super::load::state(json, STATE_VERSION)
    }

    /// Goes on by an edited policy. Windows that stay keep what they have seen; a new one begins empty.
    pub fn follow(&mut self, policy: &WaitTime) {
        let rules = Rules::from(policy);
        if rules != self.rules {
            self.queues.values_mut().for_each(|queue| queue.follow(&rules));
            self.rules = rules;
        }
    }

    /// A conversation was put in a queue, or has moved in it; what can be told of its wait from now on. `position` counts from
    /// 1, the one who is next; `None` if nobody says. In another queue than before, it begins to wait anew.
    pub fn queued(&mut self, queue: &str, conversation: &str, position: Option<u32>, time: Moment) -> Option<Estimate> {
        self.time = self.time.max(time);
        let stop = Stop { position, since: self.time };
        let guesses = self.guess(queue, position);
        match self.waiting.get_mut(conversation).filter(|waiting| waiting.queue == queue) {
            Some(waiting) => waiting.moved(stop),
            None => self.begin(queue, conversation, stop, guesses),
        }
        self.tell(queue, guesses?)
    }

    /// A waiting conversation was routed to an agent. Of one that does not wait, nothing is learnt.
    pub fn routed(&mut self, conversation: &str, time: Moment) {
        self.time = self.time.max(time);
        let Some(waiting) = self.waiting.remove(conversation) else { return };
        let Some(first) = waiting.stops.first() else { return };
        let (rules, time) = (self.rules.clone(), self.time);
        let queue = self.queue_mut(&waiting.queue);
        if let Some(guesses) = waiting.guesses {
            queue.judge(guesses, waited(first.since, time), &rules);
        }
        for stop in &waiting.stops {
            queue.routed(stop.position, stop.since, time);
        }
    }

    /// A conversation waits no more, and was not routed.
    pub fn left(&mut self, conversation: &str) {
        self.waiting.remove(conversation);
    }

    /// What can be told to somebody at that position of a queue; `None` while too little is known.
    #[must_use]
    pub fn estimate(&self, queue: &str, position: Option<u32>, time: Moment) -> Option<Estimate> {
        let guesses = self.queues.get(queue)?.guess(position, time.max(self.time), &self.rules)?;
        self.tell(queue, guesses)
    }

    fn guess(&self, queue: &str, position: Option<u32>) -> Option<Guesses> {
        self.queues.get(queue)?.guess(position, self.time, &self.rules)
    }

    fn tell(&self, queue: &str, guesses: Guesses) -> Option<Estimate> {
        self.queues.get(queue).map(|queue| queue.estimate(guesses))
    }

    fn begin(&mut self, queue: &str, conversation: &str, stop: Stop, guesses: Option<Guesses>) {
        self.waiting.remove(conversation);
        if self.waiting.len() >= MOST_WAITING {
            self.sweep();
        }
        if self.waiting.len() < MOST_WAITING {
            let waiting = Waiting { queue: queue.to_owned(), stops: vec![stop], guesses };
            self.waiting.insert(conversation.to_owned(), waiting);
        }
    }

    /// Lets go of those who have waited longer than any window: nobody will route them any more. It looks at all, so it does
    /// that rarely.
    fn sweep(&mut self) {
        let (longest, time) = (self.rules.longest(), self.time);
        if self.swept.plus(longest / SWEEPS) <= time {
            self.waiting
                .retain(|_, waiting| waiting.stops.first().is_some_and(|stop| stop.since.plus(longest) >= time));
            self.swept = time;
        }
    }

    fn queue_mut(&mut self, name: &str) -> &mut QueueWaits {
        if self.queues.len() >= MOST_QUEUES && !self.queues.contains_key(name) {
            let oldest = self.queues.iter().min_by_key(|(_, queue)| queue.last_routed());
            if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
                self.queues.remove(&oldest);
            }
        }
        self.queues.entry(name.to_owned()).or_insert_with(|| QueueWaits::new(&self.rules))
    }
}

impl Waiting {
    /// Only a place of another class than the last one is kept, so that nobody counts often who moves often.
    fn moved(&mut self, stop: Stop) {
        let last = self.stops.last().map(|last| Place::from(last.position));
        if self.stops.len() < MOST_PLACES && last != Some(Place::from(stop.position)) {
            self.stops.push(stop);
        }
    }
}

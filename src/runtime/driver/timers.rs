//! The timers of all conversations.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Address;
use crate::ir::Moment;
use crate::runtime::conversation::TimerKey;

/// A timer that is set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    pub(super) time: Moment,
    pub(super) address: Arc<Address>,
    pub(super) key: TimerKey,
}

#[derive(Clone, Copy, Debug)]
struct Set {
    generation: u64,
    recurring: bool,
}

/// The timers that are set, each once. One that is cancelled or set anew leaves nothing behind.
#[derive(Debug, Default)]
pub(super) struct Timers {
    due: BTreeMap<Due, Set>,
    by_address: BTreeMap<Arc<Address>, BTreeMap<TimerKey, Moment>>,
    /// How many of those that come once are due when.
    once: BTreeMap<Moment, usize>,
}

impl Timers {
    pub(super) fn set(&mut self, due: Due, generation: u64, recurring: bool) {
        self.cancel(&due.address, &due.key);
        self.by_address.entry(Arc::clone(&due.address)).or_default().insert(due.key.clone(), due.time);
        if !recurring {
            *self.once.entry(due.time).or_default() += 1;
        }
        self.due.insert(due, Set { generation, recurring });
    }

    pub(super) fn cancel(&mut self, address: &Arc<Address>, key: &TimerKey) {
        let time = self.by_address.get(address).and_then(|timers| timers.get(key));
        if let Some(time) = time.copied() {
            self.take(&Due { time, address: Arc::clone(address), key: key.clone() });
        }
    }

    /// Takes out the first timer if `wanted` takes its time; gives it with its generation.
    pub(super) fn pop(&mut self, wanted: impl Fn(Moment) -> bool) -> Option<(Due, u64)> {
        let due = self.due.keys().next().filter(|due| wanted(due.time))?.clone();
        let generation = self.take(&due)?;
        Some((due, generation))
    }

    pub(super) fn next(&self) -> Option<Moment> {
        self.due.keys().next().map(|due| due.time)
    }

    pub(super) fn next_once(&self) -> Option<Moment> {
        self.once.keys().next().copied()
    }

    pub(super) fn of(&self, address: &Address) -> Vec<(TimerKey, Moment)> {
        let timers = self.by_address.get(address).into_iter().flatten();
        timers.map(|(key, time)| (key.clone(), *time)).collect()
    }

    fn take(&mut self, due: &Due) -> Option<u64> {
        let Set { generation, recurring } = self.due.remove(due)?;
        if let Some(timers) = self.by_address.get_mut(&due.address) {
            timers.remove(&due.key);
            if timers.is_empty() {
                self.by_address.remove(&due.address);
            }
        }
        if let (false, Some(count)) = (recurring, self.once.get_mut(&due.time)) {
            *count -= 1;
            if *count == 0 {
                self.once.remove(&due.time);
            }
        }
        Some(generation)
    }
}

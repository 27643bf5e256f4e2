//! The timers of all conversations.
//!
//! Each has a number: the wheel knows when it is due, this room whose it is. A conversation keeps the number of its first
//! timer, and each timer that of the next one of its conversation.

mod chunk;
mod entry;
mod lane;
#[cfg(test)]
mod tests;
mod wheel;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::entry::Kind;
use self::wheel::{Wheel, clear, grow, index};
use super::Address;
use crate::ir::Moment;
use crate::runtime::conversation::TimerKey;

/// The timers of one conversation.
#[derive(Debug, Default)]
pub(super) struct Own {
    first: Option<u32>,
}

/// The timers that are set, each once. One that is cancelled or set anew leaves nothing behind.
#[derive(Debug, Default)]
pub(super) struct Timers {
    wheel: Wheel,
    /// Whose a timer is, by its number.
    owners: Vec<Option<Owner>>,
    /// The keys that timers have had, each once: as many as books have rules that set some.
    keys: BTreeSet<Arc<TimerKey>>,
    /// Those that the wheel has given out, and those that were set to what is past, in order.
    ready: BTreeMap<Due, u32>,
    /// What the wheel gives out, for a moment.
    taken: Vec<u32>,
}

/// A timer that is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    pub(super) time: Moment,
    pub(super) address: Arc<Address>,
    pub(super) key: Arc<TimerKey>,
}

/// How a timer is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) time: Moment,
    pub(super) generation: u64,
    pub(super) recurring: bool,
}

#[derive(Debug)]
struct Owner {
    address: Arc<Address>,
    key: Arc<TimerKey>,
    generation: u64,
    /// The next timer of that conversation.
    next: Option<u32>,
}

impl Timers {
    /// Sets a timer of a conversation. One of the same key that is set is replaced.
    pub(super) fn set(&mut self, own: &mut Own, address: &Arc<Address>, key: &TimerKey, setting: Setting) {
        let Setting { time, generation, recurring } = setting;
        let (due, kind) = (millis(time), if recurring { Kind::Recurring } else { Kind::Once });
        let number = match self.find(own, key) {
            Some(number) => {
                self.take_back(number);
                if let Some(owner) = self.owner_mut(number) {
                    owner.generation = generation;
                }
                number
            }
            None => {
                // There is no memory for as many conversations as would use up the numbers.
                let Some(number) = self.wheel.add(due, kind) else { return };
                let owner = Owner { address: Arc::clone(address), key: self.key(key), generation, next: own.first };
                self.own(number, owner);
                own.first = Some(number);
                number
            }
        };
        if !self.wheel.set(number, due, kind) {
            self.make_ready(number);
        }
    }

    /// Cancels a timer of a conversation, if it is set.
    pub(super) fn cancel(&mut self, own: &mut Own, key: &TimerKey) {
        if let Some(number) = self.find(own, key) {
            self.take_back(number);
            self.forget(Some(own), number);
        }
    }

    /// Cancels all timers of a conversation.
    pub(super) fn clear(&mut self, own: &mut Own) {
        while let Some(number) = own.first {
            self.take_back(number);
            drop(self.forget(Some(own), number));
        }
    }

    /// Takes out the first timer if it is due by then; gives it with its generation. `own` finds the timers of a conversation.
    pub(super) fn pop<'a>(
        &mut self,
        until: Moment,
        own: impl FnOnce(&Address) -> Option<&'a mut Own>,
    ) -> Option<(Due, u64)> {
        // If some are ready, then only those are to come to them that are due at the same moment.
        let opened = if self.ready.is_empty() { millis(until) } else { millis(until).min(self.wheel.now()) };
        let mut taken = std::mem::take(&mut self.taken);
        self.wheel.take(opened, &mut taken);
        let number = match taken.as_slice() {
            [number] if self.ready.is_empty() => Some(*number),
            taken => {
                taken.iter().for_each(|number| self.make_ready(*number));
                let first = self.ready.first_entry().filter(|first| first.key().time <= until);
                first.map(|first| first.remove())
            }
        };
        taken.clear();
        self.taken = taken;
        let number = number?;
        let own = self.owner(number).and_then(|owner| own(&owner.address));
        let time = moment(self.wheel.due(number)?);
        let Owner { address, key, generation, .. } = self.forget(own, number)?;
        Some((Due { time, address, key }, generation))
    }

    /// When the first timer is due.
    pub(super) fn next(&self) -> Option<Moment> {
        let recurring = self.wheel.next(Kind::Recurring).map(moment);
        self.next_once().into_iter().chain(recurring).chain(self.ready.keys().next().map(|due| due.time)).min()
    }

    /// When the first one is due that does not come again and again.
    pub(super) fn next_once(&self) -> Option<Moment> {
        let ready = self.ready.iter().find(|(_, number)| self.wheel.kind(**number) == Some(Kind::Once));
        self.wheel.next(Kind::Once).map(moment).into_iter().chain(ready.map(|(due, _)| due.time)).min()
    }

    /// The timers of a conversation, by their keys.
    pub(super) fn of(&self, own: &Own) -> Vec<(TimerKey, Moment)> {
        let due = |number| self.due(number).map(|due| (TimerKey::clone(&due.key), due.time));
        let mut timers: Vec<_> = self.numbers(own).filter_map(due).collect();
        timers.sort_unstable();
        timers
    }

    fn numbers(&self, own: &Own) -> impl Iterator<Item = u32> {
        std::iter::successors(own.first, |number| self.owner(*number)?.next)
    }

    fn find(&self, own: &Own, key: &TimerKey) -> Option<u32> {
        self.numbers(own).find(|number| self.owner(*number).is_some_and(|owner| *owner.key == *key))
    }

    fn key(&mut self, key: &TimerKey) -> Arc<TimerKey> {
        if let Some(key) = self.keys.get(key) {
            return Arc::clone(key);
        }
        let key = Arc::new(key.clone());
        self.keys.insert(Arc::clone(&key));
        key
    }

    fn due(&self, number: u32) -> Option<Due> {
        let owner = self.owner(number)?;
        let time = moment(self.wheel.due(number)?);
        Some(Due { time, address: Arc::clone(&owner.address), key: Arc::clone(&owner.key) })
    }

    fn make_ready(&mut self, number: u32) {
        if let Some(due) = self.due(number) {
            self.ready.insert(due, number);
        }
    }

    /// A timer that is set anew or cancelled is not ready any more.
    fn take_back(&mut self, number: u32) {
        if self.ready.is_empty() || self.wheel.is_filed(number) {
            return;
        }
        if let Some(due) = self.due(number) {
            self.ready.remove(&due);
        }
    }

    /// Frees the number of a timer; gives whose it was.
    fn forget(&mut self, own: Option<&mut Own>, number: u32) -> Option<Owner> {
        self.wheel.remove(number);
        let owner = self.owners.get_mut(index(number))?.take()?;
        if let Some(own) = own {
            self.leave(own, number, owner.next);
        }
        if self.wheel.is_empty() {
            clear(&mut self.owners);
        }
        Some(owner)
    }

    /// A timer leaves the list of its conversation, where `next` comes after it.
    fn leave(&mut self, own: &mut Own, number: u32, next: Option<u32>) {
        if own.first == Some(number) {
            own.first = next;
            return;
        }
        let mut before = own.first;
        while let Some(owner) = before.and_then(|before| self.owner_mut(before)) {
            if owner.next == Some(number) {
                owner.next = next;
                return;
            }
            before = owner.next;
        }
    }

    fn own(&mut self, number: u32, owner: Owner) {
        if self.owners.len() == index(number) {
            grow(&mut self.owners);
            self.owners.push(None);
        }
        if let Some(place) = self.owners.get_mut(index(number)) {
            *place = Some(owner);
        }
    }

    fn owner(&self, number: u32) -> Option<&Owner> {
        self.owners.get(index(number))?.as_ref()
    }

    fn owner_mut(&mut self, number: u32) -> Option<&mut Owner> {
        self.owners.get_mut(index(number))?.as_mut()
    }
}

fn millis(time: Moment) -> u64 {
    time.millis().unsigned_abs()
}

fn moment(millis: u64) -> Moment {
    i64::try_from(millis).ok().and_then(Moment::from_millis).unwrap_or(Moment::MAX)
}

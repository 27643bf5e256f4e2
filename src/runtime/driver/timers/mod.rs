//! The timers of all conversations.
//!
//! Each has a number, under which the wheel keeps when it is due and whose it is. A conversation keeps the number of its first
//! timer, and each timer that of the next one of its conversation.

mod chunk;
mod entry;
mod lane;
#[cfg(test)]
mod tests;
mod wheel;
mod whose;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use self::entry::Kind;
use self::wheel::{Wheel, index};
use self::whose::Whose;
use super::{Address, Number};
use crate::ir::Moment;
use crate::runtime::conversation::TimerKey;

/// The timers of one conversation: the number of the first one, plus one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own(Option<NonZeroU32>);

impl Own {
    fn first(self) -> Option<u32> {
        self.0.map(|first| first.get() - 1)
    }
}

impl From<Option<u32>> for Own {
    fn from(first: Option<u32>) -> Self {
        Self(first.and_then(|first| NonZeroU32::new(first.saturating_add(1))))
    }
}

/// Where each conversation is.
pub(super) trait Addresses {
    fn address(&self, conversation: Number) -> Option<&Arc<Address>>;
}

/// The timers that are set, each once. One that is cancelled or set anew leaves nothing behind.
#[derive(Debug, Default)]
pub(super) struct Timers {
    wheel: Wheel<Whose>,
    /// The keys that timers have had, each once: as many as books have rules that set some.
    keys: Vec<TimerKey>,
    /// Their numbers.
    key_numbers: BTreeMap<TimerKey, u32>,
    /// Those that the wheel has given out, and those that were set to what is past, in order.
    ready: BTreeMap<Place, u32>,
    /// What the wheel gives out, for a moment.
    taken: Vec<u32>,
}

/// The place of a timer that is due: by the time, and at one time by address and key.
type Place = (Moment, Arc<Address>, TimerKey);

/// A timer that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) time: Moment,
    pub(super) key: TimerKey,
    pub(super) generation: u64,
}

/// How a timer is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) time: Moment,
    pub(super) generation: u64,
    pub(super) recurring: bool,
}

impl Timers {
    /// Sets a timer of a conversation. One of the same key that is set is replaced.
    pub(super) fn set(
        &mut self,
        own: &mut Own,
        (conversation, addresses): (Number, &impl Addresses),
        key: &TimerKey,
        setting: Setting,
    ) {
        let Setting { time, generation, recurring } = setting;
        let (due, kind) = (millis(time), if recurring { Kind::Recurring } else { Kind::Once });
        let found = self.find(*own, key);
        // Most are put off, and nothing else is to be done.
        let put_off = |number| self.wheel.put_off(number, due, kind, |whose| whose.set_generation(generation));
        if found.is_some_and(put_off) {
            return;
        }
        let number = match found {
            Some(number) => {
                self.take_back(number, addresses);
                if let Some(whose) = self.wheel.whose_mut(number) {
                    whose.set_generation(generation);
                }
                number
            }
            None => {
                let mut whose = Whose::new(conversation.into(), self.key_number(key), generation);
                whose.set_next(own.first());
                // There is no memory for as many conversations as would use up the numbers.
                let Some(number) = self.wheel.add(due, kind, whose) else { return };
                *own = Some(number).into();
                number
            }
        };
        if !self.wheel.set(number, due, kind) {
            self.make_ready(number, addresses);
        }
    }

    /// Cancels a timer of a conversation, if it is set.
    pub(super) fn cancel(&mut self, own: &mut Own, addresses: &impl Addresses, key: &TimerKey) {
        if let Some(number) = self.find(*own, key) {
            self.take_back(number, addresses);
            self.forget(own, number);
        }
    }

    /// Cancels all timers of a conversation.
    pub(super) fn clear(&mut self, own: &mut Own, addresses: &impl Addresses) {
        while let Some(number) = own.first() {
            self.take_back(number, addresses);
            self.forget(own, number);
        }
    }

    /// The first timer if it is due by then, with its conversation: it is to be taken out by [`Timers::take_out`].
    pub(super) fn pop(&mut self, until: Moment, addresses: &impl Addresses) -> Option<(u32, Number)> {
        // If some are ready, then only those are to come to them that are due at the same moment.
        let opened = if self.ready.is_empty() { millis(until) } else { millis(until).min(self.wheel.now()) };
        let mut taken = std::mem::take(&mut self.taken);
        self.wheel.take(opened, &mut taken);
        let number = match taken.as_slice() {
            [number] if self.ready.is_empty() => Some(*number),
            taken => {
                taken.iter().for_each(|number| self.make_ready(*number, addresses));
                let first = self.ready.first_entry().filter(|first| first.key().0 <= until);
                first.map(|first| first.remove())
            }
        };
        taken.clear();
        self.taken = taken;
        let whose = self.wheel.whose(number?)?;
        Some((number?, whose.conversation().into()))
    }

    /// Takes a timer out that is due; `own` are the timers of its conversation.
    pub(super) fn take_out(&mut self, own: &mut Own, number: u32) -> Option<Due> {
        let time = moment(self.wheel.due(number)?);
        let whose = self.wheel.whose(number)?;
        let key = self.keys.get(index(whose.key()))?.clone();
        self.forget(own, number);
        Some(Due { time, key, generation: whose.generation() })
    }

    /// When the first timer is due.
    pub(super) fn next(&self) -> Option<Moment> {
        let filed = earlier(self.wheel.next(Kind::Once), self.wheel.next(Kind::Recurring)).map(moment);
        match self.ready.first_key_value() {
            Some(((time, ..), _)) => earlier(filed, Some(*time)),
            None => filed,
        }
    }

    /// When the first one is due that does not come again and again.
    pub(super) fn next_once(&self) -> Option<Moment> {
        let ready = self.ready.iter().find(|(_, number)| self.wheel.kind(**number) == Some(Kind::Once));
        self.wheel.next(Kind::Once).map(moment).into_iter().chain(ready.map(|((time, ..), _)| *time)).min()
    }

    /// The timers of a conversation, by their keys.
    pub(super) fn of(&self, own: Own) -> Vec<(TimerKey, Moment)> {
        let due = |number| Some((self.key_of(number)?.clone(), moment(self.wheel.due(number)?)));
        let mut timers: Vec<_> = self.numbers(own).filter_map(due).collect();
        timers.sort_unstable();
        timers
    }

    fn numbers(&self, own: Own) -> impl Iterator<Item = u32> {
        std::iter::successors(own.first(), |number| self.wheel.whose(*number)?.next())
    }

    fn find(&self, own: Own, key: &TimerKey) -> Option<u32> {
        self.numbers(own).find(|number| self.key_of(*number) == Some(key))
    }

    fn key_of(&self, number: u32) -> Option<&TimerKey> {
        self.keys.get(index(self.wheel.whose(number)?.key()))
    }

    fn key_number(&mut self, key: &TimerKey) -> u32 {
        if let Some(number) = self.key_numbers.get(key) {
            return *number;
        }
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(key.clone());
        self.key_numbers.insert(key.clone(), number);
        number
    }

    fn place(&self, number: u32, addresses: &impl Addresses) -> Option<Place> {
        let address = addresses.address(self.wheel.whose(number)?.conversation().into())?;
        Some((moment(self.wheel.due(number)?), Arc::clone(address), self.key_of(number)?.clone()))
    }

    fn make_ready(&mut self, number: u32, addresses: &impl Addresses) {
        if let Some(place) = self.place(number, addresses) {
            self.ready.insert(place, number);
        }
    }

    /// A timer that is set anew or cancelled is not ready any more.
    fn take_back(&mut self, number: u32, addresses: &impl Addresses) {
        if self.ready.is_empty() || self.wheel.is_filed(number) {
            return;
        }
        if let Some(place) = self.place(number, addresses) {
            self.ready.remove(&place);
        }
    }

    /// Frees the number of a timer, which leaves the list of its conversation.
    fn forget(&mut self, own: &mut Own, number: u32) {
        let next = self.wheel.whose(number).and_then(Whose::next);
        if own.first() == Some(number) {
            *own = next.into();
        } else {
            let before = self.numbers(*own).find(|each| self.next_of(*each) == Some(number));
            if let Some(before) = before.and_then(|before| self.wheel.whose_mut(before)) {
                before.set_next(next);
            }
        }
        self.wheel.remove(number);
    }

    fn next_of(&self, number: u32) -> Option<u32> {
        self.wheel.whose(number)?.next()
    }
}

fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn millis(time: Moment) -> u64 {
    time.millis().unsigned_abs()
}

fn moment(millis: u64) -> Moment {
    i64::try_from(millis).ok().and_then(Moment::from_millis).unwrap_or(Moment::MAX)
}

//! The timers of all conversations.
//!
//! Each has a number, under which stand when it is due, its place in the wheel and its key: the number of its conversation, if that
//! has no other timer.

mod chunk;
mod entries;
mod entry;
mod homes;
mod keys;
mod lane;
mod ready;
#[cfg(test)]
mod tests;
mod wheel;

use self::entries::Whose;
use self::entry::Kind;
use self::keys::Keys;
use self::ready::{Order, Ready};
use self::wheel::Wheel;
use super::{Address, Number};
use crate::ir::Moment;
use crate::runtime::conversation::TimerKey;

/// Where each conversation is.
pub(super) trait Addresses {
    fn address(&self, conversation: Number) -> Option<&Address>;
}

/// The timers that are set, each once. One that is cancelled or set anew leaves nothing behind.
#[derive(Debug, Default)]
pub(super) struct Timers {
    wheel: Wheel,
    keys: Keys,
    /// Those that the wheel has given out, and those that were set to what is past.
    ready: Ready,
    /// What the wheel gives out, for a moment.
    taken: Vec<u32>,
}

/// A timer that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) conversation: Number,
    pub(super) time: Moment,
    pub(super) key: TimerKey,
}

/// How a timer is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) time: Moment,
    pub(super) recurring: bool,
}

impl Timers {
    /// Sets a timer of a conversation. One of the same key that is set is replaced.
    pub(super) fn set(&mut self, conversation: Number, addresses: &impl Addresses, key: &TimerKey, setting: Setting) {
        let (due, kind) = (millis(setting.time), if setting.recurring { Kind::Recurring } else { Kind::Once });
        let (home, is_key) = (u32::from(conversation), |number: u16| self.keys.is(number.into(), key));
        // Most are the only one of their conversation and are put off, and nothing else is to be done.
        if self.wheel.put_off(home, is_key, due, kind) {
            return;
        }
        let number = match self.find(conversation, key) {
            Some(number) => {
                self.take_back(number, addresses);
                number
            }
            None => {
                let key = self.keys.number(key);
                // There is no memory for as many conversations as would use up the numbers.
                let Some(number) = self.wheel.add(home, key, due, kind) else { return };
                number
            }
        };
        if !self.wheel.set(number, due, kind)
            && let Some(timer) = self.wheel.entries().whose(number)
        {
            self.ready.add(due, timer, &Order { addresses, keys: &self.keys });
        }
    }

    /// Cancels a timer of a conversation, if it is set.
    pub(super) fn cancel(&mut self, conversation: Number, addresses: &impl Addresses, key: &TimerKey) {
        if let Some(number) = self.find(conversation, key) {
            self.take_back(number, addresses);
            self.wheel.remove(number);
        }
    }

    /// Cancels all timers of a conversation.
    pub(super) fn clear(&mut self, conversation: Number, addresses: &impl Addresses) {
        let numbers: Vec<u32> = self.numbers(conversation).collect();
        for number in numbers {
            self.take_back(number, addresses);
            self.wheel.remove(number);
        }
    }

    /// Takes out the first timer if it is due by then.
    pub(super) fn pop(&mut self, until: Moment, addresses: &impl Addresses) -> Option<Due> {
        let number = self.pop_number(millis(until), addresses)?;
        let time = moment(self.wheel.entries().get(number)?.due());
        let Whose { conversation, key } = self.wheel.entries().whose(number)?;
        let key = self.keys.get(key)?.clone();
        self.wheel.remove(number);
        Some(Due { conversation: conversation.into(), time, key })
    }

    fn pop_number(&mut self, until: u64, addresses: &impl Addresses) -> Option<u32> {
        // If some are ready, then only those are to come to them that are due at the same moment.
        let opened = if self.ready.is_empty() { until } else { until.min(self.wheel.now()) };
        let mut taken = std::mem::take(&mut self.taken);
        taken.clear();
        self.wheel.take(opened, &mut taken);
        let order = Order { addresses, keys: &self.keys };
        let number = match taken.as_slice() {
            [number] if self.ready.is_empty() => Some(*number),
            taken => {
                if !taken.is_empty() {
                    let timers = taken.iter().filter_map(|number| self.wheel.entries().whose(*number));
                    self.ready.add_all(self.wheel.now(), timers, &order);
                }
                self.ready.pop(until, &order).and_then(|timer| self.number(timer))
            }
        };
        self.taken = taken;
        number
    }

    /// When the first timer is due.
    pub(super) fn next(&self) -> Option<Moment> {
        let filed = [Kind::Once, Kind::Recurring].into_iter().filter_map(|kind| self.wheel.next(kind));
        filed.chain(self.ready.first()).min().map(moment)
    }

    /// When the first one is due that does not come again and again.
    pub(super) fn next_once(&self) -> Option<Moment> {
        let is_once = |timer| {
            self.number(timer)
                .and_then(|number| self.wheel.entries().get(number))
                .is_some_and(|entry| entry.kind() == Kind::Once)
        };
        let ready = self.ready.iter().filter(|(_, timer)| is_once(*timer)).map(|(time, _)| time);
        self.wheel.next(Kind::Once).into_iter().chain(ready).min().map(moment)
    }

    /// The timers of a conversation, by their keys.
    pub(super) fn of(&self, conversation: Number) -> Vec<(TimerKey, Moment)> {
        let due = |number| {
            let due = self.wheel.entries().get(number)?.due();
            Some((self.keys.get(self.wheel.entries().key(number)?)?.clone(), moment(due)))
        };
        let mut timers: Vec<_> = self.numbers(conversation).filter_map(due).collect();
        timers.sort_unstable();
        timers
    }

    fn numbers(&self, conversation: Number) -> impl Iterator<Item = u32> {
        self.wheel.entries().of(conversation.into())
    }

    fn number(&self, timer: Whose) -> Option<u32> {
        self.numbers(timer.conversation.into()).find(|number| self.wheel.entries().key(*number) == Some(timer.key))
    }

    fn find(&self, conversation: Number, key: &TimerKey) -> Option<u32> {
        let is = |number: &u32| self.wheel.entries().key(*number).is_some_and(|number| self.keys.is(number, key));
        self.numbers(conversation).find(is)
    }

    /// A timer that is set anew or cancelled is not ready any more.
    fn take_back(&mut self, number: u32, addresses: &impl Addresses) {
        if self.ready.is_empty() {
            return;
        }
        let Some(entry) = self.wheel.entries().get(number).filter(|entry| !entry.is_filed()) else { return };
        if let Some(timer) = self.wheel.entries().whose(number) {
            self.ready.remove(entry.due(), timer, &Order { addresses, keys: &self.keys });
        }
    }
}

fn millis(time: Moment) -> u64 {
    time.millis().unsigned_abs()
}

fn moment(millis: u64) -> Moment {
    i64::try_from(millis).ok().and_then(Moment::from_millis).unwrap_or(Moment::MAX)
}

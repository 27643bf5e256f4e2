//! Timers that are due: by the time, and at one time by address and key.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use super::entries::Whose;
use super::keys::Keys;
use super::{Address, Addresses};
use crate::ir::Name;
use crate::runtime::conversation::TimerKey;

/// What the order of timers that are due at one time goes by.
pub(super) struct Order<'a, A> {
    pub(super) addresses: &'a A,
    pub(super) keys: &'a Keys,
}

/// The place among those that are due at one time: in the order of addresses and keys. The id of the conversation begins with
/// those eight bytes, which often tell already which of two comes first.
type Place<'a> = (&'a Name, u64, &'a Name, &'a TimerKey);

/// The first bytes of a text, in the order of texts.
fn beginning(text: &str) -> u64 {
    let bytes = text.as_bytes();
    u64::from_be_bytes(bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut short = [0; 8];
        short.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
        short
    }))
}

impl<'a, A: Addresses> Order<'a, A> {
    fn place(&self, timer: Whose) -> Option<Place<'a>> {
        let address = self.addresses.address(timer.conversation.into())?;
        let beginning = beginning(&address.conversation);
        Some((&address.account, beginning, &address.conversation, self.keys.get(timer.key)?))
    }

    fn own(&self, time: u64, timer: Whose) -> Option<Own> {
        let address = self.addresses.address(timer.conversation.into())?;
        Some((time, address.clone(), self.keys.get(timer.key)?.clone()))
    }

    fn compare(&self, one: Whose, other: Whose) -> Ordering {
        self.place(one).cmp(&self.place(other))
    }
}

/// The place among all, to be kept.
type Own = (u64, Address, TimerKey);

/// All timers that are due.
#[derive(Debug, Default)]
pub(super) struct Ready {
    /// Those that the wheel has given out together, the first one last, and when they are due.
    together: Vec<Whose>,
    time: u64,
    /// Those that came while there were others, and those that were set to what is past.
    others: BTreeMap<Own, Whose>,
}

impl Ready {
    pub(super) fn is_empty(&self) -> bool {
        self.together.is_empty() && self.others.is_empty()
    }

    /// Timers have become due together.
    pub(super) fn add_all<A: Addresses>(
        &mut self,
        time: u64,
        timers: impl Iterator<Item = Whose>,
        order: &Order<'_, A>,
    ) {
        if self.together.is_empty() {
            self.time = time;
            self.together.extend(timers);
            // What is compared is read of all before it is compared: so it comes from memory at the same time.
            self.together.sort_by_cached_key(|timer| Reverse(order.place(*timer)));
        } else {
            timers.for_each(|timer| self.add(time, timer, order));
        }
    }

    pub(super) fn add<A: Addresses>(&mut self, time: u64, timer: Whose, order: &Order<'_, A>) {
        if let Some(place) = order.own(time, timer) {
            self.others.insert(place, timer);
        }
    }

    /// One is not due any more.
    pub(super) fn remove<A: Addresses>(&mut self, time: u64, timer: Whose, order: &Order<'_, A>) {
        if time == self.time
            && let Ok(found) = self.together.binary_search_by(|each| order.compare(timer, *each))
        {
            self.together.remove(found);
        } else if let Some(place) = order.own(time, timer) {
            self.others.remove(&place);
        }
    }

    /// When the first one is due.
    pub(super) fn first(&self) -> Option<u64> {
        let other = self.others.first_key_value().map(|((time, ..), _)| *time);
        self.together.last().map(|_| self.time).into_iter().chain(other).min()
    }

    /// All of them, with when they are due; those that are due at one time in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Whose)> {
        let others = self.others.iter().map(|((time, ..), timer)| (*time, *timer));
        self.together.iter().map(|timer| (self.time, *timer)).chain(others)
    }

    /// Takes the first one out, if it is due by then.
    pub(super) fn pop<A: Addresses>(&mut self, until: u64, order: &Order<'_, A>) -> Option<Whose> {
        if self.first()? > until {
            return None;
        }
        let Some(entry) = self.others.first_entry() else { return self.together.pop() };
        let ((time, ..), other) = (entry.key(), *entry.get());
        let is_first = self
            .together
            .last()
            .is_none_or(|first| time.cmp(&self.time).then_with(|| order.compare(other, *first)).is_lt());
        if is_first { Some(entry.remove()) } else { self.together.pop() }
    }
}

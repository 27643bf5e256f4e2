//! A conversation as a driver keeps it.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::records::{Number, Slot};
use crate::ir::Moment;
use crate::runtime::Conversation;

/// How long nothing comes to a conversation before it rests.
const IDLE: i64 = 60 * 60_000;

/// A conversation: open, or at rest in its compact form, a tenth as large. Most of those that a driver keeps are idle.
#[derive(Debug)]
pub(super) struct Kept {
    open: Option<Box<Conversation>>,
    at_rest: Box<[u8]>,
}

impl Kept {
    pub(super) fn new(conversation: Conversation) -> Self {
        Self { open: Some(Box::new(conversation)), at_rest: Box::default() }
    }

    pub(super) fn get(&self) -> Cow<'_, Conversation> {
        match &self.open {
            Some(conversation) => Cow::Borrowed(conversation),
            None => Cow::Owned(woken(&self.at_rest)),
        }
    }

    /// As it is, unless it rests.
    pub(super) fn open(&self) -> Option<&Conversation> {
        self.open.as_deref()
    }

    pub(super) fn get_mut(&mut self) -> &mut Conversation {
        let at_rest = std::mem::take(&mut self.at_rest);
        self.open.get_or_insert_with(|| Box::new(woken(&at_rest)))
    }

    fn rest(&mut self) {
        // What would not come back as it is stays open: nothing may be lost to save room.
        if let Some(bytes) = self.open.as_ref().and_then(|conversation| conversation.to_rest()) {
            self.at_rest = bytes.into();
            self.open = None;
        }
    }
}

fn woken(at_rest: &[u8]) -> Conversation {
    // Nothing is put to rest that cannot be read.
    Conversation::load(at_rest).unwrap_or_else(|_| Conversation::new("", ""))
}

/// The conversations that are open, with when each was looked at last; the first since the longest time.
#[derive(Debug, Default)]
pub(super) struct Awake(VecDeque<(Moment, Number)>);

impl Awake {
    /// Something came to a conversation.
    pub(super) fn note(&mut self, number: Number, slot: &mut Slot, time: Moment) {
        if !std::mem::replace(&mut slot.awake, true) {
            self.0.push_back((time, number));
        }
    }

    /// The next one that was looked at an hour ago.
    pub(super) fn next(&mut self, now: Moment) -> Option<Number> {
        let due = self.0.front().is_some_and(|(since, _)| since.plus(IDLE) <= now);
        if due { self.0.pop_front().map(|(_, number)| number) } else { None }
    }

    /// Lets a conversation rest to which nothing has come for an hour.
    pub(super) fn look_at(&mut self, number: Number, slot: &mut Slot, now: Moment) {
        let last = slot.conversation.get_mut().time;
        slot.awake = false;
        if last.plus(IDLE) <= now {
            slot.rest();
        } else {
            self.note(number, slot, last);
        }
    }
}

impl Slot {
    fn rest(&mut self) {
        self.conversation.rest();
        self.seen.shrink();
    }
}

#[cfg(test)]
mod tests {
    use super::super::records::Records;
    use super::*;

    #[test]
    fn what_is_idle_rests_until_something_comes() {
        const MINUTE: i64 = 60_000;
        let start = Moment::parse("2026-12-01T10:00:00Z").unwrap();
        let mut records = Records::default();
        let number = records.open("a", "c");
        let is_open = |records: &Records| records.slot(number).unwrap().conversation.open.is_some();
        let come = |records: &mut Records, time: Moment| {
            let slot = records.slot_mut(number).unwrap();
            slot.conversation.get_mut().time = time;
            slot.conversation.get_mut().inputs += 1;
            records.touch(number, time);
        };
        come(&mut records, start);
        come(&mut records, start.plus(10 * MINUTE));
        records.let_rest(start.plus(69 * MINUTE));
        assert!(is_open(&records));
        records.let_rest(start.plus(70 * MINUTE));
        assert!(!is_open(&records));
        assert_eq!(records.slot(number).unwrap().conversation.get().inputs, 2);
        come(&mut records, start.plus(90 * MINUTE));
        assert!(is_open(&records));
        assert_eq!(records.slot(number).unwrap().conversation.get().inputs, 3);
        records.let_rest(start.plus(150 * MINUTE));
        assert!(!is_open(&records));
    }
}

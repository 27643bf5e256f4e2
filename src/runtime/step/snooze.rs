//! Snoozes: while the conversation says until when it is snoozed, there is a timer for it.

use std::sync::LazyLock;

use super::witness::Witness;
use super::{Heard, NOTHING, Run};
use crate::ir::{Name, Value};
use crate::runtime::InputKind;
use crate::runtime::conversation::{Purpose, Timer};
use crate::runtime::maintained::{SNOOZE_OVER, SNOOZED_UNTIL};

/// What the timer is called where a trigger would have its identifier.
static ID: LazyLock<Name> = LazyLock::new(|| "the snooze".into());

impl<W: Witness> Run<'_, W> {
    /// Sets or cancels the timer at the end of an input.
    pub(super) fn settle_snooze(&mut self) {
        let lifecycle = &self.book.lifecycle;
        if self.conversation.snooze.is_none() && (!lifecycle.snoozes || self.stays_unsnoozed()) {
            return;
        }
        let until = match self.conversation.facts.get(SNOOZED_UNTIL.0) {
            Some(Value::Time(until)) if lifecycle.snoozes && !self.is_over() => Some(*until),
            _ => None,
        };
        let due = until.map(|until| until.max(self.time));
        match (self.conversation.snooze, due) {
            (None, None) => {}
            (Some(timer), Some(due)) if timer.due == due => {}
            (_, Some(due)) => {
                let generation = self.set_timer(&ID, Purpose::Snooze, due);
                self.conversation.snooze = Some(Timer { due, generation });
            }
            (Some(_), None) => {
                self.conversation.snooze = None;
                self.cancel_timer(&ID, Purpose::Snooze);
                if self.input.kind == InputKind::Book {
                    self.dropped(ID.clone(), Purpose::Snooze);
                }
            }
        }
    }

    /// Whether a conversation that had no snooze before surely has none now.
    fn stays_unsnoozed(&self) -> bool {
        self.timer_of(Purpose::Snooze).is_none() && self.is_unmoved() && !self.written.has(SNOOZED_UNTIL.0)
    }

    /// The time of a snooze has come.
    pub(super) fn snooze_due(&mut self) {
        self.conversation.snooze = None;
        if let Some(heard) = Heard::known(self.book, SNOOZE_OVER) {
            self.keep_up_raised(&heard);
            self.round(&[heard], &NOTHING);
        }
    }
}

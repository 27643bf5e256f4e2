//! Snoozes: while the conversation says until when it is snoozed, there is a timer for it.

use super::witness::Witness;
use super::{Heard, NOTHING, Run};
use crate::ir::Value;
use crate::runtime::InputKind;
use crate::runtime::conversation::{Purpose, Timer};
use crate::runtime::maintained::{SNOOZE_OVER, SNOOZED_UNTIL};

/// What the timer is called where a trigger would have its identifier.
const ID: &str = "the snooze";

impl<W: Witness> Run<'_, W> {
    /// Sets or cancels the timer at the end of an input.
    pub(super) fn settle_snooze(&mut self) {
        let lifecycle = &self.book.lifecycle;
        if self.conversation.snooze.is_none() && !lifecycle.snoozes {
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
                let generation = self.set_timer(&ID.into(), Purpose::Snooze, due);
                self.conversation.snooze = Some(Timer { due, generation });
            }
            (Some(_), None) => {
                self.conversation.snooze = None;
                self.cancel_timer(&ID.into(), Purpose::Snooze);
                if self.input.kind == InputKind::Book {
                    self.dropped(ID.into(), Purpose::Snooze);
                }
            }
        }
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

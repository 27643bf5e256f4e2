//! Another book: what of the old one's timers and waits stays (language page, 6.8).

use super::Run;
use super::witness::Witness;
use crate::ir::Name;
use crate::runtime::Audit;
use crate::runtime::conversation::{Fingerprint, Purpose, TimerKey, Until};

impl<W: Witness> Run<'_, W> {
    /// Takes over the book with that hash, if the conversation had another one. Gives whether it had.
    pub(super) fn edit(&mut self, hash: Fingerprint) -> bool {
        if self.conversation.book == hash {
            return false;
        }
        let former = std::mem::replace(&mut self.conversation.book, hash);
        if !self.conversation.armed.is_empty() {
            self.edit_armed();
        }
        if !self.conversation.pending.is_empty() {
            self.edit_pending();
        }
        self.edit_release();
        !former.is_none()
    }

    /// Timers of which the timing lines were edited end.
    fn edit_armed(&mut self) {
        let book = self.book;
        let stale: Vec<(Name, bool)> = self
            .conversation
            .armed
            .iter()
            .filter(|(id, armed)| {
                !book.automations.iter().any(|automation| {
                    automation.rule.id == **id && automation.rule.active && automation.fingerprint == armed.fingerprint
                })
            })
            .map(|(id, armed)| (id.clone(), armed.timer.is_some()))
            .collect();
        for (id, timer) in stale {
            self.conversation.armed.remove(id.as_str());
            if timer {
                self.cancel_timer(&id, Purpose::Due);
                self.dropped(id, Purpose::Due);
            }
        }
    }

    /// Waits and claims of which the actions were edited end.
    fn edit_pending(&mut self) {
        let book = self.book;
        let stale: Vec<(Name, bool)> = self
            .conversation
            .pending
            .iter()
            .filter(|(id, pending)| {
                !book.rule(id).is_some_and(|rule| rule.active && rule.actions_fingerprint == pending.fingerprint)
            })
            .map(|(id, pending)| (id.clone(), matches!(pending.until, Until::Timer { .. })))
            .collect();
        for (id, timer) in stale {
            self.conversation.pending.remove(id.as_str());
            if timer {
                self.cancel_timer(&id, Purpose::Wait);
                self.dropped(id, Purpose::Wait);
            }
        }
    }

    pub(super) fn dropped(&mut self, source: Name, purpose: Purpose) {
        self.outcome.audit.push(Audit::DroppedByEdit { key: TimerKey { source, purpose } });
    }
}

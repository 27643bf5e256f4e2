//! Automations are armed and disarmed at the end of an input.

use super::Run;
use super::witness::Witness;
use crate::ir::Name;
use crate::runtime::calendar;
use crate::runtime::conversation::{Armed, Purpose, Timer};
use crate::runtime::maintained::STATUS;
use crate::runtime::prepare::{Automation, Base, Timing};

/// What becomes of an automation's timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    None,
    Arm,
    Disarm,
}

impl<W: Witness> Run<'_, W> {
    pub(super) fn arm(&mut self) {
        let book = self.book;
        // Who looks on wants to see everything looked at.
        let may_stay = !W::LOOKS_AT_ALL && !self.anew && !self.written.has(STATUS.0);
        // A timer that has fired may have to be set again although nothing else has changed.
        let fired = self.timer_of(Purpose::Due);
        let mut is_done = None;
        for automation in &book.automations {
            if may_stay && fired != Some(&automation.rule.id) && self.stays(automation) {
                continue;
            }
            let is_done = *is_done.get_or_insert_with(|| self.is_done());
            match self.change(automation, is_done) {
                Change::None => {}
                Change::Arm => self.arm_anew(automation),
                Change::Disarm => self.disarm(&automation.rule.id),
            }
        }
    }

    /// Whether an automation surely is armed or not as the last input has left it, the status being the same.
    fn stays(&self, automation: &Automation) -> bool {
        match &automation.timing {
            Timing::After { base: Base::Since { events, unless, .. }, .. } => {
                !self.heard.iter().any(|(_, heard)| events.contains(heard.event) || unless.contains(heard.event))
            }
            _ => automation.held_by.as_ref().is_some_and(|keys| self.is_untouched(&**keys)),
        }
    }

    fn change(&self, automation: &Automation, is_done: bool) -> Change {
        let armed = self.conversation.armed.contains_key(&automation.rule.id);
        match &automation.timing {
            _ if is_done => {
                if armed {
                    Change::Disarm
                } else {
                    Change::None
                }
            }
            Timing::After { base: Base::Since { first, events, unless }, .. } if automation.rule.active => {
                let mut armed = armed;
                let mut change = Change::None;
                // What came before a final state does not count any more.
                let counts = |round: usize| self.final_round.is_none_or(|last| round > last);
                let rounds = self.heard.chunk_by(|(one, _), (other, _)| one == other);
                for round in rounds.filter(|round| round.first().is_some_and(|(number, _)| counts(*number))) {
                    if armed && round.iter().any(|(_, heard)| unless.contains(heard.event)) {
                        armed = false;
                        change = Change::Disarm;
                    }
                    if !(*first && armed) && round.iter().any(|(_, heard)| events.contains(heard.event)) {
                        armed = true;
                        change = Change::Arm;
                    }
                }
                change
            }
            _ => match (automation.rule.active && self.keeps(automation), armed) {
                (true, false) => Change::Arm,
                (false, true) => Change::Disarm,
                _ => Change::None,
            },
        }
    }

    /// Whether the condition in its timing lines holds, if it has one.
    fn keeps(&self, automation: &Automation) -> bool {
        let cause = self.now();
        match &automation.timing {
            // Without its events there is nothing to keep.
            Timing::After { base: Base::Since { .. }, .. } => false,
            _ => automation
                .holding()
                .is_none_or(|condition| self.witness.holds(&self.sight_of_timing(&cause), condition)),
        }
    }

    fn arm_anew(&mut self, automation: &Automation) {
        let id = &automation.rule.id;
        let due = match &automation.timing {
            Timing::After { duration, of: Some(schedule), .. } => schedule.after_open_time(self.time, *duration),
            Timing::After { duration, of: None, .. } => Some(self.time.plus(*duration)),
            Timing::At { time, days, .. } => calendar::next_clock_time(self.book.zone, self.time, *time, days),
        };
        // One whose schedule never opens is armed without a timer.
        if due.is_none() {
            self.disarm(id);
        }
        let timer = due.map(|due| Timer { due, generation: self.set_timer(id, Purpose::Due, due) });
        let armed = Armed { fingerprint: automation.fingerprint, timer, deferred: false };
        self.conversation.armed.insert(id.clone(), armed);
    }

    fn disarm(&mut self, id: &Name) {
        if let Some(Armed { timer: Some(_), .. }) = self.conversation.armed.remove(id) {
            self.cancel_timer(id, Purpose::Due);
        }
    }
}

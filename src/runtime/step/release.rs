//! Capacity release: silence makes a session inactive (language page, section 4; facts of section 3 of the domain dossier).

use super::act::Doer;
use super::lifecycle::Mover;
use super::witness::Witness;
use super::{Heard, Run};
use crate::ir::{Moment, Value};
use crate::runtime::Audit;
use crate::runtime::conversation::{Purpose, Release, Timer};
use crate::runtime::fact::Fact;
use crate::runtime::maintained::{ASSIGNEE, INACTIVITY, LAST_CUSTOMER_MESSAGE, REQUESTED, STATUS, WENT_INACTIVE};
use crate::runtime::prepare::lifecycle::Machine;
use crate::runtime::prepare::meaning::ToRelease;
use crate::runtime::prepare::release::ID;

/// How long after the customer's last message a session becomes inactive that nobody is assigned to, or that no policy
/// releases: a fixed time in the system whose feature this is (domain dossier, 3.3).
const FIXED: i64 = 10 * 60_000;

/// The number of the stage that the fixed time stands for.
const FIXED_STAGE: u32 = 0;

impl<W: Witness> Run<'_, W> {
    /// What these events mean for release.
    pub(super) fn release_on(&mut self, heard: &[Heard<'_>]) {
        for meaning in heard.iter().filter_map(Heard::meaning) {
            match meaning.release {
                Some(ToRelease::CustomerWrote) => self.customer_wrote(meaning.actor),
                Some(ToRelease::AgentWrote) => self.agent_wrote(),
                Some(ToRelease::WentInactive) => self.conversation.inactive = true,
                None => {}
            }
        }
        self.look_at_assignee();
    }

    /// The customer is back: nothing of release goes on, and an inactive session wakes.
    fn customer_wrote(&mut self, customer: Option<&'static str>) {
        self.cancel_release();
        let slept = std::mem::take(&mut self.conversation.inactive);
        if self.book.release.is_none() {
            return;
        }
        if slept {
            self.outcome.audit.push(Audit::Woken);
            if self.is_assigned() {
                self.raise(REQUESTED, customer, None);
            }
        }
        self.begin_fixed(self.time);
    }

    fn agent_wrote(&mut self) {
        let Some(release) = &self.book.release else {
            return;
        };
        let rests = self.status().is_some_and(|status| release.resting.contains(&status));
        if !release.stages.is_empty() && self.is_assigned() && !rests && !self.is_over() {
            self.begin_stage(1);
        }
    }

    /// Somebody may have been assigned or taken off.
    pub(super) fn look_at_assignee(&mut self) {
        let Some(release) = &self.book.release else {
            return;
        };
        let assigned = self.is_assigned();
        let was = std::mem::replace(&mut self.was_assigned, assigned);
        let stage = self.conversation.release.as_ref().map(|running| running.stage);
        match stage {
            Some(FIXED_STAGE) if assigned && !release.stages.is_empty() => self.cancel_release(),
            Some(stage) if stage != FIXED_STAGE && !assigned => self.cancel_release(),
            _ => {}
        }
        if was && !assigned && self.conversation.release.is_none() && !self.conversation.inactive {
            self.begin_fixed(self.time);
        }
    }

    /// Who has set a status by hand ends the stages, with a lifecycle or without.
    pub(super) fn status_set(&mut self, mover: Mover) {
        let by_stage = self.conversation.release.as_ref().is_some_and(|release| release.stage != FIXED_STAGE);
        if mover == Mover::Hand && by_stage {
            self.cancel_release();
        }
    }

    /// The status has gone from one state to another.
    pub(super) fn status_moved(&mut self, machine: &Machine, from: &str, to: &str, mover: Mover) {
        self.status_set(mover);
        let is_active = |state: &str| machine.active.contains(state);
        let says = !machine.active.is_empty();
        if says && !is_active(to) && (is_active(from) || mover == Mover::Hand) {
            self.go_inactive();
        } else if mover == Mover::Hand && is_active(to) {
            self.conversation.inactive = false;
        }
    }

    fn go_inactive(&mut self) {
        if !std::mem::replace(&mut self.conversation.inactive, true) {
            self.raise(WENT_INACTIVE, Some(INACTIVITY), None);
        }
    }

    /// A stage is due: what it does is done, and the next one counts from now.
    pub(super) fn stage_due(&mut self) {
        let book = self.book;
        let (Some(running), Some(release)) = (self.conversation.release.take(), &book.release) else {
            return;
        };
        self.outcome.audit.push(Audit::Released { stage: running.stage });
        let doer = Doer { source: &ID, actor: INACTIVITY, role: None, name: None, mover: Mover::Release };
        let cause = self.now();
        for act in release.stage(running.stage).into_iter().flat_map(|stage| &stage.acts) {
            self.act(doer, act, &cause);
        }
        self.go_inactive();
        if running.stage != FIXED_STAGE && !self.is_over() {
            self.begin_stage(running.stage.saturating_add(1));
        }
    }

    /// Another book: a stage whose time is the same goes on; another time counts from now.
    pub(super) fn edit_release(&mut self) {
        let Some(running) = self.conversation.release.clone() else {
            return;
        };
        let stages = self.book.release.as_ref().map(|release| &release.stages);
        let fixed = stages.is_some_and(|stages| stages.is_empty() || !self.is_assigned());
        let after = match &self.book.release {
            Some(_) if fixed => Some((FIXED_STAGE, FIXED)),
            Some(release) => {
                // What was fixed while release was off begins with the first stage of a policy.
                let number = running.stage.max(1);
                release.stage(number).map(|stage| (number, stage.after))
            }
            None => None,
        };
        match after {
            Some((stage, after)) if (stage, after) == (running.stage, running.after) => {}
            Some((stage, after)) => self.begin(stage, after, self.time.plus(after)),
            None => {
                self.cancel_release();
                self.dropped(ID.clone(), Purpose::Release);
            }
        }
    }

    fn begin_stage(&mut self, number: u32) {
        if let Some(stage) = self.book.release.as_ref().and_then(|release| release.stage(number)) {
            self.begin(number, stage.after, self.time.plus(stage.after));
        }
    }

    /// The fixed time, where it applies: since the customer's last message, but not before `earliest`.
    fn begin_fixed(&mut self, earliest: Moment) {
        let off = self.book.release.as_ref().is_some_and(|release| release.stages.is_empty());
        let Some(Value::Time(last)) = self.conversation.facts.get(LAST_CUSTOMER_MESSAGE.0) else {
            return;
        };
        if (off || !self.is_assigned()) && !self.is_over() {
            self.begin(FIXED_STAGE, FIXED, last.plus(FIXED).max(earliest));
        }
    }

    fn begin(&mut self, stage: u32, after: i64, due: Moment) {
        let generation = self.set_timer(&ID, Purpose::Release, due);
        self.conversation.release = Some(Box::new(Release { stage, after, timer: Timer { due, generation } }));
    }

    fn cancel_release(&mut self) {
        if self.conversation.release.take().is_some() {
            self.cancel_timer(&ID, Purpose::Release);
        }
    }

    /// The status as the lifecycle knows it, if there is one.
    fn status(&self) -> Option<String> {
        let attribute = self.book.attribute(STATUS.0)?;
        match self.sight(&self.now()).now(attribute) {
            Some(Fact::Enum(status)) => Some(self.book.lifecycle.category(status).to_owned()),
            _ => None,
        }
    }

    pub(super) fn is_assigned(&self) -> bool {
        self.conversation.facts.contains_key(ASSIGNEE.0)
    }
}

//! Inputs that carry on: a timer is due, or the user's record has answered.

use super::witness::Witness;
use super::{Cause, Run};
use crate::ir::Name;
use crate::runtime::Audit;
use crate::runtime::conversation::{Pending, Purpose, Timer, TimerKey, Until};
use crate::runtime::outcome::TimerChange;
use crate::runtime::prepare::action::Step;
use crate::runtime::prepare::{Automation, Base, Timing};
use crate::runtime::trace::Verdict;

impl<'a, W: Witness> Run<'a, W> {
    /// Round 0 of a timer. Gives whether it is one that is set.
    pub(super) fn timer(&mut self, key: &TimerKey, generation: u64) -> bool {
        if key.purpose != Purpose::Snooze {
            self.witness.begin(std::iter::empty());
        }
        let Some(timer) = self.conversation.timer(key).filter(|timer| timer.generation == generation) else {
            self.outcome.audit.push(Audit::StaleTimer { key: key.clone() });
            return false;
        };
        // Not before it is due: it is asked for again.
        if self.time < timer.due {
            self.outcome.timers.push(TimerChange::Set { key: key.clone(), due: timer.due, generation });
            return false;
        }
        match key.purpose {
            Purpose::Due => self.due(&key.source),
            Purpose::Wait => self.waited(&key.source),
            Purpose::Release => self.stage_due(),
            Purpose::Snooze => self.snooze_due(),
        }
        true
    }

    fn due(&mut self, id: &Name) {
        let book = self.book;
        let Some(automation) = book.automations.iter().find(|automation| automation.rule.id == *id) else {
            return;
        };
        if let Some(schedule) = automation.only_during.as_ref().filter(|schedule| !schedule.is_open(self.time)) {
            let opening = schedule.next_opening(self.time);
            match opening {
                Some(opening) => {
                    let generation = self.set_timer(id, Purpose::Due, opening);
                    if let Some(armed) = self.conversation.armed.get_mut(id) {
                        armed.timer = Some(Timer { due: opening, generation });
                        armed.deferred = true;
                    }
                }
                None => self.disarm_fired(automation),
            }
            return self.witness.tell(&automation.rule, || Verdict::Deferred(opening), W::Condition::default());
        }
        self.disarm_fired(automation);
        self.fire_automation(automation);
    }

    /// Its moment has come: whatever comes of it, that was it.
    fn disarm_fired(&mut self, automation: &Automation) {
        let id = &automation.rule.id;
        match &automation.timing {
            Timing::After { base: Base::While(_) | Base::Since { first: true, .. }, .. } => {
                if let Some(armed) = self.conversation.armed.get_mut(id) {
                    armed.timer = None;
                    armed.deferred = false;
                }
            }
            _ => drop(self.conversation.armed.remove(id)),
        }
    }

    fn fire_automation(&mut self, automation: &'a Automation) {
        let rule = &automation.rule;
        let cause = self.now();
        let sight = self.sight(&cause);
        if let Some(verdict) = sight.other_channel(rule) {
            let (_, condition) = self.condition(rule, &sight, true);
            return self.witness.tell(rule, || verdict, condition);
        }
        if let Timing::At { condition: Some(condition), .. } = &automation.timing
            && !self.witness.holds(&self.sight_of_timing(&cause), condition)
        {
            let explained = self.witness.explain(&self.sight_of_timing(&cause), condition);
            return self.witness.tell(rule, || Verdict::ConditionFailed, explained);
        }
        let (holds, condition) = self.condition(rule, &sight, false);
        match (!holds).then_some(Verdict::ConditionFailed).or_else(|| self.held_back(rule)) {
            Some(verdict) => self.witness.tell(rule, || verdict, condition),
            None => self.fire(rule, &cause, condition),
        }
    }

    /// A wait is over: the rest runs.
    fn waited(&mut self, id: &Name) {
        let book = self.book;
        let (Some(rule), Some(pending)) = (book.rule(id), self.conversation.pending.remove(id)) else {
            return;
        };
        let next = pending.next;
        let cause = Cause::of_rest(&pending);
        let wait = match self.step_before(id, next) {
            Some(Step::Wait(wait)) => Some(wait),
            _ => None,
        };
        if let Some(wait) = wait.filter(|wait| wait.check_again) {
            let (holds, condition) = self.condition(rule, &self.sight(&cause), false);
            if !holds {
                self.witness.line(wait.place, false);
                self.witness.tell(rule, || Verdict::ConditionFailed, condition);
                let reason = "its condition does not hold any more".to_owned();
                return self.outcome.audit.push(Audit::WaitDropped { source: id.clone(), reason });
            }
            self.witness.tell(rule, || Verdict::Continued, condition);
        } else {
            self.witness.tell(rule, || Verdict::Continued, W::Condition::default());
        }
        wait.iter().for_each(|wait| self.witness.line(wait.place, true));
        self.acts(rule);
        self.run(rule, usize::try_from(next).unwrap_or(usize::MAX), &cause);
    }

    /// Round 0 of an answer of the user's record. Gives whether it was waited for.
    pub(super) fn answered(&mut self, id: &Name, input: u64, granted: bool) -> bool {
        self.witness.begin(std::iter::empty());
        let book = self.book;
        let is_asked = |pending: &Pending| pending.until == Until::Claim && pending.input == input;
        let asked = self.conversation.pending.get(id).is_some_and(is_asked);
        let pending = if asked { self.conversation.pending.remove(id) } else { None };
        let (Some(rule), Some(pending)) = (book.rule(id), pending) else {
            self.outcome.audit.push(Audit::StaleClaim { source: id.clone() });
            return false;
        };
        if !granted {
            self.witness.tell(rule, || Verdict::NotGranted, W::Condition::default());
            return true;
        }
        self.acts(rule);
        self.witness.tell(rule, || Verdict::Fired, W::Condition::default());
        self.mark(id);
        self.user_marks.to_mut().insert(id.clone(), self.time);
        self.outcome.fired.push(id.clone());
        self.run(rule, 0, &Cause::of_rest(&pending));
        true
    }
}

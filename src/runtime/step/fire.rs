//! Firing: marks, claims, and the steps of a `do` block.

use super::act::Doer;
use super::lifecycle::Mover;
use super::witness::Witness;
use super::{Cause, Run};
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Scope, Value};
use crate::runtime::Facts;
use crate::runtime::conversation::{Pending, Purpose, Until};
use crate::runtime::maintained::RULE;
use crate::runtime::outcome::{Claim, ToUser};
use crate::runtime::prepare::Rule;
use crate::runtime::prepare::action::{Step, Wait};
use crate::runtime::prepare::condition::Read;
use crate::runtime::trace::Verdict;

impl<'a, W: Witness> Run<'a, W> {
    /// What holds a match back: one of its waits, or its `once`.
    pub(super) fn held_back(&self, rule: &Rule) -> Option<Verdict> {
        if let Some(pending) = self.conversation.pending.get(&rule.id) {
            return Some(Verdict::Waiting(match pending.until {
                Until::Timer { due, .. } => Some(due),
                Until::Claim => None,
            }));
        }
        let once = rule.once.as_ref()?;
        self.sight(&self.now()).fired(&rule.id, Some(once)).map(Verdict::Once)
    }

    /// Fires a match that nothing holds back; one that is `once per user` asks the user's record first.
    pub(super) fn fire(&mut self, rule: &'a Rule, cause: &Cause<'_>, condition: W::Condition) {
        rule.number.iter().for_each(|number| self.acted.insert(*number));
        match &rule.once {
            Some(once) if once.scope == Scope::User => {
                self.witness.tell(rule, || Verdict::Claimed, condition);
                let (carried, before) = self.saved(self.reads_of(rule), cause);
                let pending = Pending {
                    fingerprint: rule.actions_fingerprint,
                    next: 0,
                    event: cause.event.cloned(),
                    input: cause.input,
                    carried,
                    before,
                    until: Until::Claim,
                };
                self.conversation.pending.insert(rule.id.clone(), pending);
                let claim = Claim { source: rule.id.clone(), once: once.clone(), time: self.time, input: cause.input };
                self.outcome.to_user.push(ToUser::Claim(claim));
            }
            _ => {
                self.witness.tell(rule, || Verdict::Fired, condition);
                self.mark(&rule.id);
                self.outcome.fired.push(rule.id.clone());
                self.run(rule, 0, cause);
            }
        }
    }

    /// Everything of the moment that a whole `do` block reads.
    fn reads_of(&self, rule: &Rule) -> Vec<Read> {
        let mut reads = Vec::new();
        for step in &rule.actions {
            match step {
                Step::Act(act) => act.reads(&mut |read| reads.push(read.clone())),
                Step::Wait(wait) => reads.extend(wait.saves.iter().cloned()),
            }
        }
        reads
    }

    /// Runs the steps from that one on, until a wait or the end.
    pub(super) fn run(&mut self, rule: &'a Rule, from: usize, cause: &Cause<'_>) {
        for (number, step) in rule.actions.iter().enumerate().skip(from) {
            match step {
                Step::Act(act) => {
                    let doer = Doer { source: &rule.id, actor: RULE, role: None, name: None, mover: Mover::Hand };
                    self.act(doer, act, cause);
                }
                Step::Wait(wait) => return self.wait(rule, number, wait, cause),
            }
        }
    }

    fn wait(&mut self, rule: &Rule, number: usize, wait: &Wait, cause: &Cause<'_>) {
        let due = self.time.plus(wait.duration);
        let generation = self.set_timer(&rule.id, Purpose::Wait, due);
        let (carried, before) = self.saved(wait.saves.clone(), cause);
        let pending = Pending {
            fingerprint: rule.actions_fingerprint,
            // More steps than that there cannot be: a book is smaller.
            next: u32::try_from(number + 1).unwrap_or(u32::MAX),
            event: cause.event.cloned(),
            input: cause.input,
            carried,
            before,
            until: Until::Timer { due, generation },
        };
        self.conversation.pending.insert(rule.id.clone(), pending);
    }

    /// The carried facts and the earlier values that these readings need.
    fn saved(&self, reads: Vec<Read>, cause: &Cause<'_>) -> (Facts, Vec<(Name, Option<Value>)>) {
        let sight = self.sight(cause);
        let mut carried = Facts::new();
        let mut before: Vec<(Name, Option<Value>)> = Vec::new();
        for read in reads {
            if let Some((key, value)) = sight.save(&read) {
                if read.before() {
                    if before.iter().all(|(other, _)| *other != key) {
                        before.push((key, value));
                    }
                } else if let (Holder::Event, Some(value)) = (read.attribute.holder, value) {
                    carried.insert(key, value);
                }
            }
        }
        (carried, before)
    }
}

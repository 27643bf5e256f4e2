//! A round: its events, and the triggers that hear them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cause, Heard, Run, Turn};
use crate::ir::{EventName, Value};
use crate::runtime::conversation::{Occurrence, Pending, Purpose, Until};
use crate::runtime::prepare::action::Step;
use crate::runtime::prepare::{Rule, Trigger};
use crate::runtime::trace::{ConditionTrace, Verdict};
use crate::runtime::{Audit, Facts};

/// Whether a trigger matches on the snapshot, and what was looked at.
struct Candidate {
    number: usize,
    /// The number of the event in its round.
    cause: usize,
    /// Why it does not match.
    obstacle: Option<Verdict>,
    condition: Option<ConditionTrace>,
}

impl<'a> Run<'a> {
    /// A round with events: drops the waits that they end, lets lifecycle and policies apply them, evaluates all triggers that listen to one of them on the same
    /// state, then fires those that match, in order.
    pub(super) fn round(&mut self, heard: Vec<Heard>, carried: &Facts) {
        let events: Vec<EventName> = heard.iter().map(|heard| heard.event.clone()).collect();
        self.begin_trace(&events);
        self.drop_waits(&events);
        self.move_on(&heard, carried);
        self.release_on(&heard);
        let causes: Vec<Cause> = events.iter().map(|event| self.cause(event, carried)).collect();
        let candidates = self.candidates(&causes);
        self.take_turns(&candidates);
        for candidate in candidates {
            self.decide(candidate, &causes);
        }
        self.remember(&events);
        self.heard.push(events);
    }

    fn drop_waits(&mut self, events: &[EventName]) {
        let mut dropped = Vec::new();
        for (id, pending) in &self.conversation.pending {
            let waiting = matches!(pending.until, Until::Timer { .. });
            if let (true, Some(Step::Wait(wait))) = (waiting, self.step_before(id, pending.next))
                && let Some(event) = events.iter().find(|event| wait.unless.contains(*event))
            {
                dropped.push((id.clone(), event.clone()));
            }
        }
        for (source, event) in dropped {
            self.conversation.pending.remove(&source);
            self.cancel_timer(&source, Purpose::Wait);
            self.outcome.audit.push(Audit::WaitDropped { source, reason: format!("`{event}` came") });
        }
    }

    /// The step of a rule before that number: the `wait` of a pending continuation.
    pub(super) fn step_before(&self, id: &str, next: u32) -> Option<&'a Step> {
        let number = usize::try_from(next.checked_sub(1)?).ok()?;
        self.book.rules.get(id)?.actions.get(number)
    }

    /// Those that listen, each for the first of the events that it listens to; without a trace, only those that match.
    fn candidates(&self, causes: &[Cause]) -> Vec<Candidate> {
        let mut first = BTreeMap::<usize, usize>::new();
        for (index, cause) in causes.iter().enumerate() {
            for number in self.listening(cause) {
                first.entry(number).or_insert(index);
            }
        }
        let look = |(number, cause): (usize, usize)| {
            let (obstacle, condition) = self.matches(&self.book.triggers.get(number)?.rule, causes.get(cause)?);
            let told = self.is_traced() || obstacle.is_none();
            told.then_some(Candidate { number, cause, obstacle, condition })
        };
        first.into_iter().filter_map(look).collect()
    }

    /// Those that listen to the event and can match; with a trace, all that listen.
    fn listening(&self, cause: &Cause) -> Vec<usize> {
        let Some(event) = &cause.event else {
            return Vec::new();
        };
        if self.is_traced() {
            return self.book.listeners.get(event).cloned().unwrap_or_default();
        }
        self.book.indexes.get(event).map(|index| index.candidates(&self.sight(cause))).unwrap_or_default()
    }

    pub(super) fn cause(&self, event: &EventName, carried: &Facts) -> Cause {
        Cause { event: Some(event.clone()), input: self.conversation.inputs, carried: carried.clone(), saved: None }
    }

    /// Why a trigger does not match, if it does not. Those who want a trace get its condition in any case.
    fn matches(&self, rule: &Rule, cause: &Cause) -> (Option<Verdict>, Option<ConditionTrace>) {
        let obstacle = if !rule.active {
            Some(Verdict::Inactive)
        } else if self.acted.contains(rule.id.as_str()) {
            Some(Verdict::AlreadyActed)
        } else {
            self.other_channel(rule, cause)
        };
        let (holds, condition) = self.condition(rule, cause, obstacle.is_some());
        (obstacle.or((!holds).then_some(Verdict::ConditionFailed)), condition)
    }

    /// Whether the `when` holds, with its trace if one is wanted; if it is `settled`, only for the trace.
    pub(super) fn condition(&self, rule: &Rule, cause: &Cause, settled: bool) -> (bool, Option<ConditionTrace>) {
        match &rule.condition {
            None => (true, None),
            Some(condition) if self.is_traced() => {
                let trace = self.sight(cause).explain(condition);
                (trace.holds, Some(trace))
            }
            Some(condition) => (settled || self.sight(cause).holds(condition), None),
        }
    }

    pub(super) fn other_channel(&self, rule: &Rule, cause: &Cause) -> Option<Verdict> {
        let channels = rule.channels.as_ref()?;
        let read = self.book.channel.as_ref();
        let channel = read.and_then(|read| self.sight(cause).read(read, &mut None).map(std::borrow::Cow::into_owned));
        match &channel {
            Some(Value::Enum(name) | Value::Text(name)) if channels.contains(name) => None,
            _ => Some(Verdict::OtherChannel(channel)),
        }
    }

    /// In each `first match`, the first one listed that matches takes the turn, even if something holds it back.
    fn take_turns(&mut self, candidates: &[Candidate]) {
        let matching: BTreeSet<usize> = candidates
            .iter()
            .filter(|candidate| candidate.obstacle.is_none())
            .map(|candidate| candidate.number)
            .collect();
        for (group, members) in self.book.first_matches.iter().enumerate() {
            if let Some(number) = members.iter().find(|number| matching.contains(number)) {
                let turn = Turn { trigger: *number, round: self.heard.len() };
                self.turns.entry(group).or_insert(turn);
            }
        }
    }

    fn decide(&mut self, candidate: Candidate, causes: &[Cause]) {
        let book = self.book;
        let Candidate { number, cause, obstacle, condition } = candidate;
        let (Some(trigger), Some(cause)) = (book.triggers.get(number), causes.get(cause)) else {
            return;
        };
        match obstacle.or_else(|| self.lost_turn(number, trigger)).or_else(|| self.held_back(&trigger.rule)) {
            Some(verdict) => self.tell(&trigger.rule, verdict, condition),
            None => self.fire(&trigger.rule, cause, condition),
        }
    }

    fn lost_turn(&self, number: usize, trigger: &Trigger) -> Option<Verdict> {
        let turn = *self.turns.get(&trigger.first_match?)?;
        if turn == (Turn { trigger: number, round: self.heard.len() }) {
            return None;
        }
        let id = self.book.triggers.get(turn.trigger).map(|trigger| trigger.rule.id.clone());
        Some(Verdict::FirstMatch(id.unwrap_or_default()))
    }

    /// What carries on acts in this input, and has taken the turn of its `first match` in it.
    pub(super) fn acts(&mut self, rule: &'a Rule) {
        self.acted.insert(&rule.id);
        let found = self.book.triggers.iter().enumerate().find(|(_, trigger)| trigger.rule.id == rule.id);
        if let Some((number, Trigger { first_match: Some(group), .. })) = found {
            self.turns.entry(*group).or_insert(Turn { trigger: number, round: self.heard.len() });
        }
    }

    /// What events came, for `in the last`.
    fn remember(&mut self, events: &[EventName]) {
        let occurrence = Occurrence { time: self.time, input: self.conversation.inputs };
        for event in events {
            if event.changed().is_some() && !self.book.looked_back_at.contains(event) {
                continue;
            }
            // What waits does not count the event that fired it, and may look back past it.
            let fired = |pending: &Pending| pending.event.as_ref() == Some(event) && pending.input == occurrence.input;
            let keeps_former = self.conversation.pending.values().any(fired);
            match self.conversation.occurrences.get_mut(event) {
                Some(known) => known.note(occurrence, keeps_former),
                None => drop(self.conversation.occurrences.insert(event.clone(), occurrence.into())),
            }
        }
    }
}

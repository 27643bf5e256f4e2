//! A round: its events, and the triggers that hear them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Cause, Heard, Run, Turn};
use crate::ir::EventName;
use crate::runtime::conversation::{Occurrence, Pending, Purpose, Until};
use crate::runtime::evaluate::Sight;
use crate::runtime::index::Room;
use crate::runtime::prepare::action::Step;
use crate::runtime::prepare::{Rule, Trigger};
use crate::runtime::trace::{ConditionTrace, Verdict};
use crate::runtime::{Audit, Facts};

/// Whether a trigger matches on the snapshot, and what was looked at.
struct Candidate {
    number: u32,
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
        let causes: Vec<Cause<'_>> = events.iter().map(|event| self.cause(event, carried)).collect();
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
                self.see_line(wait.place, false);
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

    /// Those that listen, each for the first of the events that it listens to; if nobody wants to know of them all, only those
    /// that match.
    fn candidates(&self, causes: &[Cause<'_>]) -> Vec<Candidate> {
        if self.is_traced() || self.observer.is_some() { self.explained(causes) } else { self.matching(causes) }
    }

    /// Those that listen and match, found by the index.
    fn matching(&self, causes: &[Cause<'_>]) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (cause, number) in causes.iter().zip(0..) {
            let Some(occasion) = cause.event.as_ref().and_then(|event| self.book.occasion(event.as_str())) else {
                continue;
            };
            Room::lend(|room, folded| {
                let sight = Sight { folded: Some(folded), ..self.sight(cause) };
                occasion.index.matching(&sight, room, |trigger, rule| {
                    let free = !self.acted.contains(rule.id.as_str());
                    if free && self.is_first(trigger, number, causes) {
                        found.push(Candidate { number: trigger, cause: number, obstacle: None, condition: None });
                    }
                });
            });
        }
        if causes.len() > 1 {
            found.sort_unstable_by_key(|candidate| candidate.number);
        }
        found
    }

    /// Whether the cause is the first of the events to which the trigger listens.
    fn is_first(&self, trigger: u32, cause: usize, causes: &[Cause<'_>]) -> bool {
        let listens =
            |event: &EventName| self.book.trigger(trigger).is_some_and(|trigger| trigger.events.contains(event));
        !causes.iter().take(cause).filter_map(|before| before.event.as_ref()).any(listens)
    }

    /// All that listen, each with its condition as it is seen.
    fn explained(&self, causes: &[Cause<'_>]) -> Vec<Candidate> {
        let mut first = BTreeMap::<u32, usize>::new();
        for (index, cause) in causes.iter().enumerate() {
            for number in
                cause.event.iter().filter_map(|event| self.book.occasion(event.as_str())).flat_map(|own| &own.listeners)
            {
                first.entry(*number).or_insert(index);
            }
        }
        let mut found = Vec::new();
        Room::lend(|_, folded| {
            for (number, cause) in first {
                if let (Some(trigger), Some(event)) = (self.book.trigger(number), causes.get(cause)) {
                    let sight = Sight { folded: Some(folded), ..self.sight(event) };
                    let (obstacle, condition) = self.matches(&trigger.rule, &sight);
                    found.push(Candidate { number, cause, obstacle, condition });
                }
            }
        });
        found
    }

    pub(super) fn cause<'c>(&self, event: &EventName, carried: &'c Facts) -> Cause<'c> {
        let carried = Cow::Borrowed(carried);
        Cause { event: Some(event.clone()), input: self.conversation.inputs, carried, saved: None }
    }

    /// Why a trigger does not match, if it does not. Those who want a trace get its condition in any case.
    fn matches(&self, rule: &Rule, sight: &Sight<'_>) -> (Option<Verdict>, Option<ConditionTrace>) {
        let obstacle = if !rule.active {
            Some(Verdict::Inactive)
        } else if self.acted.contains(rule.id.as_str()) {
            Some(Verdict::AlreadyActed)
        } else {
            sight.other_channel(rule)
        };
        let (holds, condition) = self.condition(rule, sight, obstacle.is_some());
        (obstacle.or((!holds).then_some(Verdict::ConditionFailed)), condition)
    }

    /// Whether the `when` holds, with its trace if one is wanted; if it is `settled`, only for the trace.
    pub(super) fn condition(&self, rule: &Rule, sight: &Sight<'_>, settled: bool) -> (bool, Option<ConditionTrace>) {
        match &rule.condition {
            None => (true, None),
            Some(condition) if self.is_traced() => {
                let trace = sight.explain(condition);
                (trace.holds, Some(trace))
            }
            Some(condition) => (settled || sight.holds_observed(condition, self.observer.as_ref()), None),
        }
    }

    /// In each `first match`, the first one listed that matches takes the turn, even if something holds it back.
    fn take_turns(&mut self, candidates: &[Candidate]) {
        if self.book.first_matches.is_empty() {
            return;
        }
        let matching: BTreeSet<u32> = candidates
            .iter()
            .filter(|candidate| candidate.obstacle.is_none())
            .map(|candidate| candidate.number)
            .collect();
        for (group, members) in self.book.first_matches.iter().enumerate() {
            if let Some(number) = members.iter().find(|number| matching.contains(number)) {
                let turn = Turn { trigger: *number, round: self.heard.len() };
                self.turns.entry(group).or_insert(turn);
                if let (Some(observer), Some(trigger)) = (&self.observer, self.book.trigger(*number)) {
                    observer.turn(&trigger.rule.id);
                }
            }
        }
    }

    fn decide(&mut self, candidate: Candidate, causes: &[Cause<'_>]) {
        let book = self.book;
        let Candidate { number, cause, obstacle, condition } = candidate;
        let (Some(trigger), Some(cause)) = (book.trigger(number), causes.get(cause)) else {
            return;
        };
        match obstacle.or_else(|| self.lost_turn(number, trigger)).or_else(|| self.held_back(&trigger.rule)) {
            Some(verdict) => self.tell(&trigger.rule, verdict, condition),
            None => self.fire(&trigger.rule, cause, condition),
        }
    }

    fn lost_turn(&self, number: u32, trigger: &Trigger) -> Option<Verdict> {
        let turn = *self.turns.get(&trigger.first_match?)?;
        if turn == (Turn { trigger: number, round: self.heard.len() }) {
            return None;
        }
        let id = self.book.trigger(turn.trigger).map(|trigger| trigger.rule.id.clone());
        Some(Verdict::FirstMatch(id.unwrap_or_default()))
    }

    /// What carries on acts in this input, and has taken the turn of its `first match` in it.
    pub(super) fn acts(&mut self, rule: &'a Rule) {
        self.acted.insert(&rule.id);
        let found = self.book.triggers.iter().zip(0..).find(|(trigger, _)| trigger.rule.id == rule.id);
        if let Some((Trigger { first_match: Some(group), .. }, number)) = found {
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
                None => {
                    let event = self.book.names.vocabulary.own_event(event);
                    self.conversation.occurrences.insert(event, occurrence.into());
                }
            }
        }
    }
}

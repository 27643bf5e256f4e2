//! A round: its events, and the triggers that hear them.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;

use super::witness::Witness;
use super::{Cause, Heard, Run, Turn};
use crate::ir::EventName;
use crate::runtime::conversation::{Occurrence, Pending, Purpose, Until};
use crate::runtime::evaluate::{Folded, Sight};
use crate::runtime::prepare::action::Step;
use crate::runtime::prepare::{Rule, Trigger};
use crate::runtime::trace::Verdict;
use crate::runtime::{Audit, Facts};

/// A trigger that matches on the snapshot.
struct Match {
    trigger: u32,
    /// The number of the event in its round.
    cause: usize,
}

/// The matches of a round. Most have few.
type Matches = SmallVec<[Match; 8]>;

/// A trigger that was looked at: whether it matches on the snapshot, and what was seen.
struct Candidate<C> {
    trigger: u32,
    cause: usize,
    /// Why it does not match.
    obstacle: Option<Verdict>,
    condition: C,
}

impl<'a, W: Witness> Run<'a, W> {
    /// A round with events: drops the waits that they end, lets lifecycle and policies apply them, evaluates all triggers
    /// that listen to one of them on the same state, then fires those that match and that nothing holds back, in order.
    pub(super) fn round(&mut self, heard: &[Heard<'a>], carried: &Facts) {
        self.witness.begin(heard.iter().map(|heard| heard.event));
        self.drop_waits(heard);
        self.move_on(heard, carried);
        self.release_on(heard);
        if W::LOOKS_AT_ALL {
            self.take_all(heard, carried);
        } else {
            let mut matches = self.matching(heard, carried);
            self.take_turns(matches.iter().map(|found| found.trigger));
            matches.retain(|found| self.hindrance(found.trigger).is_none());
            self.make_room(matches.len());
            for Match { trigger, cause } in matches {
                self.fire_for(trigger, heard.get(cause), carried, W::Condition::default());
            }
        }
        self.remember(heard);
        self.heard.extend(heard.iter().map(|heard| (self.rounds, *heard)));
        self.rounds += 1;
    }

    /// For what so many triggers fire and do.
    fn make_room(&mut self, matches: usize) {
        if matches > 0 {
            self.outcome.fired.reserve(matches);
            self.outcome.effects.reserve(matches);
            if self.conversation.marks.is_empty() {
                self.conversation.marks.reserve(matches);
            }
        }
    }

    /// What becomes of all that listen, for those who want to know of them all.
    fn take_all(&mut self, heard: &[Heard<'a>], carried: &Facts) {
        let book = self.book;
        let mut candidates = self.explained(heard, carried);
        let matching = candidates.iter().filter(|candidate| candidate.obstacle.is_none());
        self.take_turns(matching.map(|candidate| candidate.trigger));
        for candidate in candidates.iter_mut().filter(|candidate| candidate.obstacle.is_none()) {
            candidate.obstacle = self.hindrance(candidate.trigger);
        }
        for Candidate { trigger, cause, obstacle, condition } in candidates {
            match (obstacle, book.trigger(trigger)) {
                (Some(verdict), Some(trigger)) => self.witness.tell(&trigger.rule, || verdict, condition),
                _ => self.fire_for(trigger, heard.get(cause), carried, condition),
            }
        }
    }

    fn drop_waits(&mut self, heard: &[Heard<'_>]) {
        if !heard.iter().any(|heard| heard.meaning().is_some_and(|meaning| meaning.ends_waits)) {
            return;
        }
        let mut dropped = Vec::new();
        for (id, pending) in &self.conversation.pending {
            let waiting = matches!(pending.until, Until::Timer { .. });
            if let (true, Some(Step::Wait(wait))) = (waiting, self.step_before(id, pending.next))
                && let Some(ending) = heard.iter().find(|heard| wait.unless.contains(heard.event))
            {
                self.witness.line(wait.place, false);
                dropped.push((id.clone(), ending.event));
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
        self.book.rule(id)?.actions.get(number)
    }

    /// Those that listen and match, each for the first of the events that it listens to: found by the index.
    fn matching(&self, heard: &[Heard<'_>], carried: &Facts) -> Matches {
        let mut found = Matches::new();
        for (number, own) in heard.iter().enumerate() {
            let Some(occasion) = own.occasion else {
                continue;
            };
            let cause = self.cause(own.event, carried);
            let folded = Folded::default();
            let sight = Sight { folded: Some(&folded), ..self.sight(&cause) };
            occasion.index.matching(&sight, |trigger| {
                if !self.acted.contains(trigger) && self.is_first(trigger, number, heard) {
                    found.push(Match { trigger, cause: number });
                }
            });
        }
        if heard.len() > 1 {
            found.sort_unstable_by_key(|found| found.trigger);
        }
        found
    }

    /// Whether it is the first of the events to which the trigger listens.
    fn is_first(&self, trigger: u32, number: usize, heard: &[Heard<'_>]) -> bool {
        let listens =
            |event: &EventName| self.book.trigger(trigger).is_some_and(|trigger| trigger.events.contains(event));
        !heard.iter().take(number).any(|before| listens(before.event))
    }

    /// All that listen, each with its condition as it is seen.
    fn explained(&self, heard: &[Heard<'_>], carried: &Facts) -> Vec<Candidate<W::Condition>> {
        let mut first = BTreeMap::<u32, usize>::new();
        for (number, own) in heard.iter().enumerate() {
            for trigger in own.occasion.iter().flat_map(|own| &own.listeners) {
                first.entry(*trigger).or_insert(number);
            }
        }
        let mut found = Vec::new();
        let folded = Folded::default();
        for (number, cause) in first {
            if let (Some(trigger), Some(own)) = (self.book.trigger(number), heard.get(cause)) {
                let event = self.cause(own.event, carried);
                let sight = Sight { folded: Some(&folded), ..self.sight(&event) };
                let (obstacle, condition) = self.matches(number, &trigger.rule, &sight);
                found.push(Candidate { trigger: number, cause, obstacle, condition });
            }
        }
        found
    }

    pub(super) fn cause<'c>(&self, event: &'c EventName, carried: &'c Facts) -> Cause<'c> {
        Cause { event: Some(event), input: self.conversation.inputs, carried, saved: None }
    }

    /// Why a trigger does not match, if it does not. Those who want a trace get its condition in any case.
    fn matches(&self, number: u32, rule: &Rule, sight: &Sight<'_>) -> (Option<Verdict>, W::Condition) {
        let obstacle = if !rule.active {
            Some(Verdict::Inactive)
        } else if self.acted.contains(number) {
            Some(Verdict::AlreadyActed)
        } else {
            sight.other_channel(rule)
        };
        let (holds, condition) = self.condition(rule, sight, obstacle.is_some());
        (obstacle.or((!holds).then_some(Verdict::ConditionFailed)), condition)
    }

    /// Whether the `when` holds, and how that comes; if it is `settled`, only how.
    pub(super) fn condition(&self, rule: &Rule, sight: &Sight<'_>, settled: bool) -> (bool, W::Condition) {
        let Some(condition) = &rule.condition else {
            return (true, W::Condition::default());
        };
        let holds = settled || self.witness.holds(sight, condition);
        (holds, self.witness.explain(sight, condition))
    }

    /// In each `first match`, the first one listed that matches takes the turn, even if something holds it back.
    fn take_turns(&mut self, matching: impl Iterator<Item = u32>) {
        if self.book.first_matches.is_empty() {
            return;
        }
        let matching: BTreeSet<u32> = matching.collect();
        for (group, members) in self.book.first_matches.iter().enumerate() {
            if let Some(number) = members.iter().find(|number| matching.contains(number)) {
                let turn = Turn { trigger: *number, round: self.rounds };
                self.take_turn(group, turn);
                if let Some(trigger) = self.book.trigger(*number) {
                    self.witness.turn(&trigger.rule.id);
                }
            }
        }
    }

    /// What keeps a trigger that matches from firing, before any of its round has acted: that one of them ends the session,
    /// or drops a wait, makes no difference to its neighbours.
    fn hindrance(&self, number: u32) -> Option<Verdict> {
        let trigger = self.book.trigger(number)?;
        match self.lost_turn(number, trigger) {
            Some(winner) => {
                let id = self.book.trigger(winner).map(|winner| winner.rule.id.clone());
                Some(Verdict::FirstMatch(id.unwrap_or_default()))
            }
            None => self.held_back(&trigger.rule),
        }
    }

    fn fire_for(&mut self, number: u32, heard: Option<&Heard<'_>>, carried: &Facts, condition: W::Condition) {
        if let (Some(trigger), Some(heard)) = (self.book.trigger(number), heard) {
            self.fire(&trigger.rule, &self.cause(heard.event, carried), condition);
        }
    }

    /// Which trigger has the turn of its `first match`, if it is another one.
    fn lost_turn(&self, number: u32, trigger: &Trigger) -> Option<u32> {
        let turn = self.turn_of(trigger.first_match?)?;
        (turn != (Turn { trigger: number, round: self.rounds })).then_some(turn.trigger)
    }

    /// What carries on acts in this input, and has taken the turn of its `first match` in it.
    pub(super) fn acts(&mut self, rule: &Rule) {
        let Some(number) = rule.number else {
            return;
        };
        self.acted.insert(number);
        if let Some(group) = self.book.trigger(number).and_then(|trigger| trigger.first_match) {
            self.take_turn(group, Turn { trigger: number, round: self.rounds });
        }
    }

    /// Nobody takes it who comes later.
    fn take_turn(&mut self, group: usize, turn: Turn) {
        if self.turn_of(group).is_none() {
            self.turns.push((group, turn));
        }
    }

    /// Who has taken the turn of a `first match`.
    fn turn_of(&self, group: usize) -> Option<Turn> {
        self.turns.iter().find(|(own, _)| *own == group).map(|(_, turn)| *turn)
    }

    /// What events came, for `in the last`.
    fn remember(&mut self, heard: &[Heard<'_>]) {
        let occurrence = Occurrence { time: self.time, input: self.conversation.inputs };
        let remembered = |heard: &&Heard<'_>| heard.meaning().is_some_and(|meaning| meaning.is_remembered);
        for Heard { event, .. } in heard.iter().filter(remembered) {
            // What waits does not count the event that fired it, and may look back past it.
            let fired = |pending: &Pending| pending.event.as_ref() == Some(event) && pending.input == occurrence.input;
            let keeps_former = self.conversation.pending.values().any(fired);
            match self.conversation.occurrences.find_mut(event) {
                Some(known) => known.note(occurrence, keeps_former),
                None => drop(self.conversation.occurrences.insert((*event).clone(), occurrence.into())),
            }
        }
    }
}

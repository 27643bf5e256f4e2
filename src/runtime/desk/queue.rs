//! Queues: their order, what is told of them, and who is there for them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::message::{DeskTimer, DeskTimerChange};
use super::run::DeskRun;
use super::state::{Agent, Queue, Seat};
use super::tell::is_online;
use crate::ir::{EventName, Value};
use crate::runtime::Facts;
use crate::runtime::maintained::{
    AGENT_GROUPS, QUEUE_MOVED, QUEUE_NAME, QUEUE_POSITION, QUEUE_SIZE, QUEUE_STAFFED, QUEUED,
};

/// A conversation that waits, its queue, and its place in it from 1.
type Spot = (String, String, u64);

/// What is told of a queue to one who waits in it.
fn queue_facts(queue: &str, size: u64, position: u64) -> Facts {
    let mut facts = Facts::new();
    let mut put = |key: &str, value: Value| drop(facts.insert(key.into(), value));
    put(QUEUE_NAME.0, Value::Text(queue.into()));
    put(QUEUE_SIZE.0, Value::Number(Decimal::from(size)));
    put(QUEUE_POSITION.0, Value::Number(Decimal::from(position)));
    facts
}

/// Whether an agent answers what is in a queue: that without a name is everybody's.
pub(super) fn answers(agent: &Agent, queue: &str) -> bool {
    queue.is_empty()
        || matches!(agent.facts.get(AGENT_GROUPS.0), Some(Value::List(groups))
            if groups.contains(&Value::Text(queue.into())))
}

impl DeskRun<'_> {
    fn is_staffed(&self, queue: &str) -> bool {
        self.desk.agents.values().any(|agent| is_online(agent) && answers(agent, queue))
    }

    /// Makes sure that there is such a queue.
    pub(super) fn open_queue(&mut self, queue: &str) {
        if !self.desk.queues.contains_key(queue) {
            let staffed = self.is_staffed(queue);
            self.desk.queues.insert(queue.to_owned(), Queue { staffed });
        }
    }

    /// Says to those who wait that the first agent of their queue is there, or the last one has gone.
    pub(super) fn staffing(&mut self) {
        if !self.agents_changed {
            return;
        }
        let changed: BTreeMap<String, bool> = self
            .desk
            .queues
            .iter()
            .map(|(name, queue)| (name, queue.staffed, self.is_staffed(name)))
            .filter(|(_, before, now)| before != now)
            .map(|(name, _, now)| (name.clone(), now))
            .collect();
        for (name, staffed) in &changed {
            if let Some(queue) = self.desk.queues.get_mut(name) {
                queue.staffed = *staffed;
            }
        }
        if changed.is_empty() || self.policy.is_none() {
            return;
        }
        let (sizes, places) = self.places();
        for (conversation, queue, position) in places {
            let Some(staffed) = changed.get(&queue) else {
                continue;
            };
            let name = if *staffed { QUEUE_STAFFED.0 } else { QUEUE_STAFFED.1 };
            if self.book.hears(&EventName::new(name)) {
                let size = sizes.get(&queue).copied().unwrap_or_default();
                let facts = queue_facts(&queue, size, position);
                self.event(&conversation, name, facts, Vec::new());
            }
        }
    }

    /// How many wait in each queue; and for all who wait, in the order in which they are served, their queue and place in it.
    fn places(&self) -> (BTreeMap<String, u64>, Vec<Spot>) {
        let mut sizes = BTreeMap::<String, u64>::new();
        let mut places = Vec::new();
        for conversation in self.order() {
            let Some(waiting) = self.desk.conversations.get(&conversation).and_then(Seat::waiting) else {
                continue;
            };
            let size = sizes.entry(waiting.queue.clone()).or_default();
            *size += 1;
            places.push((conversation, waiting.queue.clone(), *size));
        }
        (sizes, places)
    }

    /// Tells those who were queued that they are.
    pub(super) fn announce(&mut self) {
        if self.to_announce.is_empty() {
            return;
        }
        let announced = std::mem::take(&mut self.to_announce);
        let (sizes, places) = self.places();
        for (conversation, kept) in announced {
            let Some((_, queue, position)) = places.iter().find(|(other, ..)| *other == conversation) else {
                continue;
            };
            let size = sizes.get(queue).copied().unwrap_or_default();
            let facts = queue_facts(queue, size, *position);
            if let Some(waiting) = self.desk.waiting_mut(&conversation) {
                waiting.position = Some(*position);
            }
            self.event(&conversation, QUEUED, facts, kept);
        }
    }

    /// Tells those whose place has changed, if the book hears of it.
    pub(super) fn tell_moves(&mut self) {
        if self.policy.is_none() || !self.book.hears(&EventName::new(QUEUE_MOVED)) {
            return;
        }
        let (sizes, places) = self.places();
        for (conversation, queue, position) in places {
            let Some(waiting) = self.desk.waiting_mut(&conversation) else {
                continue;
            };
            if waiting.position.replace(position) == Some(position) {
                continue;
            }
            let size = sizes.get(&queue).copied().unwrap_or_default();
            let facts = queue_facts(&queue, size, position);
            self.event(&conversation, QUEUE_MOVED, facts, Vec::new());
        }
    }

    /// Sets the timer of the next `if nobody`.
    pub(super) fn arm_fallback(&mut self, conversation: &str) {
        let policy = self.policy;
        let time = self.time;
        let Some(waiting) = self.desk.waiting_mut(conversation) else {
            return;
        };
        let line = usize::try_from(waiting.fallback).unwrap_or(usize::MAX);
        let Some(fallback) = policy.and_then(|policy| policy.fallbacks.get(line)) else {
            return;
        };
        let due = waiting.counted_from.plus(fallback.after).max(time);
        let timer = self.new_timer(due);
        if let Some(waiting) = self.desk.waiting_mut(conversation) {
            waiting.fallback_timer = Some(timer);
        }
        let key = DeskTimer::Nobody { conversation: conversation.to_owned() };
        let generation = timer.generation;
        self.outcome.timers.push(DeskTimerChange::Set { key, due, generation, again: false });
    }
}

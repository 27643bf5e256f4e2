//! Estimated waits: what queues are told by goes through here, and gets its estimate.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use super::records::Address;
use crate::ir::policy::WaitTime;
use crate::ir::{EventName, Moment, Name, Value};
use crate::runtime::maintained::{
    ASSIGNED, OVER, QUEUE_MOVED, QUEUE_NAME, QUEUE_POSITION, QUEUE_WAIT_MAX, QUEUE_WAIT_MIN, QUEUED,
};
use crate::runtime::wait_time::WaitTimes;
use crate::runtime::{Carried, Facts, Input, InputKind};

/// The waits of each account, if the book has a policy of them.
#[derive(Debug, Default)]
pub(super) struct Waits(BTreeMap<Name, WaitTimes>);

impl Waits {
    /// Another book: its policy from now on.
    pub(super) fn follow(&mut self, policy: Option<&WaitTime>) {
        match policy {
            Some(policy) => self.0.values_mut().for_each(|times| times.follow(policy)),
            None => self.0.clear(),
        }
    }

    /// Before a conversation takes an event: learns from it, and fills in the estimate where it tells of a place in a queue and
    /// the host has not told a wait itself.
    pub(super) fn hear(&mut self, policy: &WaitTime, address: &Address, input: &mut Input) {
        let InputKind::Event { name, carried, .. } = &mut input.kind else { return };
        let Some(heard) = Heard::of(name) else { return };
        let times = self.0.entry(address.account.clone()).or_insert_with(|| WaitTimes::new(policy));
        match heard {
            Heard::Place => fill(times, &address.conversation, carried, input.time),
            Heard::Routed => times.routed(&address.conversation, input.time),
            Heard::Left => times.left(&address.conversation),
        }
    }

    /// A conversation waits no more.
    pub(super) fn left(&mut self, address: &Address) {
        if let Some(times) = self.0.get_mut(&address.account) {
            times.left(&address.conversation);
        }
    }
}

/// What an event means to a queue.
enum Heard {
    Place,
    Routed,
    Left,
}

impl Heard {
    fn of(event: &EventName) -> Option<Self> {
        match event.as_str() {
            QUEUED | QUEUE_MOVED => Some(Self::Place),
            ASSIGNED => Some(Self::Routed),
            other => OVER.contains(&other).then_some(Self::Left),
        }
    }
}

fn fill(times: &mut WaitTimes, conversation: &str, carried: &mut Carried, time: Moment) {
    let queue = match carried.get(QUEUE_NAME.0) {
        Some(Value::Text(name)) => name.as_str(),
        _ => "",
    };
    let position = match carried.get(QUEUE_POSITION.0) {
        Some(Value::Number(position)) => position.to_u32(),
        _ => None,
    };
    let estimate = times.queued(queue, conversation, position, time);
    if let Some(estimate) = estimate.filter(|_| !is_told(carried)) {
        let facts = carried.to_mut();
        facts.insert(QUEUE_WAIT_MIN.0.into(), Value::Duration(estimate.min));
        facts.insert(QUEUE_WAIT_MAX.0.into(), Value::Duration(estimate.max));
    }
}

fn is_told(carried: &Facts) -> bool {
    [QUEUE_WAIT_MIN, QUEUE_WAIT_MAX].iter().any(|(key, _)| carried.contains_key(key))
}

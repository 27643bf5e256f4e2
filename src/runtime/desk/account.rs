//! What a desk knows of the account and its groups: whether somebody is there, how many wait.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::queue::answers;
use super::state::{Agent, Desk, Seat};
use super::tell::is_online;
use crate::ir::Value;
use crate::runtime::kind::Kind;
use crate::runtime::maintained::{ACCOUNT_AT_DESK, AGENT_GROUPS, AGENT_STATUS, GROUP_AT_DESK};
use crate::runtime::prepare::Prepared;
use crate::runtime::{Engine, Facts};

impl Engine {
    /// What the desk knows of the account and its groups: presence, agents online, and how many wait. Nothing without a
    /// policy of assignment: then the host tells. What the host tells goes first in any case.
    #[must_use]
    pub fn account_facts(&self, desk: &Desk) -> Facts {
        let book = self.prepared();
        let mut facts = Facts::new();
        if book.assignment.is_none() {
            return facts;
        }
        let everybody: Vec<&Agent> = desk.agents.values().collect();
        add(book, &mut facts, ACCOUNT_AT_DESK, None, &everybody, size(desk, None));
        for group in groups(desk) {
            let members: Vec<&Agent> = desk.agents.values().filter(|agent| answers(agent, group)).collect();
            add(book, &mut facts, GROUP_AT_DESK, Some(group), &members, size(desk, Some(group)));
        }
        facts
    }
}

/// The groups of agents, and those in whose queues somebody has waited.
fn groups(desk: &Desk) -> BTreeSet<&str> {
    let of_agents = desk.agents.values().filter_map(|agent| match agent.facts.get(AGENT_GROUPS.0) {
        Some(Value::List(groups)) => Some(groups),
        _ => None,
    });
    let named = of_agents.flatten().filter_map(|group| match group {
        Value::Text(name) => Some(name.as_str()),
        _ => None,
    });
    named.chain(desk.queues.keys().map(String::as_str)).filter(|name| !name.is_empty()).collect()
}

/// How many wait, in that queue or in all.
fn size(desk: &Desk, queue: Option<&str>) -> usize {
    let waiting = desk.conversations.values().filter_map(Seat::waiting);
    waiting.filter(|waiting| queue.is_none_or(|queue| waiting.queue == queue)).count()
}

fn add(
    book: &Prepared,
    facts: &mut Facts,
    [status, size, online]: [(&str, &str); 3],
    group: Option<&str>,
    agents: &[&Agent],
    waiting: usize,
) {
    let mut put = |declared: &str, value: Value| {
        if let Some(attribute) = book.names.vocabulary.declared(declared) {
            facts.insert(attribute.key.with_arguments(group).into(), value);
        }
    };
    if let Some(best) = presence(book, agents) {
        put(status.0, best);
    }
    put(size.0, Value::Number(Decimal::from(waiting)));
    put(online.0, Value::Number(Decimal::from(agents.iter().filter(|agent| is_online(agent)).count())));
}

/// The presence of the agent who is there most: the first in the order in which the vocabulary declares them.
fn presence(book: &Prepared, agents: &[&Agent]) -> Option<Value> {
    let Kind::Enum(choices) = &book.names.vocabulary.declared(AGENT_STATUS.0)?.kind else {
        return None;
    };
    let told = agents.iter().filter_map(|agent| agent.facts.get(AGENT_STATUS.0));
    let known = told.filter_map(|status| match status {
        Value::Enum(name) => Some((choices.rank(name)?, status)),
        _ => None,
    });
    known.min_by_key(|(rank, _)| *rank).map(|(_, status)| status.clone())
}

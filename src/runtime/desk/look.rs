//! What the policy of assignment sees: conditions and sort keys on conversations that wait and agents that might take them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::message::{Score, ScoreLine};
use super::queue::answers;
use super::state::{Agent, Desk, Place, Seat};
use super::tell::is_online;
use crate::ir::{Moment, Name, Value};
use crate::runtime::evaluate::{Earlier, Sight, Told};
use crate::runtime::fact::Fact;
use crate::runtime::kind::{self, Kind};
use crate::runtime::maintained::{
    AGENT_CAPACITY, AGENT_ID, AGENT_IDLE, AGENT_LOAD, AGENT_NAME, AGENT_OPERATOR, ASSIGNEE, GROUP, QUEUED_AT,
};
use crate::runtime::prepare::Prepared;
use crate::runtime::prepare::assignment::{Assignment, Order, Preference};
use crate::runtime::sightings::Observer;
use crate::runtime::{Conversation, Facts, SortedMap};

/// A conversation that is passed over by so many later ones goes before every preference, so that none waits for ever.
pub(super) const PATIENCE: u32 = 16;

/// What an agent has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Load {
    /// Conversations that count.
    pub(super) counted: u32,
    /// Those that are inactive, counted or not.
    pub(super) inactive: u32,
    /// Offers that are out.
    pub(super) offered: u32,
}

/// A desk, looked at.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) book: &'a Prepared,
    pub(super) policy: Option<&'a Assignment>,
    pub(super) desk: &'a Desk,
    pub(super) account: &'a Facts,
    pub(super) time: Moment,
    pub(super) observer: Option<&'a Observer>,
}

/// A conversation as conditions see it.
pub(super) struct Stub<'a> {
    conversation: Conversation,
    user: &'a Facts,
}

/// What a line of `prefer` says of one of those to be sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Rank {
    Holds(bool),
    Value(Option<Value>),
}

/// An agent who may take a conversation.
pub(super) struct Candidate {
    pub(super) agent: String,
    ranks: Vec<Rank>,
}

impl<'a> Look<'a> {
    /// What each agent has; who has nothing is not in it.
    pub(super) fn loads(&self) -> BTreeMap<String, Load> {
        let counts_all = self.policy.is_some_and(|policy| policy.inactive_count);
        let mut loads = BTreeMap::<String, Load>::new();
        for seat in self.desk.conversations.values() {
            match &seat.place {
                Place::With { agent, .. } => {
                    let load = loads.entry(agent.clone()).or_default();
                    load.counted += u32::from(seat.active || counts_all);
                    load.inactive += u32::from(!seat.active);
                }
                Place::Waiting(waiting) => {
                    for agent in waiting.offers.keys() {
                        loads.entry(agent.clone()).or_default().offered += 1;
                    }
                }
                Place::Nowhere => {}
            }
        }
        loads
    }

    /// How many conversations an agent may have; `None` for no limit. What the host tells goes first.
    pub(super) fn capacity(&self, agent: &Agent) -> Option<u32> {
        match agent.facts.get(AGENT_CAPACITY.0) {
            Some(Value::Number(number)) => number.to_u32(),
            _ => self.policy.and_then(|policy| policy.capacity),
        }
    }

    /// What is told and read of an agent who has that many conversations.
    pub(super) fn agent_facts(&self, name: &str, load: u32) -> Facts {
        let mut facts = Facts::new();
        if let Some(agent) = self.desk.agents.get(name) {
            facts.clone_from(&agent.facts);
            let idle = kind::between(agent.since, self.time).max(0);
            facts.insert(AGENT_IDLE.0.into(), Value::Duration(idle));
            if let Some(capacity) = self.capacity(agent) {
                facts.insert(AGENT_CAPACITY.0.into(), Value::Number(Decimal::from(capacity)));
            }
        }
        facts.insert(AGENT_LOAD.0.into(), Value::Number(Decimal::from(load)));
        let own = Value::Text(name.into());
        if facts.get(AGENT_ID.0) != Some(&own) {
            facts.insert(AGENT_NAME.0.into(), own);
        }
        facts
    }

    /// A conversation as conditions see it; `None` if the desk does not know it.
    pub(super) fn stub(&self, conversation: &str) -> Option<Stub<'a>> {
        let seat = self.desk.conversations.get(conversation)?;
        let mut facts = seat.facts.clone();
        // What the desk itself has just changed the conversation tells only later.
        let own = [
            (GROUP.0, seat.group.as_ref().map(|group| Value::Text(group.into()))),
            (ASSIGNEE.0, seat.agent().map(|agent| Value::Text(agent.into()))),
            (QUEUED_AT.0, seat.waiting().map(|waiting| Value::Time(waiting.since))),
        ];
        for (key, value) in own {
            match value {
                Some(value) => drop(facts.insert(key.into(), value)),
                None if key == QUEUED_AT.0 => {}
                None => drop(facts.remove(key)),
            }
        }
        let stub = Conversation {
            time: self.time,
            session: seat.session,
            inactive: seat.inactive,
            facts,
            ..Conversation::new(self.desk.account.as_str(), conversation)
        };
        Some(Stub { conversation: stub, user: &seat.facts })
    }

    fn sight<'s>(&'s self, stub: &'s Stub<'_>, carried: &'s Facts) -> Sight<'s> {
        static NO_MARKS: SortedMap<Name, Moment> = SortedMap::new();
        Sight {
            book: self.book,
            time: self.time,
            conversation: &stub.conversation,
            user: stub.user,
            account: self.account,
            user_marks: &NO_MARKS,
            told: Told { carried, event: None },
            earlier: Earlier::Snapshot { written: &[], user: stub.user, previous: &[] },
            refused: &[],
            host: None,
            folded: None,
        }
    }

    /// Whether an agent may take a conversation, be there room or not. Without a condition those who are online, take part in
    /// automatic assignment and are in its group may.
    fn may_take(&self, stub: &Stub<'_>, seat: &Seat, agent: &Agent, carried: &Facts) -> bool {
        match self.policy.and_then(|policy| policy.agents.as_ref()) {
            Some(condition) => self.sight(stub, carried).holds_observed(condition, self.observer),
            None => {
                is_online(agent)
                    && agent.facts.get(AGENT_OPERATOR.0) != Some(&Value::Boolean(false))
                    && answers(agent, seat.own_queue())
            }
        }
    }

    /// Whether that agent may take that conversation, be there room or not.
    pub(super) fn may(&self, conversation: &str, stub: &Stub<'_>, name: &str, load: Load) -> bool {
        let (Some(seat), Some(agent)) = (self.desk.conversations.get(conversation), self.desk.agents.get(name)) else {
            return false;
        };
        self.may_take(stub, seat, agent, &self.agent_facts(name, load.counted + load.offered))
    }

    /// Whether an agent with that load may be given one more; offers that are out take room where `reserved`.
    pub(super) fn has_room(&self, name: &str, load: Load, reserved: bool) -> bool {
        let capacity = self.desk.agents.get(name).and_then(|agent| self.capacity(agent));
        let taken = load.counted.saturating_add(if reserved { load.offered } else { 0 });
        capacity.is_none_or(|capacity| taken < capacity)
    }

    /// Those of these agents who may take a conversation, the one who goes first at the front.
    pub(super) fn candidates(
        &self,
        conversation: &str,
        stub: &Stub<'_>,
        loads: &BTreeMap<String, Load>,
        wanted: &dyn Fn(&str, Load) -> bool,
    ) -> Vec<Candidate> {
        let lines = self.policy.map(|policy| policy.prefer_agents.as_slice()).unwrap_or_default();
        let Some(seat) = self.desk.conversations.get(conversation) else {
            return Vec::new();
        };
        let mut candidates = Vec::new();
        for (name, agent) in &self.desk.agents {
            let load = loads.get(name).copied().unwrap_or_default();
            if !wanted(name, load) {
                continue;
            }
            let carried = self.agent_facts(name, load.counted + load.offered);
            if self.may_take(stub, seat, agent, &carried) {
                candidates.push(Candidate { agent: name.clone(), ranks: self.ranks(lines, stub, &carried) });
            }
        }
        candidates.sort_by(|left, right| {
            compare(lines, &left.ranks, &right.ranks).0.then_with(|| left.agent.cmp(&right.agent))
        });
        candidates
    }

    fn ranks(&self, lines: &[Preference], stub: &Stub<'_>, carried: &Facts) -> Vec<Rank> {
        let sight = self.sight(stub, carried);
        let rank = |line: &Preference| match &line.by {
            Order::Condition(condition) => Rank::Holds(sight.holds_observed(condition, self.observer)),
            Order::Highest(read) | Order::Lowest(read) => Rank::Value(sight.read(read, &mut None).map(Fact::to_value)),
        };
        lines.iter().map(rank).collect()
    }

    /// Those who wait, in the order in which they are served.
    pub(super) fn order(&self) -> Vec<String> {
        let lines = self.policy.map(|policy| policy.prefer_conversations.as_slice()).unwrap_or_default();
        let nothing = Facts::new();
        let mut sorted = Vec::new();
        for (conversation, seat) in &self.desk.conversations {
            let Some(waiting) = seat.waiting() else {
                continue;
            };
            let ranks = match self.stub(conversation).filter(|_| !lines.is_empty()) {
                Some(stub) => self.ranks(lines, &stub, &nothing),
                None => Vec::new(),
            };
            sorted.push((waiting.overtaken < PATIENCE, ranks, waiting.number, conversation));
        }
        sorted.sort_by(|left, right| {
            let by_lines = || match left.0 {
                true => compare(lines, &left.1, &right.1).0,
                false => Ordering::Equal,
            };
            left.0.cmp(&right.0).then_with(by_lines).then_with(|| (left.2, left.3).cmp(&(right.2, right.3)))
        });
        if let Some(observer) = self.observer {
            for ((first, left, ..), (second, right, ..)) in sorted.iter().zip(sorted.iter().skip(1)) {
                let decisive = compare(lines, left, right).1.filter(|_| *first && *second);
                decisive.and_then(|number| lines.get(number)).iter().for_each(|line| observer.line(line.place, true));
            }
        }
        sorted.into_iter().map(|(.., conversation)| conversation.clone()).collect()
    }

    /// Why a candidate goes before the next one.
    pub(super) fn score(&self, first: &Candidate, next: Option<&Candidate>) -> Score {
        let lines = self.policy.map(|policy| policy.prefer_agents.as_slice()).unwrap_or_default();
        let decisive = next.and_then(|next| compare(lines, &first.ranks, &next.ranks).1);
        let say = |(number, (line, rank)): (usize, (&Preference, &Rank))| {
            let words = match rank {
                Rank::Holds(false) | Rank::Value(None) => return None,
                Rank::Holds(true) => line.words.clone(),
                Rank::Value(Some(value)) => format!("{} {}", line.words, super::message::plain(value)),
            };
            Some(ScoreLine { place: line.place, words, decided: decisive == Some(number) })
        };
        Score { lines: lines.iter().zip(&first.ranks).enumerate().filter_map(say).collect() }
    }
}

/// Which of two goes first, and the number of the line that says so.
fn compare(lines: &[Preference], left: &[Rank], right: &[Rank]) -> (Ordering, Option<usize>) {
    for (number, (line, (left, right))) in lines.iter().zip(left.iter().zip(right)).enumerate() {
        let order = match (left, right) {
            (Rank::Holds(left), Rank::Holds(right)) => right.cmp(left),
            (Rank::Value(left), Rank::Value(right)) => sorted(line, left.as_ref(), right.as_ref()),
            _ => Ordering::Equal,
        };
        if order != Ordering::Equal {
            return (order, Some(number));
        }
    }
    (Ordering::Equal, None)
}

/// What is unknown goes last.
fn sorted(line: &Preference, left: Option<&Value>, right: Option<&Value>) -> Ordering {
    let (read, highest) = match &line.by {
        Order::Highest(read) => (read, true),
        Order::Lowest(read) => (read, false),
        Order::Condition(_) => return Ordering::Equal,
    };
    let choices = match &read.attribute.kind {
        Kind::Enum(choices) => Some(&**choices),
        _ => None,
    };
    match (left, right) {
        (Some(left), Some(right)) => {
            let order = kind::order(Fact::of(left), Fact::of(right), choices).unwrap_or(Ordering::Equal);
            if highest { order.reverse() } else { order }
        }
        (left, right) => right.is_some().cmp(&left.is_some()),
    }
}

//! The desks: one an account. What conversations send goes to them, what they answer goes back.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::deliver::{Cause, Delivering, Head, LONGEST_CHAIN};
use super::records::Address;
use super::seen::Seen;
use super::{Driver, Sink};
use crate::ir::{EventName, Moment, Name, Value};
use crate::runtime::bind::{BoundFact, Told};
use crate::runtime::desk::{DeskEvent, DeskInput, DeskInputKind, DeskOutcome, DeskTimer, DeskTimerChange};
use crate::runtime::maintained::{AGENT_CHANGED, AGENT_ID, AGENT_NAME, DESK_EVENTS};
use crate::runtime::{Desk, Facts, Input, InputKind, ToDesk};

/// One input that a desk has taken, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskDelivery {
    /// The account.
    pub account: String,
    /// What it took.
    pub input: DeskInput,
    /// What came of it.
    pub outcome: DeskOutcome,
}

#[derive(Debug)]
struct Slot {
    desk: Desk,
    seen: Seen,
}

/// An event of a desk, on its way to a conversation.
#[derive(Debug)]
pub(super) struct Answer {
    account: String,
    event: DeskEvent,
    cause: Cause,
}

/// The desks, their timers and their answers.
#[derive(Debug, Default)]
pub(super) struct Desks {
    slots: BTreeMap<String, Slot>,
    due: BTreeMap<(Moment, String, DeskTimer), Set>,
    set: BTreeMap<(String, DeskTimer), Moment>,
    pub(super) answers: VecDeque<Answer>,
    /// What they have taken since somebody looked, if somebody wants to see it.
    watched: Option<Vec<DeskDelivery>>,
}

#[derive(Clone, Copy, Debug)]
struct Set {
    generation: u64,
    /// Whether it may come again and again.
    again: bool,
}

impl Desks {
    pub(super) fn next(&self) -> Option<Moment> {
        self.due.keys().next().map(|(due, ..)| *due)
    }

    /// When the next timer is due that does not come again and again.
    pub(super) fn next_once(&self) -> Option<Moment> {
        self.due.iter().find(|(_, set)| !set.again).map(|((due, ..), _)| *due)
    }

    fn change_timer(&mut self, account: &str, change: &DeskTimerChange) {
        let (DeskTimerChange::Set { key, .. } | DeskTimerChange::Cancel { key }) = change;
        if let Some(due) = self.set.remove(&(account.to_owned(), key.clone())) {
            self.due.remove(&(due, account.to_owned(), key.clone()));
        }
        if let DeskTimerChange::Set { key, due, generation, again } = change
            && *due < Moment::MAX
        {
            self.set.insert((account.to_owned(), key.clone()), *due);
            let set = Set { generation: *generation, again: *again };
            self.due.insert((*due, account.to_owned(), key.clone()), set);
        }
    }

    fn slot(&mut self, account: &str) -> &mut Slot {
        self.slots.entry(account.to_owned()).or_insert_with(|| Slot { desk: Desk::new(account), seen: Seen::default() })
    }
}

impl Driver {
    /// The same, which remembers what the desks take until [`Driver::take_desk_deliveries`].
    #[must_use]
    pub fn watching_desks(mut self) -> Self {
        self.desks.watched = Some(Vec::new());
        self
    }

    /// What the desks have taken since the last call, in order; nothing unless [`Driver::watching_desks`].
    pub fn take_desk_deliveries(&mut self) -> Vec<DeskDelivery> {
        self.desks.watched.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The desk of an account; `None` if nothing came to it yet.
    #[must_use]
    pub fn desk(&self, account: &str) -> Option<&Desk> {
        self.desks.slots.get(account).map(|slot| &slot.desk)
    }

    /// The desks by their accounts.
    pub fn desks(&self) -> impl Iterator<Item = (&str, &Desk)> {
        self.desks.slots.iter().map(|(account, slot)| (account.as_str(), &slot.desk))
    }

    /// The facts of an account: as the host tells them, else as its desk knows them.
    #[must_use]
    pub fn account_facts(&self, account: &str) -> Arc<Facts> {
        self.records.account_facts(account)
    }

    /// Whether an event goes to the desk and not to a conversation.
    pub(super) fn is_of_desk(&self, event: &EventName) -> bool {
        DESK_EVENTS.contains(&event.as_str()) && self.engine.prepared().names.vocabulary.carries(event).is_some()
    }

    /// An event of an agent.
    pub(super) fn receive_at_desk(
        &mut self,
        event: Head<'_>,
        facts: &[(Name, Option<Value>)],
        refused: Vec<(String, String)>,
        sink: Sink<'_>,
    ) {
        if self.desks.slot(event.account).seen.has_seen(event.id) {
            self.repeated += 1;
            return;
        }
        self.move_clock(event.time, sink);
        self.records.tell_account(event.account, Told::of_pairs(&self.engine, facts).of_account);
        let kind = if event.name.as_str() == AGENT_CHANGED {
            self.inboxes.hear_agent(&self.engine, event.account, facts);
            DeskInputKind::Agent { facts: facts.to_vec(), refused }
        } else {
            let name = |wanted: &str| {
                facts.iter().find_map(|(key, value)| match value {
                    Some(Value::Text(name)) if key == wanted && !name.is_empty() => Some(name.to_string()),
                    _ => None,
                })
            };
            let agent = name(AGENT_NAME.0).or_else(|| name(AGENT_ID.0)).unwrap_or_default();
            self.inboxes.agent_left(event.account, &agent);
            DeskInputKind::AgentLeft { agent }
        };
        self.step_desk(event.account, kind, &Cause { id: event.id.to_owned(), time: event.time, chain: 0 });
        self.follow_up(sink);
    }

    /// What an input of a conversation has for the desk.
    pub(super) fn tell_desk(&mut self, address: &Address, mut messages: Vec<ToDesk>, cause: &Cause) {
        // What asks for another assignment whenever one comes would hold up everything.
        if cause.chain > LONGEST_CHAIN {
            messages.retain(|message| !matches!(message, ToDesk::Assign { .. }));
        }
        if !messages.is_empty() {
            let kind = DeskInputKind::Told { conversation: address.conversation.as_str().to_owned(), messages };
            self.step_desk(&address.account, kind, cause);
        }
    }

    fn step_desk(&mut self, account: &str, kind: DeskInputKind, cause: &Cause) {
        let own = self.records.open_account(account);
        let facts = self.records.facts_of(own);
        let input = DeskInput { id: cause.id.clone(), time: cause.time, account: facts, kind };
        let slot = self.desks.slot(account);
        let outcome = self.engine.desk_step_telling(&mut slot.desk, &input, self.telling);
        let time = slot.desk.time;
        self.records.know_of_account(own, self.engine.account_facts(&slot.desk));
        for change in &outcome.timers {
            self.desks.change_timer(account, change);
        }
        for event in &outcome.events {
            let cause = Cause { id: cause.id.clone(), time, chain: cause.chain.saturating_add(1) };
            self.desks.answers.push_back(Answer { account: account.to_owned(), event: event.clone(), cause });
        }
        if let Some(watched) = &mut self.desks.watched {
            watched.push(DeskDelivery { account: account.to_owned(), input, outcome });
        }
    }

    /// Gives an answer of a desk to its conversation.
    pub(super) fn deliver_answer(&mut self, answer: Answer, sink: Sink<'_>) {
        let Answer { account, event, cause } = answer;
        // Not for the one that has taken its place, nor for one that was deleted.
        let Some(number) = self.records.known(&account, &event.conversation) else {
            return;
        };
        let id = format!("{}/desk/{}", cause.id, event.name);
        let name = event.name.clone();
        let engine = Arc::clone(&self.engine);
        let fact = |(key, value): (&Name, &Value)| BoundFact::new(&engine, key, Some(value.clone()), &mut Vec::new());
        let mut told = Told::of(event.carried.iter().map(fact));
        let mut previous = Vec::new();
        self.hear(&engine, number, &name, &mut told, &mut previous, || cause.clone());
        let kind = InputKind::Event { name, carried: event.carried.into(), kept: event.kept };
        let input = Input { previous, from_desk: true, ..self.input(number, id, cause.time, kind) };
        self.deliver_one(number, input, Delivering::in_chain(cause.chain), sink);
    }

    /// Runs the first timer of the desks.
    pub(super) fn run_desk_timer(&mut self, sink: Sink<'_>) {
        let Some(((due, account, key), Set { generation, .. })) = self.desks.due.pop_first() else {
            return;
        };
        self.desks.set.remove(&(account.clone(), key.clone()));
        self.clock = self.clock.max(due);
        let cause = Cause { id: format!("timer/{key}/{generation}"), time: due, chain: 0 };
        self.step_desk(&account, DeskInputKind::Timer { key, generation }, &cause);
        self.follow_up(sink);
    }

    /// The desks look again: the book is another one, or facts of the account have changed.
    pub(super) fn refresh_desks(&mut self, account: Option<&str>, id: &str, time: Moment, sink: Sink<'_>) {
        let wanted = self.desks.slots.keys().filter(|each| account.is_none_or(|account| account == each.as_str()));
        for account in wanted.cloned().collect::<Vec<_>>() {
            let cause = Cause { id: id.to_owned(), time, chain: 0 };
            self.step_desk(&account, DeskInputKind::Book, &cause);
        }
        self.follow_up(sink);
    }
}

//! Delivering: each input, and what it sends through the user's record.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::records::Address;
use super::timers::{Due, Setting};
use super::{Delivery, Driver, Event, Sink};
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Moment, Name, Value};
use crate::runtime::conversation::TimerKey;
use crate::runtime::outcome::{TimerChange, ToUser};
use crate::runtime::{Facts, Input, InputKind, Outcome, UserChange};

/// How often one change of a user's record may follow from another at one moment. A book in which they never come to an end
/// would otherwise hold up everything.
pub(super) const LONGEST_CHAIN: u32 = 16;

/// An answer of a user's record.
#[derive(Debug)]
pub(super) struct Answer {
    address: Arc<Address>,
    source: Name,
    granted: bool,
    cause: Cause,
}

/// A change of a user's record.
#[derive(Clone, Debug)]
pub(super) struct Told {
    address: Arc<Address>,
    change: UserChange,
    cause: Cause,
}

/// What sent a message.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    pub(super) id: String,
    pub(super) time: Moment,
    pub(super) chain: u32,
}

/// Who the user is, by the data of an event.
pub(super) fn user_id(data: &Map<String, Json>) -> Option<String> {
    match data.get("user")?.get("id")? {
        Json::String(id) => Some(id.clone()),
        Json::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

impl Driver {
    pub(super) fn receive_bound(
        &mut self,
        event: &Event,
        facts: &[(Name, Option<Value>)],
        mut refused: Vec<(String, String)>,
        sink: Sink<'_>,
    ) {
        if self.is_of_desk(event) {
            return self.receive_at_desk(event, facts, refused, sink);
        }
        let address = self.records.open(&event.account, &event.conversation);
        if self.records.conversations.get_mut(&address).is_none_or(|slot| slot.has_seen(&event.id)) {
            return;
        }
        self.move_clock(event.time, sink);
        self.records.identify(&address, facts);
        let shared = |key: &str| matches!(self.engine.holder(key), Some(Holder::User | Holder::Account));
        for (key, value) in facts.iter().filter(|(key, _)| shared(key)) {
            if let Some(Err(reason)) = value.clone().map(|value| self.engine.accept(key, value)) {
                refused.push((key.to_string(), reason));
            }
        }
        let mut previous = self.records.tell_account(&self.engine, &event.account, facts);
        if !previous.is_empty() {
            self.refresh_desks(Some(&event.account), &event.id, event.time, sink);
        }
        let changes = match self.records.user_mut(&address) {
            Some(slot) => slot.user.hear(&self.engine, &event.name, facts),
            None => Vec::new(),
        };
        previous.extend(changes.iter().map(|change| (change.key.clone(), change.before.clone())));
        previous.retain(|(key, _)| self.engine.reads(key));
        let (carried, kept) = self.sorted(facts);
        let kind = InputKind::Event { name: event.name.clone(), carried, kept };
        let input = Input { previous, refused, ..self.input(&address, event.id.clone(), event.time, kind) };
        self.pass_on(&address, changes, &Cause { id: event.id.clone(), time: event.time, chain: 0 });
        self.deliver(&address, input, 0, sink);
    }

    /// Which facts an event carries, and which the conversation keeps.
    fn sorted(&self, facts: &[(Name, Option<Value>)]) -> (Facts, Vec<(Name, Option<Value>)>) {
        let mut carried = Facts::new();
        let mut kept = Vec::new();
        for (key, value) in facts {
            match (self.engine.holder(key), value) {
                (Some(Holder::Event), Some(value)) => drop(carried.insert(key.clone(), value.clone())),
                (Some(Holder::Conversation), value) => kept.push((key.clone(), value.clone())),
                _ => {}
            }
        }
        (carried, kept)
    }

    /// An input with the view and the user's marks of now.
    pub(super) fn input(&self, address: &Address, id: String, time: Moment, kind: InputKind) -> Input {
        let user_marks = self.records.user(address).map(|slot| slot.user.marks.clone()).unwrap_or_default();
        let view = self.records.view(&self.engine, address, &self.account_facts(&address.account));
        Input { id, time, view, previous: Vec::new(), refused: Vec::new(), user_marks, from_desk: false, kind }
    }

    /// Delivers every timer due by then.
    pub(super) fn run_timers(&mut self, until: Moment, sink: Sink<'_>) {
        loop {
            let desk = self.desks.next().filter(|due| *due <= until);
            if desk.is_some_and(|desk| self.timers.next().is_none_or(|own| desk <= own)) {
                self.run_desk_timer(sink);
                continue;
            }
            let conversations = &mut self.records.conversations;
            let due = self.timers.pop(until, |address| conversations.get_mut(address).map(|slot| &mut slot.timers));
            let Some((Due { time, address, key }, generation)) = due else {
                return;
            };
            self.clock = self.clock.max(time);
            let last = self.records.conversations.get_mut(&address);
            let last = last.map_or(time, |slot| slot.conversation.get_mut().time);
            let id = format!("timer/{key}/{generation}");
            let kind = InputKind::Timer { key: TimerKey::clone(&key), generation };
            let input = self.input(&address, id, time.max(last), kind);
            self.deliver(&address, input, 0, sink);
        }
    }

    /// Delivers one input, and then everything that follows from it at this moment.
    pub(super) fn deliver(&mut self, address: &Arc<Address>, input: Input, chain: u32, sink: Sink<'_>) {
        self.deliver_one(address, input, chain, sink);
        self.follow_up(sink);
    }

    /// Delivers everything that follows at this moment: first what other machines answer.
    pub(super) fn follow_up(&mut self, sink: Sink<'_>) {
        loop {
            if let Some(Answer { address, source, granted, cause }) = self.answers.pop_front() {
                let id = format!("{}/claim/{source}", cause.id);
                let input = self.input(&address, id, cause.time, InputKind::Claim { source, granted });
                self.deliver_one(&address, input, cause.chain, sink);
            } else if let Some(answer) = self.desks.answers.pop_front() {
                self.deliver_answer(answer, sink);
            } else if let Some(Told { address, change, cause }) = self.told.pop_front() {
                // One to which nothing has come yet does not begin with this.
                let slot = self.records.conversations.get_mut(&address);
                if slot.is_none_or(|slot| slot.conversation.get_mut().inputs == 0) {
                    continue;
                }
                let name = EventName::change_of(&change.key);
                let id = format!("{}/{name}", cause.id);
                let kind = InputKind::Event { name, carried: Facts::new(), kept: Vec::new() };
                let mut input = self.input(&address, id, cause.time, kind);
                if self.engine.reads(&change.key) {
                    input.previous.push((change.key, change.before));
                }
                self.deliver_one(&address, input, cause.chain, sink);
            } else {
                return;
            }
        }
    }

    pub(super) fn deliver_one(&mut self, address: &Arc<Address>, mut input: Input, chain: u32, sink: Sink<'_>) {
        if let Some(policy) = &self.engine.book().wait_time {
            self.waits.hear(policy, address, &mut input);
        }
        let Some(slot) = self.records.conversations.get_mut(address) else {
            return;
        };
        let state = slot.conversation.get_mut();
        let (former, was_inactive) = (state.session, state.inactive);
        let outcome = self.engine.step_telling(state, &input, self.telling);
        self.inboxes.take(self.engine.book(), state, &input, &outcome);
        let cause = Cause { id: input.id.clone(), time: state.time, chain };
        let inactive = Some(state.inactive).filter(|inactive| *inactive != was_inactive);
        let ended = state.session != former;
        self.records.touch(address, cause.time);
        if ended || outcome.new_conversation {
            self.waits.left(address);
        }
        self.set_timers(address, &outcome);
        let (to_user, to_desk) = (outcome.to_user.clone(), outcome.to_desk.clone());
        let deleted = outcome.is_deleted();
        let again = outcome.new_conversation.then(|| input.clone());
        let (account, conversation) = (address.account.clone(), address.conversation.clone());
        sink(Delivery { account, conversation, input, outcome, inactive, ended });
        if let Some(input) = again {
            let next = self.records.succeed(&self.engine, address);
            self.tell_too(address, &next, &input.id);
            return self.deliver_one(&next, input, chain, sink);
        }
        for message in to_user {
            self.tell_user(address, message, &cause);
        }
        self.tell_desk(address, to_desk, &cause);
        if deleted {
            self.erase(address);
        }
    }

    fn set_timers(&mut self, address: &Arc<Address>, outcome: &Outcome) {
        if outcome.timers.is_empty() {
            return;
        }
        let Some(slot) = self.records.conversations.get_mut(address) else {
            return;
        };
        for change in &outcome.timers {
            match change {
                TimerChange::Set { key, due, generation } => {
                    let recurring = self.engine.is_recurring(key);
                    let setting = Setting { time: *due, generation: *generation, recurring };
                    self.timers.set(&mut slot.timers, address, key, setting);
                }
                TimerChange::Cancel { key } => self.timers.cancel(&mut slot.timers, key),
            }
        }
    }

    fn tell_user(&mut self, address: &Arc<Address>, message: ToUser, cause: &Cause) {
        let Some(slot) = self.records.user_mut(address) else {
            return;
        };
        match message {
            ToUser::Claim { source, once, time } => {
                let granted = slot.user.claim(&self.engine, &source, &once, time);
                let answer = Answer { address: Arc::clone(address), source, granted, cause: cause.clone() };
                self.answers.push_back(answer);
            }
            ToUser::Write { key, value, .. } => {
                let changes = slot.user.write(&self.engine, &key, value);
                let chain = cause.chain.saturating_add(1);
                self.pass_on(address, changes, &Cause { chain, ..cause.clone() });
            }
        }
    }

    /// A conversation that has begun with that event hears of what the event changed, as the former one does.
    fn tell_too(&mut self, former: &Arc<Address>, next: &Arc<Address>, event: &str) {
        let told = self.told.iter().filter(|told| told.address == *former && told.cause.id == event);
        let copies: Vec<Told> = told.map(|told| Told { address: Arc::clone(next), ..told.clone() }).collect();
        self.told.extend(copies);
    }

    /// Sends changes of a user's record to all conversations of that user.
    pub(super) fn pass_on(&mut self, address: &Arc<Address>, changes: Vec<UserChange>, cause: &Cause) {
        if cause.chain > LONGEST_CHAIN {
            return;
        }
        let conversations: Vec<Arc<Address>> =
            self.records.user(address).into_iter().flat_map(|slot| &slot.conversations).cloned().collect();
        for change in changes.into_iter().filter(|change| self.engine.hears_change_of(&change.key)) {
            for address in &conversations {
                // What has come as far in its chain and is still on its way stands for this change too: a conversation reads
                // the value of the moment, and conversations that answer each other would otherwise multiply.
                let told = |told: &Told| {
                    told.address == *address && told.change.key == change.key && told.cause.chain == cause.chain
                };
                if !self.told.iter().any(told) {
                    let (change, cause) = (change.clone(), cause.clone());
                    self.told.push_back(Told { address: Arc::clone(address), change, cause });
                }
            }
        }
    }
}

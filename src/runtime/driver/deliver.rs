//! Delivering: each input, and what it sends through the user's record.

use std::fmt::Write;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::records::{Address, Number};
use super::timers::{Addresses, Due, Setting};
use super::{Delivery, Driver, Event, Sink};
use crate::ir::{EventName, Moment, Name, Value};
use crate::runtime::bind::{Line, Told};
use crate::runtime::conversation::TimerKey;
use crate::runtime::facts::Former;
use crate::runtime::outcome::{Claim, TimerChange, ToUser};
use crate::runtime::prepare::Occasion;
use crate::runtime::step::Stepping;
use crate::runtime::{Carried, Engine, Facts, Input, InputKind, Outcome, UserChange};

/// How often one change of a user's record may follow from another at one moment. A book in which they never come to an end
/// would otherwise hold up everything.
pub(super) const LONGEST_CHAIN: u32 = 16;

/// An answer of a user's record.
#[derive(Debug)]
pub(super) struct Answer {
    conversation: Number,
    claim: Claim,
    granted: bool,
    cause: Cause,
}

/// A change of a user's record.
#[derive(Clone, Debug)]
pub(super) struct Change {
    conversation: Number,
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

/// How an input is delivered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Delivering {
    /// How many changes of the user's record have led to it at this moment.
    chain: u32,
    /// Whether the facts that it tells of the conversation were read for this book: see [`Stepping::is_read`].
    is_read: bool,
}

impl Delivering {
    /// What follows from another input at the same moment.
    pub(super) fn in_chain(chain: u32) -> Self {
        Self { chain, is_read: false }
    }
}

/// Who the user is, by the data of an event. What is no text is nobody's id: it is refused as any value of a wrong type.
pub(super) fn user_id(data: &Map<String, Json>) -> Option<&str> {
    data.get("user")?.get("id")?.as_str()
}

/// What an event says beside its facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    pub(super) id: &'a str,
    pub(super) account: &'a str,
    pub(super) conversation: &'a str,
    pub(super) name: &'a EventName,
    pub(super) time: Moment,
}

impl<'a> From<&'a Event> for Head<'a> {
    fn from(event: &'a Event) -> Self {
        let Event { id, account, conversation, name, time, .. } = event;
        Self { id, account, conversation, name, time: *time }
    }
}

impl Driver {
    /// As [`Driver::receive`], of a line of a log that was read by the engine of this driver.
    pub fn receive_line<'b>(&mut self, engine: &'b Engine, line: Line<'_, 'b>, sink: Sink<'_>) {
        let occasion = engine.prepared().occasion(&line.name);
        let name = occasion.map_or_else(|| EventName::new(&*line.name), |own| own.event.clone());
        let Line { id, account, conversation, time, told, .. } = line;
        let head = Head { id: &id, account: &account, conversation: &conversation, name: &name, time };
        self.receive_told(engine, head, told, Vec::new(), occasion, sink);
    }

    /// An event with the facts that it tells and what was refused of them. With an occasion all facts are known to be in their one
    /// form.
    pub(super) fn receive_told<'b>(
        &mut self,
        engine: &'b Engine,
        head: Head<'_>,
        mut told: Told<'b>,
        refused: Vec<(String, String)>,
        occasion: Option<&Occasion>,
        sink: Sink<'_>,
    ) {
        if self.is_of_desk(head.name) {
            return self.receive_at_desk(head, &told.into_pairs(), refused, sink);
        }
        let Head { id, account, conversation, name, time } = head;
        let Some(at) = self.arrive(account, conversation, id, time, sink) else { return };
        let mut of_account = std::mem::take(&mut told.of_account);
        let mut previous = Vec::with_capacity(of_account.len() + told.of_user.len());
        self.records.tell_account_of(at, &mut of_account, &mut previous);
        if !previous.is_empty() {
            self.refresh_desks(Some(account), id, time, sink);
        }
        let number = self.records.open_at(at);
        self.records.identify(number, told.user_id());
        let cause = || Cause { id: id.to_owned(), time, chain: 0 };
        self.hear(engine, number, name, &mut told, &mut previous, cause);
        let carried = carried(engine, occasion, told.carried);
        let kind = InputKind::Event { name: name.clone(), carried, kept: told.kept };
        let input = Input { previous, refused, ..self.input(number, id.to_owned(), time, kind) };
        // Each of its facts has its one form already if all have it for the book of this very engine.
        let is_read = occasion.is_some() && std::ptr::eq(engine, &*self.engine);
        self.deliver(number, input, Delivering { chain: 0, is_read }, sink);
    }

    /// Tells the user's record of an event, and their conversations of what has changed in it, which is put behind those changes.
    pub(super) fn hear(
        &mut self,
        engine: &Engine,
        number: Number,
        event: &EventName,
        told: &mut Told<'_>,
        changes: &mut Vec<Former>,
        cause: impl FnOnce() -> Cause,
    ) {
        let Some(slot) = self.records.user_mut(number) else { return };
        let others = changes.len();
        slot.user.hear_told(engine, event, told, changes);
        self.pass_on(engine, number, changes.get(others..).unwrap_or_default(), cause);
    }

    /// An input with what is known of the user and the account now.
    pub(super) fn input(&self, number: Number, id: String, time: Moment, kind: InputKind) -> Input {
        let user = self.records.user(number).map(|slot| (Arc::clone(&slot.user.facts), Arc::clone(&slot.user.marks)));
        let (user, user_marks) = user.unwrap_or_default();
        let account = self.records.facts_around(number);
        Input { id, time, user, account, previous: Vec::new(), refused: Vec::new(), user_marks, from_desk: false, kind }
    }

    /// Delivers every timer due by then.
    pub(super) fn run_timers(&mut self, until: Moment, sink: Sink<'_>) {
        loop {
            let desk = self.desks.next().filter(|due| *due <= until);
            if desk.is_some_and(|desk| self.timers.next().is_none_or(|own| desk <= own)) {
                self.run_desk_timer(sink);
                continue;
            }
            let Some(Due { conversation: number, time, key }) = self.timers.pop(until, &self.records) else {
                return;
            };
            self.clock = self.clock.max(time);
            let Some(slot) = self.records.slot_mut(number) else { continue };
            let state = slot.conversation.get_mut();
            // Whatever changes a timer of a conversation is told to the driver: so it is the one that the conversation has.
            let generation = state.timer(&key).map_or(0, |timer| timer.generation);
            let time = time.max(state.time);
            let id = id_of_timer(&key, generation);
            let input = self.input(number, id, time, InputKind::Timer { key, generation });
            self.deliver(number, input, Delivering::default(), sink);
        }
    }

    /// Delivers one input, and then everything that follows from it at this moment.
    pub(super) fn deliver(&mut self, number: Number, input: Input, by: Delivering, sink: Sink<'_>) {
        self.deliver_one(number, input, by, sink);
        self.follow_up(sink);
    }

    /// Delivers everything that follows at this moment: first what other machines answer.
    pub(super) fn follow_up(&mut self, sink: Sink<'_>) {
        loop {
            if let Some(Answer { conversation, claim, granted, cause }) = self.answers.pop_front() {
                let id = format!("{}/claim/{}", cause.id, claim.source);
                let input = self.input(conversation, id, cause.time, claim.answer(granted));
                self.deliver_one(conversation, input, Delivering::in_chain(cause.chain), sink);
            } else if let Some(answer) = self.desks.answers.pop_front() {
                self.deliver_answer(answer, sink);
            } else if let Some(Change { conversation, change, cause }) = self.told.pop_front() {
                // One to which nothing has come yet does not begin with this.
                let slot = self.records.slot_mut(conversation);
                if slot.is_none_or(|slot| slot.conversation.get_mut().inputs == 0) {
                    continue;
                }
                let name = EventName::change_of(&change.key);
                let id = format!("{}/{name}", cause.id);
                let kind = InputKind::Event { name, carried: Carried::new(), kept: Vec::new() };
                let mut input = self.input(conversation, id, cause.time, kind);
                input.previous.push((change.key, change.before));
                self.deliver_one(conversation, input, Delivering::in_chain(cause.chain), sink);
            } else {
                return;
            }
        }
    }

    pub(super) fn deliver_one(&mut self, number: Number, mut input: Input, by: Delivering, sink: Sink<'_>) {
        let Delivering { chain, is_read } = by;
        let Some(address) = self.records.address(number).cloned() else {
            return;
        };
        if let Some(policy) = self.engine.wait_time() {
            self.waits.hear(policy, &address, &mut input);
        }
        let Some(slot) = self.records.slot_mut(number) else {
            return;
        };
        let stepping = Stepping { telling: self.telling, anew: slot.given, is_read };
        let state = slot.conversation.get_mut();
        let (former, was_inactive) = (state.session, state.inactive);
        let outcome = self.engine.step_by(state, &input, stepping);
        self.inboxes.take(&self.engine, state, &input, &outcome);
        let time = state.time;
        let inactive = Some(state.inactive).filter(|inactive| *inactive != was_inactive);
        let ended = state.session != former;
        self.records.touch(number, time);
        if ended || outcome.new_conversation {
            self.waits.left(&address);
        }
        self.set_timers(number, &outcome);
        let has_sent = !outcome.to_user.is_empty() || !outcome.to_desk.is_empty();
        let sent = has_sent.then(|| {
            let cause = Cause { id: input.id.clone(), time, chain };
            (outcome.to_user.clone(), outcome.to_desk.clone(), address.clone(), cause)
        });
        let deleted = outcome.is_deleted();
        let again = outcome.new_conversation.then(|| input.clone());
        let Address { account, conversation } = address;
        sink(Delivery { account, conversation, input, outcome, inactive, ended });
        if let Some(input) = again {
            let next = self.records.succeed(&self.engine, number);
            self.tell_too(number, next, &input.id);
            return self.deliver_one(next, input, by, sink);
        }
        if let Some((to_user, to_desk, address, cause)) = sent {
            for message in to_user {
                self.tell_user(number, &address, message, &cause);
            }
            self.tell_desk(&address, to_desk, &cause);
        }
        if deleted {
            self.erase(number);
        }
    }

    fn set_timers(&mut self, number: Number, outcome: &Outcome) {
        if outcome.timers.is_empty() || self.records.slot(number).is_none() {
            return;
        }
        for change in &outcome.timers {
            match change {
                TimerChange::Set { key, due, .. } if *due < Moment::MAX => {
                    let setting = Setting { time: *due, recurring: self.engine.is_recurring(key) };
                    self.timers.set(number, &self.records, key, setting);
                }
                // What would be due at the end of time or later is never due.
                TimerChange::Set { key, .. } | TimerChange::Cancel { key } => {
                    self.timers.cancel(number, &self.records, key)
                }
            }
        }
    }

    fn tell_user(&mut self, number: Number, address: &Address, message: ToUser, cause: &Cause) {
        let engine = Arc::clone(&self.engine);
        let Some(slot) = self.records.user_mut(number) else {
            return;
        };
        match message {
            ToUser::Claim(claim) => {
                let granted = slot.user.claim(&engine, &address.conversation, &claim);
                let answer = Answer { conversation: number, claim, granted, cause: cause.clone() };
                self.answers.push_back(answer);
            }
            ToUser::Write { key, value, .. } => {
                let changes = slot.user.write_bound(&engine, &key, value);
                let chain = cause.chain.saturating_add(1);
                self.pass_on(&engine, number, &changes, || Cause { chain, ..cause.clone() });
            }
        }
    }

    /// A conversation that has begun with that event hears of what the event changed, as the former one does.
    fn tell_too(&mut self, former: Number, next: Number, event: &str) {
        if self.told.iter().any(|told| told.conversation == next && told.cause.id == event) {
            return;
        }
        let told = self.told.iter().filter(|told| told.conversation == former && told.cause.id == event);
        let copies: Vec<Change> = told.map(|told| Change { conversation: next, ..told.clone() }).collect();
        self.told.extend(copies);
    }

    /// Sends changes of a user's record to all conversations of that user.
    fn pass_on(&mut self, engine: &Engine, number: Number, changes: &[Former], cause: impl FnOnce() -> Cause) {
        let mut heard = changes.iter().filter(|(key, _)| engine.hears_change_of(key)).peekable();
        if heard.peek().is_none() {
            return;
        }
        let cause = cause();
        if cause.chain > LONGEST_CHAIN {
            return;
        }
        let Some(user) = self.records.user(number) else { return };
        for (key, before) in heard {
            let change = UserChange { key: key.clone(), before: before.clone() };
            for conversation in user.conversations.values().copied() {
                // What has come as far in its chain and is still on its way stands for this change too: a conversation reads
                // the value of the moment, and conversations that answer each other would otherwise multiply.
                let told = |told: &Change| {
                    told.conversation == conversation
                        && told.change.key == change.key
                        && told.cause.chain == cause.chain
                };
                if !self.told.iter().any(told) {
                    self.told.push_back(Change { conversation, change: change.clone(), cause: cause.clone() });
                }
            }
        }
    }
}

/// What the delivery of a timer is called.
fn id_of_timer(key: &TimerKey, generation: u64) -> String {
    // With room for a generation and for what a key adds to its source.
    let mut id = String::with_capacity(key.source.len() + 32);
    // Nothing that is written to a text fails.
    let _ = write!(id, "timer/{key}/{generation}");
    id
}

/// What an event carries. With an occasion all facts have their one form, and need not be looked at again if it carries them.
fn carried(engine: &Engine, occasion: Option<&Occasion>, facts: Vec<(Name, Value)>) -> Carried {
    match occasion.filter(|occasion| occasion.carries_all(facts.iter().map(|(key, _)| key))) {
        Some(occasion) => engine.carried_by(occasion, Facts::of_sorted(facts)),
        None => facts.into_iter().collect::<Facts>().into(),
    }
}

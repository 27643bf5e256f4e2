//! The world of one test: a driver, a clock, and what has happened lately.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::coverage::Collector;
use crate::ir::test::{Commander, Fact};
use crate::ir::{Book, EventName, Moment, Step, Value};
use crate::runtime::driver::DeskDelivery;
use crate::runtime::maintained::USER_ID;
use crate::runtime::{Command, Delivery, Driver, Engine, Event};
use crate::scenario::words;

/// The account of every test.
pub(super) const ACCOUNT: &str = "test";
/// The conversation of a `receive` that names none.
pub(super) const CONVERSATION: &str = "first";
/// The user of a test that does not say `user.id`.
const USER: &str = "user-1";

/// The world of one test.
pub(super) struct World<'a> {
    engine: &'a Arc<Engine>,
    pub(super) driver: Driver,
    now: Moment,
    /// Whose conversations these are, unless a log tells otherwise.
    user: String,
    /// Of conversations whose user a log told.
    logged_users: BTreeMap<String, String>,
    /// What was given before anything came.
    given: Vec<Fact>,
    /// How many events were received.
    events: u64,
    /// All conversations that something came to, in order; the first one is always there.
    conversations: Vec<String>,
    /// What has happened since the last run of expectations, in order.
    pub(super) lately: Vec<Delivery>,
    /// What the desk has done since then, in order.
    pub(super) desk_lately: Vec<DeskDelivery>,
    /// What had happened before.
    pub(super) earlier: Vec<Delivery>,
}

impl<'a> World<'a> {
    /// A world in which nothing has happened yet: a Monday morning, 5 January 2026 at 10:00 in the book's time zone.
    pub(super) fn new(engine: &'a Arc<Engine>) -> Self {
        Self {
            engine,
            driver: Driver::new(Arc::clone(engine)).observed().watching_desks(),
            now: words::begin(engine.book()),
            user: USER.to_owned(),
            logged_users: BTreeMap::new(),
            given: Vec::new(),
            events: 0,
            conversations: vec![CONVERSATION.to_owned()],
            lately: Vec::new(),
            desk_lately: Vec::new(),
            earlier: Vec::new(),
        }
    }

    /// The same, in which everything tells why it was as it was.
    pub(super) fn traced(self) -> Self {
        Self { driver: self.driver.traced(), ..self }
    }

    /// The present, on the virtual clock.
    pub(super) const fn now(&self) -> Moment {
        self.now
    }

    pub(super) fn book(&self) -> &'a Book {
        self.engine.book()
    }

    /// All of it, for expectations.
    pub(super) const fn sight(&self) -> Sight<'_> {
        Sight { world: self, only: None }
    }

    /// What happens from now on is looked at by the next run of expectations.
    pub(super) fn forget(&mut self) {
        self.earlier.append(&mut self.lately);
        self.desk_lately.clear();
    }

    /// Takes over what the desk has done.
    pub(super) fn look_at_desk(&mut self, collector: &mut Collector) {
        let mut deliveries = self.driver.take_desk_deliveries();
        deliveries.iter().for_each(|delivery| collector.see_desk(delivery));
        self.desk_lately.append(&mut deliveries);
    }

    pub(super) fn give(&mut self, facts: &[Fact]) {
        self.note_user(facts);
        if self.events == 0 {
            self.given.extend_from_slice(facts);
        }
        for conversation in self.conversations.clone() {
            let mut facts = facts.to_vec();
            self.name_user(&conversation, &mut facts);
            self.driver.give(ACCOUNT, &conversation, &facts);
        }
        if self.events > 0 {
            // No event tells of it: what an automation waits for is looked at all the same.
            self.driver.replace_book(Arc::clone(self.engine), self.now, &mut |_| ());
        }
    }

    /// The first `at` sets the clock; a later one moves it through the timers due before that time.
    pub(super) fn go_to(&mut self, time: Moment, collector: &mut Collector) {
        if self.events > 0 {
            self.run_until(time.plus(-1), collector);
        }
        self.now = self.now.max(time);
        if self.events == 0 {
            self.now = time;
        }
    }

    /// Moves the clock through all timers due by then.
    pub(super) fn advance(&mut self, millis: i64, collector: &mut Collector) {
        let to = self.now.plus(millis);
        self.run_until(to, collector);
        self.now = to;
    }

    pub(super) fn receive(
        &mut self,
        event: &EventName,
        conversation: Option<&str>,
        facts: &[Fact],
        collector: &mut Collector,
    ) {
        self.note_user(facts);
        self.events += 1;
        let conversation = conversation.unwrap_or(CONVERSATION).to_owned();
        if !self.conversations.contains(&conversation) {
            self.conversations.push(conversation.clone());
        }
        let mut facts = facts.to_vec();
        if facts.iter().any(|(key, _)| key == USER_ID.0) {
            self.logged_users.remove(&conversation);
        }
        self.name_user(&conversation, &mut facts);
        let event = Event {
            id: format!("event-{}", self.events),
            account: ACCOUNT.to_owned(),
            conversation,
            name: event.clone(),
            time: self.now,
            data: serde_json::Map::new(),
        };
        let lately = &mut self.lately;
        self.driver.receive_facts(&event, &facts, &mut |delivery| {
            collector.see(&delivery);
            lately.push(delivery);
        });
    }

    /// An event as a log tells it, that happened so long after the present; timers due before it come first.
    pub(super) fn receive_logged(
        &mut self,
        event: &EventName,
        conversation: Option<&str>,
        after: i64,
        data: &serde_json::Map<String, serde_json::Value>,
        collector: &mut Collector,
    ) {
        let conversation = conversation.unwrap_or(CONVERSATION).to_owned();
        self.meet_logged_user(&conversation, data);
        self.events += 1;
        let time = self.now.plus(after);
        self.now = self.now.max(time);
        let mut data = data.clone();
        if !self.conversations.contains(&conversation) || self.events == 1 {
            self.tell_user(&mut data);
        }
        if !self.conversations.contains(&conversation) {
            self.conversations.push(conversation.clone());
        }
        let event = Event {
            id: format!("event-{}", self.events),
            account: ACCOUNT.to_owned(),
            conversation,
            name: event.clone(),
            time,
            data,
        };
        let lately = &mut self.lately;
        self.driver.receive(&event, &mut |delivery| {
            collector.see(&delivery);
            lately.push(delivery);
        });
    }

    /// Remembers whose conversation it is. The user of the test's first conversation is the test's, with what was given before.
    fn meet_logged_user(&mut self, conversation: &str, data: &serde_json::Map<String, serde_json::Value>) {
        let Some(id) = data.get("user").and_then(|user| user.get("id")).and_then(serde_json::Value::as_str) else {
            return;
        };
        self.logged_users.insert(conversation.to_owned(), id.to_owned());
        if self.events == 0 && conversation == CONVERSATION && self.user == USER {
            self.user = id.to_owned();
            let given = std::mem::take(&mut self.given);
            self.give(&given);
        }
    }

    /// The user of the test, where the log tells of none.
    fn tell_user(&self, data: &mut serde_json::Map<String, serde_json::Value>) {
        let user = data.entry("user").or_insert_with(|| serde_json::Map::new().into());
        if let Some(user) = user.as_object_mut() {
            user.entry("id").or_insert_with(|| self.user.clone().into());
        }
    }

    /// Somebody does these, one after the other, each as a command of its own.
    pub(super) fn command(
        &mut self,
        by: &Commander,
        conversation: Option<&str>,
        actions: &[Step],
        collector: &mut Collector,
    ) {
        let conversation = conversation.unwrap_or(CONVERSATION).to_owned();
        if !self.conversations.contains(&conversation) {
            self.conversations.push(conversation.clone());
        }
        for step in actions {
            self.events += 1;
            let command = Command {
                id: format!("command-{}", self.events),
                account: ACCOUNT.to_owned(),
                conversation: conversation.clone(),
                time: self.now,
                by: by.clone(),
                step: step.clone(),
            };
            let lately = &mut self.lately;
            self.driver.command(&command, &mut |delivery| {
                collector.see(&delivery);
                lately.push(delivery);
            });
        }
    }

    fn run_until(&mut self, time: Moment, collector: &mut Collector) {
        let lately = &mut self.lately;
        self.driver.advance(time, &mut |delivery| {
            collector.see(&delivery);
            lately.push(delivery);
        });
    }

    fn note_user(&mut self, facts: &[Fact]) {
        if let Some((_, Some(Value::Text(id)))) = facts.iter().find(|(key, _)| key == USER_ID.0) {
            self.user = id.to_string();
        }
    }

    /// All conversations of a test are one user's, but for those of which a log tells another one.
    fn name_user(&self, conversation: &str, facts: &mut Vec<Fact>) {
        if !facts.iter().any(|(key, _)| key == USER_ID.0) {
            let user = self.logged_users.get(conversation).unwrap_or(&self.user);
            facts.push((USER_ID.0.into(), Some(Value::Text(user.as_str().into()))));
        }
    }
}

/// What expectations look at: all of a world, or one of its conversations.
pub(super) struct Sight<'w> {
    world: &'w World<'w>,
    only: Option<&'w str>,
}

impl<'w> Sight<'w> {
    /// That conversation alone.
    pub(super) const fn only(&self, conversation: &'w str) -> Self {
        Self { world: self.world, only: Some(conversation) }
    }

    pub(super) fn sees(&self, conversation: &str) -> bool {
        self.only.is_none_or(|only| only == conversation)
    }

    pub(super) fn book(&self) -> &'w Book {
        self.world.book()
    }

    pub(super) const fn driver(&self) -> &'w Driver {
        &self.world.driver
    }

    /// The conversation whose facts are looked at.
    pub(super) fn present(&self) -> &'w str {
        self.only.unwrap_or(CONVERSATION)
    }

    pub(super) fn conversations(&self) -> impl Iterator<Item = &'w String> {
        self.world.conversations.iter().filter(|conversation| self.sees(conversation))
    }

    pub(super) fn lately(&self) -> impl DoubleEndedIterator<Item = &'w Delivery> {
        self.world.lately.iter().filter(|delivery| self.sees(&delivery.conversation))
    }

    pub(super) fn earlier(&self) -> impl DoubleEndedIterator<Item = &'w Delivery> {
        self.world.earlier.iter().filter(|delivery| self.sees(&delivery.conversation))
    }

    pub(super) fn desk_lately(&self) -> impl Iterator<Item = &'w DeskDelivery> {
        self.world.desk_lately.iter()
    }
}

//! A driver in memory, on a virtual clock: for tests, for replay, and for hosts that keep their conversations in memory.

use std::sync::Arc;

use super::conversation::TimerKey;
use super::trace::ConditionTrace;
use super::{Conversation, Engine, Input, LoadError, Outcome};
use crate::ir::{Condition, EventName, Moment, Value};

/// Something that happened in a conversation, as a host tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id. One already seen in that conversation changes nothing; an empty one is never seen.
    pub id: String,
    /// The account.
    pub account: String,
    /// The conversation.
    pub conversation: String,
    /// What happened.
    pub name: EventName,
    /// When.
    pub time: Moment,
    /// Facts: attribute paths nested, `{"user": {"name": "Mina"}, "group": {"Billing": {"status": "online"}}}`. `null` takes a
    /// fact away; what the book does not declare is ignored.
    pub data: serde_json::Map<String, serde_json::Value>,
}

/// One input that a conversation has taken, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The account.
    pub account: String,
    /// The conversation.
    pub conversation: String,
    /// What it took.
    pub input: Input,
    /// What came of it.
    pub outcome: Outcome,
}

/// What takes the deliveries, in order.
pub type Sink<'a> = &'a mut dyn FnMut(Delivery);

/// Conversations, users and accounts in memory, with their timers on a virtual clock.
#[derive(Debug)]
pub struct Driver {
    engine: Arc<Engine>,
    clock: Moment,
}

impl Driver {
    /// A driver without any conversation yet.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { engine, clock: Moment::MIN }
    }

    /// The same, whose outcomes have traces.
    #[must_use]
    pub fn traced(self) -> Self {
        self
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The virtual time: that of the latest event or advance.
    #[must_use]
    pub fn clock(&self) -> Moment {
        self.clock
    }

    /// Moves the clock to the event, through every timer due before it, and delivers it.
    pub fn receive(&mut self, event: &Event, _sink: Sink<'_>) {
        self.clock = self.clock.max(event.time);
    }

    /// As [`Driver::receive`], with facts by their keys (`user.name`, `group("Billing").status`) instead of the event's data;
    /// `None` takes one away.
    pub fn receive_facts(&mut self, event: &Event, _facts: &[(String, Option<Value>)], _sink: Sink<'_>) {
        self.clock = self.clock.max(event.time);
    }

    /// Moves the clock through every timer due by then.
    pub fn advance(&mut self, to: Moment, _sink: Sink<'_>) {
        self.clock = self.clock.max(to);
    }

    /// When the next timer is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        None
    }

    /// When the next timer is due that does not come again and again by itself, as those of `at` do.
    #[must_use]
    pub fn next_due_once(&self) -> Option<Moment> {
        None
    }

    /// Sets facts without an event, as `given` in a test does: those of the conversation, of its user, of the account.
    pub fn give(&mut self, _account: &str, _conversation: &str, _facts: &[(String, Option<Value>)]) {}

    /// Another book from now on: moves the clock, then tells every conversation.
    pub fn replace_book(&mut self, engine: Arc<Engine>, time: Moment, _sink: Sink<'_>) {
        self.engine = engine;
        self.clock = self.clock.max(time);
    }

    /// The state of a conversation; `None` if nothing came to it yet.
    #[must_use]
    pub fn conversation(&self, _account: &str, _conversation: &str) -> Option<&Conversation> {
        None
    }

    /// The timers of a conversation with when they are due, by their keys.
    #[must_use]
    pub fn timers(&self, _account: &str, _conversation: &str) -> Vec<(TimerKey, Moment)> {
        Vec::new()
    }

    /// Looks at a condition on the facts of the moment, as a test's `expect` does.
    ///
    /// # Errors
    /// If it speaks of something that the book does not hold.
    pub fn evaluate(
        &self,
        account: &str,
        conversation: &str,
        condition: &Condition,
    ) -> Result<ConditionTrace, LoadError> {
        let state = Conversation::new(account, conversation);
        self.engine.evaluate(
            &state,
            &super::Surroundings {
                time: self.clock,
                view: &Default::default(),
                previous: &[],
                user_marks: &Default::default(),
            },
            condition,
        )
    }
}

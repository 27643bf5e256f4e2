//! A driver in memory, on a virtual clock: for tests, for replay, and for hosts that keep their conversations in memory.

mod ahead;
pub mod bulk;
mod command;
mod deliver;
mod desk;
mod inboxes;
mod kept;
mod numbers;
mod records;
mod seen;
mod timers;
mod waits;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

pub use self::bulk::{BulkCommand, BulkResult, CommandResult, Selection};
pub use self::command::COMMAND;
pub use self::desk::DeskDelivery;

use self::deliver::{Answer, Change, Delivering};
use self::desk::Desks;
use self::inboxes::Inboxes;
use self::records::{Address, Number, Records};
use self::timers::Timers;
use self::waits::Waits;
use super::bind::{BoundFact, Told};
use super::conversation::TimerKey;
use super::sightings::Telling;
use super::trace::ConditionTrace;
use super::{Conversation, Engine, Facts, Input, InputKind, LoadError, Outcome, Surroundings};
use crate::ir::test::Commander;
use crate::ir::vocabulary::Holder;
use crate::ir::{Condition, EventName, Moment, Name, Step, Value};

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

/// Something that somebody does in a conversation by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its id. One already seen in that conversation changes nothing; an empty one is never seen.
    pub id: String,
    /// The account.
    pub account: String,
    /// The conversation.
    pub conversation: String,
    /// When.
    pub time: Moment,
    /// Who.
    pub by: Commander,
    /// What.
    pub step: Step,
}

/// One input that a conversation has taken, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The account.
    pub account: Name,
    /// The conversation.
    pub conversation: Name,
    /// What it took.
    pub input: Input,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether the session became inactive or active by it; `None` if it stayed what it was.
    pub inactive: Option<bool>,
    /// Whether a session ended by it.
    pub ended: bool,
}

/// What takes the deliveries, in order.
pub type Sink<'a> = &'a mut dyn FnMut(Delivery);

/// Conversations, users and accounts in memory, with their timers on a virtual clock.
///
/// It holds what the conversations hold, and no journal: who wants one stores the deliveries.
#[derive(Debug)]
pub struct Driver {
    engine: Arc<Engine>,
    telling: Telling,
    clock: Moment,
    records: Records,
    timers: Timers,
    waits: Waits,
    desks: Desks,
    inboxes: Inboxes,
    /// Answers of users' records: they come before anything else.
    answers: VecDeque<Answer>,
    /// Changes of users' records, on their way to the conversations.
    told: VecDeque<Change>,
    repeated: u64,
}

impl Driver {
    /// A driver without any conversation yet.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        Self {
            engine,
            telling: Telling::Nothing,
            clock: Moment::MIN,
            records: Records::default(),
            timers: Timers::default(),
            waits: Waits::default(),
            desks: Desks::default(),
            inboxes: Inboxes::default(),
            answers: VecDeque::new(),
            told: VecDeque::new(),
            repeated: 0,
        }
    }

    /// The same, whose outcomes have traces.
    #[must_use]
    pub fn traced(self) -> Self {
        Self { telling: Telling::Trace, ..self }
    }

    /// The same, whose outcomes tell what was seen of the book's lines.
    #[must_use]
    pub fn observed(self) -> Self {
        Self { telling: Telling::Sightings, ..self }
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

    /// How many events and commands came with an id that was seen before in their conversation, or at their desk, and changed nothing.
    #[must_use]
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Moves the clock to the event, through every timer due before it, and delivers it. One that is called
    /// [`COMMAND`] is a command.
    pub fn receive(&mut self, event: &Event, sink: Sink<'_>) {
        if event.name.as_str() == COMMAND {
            return self.receive_command(event, sink);
        }
        let engine = Arc::clone(&self.engine);
        let mut found = engine.prepared().paths.find(&event.data);
        if let Some(id) = deliver::user_id(&event.data) {
            // Also where the book does not declare it.
            let (key, value) = (super::maintained::USER_ID.0.into(), Some(Value::Text(id.into())));
            found.facts.push(BoundFact::new(&engine, &key, value, &mut found.refused));
        }
        self.receive_told(&engine, event.into(), Told::of(found.facts), found.refused, None, sink);
    }

    /// As [`Driver::receive`], with facts by their keys (`user.name`, `group("Billing").status`) instead of the event's data;
    /// `None` takes one away.
    pub fn receive_facts(&mut self, event: &Event, facts: &[(Name, Option<Value>)], sink: Sink<'_>) {
        if self.is_of_desk(&event.name) {
            return self.receive_at_desk(event.into(), facts, Vec::new(), sink);
        }
        let engine = Arc::clone(&self.engine);
        let mut refused = Vec::new();
        let fact = |(key, value): &(Name, Option<Value>)| BoundFact::new(&engine, key, value.clone(), &mut refused);
        let told = Told::of(facts.iter().map(fact));
        self.receive_told(&engine, event.into(), told, refused, None, sink);
    }

    /// Moves the clock through every timer due by then.
    pub fn advance(&mut self, to: Moment, sink: Sink<'_>) {
        self.run_timers(to, sink);
        self.clock = self.clock.max(to);
        self.records.let_rest(self.clock);
    }

    /// When the next timer is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        self.timers.next().into_iter().chain(self.desks.next()).min()
    }

    /// When the next timer is due that does not come again and again by itself, as those of `at` do.
    #[must_use]
    pub fn next_due_once(&self) -> Option<Moment> {
        self.timers.next_once().into_iter().chain(self.desks.next_once()).min()
    }

    /// Sets facts without an event, as `given` in a test does: those of the conversation, of its user, of the account.
    pub fn give(&mut self, account: &str, conversation: &str, facts: &[(Name, Option<Value>)]) {
        let number = self.records.open(account, conversation);
        let told = Told::of_pairs(&self.engine, facts);
        self.records.identify(number, told.user_id());
        self.records.tell_account(account, told.of_account);
        if let Some(slot) = self.records.user_mut(number) {
            for (key, value) in facts {
                slot.user.write_bound(&self.engine, key, value.clone());
            }
        }
        if let Some(slot) = self.records.slot_mut(number) {
            slot.given = true;
            for (key, value) in facts {
                self.engine.give(slot.conversation.get_mut(), key, value.clone());
            }
            self.inboxes.tell(&slot.conversation.get());
        }
    }

    /// Another book from now on: moves the clock, through every timer due before then, and tells every conversation.
    pub fn replace_book(&mut self, engine: Arc<Engine>, time: Moment, sink: Sink<'_>) {
        self.move_clock(time, sink);
        self.engine = engine;
        self.inboxes.edit(self.engine.frame());
        self.waits.follow(self.engine.wait_time());
        let id = format!("book/{}", self.engine.frame().hash);
        for number in self.begun(|_| true) {
            let input = self.input(number, id.clone(), self.clock, InputKind::Book);
            self.deliver(number, input, Delivering::default(), sink);
        }
        self.refresh_desks(None, &id, self.clock, sink);
    }

    /// The conversations to which something came, of those addresses, in their order.
    fn begun(&self, of: impl Fn(&Address) -> bool) -> Vec<Number> {
        let begun = |number: &Number| self.records.slot(*number).is_some_and(|slot| slot.conversation.get().inputs > 0);
        let all = self.records.in_order().into_iter().filter(|(address, _)| of(address));
        all.map(|(_, number)| number).filter(begun).collect()
    }

    /// The state of a conversation; `None` if nothing came to it yet.
    #[must_use]
    pub fn conversation(&self, account: &str, conversation: &str) -> Option<Cow<'_, Conversation>> {
        self.state(self.records.latest(account, conversation)?)
    }

    fn state(&self, number: Number) -> Option<Cow<'_, Conversation>> {
        self.records.slot(number).map(|slot| slot.conversation.get())
    }

    /// The timers of a conversation with when they are due, by their keys.
    #[must_use]
    pub fn timers(&self, account: &str, conversation: &str) -> Vec<(TimerKey, Moment)> {
        let number = self.records.latest(account, conversation);
        number.map(|number| self.timers.of(number)).unwrap_or_default()
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
        let number = self.records.latest(account, conversation);
        let known = number.and_then(|number| self.state(number));
        let state = known.unwrap_or_else(|| Cow::Owned(Conversation::new(account, conversation)));
        self.evaluate_in(&state, number, condition)
    }

    fn evaluate_in(
        &self,
        state: &Conversation,
        number: Option<Number>,
        condition: &Condition,
    ) -> Result<ConditionTrace, LoadError> {
        let account = self.account_facts(&state.account);
        let user = number.and_then(|number| self.records.user(number)).map(|slot| &slot.user);
        let (facts, marks) = user.map(|user| (Arc::clone(&user.facts), user.marks.clone())).unwrap_or_default();
        let time = self.clock.max(state.time);
        let surroundings = Surroundings { time, user: &facts, account: &account, previous: &[], user_marks: &marks };
        self.engine.evaluate(state, &surroundings, condition)
    }

    /// What the driver knows of an account, a user and a conversation, for those who want to see it: the value of a fact.
    #[must_use]
    pub fn fact(&self, account: &str, conversation: &str, key: &str) -> Option<Value> {
        let number = || self.records.latest(account, conversation);
        let of = |facts: &Facts| facts.get(key).cloned();
        match self.engine.holder(key)? {
            Holder::Conversation => of(&self.state(number()?)?.facts),
            Holder::User => of(&self.records.user(number()?)?.user.facts),
            Holder::Account => of(&self.account_facts(account)),
            Holder::Event | Holder::Clock => None,
        }
    }
}

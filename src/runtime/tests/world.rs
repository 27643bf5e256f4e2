//! A driver with one account, that remembers what came out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ir::test::Commander;
use crate::ir::{Book, EventName, Moment, Name, Step, Value};
use crate::runtime::conversation::Until;
use crate::runtime::trace::{Candidate, Verdict};
use crate::runtime::{Audit, Command, Conversation, Delivery, Driver, Engine, Event, Input, InputKind};

pub struct World {
    pub driver: Driver,
    pub deliveries: Vec<Delivery>,
    seen: usize,
    events: usize,
}

pub fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// A Tuesday; ten o'clock in UTC, seven in the evening in Seoul.
pub fn start() -> Moment {
    at("2026-12-01T10:00:00Z")
}

/// An input without a user's facts, so long after the start.
pub fn input(after: i64, kind: InputKind) -> Input {
    Input {
        id: "i".into(),
        time: start().plus(after),
        user: Default::default(),
        account: Default::default(),
        previous: vec![],
        refused: vec![],
        user_marks: Default::default(),
        from_desk: false,
        kind,
    }
}

pub fn engine(book: Book) -> Arc<Engine> {
    Arc::new(Engine::new(book).unwrap())
}

pub fn world(book: Book) -> World {
    World { driver: Driver::new(engine(book)).traced(), deliveries: vec![], seen: 0, events: 0 }
}

/// Without a trace.
pub fn plain_world(engine: Engine) -> World {
    World { driver: Driver::new(Arc::new(engine)), deliveries: vec![], seen: 0, events: 0 }
}

impl World {
    /// An event in conversation `c` of user `u`, so long after the start.
    pub fn event(&mut self, name: &str, after: i64, facts: &[(&str, Value)]) -> &mut Self {
        self.event_in("c", "u", name, after, facts)
    }

    pub fn event_in(
        &mut self,
        conversation: &str,
        user: &str,
        name: &str,
        after: i64,
        facts: &[(&str, Value)],
    ) -> &mut Self {
        self.events += 1;
        let event = Event {
            id: format!("e{}", self.events),
            account: "a".into(),
            conversation: conversation.into(),
            name: EventName::new(name),
            time: start().plus(after),
            data: serde_json::Map::new(),
        };
        let mut told: Vec<(Name, Option<Value>)> =
            facts.iter().map(|(key, value)| ((*key).into(), Some(value.clone()))).collect();
        told.push(("user.id".into(), Some(Value::Text(user.into()))));
        self.driver.receive_facts(&event, &told, &mut |delivery| self.deliveries.push(delivery));
        self.compare_timers()
    }

    pub fn command(&mut self, by: Commander, after: i64, step: Step) -> &mut Self {
        self.events += 1;
        let id = format!("e{}", self.events);
        let time = start().plus(after);
        let command = Command { id, account: "a".into(), conversation: "c".into(), time, by, step };
        self.driver.command(&command, &mut |delivery| self.deliveries.push(delivery));
        self.compare_timers()
    }

    /// An event with an id that has been there before.
    pub fn again(&mut self, id: &str, name: &str, after: i64) -> &mut Self {
        let event = Event {
            id: id.into(),
            account: "a".into(),
            conversation: "c".into(),
            name: EventName::new(name),
            time: start().plus(after),
            data: serde_json::Map::new(),
        };
        self.driver.receive(&event, &mut |delivery| self.deliveries.push(delivery));
        self.compare_timers()
    }

    /// An event with JSON data.
    pub fn json(&mut self, name: &str, after: i64, data: &str) -> &mut Self {
        self.events += 1;
        let event = Event {
            id: format!("e{}", self.events),
            account: "a".into(),
            conversation: "c".into(),
            name: EventName::new(name),
            time: start().plus(after),
            data: serde_json::from_str(data).unwrap(),
        };
        self.driver.receive(&event, &mut |delivery| self.deliveries.push(delivery));
        self.compare_timers()
    }

    /// Moves the clock to so long after the start.
    pub fn advance(&mut self, after: i64) -> &mut Self {
        self.driver.advance(start().plus(after), &mut |delivery| self.deliveries.push(delivery));
        self.compare_timers()
    }

    pub fn edit(&mut self, book: Book, after: i64) -> &mut Self {
        self.driver.replace_book(engine(book), start().plus(after), &mut |delivery| self.deliveries.push(delivery));
        self.compare_timers()
    }

    /// The driver has the timers that the conversations have: from them it knows their generations.
    fn compare_timers(&mut self) -> &mut Self {
        let ids: BTreeSet<&Name> = self.deliveries.iter().map(|delivery| &delivery.conversation).collect();
        for id in ids {
            let Some(state) = self.driver.conversation("a", id) else { continue };
            let timers = self.driver.timers("a", id);
            for (key, due) in &timers {
                assert_eq!(state.timer(key).map(|timer| timer.due), Some(*due), "{key}");
            }
            let armed = state.armed.values().filter(|armed| armed.timer.is_some()).count();
            let waits = state.pending.values().filter(|pending| matches!(pending.until, Until::Timer { .. })).count();
            let others = usize::from(state.release.is_some()) + usize::from(state.snooze.is_some());
            assert_eq!(timers.len(), armed + waits + others);
        }
        self
    }

    fn fresh(&mut self) -> Vec<Delivery> {
        let fresh = self.deliveries[self.seen..].to_vec();
        self.seen = self.deliveries.len();
        fresh
    }

    /// What was sent since the last look, as `source: text`.
    pub fn sent(&mut self) -> Vec<String> {
        let effects = self.fresh().into_iter().flat_map(|delivery| delivery.outcome.effects);
        effects
            .filter(|effect| effect.action == "send")
            .map(|effect| format!("{}: {}", effect.source, effect.arguments.get("body").unwrap().as_str().unwrap()))
            .collect()
    }

    /// What has fired since the last look.
    pub fn fired(&mut self) -> Vec<Name> {
        self.fresh().into_iter().flat_map(|delivery| delivery.outcome.fired).collect()
    }

    pub fn audit(&mut self) -> Vec<Audit> {
        self.fresh().into_iter().flat_map(|delivery| delivery.outcome.audit).collect()
    }

    /// The candidates since the last look.
    pub fn candidates(&mut self) -> Vec<Candidate> {
        let rounds = self.fresh().into_iter().flat_map(|delivery| delivery.outcome.trace.unwrap().rounds);
        rounds.flat_map(|round| round.candidates).collect()
    }

    /// Who was looked at since the last look, and why it fired or did not.
    pub fn verdicts(&mut self) -> Vec<(Name, Verdict)> {
        self.candidates().into_iter().map(|candidate| (candidate.source, candidate.verdict)).collect()
    }

    pub fn conversation(&self) -> Conversation {
        self.driver.conversation("a", "c").unwrap().into_owned()
    }

    /// The timers of `c`, each with how long after the start it is due.
    pub fn timers(&self) -> Vec<(String, i64)> {
        let timers = self.driver.timers("a", "c").into_iter();
        timers.map(|(key, due)| (key.to_string(), due.millis() - start().millis())).collect()
    }

    pub fn fact(&self, key: &str) -> Option<Value> {
        self.driver.fact("a", "c", key)
    }
}

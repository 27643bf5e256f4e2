//! A host that keeps all in a store, as `docs/embedding.md` says: "A driver of your own" and "Exactly once". It gives what the driver
//! in memory gives, also when every message comes twice.
//!
//! It has one account, without a desk, an inbox and estimated waits.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use whenbook::diagnostic::SourceFile;
use whenbook::ir::vocabulary::Holder;
use whenbook::ir::{EventName, Moment, Name, Value};
use whenbook::runtime::conversation::TimerKey;
use whenbook::runtime::{Carried, TimerChange, ToUser, User, UserChange};
use whenbook::{Book, Conversation, Driver, Engine, Event, Facts, Input, InputKind, Outcome};

const ACCOUNT: &str = "acme";

const RULES: &str = r#"use std.lifecycle.ticket

attribute user.plan: text optional
attribute user.level: number default 0 writable

trigger hears {
  on customer.wrote
  do { note "{user.name or nobody}, {conversation.channel}: {message.text}, {conversation.customer_messages}" }
}

trigger welcome {
  on customer.wrote
  once per user
  do { note "Welcome." }
}

trigger important {
  on customer.wrote
  once per user every 1h
  when message.text contains "x"
  do {
    note "Important."
    set user.level to 5
  }
}

trigger level {
  on change of user.level
  do { note "level {user.level}" }
}

trigger left_free {
  on change of user.plan
  when user.plan was "free"
  do { note "now {user.plan or nothing}" }
}

trigger taken {
  on conversation.assigned
  do { note "with {user.last_assignee or nobody}" }
}

trigger over {
  on agent.wrote
  when message.text is "close"
  do { set conversation.status to closed }
}

trigger gone {
  on agent.wrote
  when message.text is "delete"
  do { delete conversation }
}

automation silent {
  after 3m since last customer.wrote unless agent.wrote
  do {
    note "silent"
    wait 30s
    note "still"
  }
}
"#;

/// What the host keeps.
#[derive(Default)]
struct Store {
    conversations: BTreeMap<Name, Vec<u8>>,
    users: BTreeMap<String, Vec<u8>>,
    /// Whose each conversation is, if somebody has said so.
    known: BTreeMap<Name, String>,
    account: Facts,
    /// The ids of events, by the id that the events have for the conversation.
    seen: BTreeSet<(Name, String)>,
    /// The newest conversation of such an id, if it is not the first, and its number.
    newest: BTreeMap<Name, (Name, u32)>,
    timers: BTreeMap<(Name, TimerKey), (Moment, u64)>,
}

struct Host {
    engine: Arc<Engine>,
    store: Store,
    /// Answers to claims, which go before anything else.
    answers: VecDeque<(Name, Cause, InputKind)>,
    /// Changes of users' records, by the key of the record.
    changes: VecDeque<(String, UserChange, Cause)>,
    /// Whether every message comes twice.
    twice: bool,
    done: BTreeMap<Name, Vec<Json>>,
}

/// What has sent a message.
#[derive(Clone)]
struct Cause {
    id: String,
    time: Moment,
}

impl Host {
    fn new(engine: Arc<Engine>, twice: bool) -> Self {
        let (answers, changes, done) = Default::default();
        Self { engine, store: Store::default(), answers, changes, twice, done }
    }

    /// Step 1 and 2.
    fn receive(&mut self, event: &Event) {
        let first = Name::from(event.conversation.as_str());
        if !self.store.seen.insert((first.clone(), event.id.clone())) {
            return;
        }
        self.run_timers(event.time.plus(-1));
        let conversation = self.store.newest.get(&first).map_or(first, |(newest, _)| newest.clone());
        let bound = self.engine.bind(&event.data);
        if let Some(id) = bound.user_id() {
            self.identify(&conversation, id);
        }
        let (mut kept, mut carried, mut previous) = (Vec::new(), Facts::new(), Vec::new());
        for (key, value) in &bound.facts {
            match (self.engine.holder(key), value) {
                (Some(Holder::Conversation), value) => kept.push((key.clone(), value.clone())),
                (Some(Holder::Event), Some(value)) => drop(carried.insert(key.clone(), value.clone())),
                (Some(Holder::Account), value) => previous.extend(self.tell_account(key, value.as_ref())),
                _ => {}
            }
        }
        let owner = self.owner(&conversation);
        let mut user = self.user(&owner);
        let changes = user.hear(&self.engine, &event.name, &bound.facts);
        self.keep(&owner, &user);
        previous.extend(changes.iter().map(|change| (change.key.clone(), change.before.clone())));
        let cause = Cause { id: event.id.clone(), time: event.time };
        self.pass_on(&owner, changes, &cause);
        let carried = self.engine.carried(&event.name, carried);
        let kind = InputKind::Event { name: event.name.clone(), carried, kept };
        let input = Input { previous, refused: bound.refused, ..self.input(&conversation, cause, kind) };
        self.take(&conversation, &input);
        self.follow_up();
    }

    fn tell_account(&mut self, key: &Name, value: Option<&Value>) -> Option<(Name, Option<Value>)> {
        let facts = &mut self.store.account;
        let before = match value {
            Some(value) => facts.insert(key.clone(), value.clone()),
            None => facts.remove(key.as_str()),
        };
        (before.as_ref() != value).then(|| (key.clone(), before))
    }

    /// The key of the record: until somebody says who the user is, a conversation has one of its own.
    fn owner(&self, conversation: &Name) -> String {
        self.store.known.get(conversation).map_or_else(|| format!("of {conversation}"), |id| format!("user {id}"))
    }

    fn user(&self, owner: &str) -> User {
        let stored = self.store.users.get(owner);
        stored.map_or_else(|| User::new(ACCOUNT, owner), |stored| User::load(stored).expect("a record"))
    }

    fn keep(&mut self, owner: &str, user: &User) {
        self.store.users.insert(owner.to_owned(), serde_json::to_vec(user).expect("JSON"));
    }

    /// What was known of one who had no id goes to the record of the id, and is forgotten.
    fn identify(&mut self, conversation: &Name, id: &str) {
        let former = self.owner(conversation);
        if self.store.known.insert(conversation.clone(), id.to_owned()).is_some() {
            return;
        }
        if let Some(unknown) = self.store.users.remove(&former) {
            let owner = self.owner(conversation);
            let mut user = self.user(&owner);
            user.absorb(User::load(&unknown).expect("a record"));
            self.keep(&owner, &user);
        }
    }

    fn input(&self, conversation: &Name, cause: Cause, kind: InputKind) -> Input {
        let user = self.user(&self.owner(conversation));
        Input {
            id: cause.id,
            time: cause.time,
            user: user.facts,
            account: Arc::new(self.store.account.clone()),
            previous: vec![],
            refused: vec![],
            user_marks: user.marks,
            from_desk: false,
            kind,
        }
    }

    fn conversation(&self, id: &Name) -> Conversation {
        let stored = self.store.conversations.get(id);
        let fresh = || Conversation::new(ACCOUNT, id.clone());
        stored.map_or_else(fresh, |stored| Conversation::load(stored).expect("a conversation"))
    }

    /// Step 3 to 6, and 8.
    fn take(&mut self, id: &Name, input: &Input) {
        let stored = serde_json::to_vec(input).expect("JSON");
        let input: Input = serde_json::from_slice(&stored).expect("an input");
        let mut conversation = self.conversation(id);
        let outcome = self.engine.step(&mut conversation, &input);
        self.store.conversations.insert(id.clone(), conversation.to_bytes());
        self.set_timers(id, &outcome);
        for effect in &outcome.effects {
            let effect = serde_json::to_value(effect).expect("JSON");
            self.done.entry(id.clone()).or_default().push(effect);
        }
        if outcome.new_conversation {
            let next = self.next(id);
            let fresh = self.engine.successor(&conversation, next.clone());
            self.store.conversations.insert(next.clone(), fresh.to_bytes());
            if let Some(user) = self.store.known.get(id).cloned() {
                self.store.known.insert(next.clone(), user);
            }
            return self.take(&next, &input);
        }
        let cause = Cause { id: input.id, time: conversation.time };
        for message in &outcome.to_user {
            self.tell_user(id, message, &cause);
        }
        if outcome.is_deleted() {
            self.forget(id);
        }
    }

    fn set_timers(&mut self, id: &Name, outcome: &Outcome) {
        for change in &outcome.timers {
            match change {
                TimerChange::Set { key, due, generation } => {
                    self.store.timers.insert((id.clone(), key.clone()), (*due, *generation));
                }
                TimerChange::Cancel { key } => drop(self.store.timers.remove(&(id.clone(), key.clone()))),
            }
        }
    }

    fn tell_user(&mut self, id: &Name, message: &ToUser, cause: &Cause) {
        let owner = self.owner(id);
        let mut user = self.user(&owner);
        match message {
            ToUser::Claim(claim) => {
                let granted = user.claim(&self.engine, id, claim);
                self.keep(&owner, &user);
                // The record was stored, its answer was not: it is asked again.
                assert_eq!(self.user(&owner).claim(&self.engine, id, claim), granted);
                let cause = Cause { id: format!("{}/claim/{}", cause.id, claim.source), ..cause.clone() };
                self.answers.push_back((id.clone(), cause, claim.answer(granted)));
            }
            ToUser::Write { key, value, .. } => {
                let changes = user.write(&self.engine, key, value.clone());
                self.keep(&owner, &user);
                self.pass_on(&owner, changes, cause);
            }
        }
    }

    fn pass_on(&mut self, owner: &str, changes: Vec<UserChange>, cause: &Cause) {
        let heard = changes.into_iter().filter(|change| self.engine.hears_change_of(&change.key));
        let messages: Vec<_> = heard.map(|change| (owner.to_owned(), change, cause.clone())).collect();
        self.changes.extend(messages);
    }

    /// First what records answer, then what has changed in them.
    fn follow_up(&mut self) {
        loop {
            if let Some((id, cause, kind)) = self.answers.pop_front() {
                self.give(&id, &self.input(&id, cause, kind));
            } else if let Some((owner, change, cause)) = self.changes.pop_front() {
                let theirs = self.store.conversations.keys().filter(|id| self.owner(id) == owner);
                for id in theirs.cloned().collect::<Vec<_>>() {
                    let name = EventName::change_of(&change.key);
                    let cause = Cause { id: format!("{}/{name}", cause.id), ..cause.clone() };
                    let kind = InputKind::Event { name, carried: Carried::new(), kept: vec![] };
                    let previous = vec![(change.key.clone(), change.before.clone())];
                    self.take(&id, &Input { previous, ..self.input(&id, cause, kind) });
                }
            } else {
                return;
            }
        }
    }

    /// An input that may come twice.
    fn give(&mut self, id: &Name, input: &Input) {
        for _ in 0..=usize::from(self.twice) {
            self.take(id, input);
        }
    }

    /// Another conversation for the events of the same id.
    fn next(&mut self, id: &Name) -> Name {
        let first = self.first(id);
        let number = self.store.newest.get(&first).map_or(1, |(_, number)| *number) + 1;
        let next = Name::from(format!("{first}~{number}"));
        self.store.newest.insert(first, (next.clone(), number));
        next
    }

    fn first(&self, id: &Name) -> Name {
        id.split('~').next().unwrap_or_default().into()
    }

    /// Step 8. Only the newest of an id needs another one in its place.
    fn forget(&mut self, id: &Name) {
        let owner = self.owner(id);
        self.store.conversations.remove(id);
        self.store.timers.retain(|(of, _), _| of != id);
        if self.store.known.remove(id).is_none() {
            self.store.users.remove(&owner);
        }
        let first = self.first(id);
        if self.store.newest.get(&first).map_or(&first, |(newest, _)| newest) == id {
            self.next(id);
        }
    }

    fn run_timers(&mut self, until: Moment) {
        loop {
            let set = self.store.timers.iter().map(|((id, key), (due, generation))| (*due, id, key, *generation));
            let Some((due, id, key, generation)) = set.min().filter(|(due, ..)| *due <= until) else { return };
            let (id, key) = (id.clone(), key.clone());
            self.store.timers.remove(&(id.clone(), key.clone()));
            let time = due.max(self.conversation(&id).time);
            let cause = Cause { id: format!("timer/{key}/{generation}"), time };
            self.give(&id, &self.input(&id, cause, InputKind::Timer { key, generation }));
            self.follow_up();
        }
    }
}

/// Minutes after the former event, a conversation, what happens in it, and what is told of the user.
type Told = (i64, usize, usize, usize);

fn log() -> impl Strategy<Value = Vec<Told>> {
    let gap = prop::sample::select(&[0, 0, 1, 2, 3, 5, 61][..]);
    prop::collection::vec((gap, 0..3_usize, 0..9_usize, 0..6_usize), 1..40)
}

fn events(log: &[Told]) -> Vec<Event> {
    let happens = [
        ("customer.wrote", json!({"message": {"text": "hello"}})),
        ("customer.wrote", json!({"message": {"text": "x"}})),
        ("customer.wrote", json!({"message": {"text": "x"}, "conversation": {"channel": "ios"}})),
        ("agent.wrote", json!({"message": {"text": "close"}})),
        ("agent.wrote", json!({"message": {"text": "delete"}})),
        ("agent.wrote", json!({"message": {"text": "well"}})),
        ("conversation.assigned", json!({"agent": {"name": "Joon"}})),
        ("conversation.assigned", json!({"agent": {"name": "Sam"}})),
        ("conversation.updated", json!({"conversation": {"priority": "high"}})),
    ];
    let users = [
        Json::Null,
        Json::Null,
        json!({"id": "u1", "plan": "free"}),
        json!({"id": "u1", "plan": "pro"}),
        json!({"id": "u2", "level": 0}),
        json!({"id": 5, "name": "Mina"}),
    ];
    let mut time = Moment::parse("2026-12-01T10:00:00Z").expect("a time");
    let event = |(number, (gap, conversation, what, user)): (usize, &Told)| {
        time = time.plus(gap * 60_000);
        let (name, mut data) = happens[*what].clone();
        if users[*user].is_object() {
            data["user"] = users[*user].clone();
        }
        Event {
            id: format!("e{number}"),
            account: ACCOUNT.into(),
            conversation: format!("c{conversation}"),
            name: EventName::new(name),
            time,
            data: data.as_object().cloned().expect("an object"),
        }
    };
    log.iter().enumerate().map(event).collect()
}

fn driven(engine: &Arc<Engine>, events: &[Event], end: Moment) -> BTreeMap<Name, Vec<Json>> {
    let mut driver = Driver::new(Arc::clone(engine));
    let mut done = BTreeMap::<Name, Vec<Json>>::new();
    let mut sink = |delivery: whenbook::Delivery| {
        for effect in &delivery.outcome.effects {
            let effect = serde_json::to_value(effect).expect("JSON");
            done.entry(delivery.conversation.clone()).or_default().push(effect);
        }
    };
    events.iter().for_each(|event| driver.receive(event, &mut sink));
    driver.advance(end, &mut sink);
    done
}

fn hosted(engine: &Arc<Engine>, events: &[Event], end: Moment, twice: bool) -> BTreeMap<Name, Vec<Json>> {
    let mut host = Host::new(Arc::clone(engine), twice);
    for event in events {
        (0..=usize::from(twice)).for_each(|_| host.receive(event));
    }
    host.run_timers(end);
    host.done
}

/// Inputs that came twice have numbers too.
fn without_keys(mut done: BTreeMap<Name, Vec<Json>>) -> BTreeMap<Name, Vec<Json>> {
    for effect in done.values_mut().flatten() {
        effect.as_object_mut().expect("an effect").remove("key").expect("a key");
    }
    done
}

fn engine() -> Arc<Engine> {
    let file = SourceFile { path: "rules.when".into(), text: RULES.into(), shipped: false };
    let book = Book::compile(&[file]).unwrap_or_else(|refused| panic!("{:?}", refused.findings));
    Arc::new(Engine::new(book).expect("an engine"))
}

#[test]
fn a_host_by_the_page_gives_what_the_driver_gives() {
    let engine = engine();
    let config = ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() };
    proptest!(config, |(log in log())| {
        let events = events(&log);
        let end = events.last().expect("an event").time.plus(24 * 60 * 60_000);
        let expected = driven(&engine, &events, end);
        prop_assert_eq!(&hosted(&engine, &events, end, false), &expected);
        let twice = hosted(&engine, &events, end, true);
        prop_assert_eq!(without_keys(twice), without_keys(expected));
    });
}

//! A desk by itself, spoken to directly.

use super::build::*;
use super::world::start;
use crate::ir::policy::{Accept, By, Fallback, FallbackStep, Preference};
use crate::ir::vocabulary::{Attribute, Event, Holder};
use crate::ir::*;
use crate::runtime::desk::{DeskAudit, DeskInput, DeskInputKind, DeskOutcome, DeskTimer, DeskTimerChange, OfferChange};
use crate::runtime::{Answer, AssignTo, Desk, DeskState, Engine, Facts, ToDesk};

/// The vocabulary of the other tests with that of the desk.
pub fn desk_book(assignment: Option<Assignment>) -> Book {
    let mut book = book();
    let list = || Type::List(Box::new(Type::Text));
    let attributes = [
        ("agent.status", Holder::Event, Type::Enum("presence".into()), Some(one_of("invisible"))),
        ("agent.operator", Holder::Event, Type::Boolean, Some(Value::Boolean(true))),
        ("agent.groups", Holder::Event, list(), Some(texts(&[]))),
        ("agent.skills", Holder::Event, list(), Some(texts(&[]))),
        ("agent.followed_tags", Holder::Event, list(), Some(texts(&[]))),
        ("agent.capacity", Holder::Event, Type::Number, Some(number(3))),
        ("agent.load", Holder::Event, Type::Number, Some(number(0))),
        ("agent.idle", Holder::Event, Type::Duration, None),
        ("agent.id", Holder::Event, Type::Text, None),
        ("queue.name", Holder::Event, Type::Text, None),
        ("queue.size", Holder::Event, Type::Number, None),
        ("queue.position", Holder::Event, Type::Number, None),
        ("conversation.skills", Holder::Conversation, list(), Some(texts(&[]))),
    ];
    book.vocabulary.attributes.extend(attributes.map(|(key, holder, value_type, default)| Attribute {
        key: key.into(),
        holder,
        value_type,
        default,
        writable: true,
        docs: None,
        place: place(),
    }));
    let events = [
        ("agent.changed", &["agent"][..]),
        ("agent.left", &["agent"]),
        ("offer.accepted", &["agent"]),
        ("offer.declined", &["agent"]),
        ("conversation.taken", &["agent"]),
        ("conversation.closed", &[]),
        ("conversation.opened", &[]),
        ("conversation.updated", &[]),
        ("queue.moved", &["queue"]),
        ("queue.staffed", &["queue"]),
        ("queue.unstaffed", &["queue"]),
    ];
    book.vocabulary.events.extend(events.map(|(name, carries)| Event {
        name: name.into(),
        carries: carries.iter().map(|word| (*word).to_owned()).collect(),
        docs: None,
        place: place(),
    }));
    book.assignment = assignment;
    book
}

/// Online, in the group and with the skills; few conversations first; high counts first.
pub fn policy(accept: Accept) -> Assignment {
    let has = |list: &str, quantity, members: &str| {
        condition(Test::Has { list: read(list), quantity, members: read(members) })
    };
    Assignment {
        place: place(),
        capacity: Some(2),
        inactive_count: false,
        accept,
        agents: Some(all(vec![
            is("agent.status", one_of("online")),
            has("agent.groups", Quantity::One, "conversation.group"),
            has("agent.skills", Quantity::All, "conversation.skills"),
        ])),
        prefer_agents: vec![
            line(By::Condition(has("agent.followed_tags", Quantity::Any, "conversation.tags"))),
            line(By::Lowest(attribute("agent.load"))),
        ],
        prefer_conversations: vec![line(By::Highest(attribute("conversation.count")))],
        fallbacks: vec![],
    }
}

pub fn line(by: By) -> Preference {
    Preference { place: place(), by }
}

pub fn fallback(after: i64, steps: Vec<FallbackStep>) -> Fallback {
    Fallback { place: place(), after, steps }
}

/// What a conversation of that group says of itself.
pub fn state(group: &str) -> DeskState {
    let facts = Facts::from([("conversation.group".into(), text(group))]);
    DeskState { group: Some(group.into()), session: 1, facts, ..DeskState::default() }
}

pub struct DeskWorld {
    pub engine: Engine,
    pub desk: Desk,
    pub time: Moment,
    pub last: DeskOutcome,
    timers: Vec<(DeskTimer, Moment, u64)>,
    inputs: u64,
}

pub fn desk_world(assignment: Option<Assignment>) -> DeskWorld {
    let engine = Engine::new(desk_book(assignment)).unwrap();
    DeskWorld { engine, desk: Desk::new("a"), time: start(), last: DeskOutcome::default(), timers: vec![], inputs: 0 }
}

impl DeskWorld {
    pub fn step(&mut self, kind: DeskInputKind) -> &mut Self {
        self.inputs += 1;
        let input = DeskInput { id: self.inputs.to_string(), time: self.time, account: Default::default(), kind };
        self.last = self.engine.desk_step(&mut self.desk, &input);
        for change in &self.last.timers {
            let (DeskTimerChange::Set { key, .. } | DeskTimerChange::Cancel { key }) = change;
            self.timers.retain(|(other, ..)| other != key);
            if let DeskTimerChange::Set { key, due, generation, .. } = change {
                self.timers.push((key.clone(), *due, *generation));
            }
        }
        self
    }

    /// Moves the clock through all timers due by then.
    pub fn advance(&mut self, millis: i64) -> &mut Self {
        let end = self.time.plus(millis);
        while let Some(due) = self.next_timer(end) {
            self.fire(due);
        }
        self.time = end;
        self
    }

    /// The first timer due by then.
    pub fn next_timer(&mut self, end: Moment) -> Option<(DeskTimer, Moment, u64)> {
        self.timers.sort_by(|left, right| (left.1, &left.0).cmp(&(right.1, &right.0)));
        self.timers.first().filter(|(_, due, _)| *due <= end).cloned()
    }

    pub fn fire(&mut self, (key, due, generation): (DeskTimer, Moment, u64)) {
        self.timers.retain(|(other, ..)| *other != key);
        self.time = self.time.max(due);
        self.step(DeskInputKind::Timer { key, generation });
    }

    pub fn agent(&mut self, name: &str, facts: &[(&str, Value)]) -> &mut Self {
        let mut told = vec![("agent.name".into(), Some(text(name)))];
        told.extend(facts.iter().map(|(key, value)| ((*key).into(), Some(value.clone()))));
        self.step(DeskInputKind::Agent { facts: told, refused: vec![] })
    }

    /// An agent of these groups comes online.
    pub fn online(&mut self, name: &str, groups: &[&str]) -> &mut Self {
        self.agent(name, &[("agent.status", one_of("online")), ("agent.groups", texts(groups))])
    }

    pub fn tell(&mut self, conversation: &str, messages: Vec<ToDesk>) -> &mut Self {
        self.step(DeskInputKind::Told { conversation: conversation.into(), messages })
    }

    /// Asks for a person of that group.
    pub fn request(&mut self, conversation: &str, group: &str) -> &mut Self {
        self.tell(conversation, vec![ToDesk::State(Box::new(state(group))), ToDesk::Requested])
    }

    pub fn request_with(&mut self, conversation: &str, group: &str, facts: &[(&str, Value)]) -> &mut Self {
        let mut state = state(group);
        state.facts.extend(facts.iter().map(|(key, value)| ((*key).into(), value.clone())));
        self.tell(conversation, vec![ToDesk::State(Box::new(state)), ToDesk::Requested])
    }

    pub fn answer(&mut self, conversation: &str, agent: &str, answer: Answer) -> &mut Self {
        self.tell(conversation, vec![ToDesk::Answer { agent: agent.into(), answer }])
    }

    pub fn assign(&mut self, conversation: &str, to: AssignTo) -> &mut Self {
        let time = self.time;
        self.tell(conversation, vec![ToDesk::Assign { to, by: "rule".into(), time }])
    }

    pub fn over(&mut self, conversation: &str) -> &mut Self {
        self.tell(conversation, vec![ToDesk::Over])
    }

    /// The events of the last input, as `conversation: event agent`.
    pub fn events(&self) -> Vec<String> {
        let one = |event: &crate::runtime::desk::DeskEvent| match event.carried.get("agent.name") {
            Some(Value::Text(agent)) => format!("{}: {} {agent}", event.conversation, event.name),
            _ => format!("{}: {}", event.conversation, event.name),
        };
        self.last.events.iter().map(one).collect()
    }

    /// The changes of offers by the last input, as `c to Joon` and `c from Joon`.
    pub fn offers(&self) -> Vec<String> {
        let one = |change: &OfferChange| match change {
            OfferChange::Offered { conversation, agent, .. } => format!("{conversation} to {agent}"),
            OfferChange::Withdrawn { conversation, agent, .. } => format!("{conversation} from {agent}"),
        };
        self.last.offers.iter().map(one).collect()
    }

    /// Who has a conversation.
    pub fn has(&self, conversation: &str) -> Option<&str> {
        self.desk.conversations.get(conversation)?.agent()
    }

    pub fn audit(&self) -> Vec<String> {
        let refusals = self.last.audit.iter().filter(|audit| !matches!(audit, DeskAudit::Given { .. }));
        refusals.map(ToString::to_string).collect()
    }

    pub fn load(&self, agent: &str) -> String {
        self.engine.loads(&self.desk).iter().find(|load| load.agent == agent).map(ToString::to_string).unwrap()
    }
}

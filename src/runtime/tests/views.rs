use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::build::book;
use super::world::{at, engine, start};
use crate::ir::lifecycle::{Lifecycle, Machine, Status};
use crate::ir::test::Commander;
use crate::ir::vocabulary::{Attribute, EnumValue, Holder};
use crate::ir::{Book, EventName, Moment, Place, Step, StepKind, Type, Value, Values};
use crate::runtime::views::{Of, States, View};
use crate::runtime::{Command, Driver, Event, Inbox, LoadError};

const PEOPLE: [&str; 3] = ["Ana", "Bo", "Cy"];
const TAGS: [&str; 5] = ["billing", "billing/refund", "billing/refund/late", "bill", "vip"];
const STATES: [&str; 4] = ["new", "open", "solved", "awaiting"];
const PERSONAL: [&str; 4] = ["mark read", "star", "unstar", "leave conversation"];

/// Three states of which two are active, and a status of the account's own that counts as `open`.
fn team_book() -> Book {
    let mut book = book();
    let list = Type::List(Box::new(Type::Text));
    let empty = Some(Value::List(Values::default()));
    let declared = [
        ("conversation.followers", Holder::Conversation, list, empty),
        ("agent.operator", Holder::Event, Type::Boolean, Some(Value::Boolean(true))),
    ];
    book.vocabulary.attributes.extend(declared.map(|(key, holder, value_type, default)| Attribute {
        key: key.into(),
        holder,
        value_type,
        default,
        writable: false,
        docs: None,
        place: Place::default(),
    }));
    let statuses = book.vocabulary.enums.iter_mut().find(|each| each.name == "status").unwrap();
    statuses.values.push(EnumValue { name: "awaiting".into(), docs: None });
    book.statuses = vec![Status { id: "awaiting".into(), title: None, counts_as: "open".into() }];
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let machine = Machine {
        attribute: "conversation.status".into(),
        place: Place::default(),
        states: names(&["new", "open", "solved"]),
        start: "new".into(),
        active: names(&["new", "open"]),
        finals: vec![],
        transitions: vec![],
    };
    book.lifecycle = Some(Lifecycle {
        id: "team".into(),
        place: Place::default(),
        machines: vec![machine],
        new_conversations: vec![],
        limits: vec![],
        permissions: vec![],
    });
    book
}

/// Something that happens in the conversation of that number.
#[derive(Clone, Debug)]
enum Happening {
    Told { conversation: usize, status: usize, assignee: Option<usize>, followers: Vec<usize>, tags: Vec<usize> },
    CustomerWrote(usize),
    AgentWrote(usize, usize),
    Commanded { conversation: usize, person: usize, what: usize },
    Operator(usize, usize, bool),
    Deleted(usize),
}

fn happening() -> impl Strategy<Value = Happening> {
    let conversation = 0..5_usize;
    let person = 0..PEOPLE.len();
    let told = (
        conversation.clone(),
        0..STATES.len(),
        proptest::option::of(person.clone()),
        proptest::sample::subsequence(vec![0, 1, 2], 0..=3),
        proptest::sample::subsequence(vec![0, 1, 2, 3, 4], 0..=3),
    );
    prop_oneof![
        4 => told.prop_map(|(conversation, status, assignee, followers, tags)| Happening::Told {
            conversation, status, assignee, followers, tags
        }),
        3 => conversation.clone().prop_map(Happening::CustomerWrote),
        2 => (conversation.clone(), person.clone()).prop_map(|(conversation, who)| Happening::AgentWrote(conversation, who)),
        4 => (conversation.clone(), person.clone(), 0..PERSONAL.len())
            .prop_map(|(conversation, person, what)| Happening::Commanded { conversation, person, what }),
        1 => (conversation.clone(), person, any::<bool>())
            .prop_map(|(conversation, who, on)| Happening::Operator(conversation, who, on)),
        1 => conversation.prop_map(Happening::Deleted),
    ]
}

/// What anybody would note down of a conversation.
#[derive(Clone, Debug, Default)]
struct Noted {
    status: String,
    assignee: Option<String>,
    followers: BTreeSet<String>,
    tags: BTreeSet<String>,
    /// The time of the first event.
    began: Option<Moment>,
    message: Option<Moment>,
    unread: BTreeMap<String, bool>,
    customer_wrote: bool,
    starred: BTreeSet<String>,
}

impl Noted {
    fn fresh() -> Self {
        Self { status: "new".into(), ..Self::default() }
    }
}

struct World {
    driver: Driver,
    time: Moment,
    count: usize,
    /// By the id that the host uses; the conversation may be called otherwise.
    noted: BTreeMap<usize, Noted>,
    generation: BTreeMap<usize, usize>,
    operators: BTreeMap<String, bool>,
}

fn world() -> World {
    World {
        driver: Driver::new(engine(team_book())),
        time: start(),
        count: 0,
        noted: BTreeMap::new(),
        generation: BTreeMap::new(),
        operators: BTreeMap::new(),
    }
}

impl World {
    fn id(&self, conversation: usize) -> String {
        match self.generation.get(&conversation) {
            None => format!("c{conversation}"),
            Some(times) => format!("c{conversation}~{}", times + 1),
        }
    }

    fn event(&mut self, conversation: usize, name: &str, facts: Vec<(&str, Option<Value>)>) -> &mut Noted {
        self.count += 1;
        let event = Event {
            id: self.count.to_string(),
            account: "a".into(),
            conversation: format!("c{conversation}"),
            name: EventName::new(name),
            time: self.time,
            data: serde_json::Map::new(),
        };
        let facts: Vec<_> = facts.into_iter().map(|(key, value)| (key.into(), value)).collect();
        self.driver.receive_facts(&event, &facts, &mut |_| ());
        let noted = self.noted.entry(conversation).or_insert_with(Noted::fresh);
        noted.began.get_or_insert(self.time);
        noted
    }

    fn command(&mut self, conversation: usize, person: &str, action: &str) {
        self.count += 1;
        let step = StepKind::Act { action: action.into(), arguments: vec![], write: None, needs: vec![] };
        let by = Commander { actor: "agent".into(), role: Some("agent".into()), name: Some(person.into()) };
        let command = Command {
            id: self.count.to_string(),
            account: "a".into(),
            conversation: format!("c{conversation}"),
            time: self.time,
            by,
            step: Step { place: Place::default(), kind: step },
        };
        self.driver.command(&command, &mut |_| ());
        self.noted.entry(conversation).or_insert_with(Noted::fresh);
    }

    fn happens(&mut self, what: &Happening, after: i64) {
        self.time = self.time.plus(after);
        let time = self.time;
        match what {
            Happening::Told { conversation, status, assignee, followers, tags } => {
                let status = STATES[*status].to_owned();
                let assignee = assignee.map(|person| PEOPLE[person].to_owned());
                let pick = |all: &[&str], some: &[usize]| some.iter().map(|at| all[*at].to_owned()).collect::<Vec<_>>();
                let (followers, tags) = (pick(&PEOPLE, followers), pick(&TAGS, tags));
                let list =
                    |texts: &[String]| Some(Value::List(texts.iter().map(|text| Value::Text(text.into())).collect()));
                let facts = vec![
                    ("conversation.status", Some(Value::Enum(status.as_str().into()))),
                    ("conversation.assignee", assignee.as_ref().map(|name| Value::Text(name.into()))),
                    ("conversation.followers", list(&followers)),
                    ("conversation.tags", list(&tags)),
                ];
                let noted = self.event(*conversation, "conversation.requested", facts);
                (noted.status, noted.assignee) = (status, assignee);
                (noted.followers, noted.tags) = (followers.into_iter().collect(), tags.into_iter().collect());
            }
            Happening::CustomerWrote(conversation) => {
                let noted = self.event(*conversation, "customer.wrote", vec![]);
                noted.message = Some(time);
                noted.customer_wrote = true;
                noted.unread = PEOPLE.iter().map(|person| ((*person).to_owned(), true)).collect();
            }
            Happening::AgentWrote(conversation, person) => {
                let name = PEOPLE[*person].to_owned();
                let noted = self.event(
                    *conversation,
                    "agent.wrote",
                    vec![("agent.name", Some(Value::Text(name.as_str().into())))],
                );
                noted.message = Some(time);
                noted.unread.insert(name, false);
            }
            Happening::Commanded { conversation, person, what } => {
                let (name, action) = (PEOPLE[*person], PERSONAL[*what]);
                self.command(*conversation, name, action);
                let noted = self.noted.get_mut(conversation).unwrap();
                match action {
                    "mark read" => drop(noted.unread.insert(name.to_owned(), false)),
                    "star" => drop(noted.starred.insert(name.to_owned())),
                    "unstar" => drop(noted.starred.remove(name)),
                    _ => drop(noted.followers.remove(name)),
                }
            }
            Happening::Operator(conversation, person, on) => {
                let name = PEOPLE[*person].to_owned();
                let facts = vec![
                    ("agent.name", Some(Value::Text(name.as_str().into()))),
                    ("agent.operator", Some(Value::Boolean(*on))),
                    ("conversation.assignee", Some(Value::Text(name.as_str().into()))),
                ];
                self.event(*conversation, "conversation.assigned", facts).assignee = Some(name.clone());
                self.operators.insert(name, *on);
            }
            Happening::Deleted(conversation) => {
                if self.noted.contains_key(conversation) {
                    self.command(*conversation, "Ana", "delete conversation");
                    self.noted.remove(conversation);
                    *self.generation.entry(*conversation).or_insert(0) += 1;
                }
            }
        }
    }

    /// The conversations of a view, found by looking at each of them.
    fn found(&self, view: &View) -> Vec<String> {
        let takes_part = |noted: &Noted, person: &String| {
            noted.assignee.as_ref() == Some(person) || noted.followers.contains(person)
        };
        let belongs = |noted: &Noted| match &view.of {
            Of::All => true,
            Of::Unassigned => noted.assignee.is_none(),
            Of::Assigned(person) => noted.assignee.as_ref() == Some(person),
            Of::Sessions(person) => {
                let operator = self.operators.get(person).copied().unwrap_or(true);
                takes_part(noted, person) || (operator && noted.assignee.is_none())
            }
            Of::Unread(person) => {
                takes_part(noted, person) && noted.customer_wrote && noted.unread.get(person) != Some(&false)
            }
            Of::Starred(person) => noted.starred.contains(person),
            Of::Tag(tag) => noted.tags.iter().any(|own| own == tag || own.starts_with(&format!("{tag}/"))),
        };
        let category = |noted: &Noted| if noted.status == "awaiting" { "open".into() } else { noted.status.clone() };
        let in_state = |noted: &Noted| match &view.states {
            States::Any => true,
            States::Active => category(noted) != "solved",
            States::In(state) => category(noted) == *state,
        };
        let mut found: Vec<_> = self
            .noted
            .iter()
            .filter(|(_, noted)| belongs(noted) && in_state(noted))
            .map(|(number, noted)| (Reverse(noted.message.or(noted.began).unwrap_or_default()), self.id(*number)))
            .collect();
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }
}

fn views() -> Vec<View> {
    let mut of = vec![Of::All, Of::Unassigned];
    for person in PEOPLE {
        let name = || person.to_owned();
        of.extend([Of::Assigned(name()), Of::Sessions(name()), Of::Unread(name()), Of::Starred(name())]);
    }
    of.extend(TAGS.map(|tag| Of::Tag(tag.to_owned())));
    of.into_iter()
        .flat_map(|of| {
            let any = View::new(of);
            [any.clone(), any.clone().active(), any.clone().in_state("open"), any.in_state("solved")]
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// After each happening, every view has what looking at each conversation finds, in the same order.
    #[test]
    fn counts_are_those_of_a_recount(happenings in proptest::collection::vec((happening(), 0..3_i64), 1..40)) {
        let mut world = world();
        for (what, after) in &happenings {
            world.happens(what, *after);
            let Some(inbox) = world.driver.inbox("a") else { continue };
            for view in views() {
                let found = world.found(&view);
                prop_assert_eq!(inbox.list(&view, usize::MAX), found.clone(), "{:?} after {:?}", view, what);
                prop_assert_eq!(inbox.count(&view), found.len());
                prop_assert_eq!(inbox.list(&view, 2), found.iter().take(2).collect::<Vec<_>>());
            }
        }
        let Some(inbox) = world.driver.inbox("a") else { return Ok(()) };
        let kept = serde_json::to_vec(inbox).unwrap();
        prop_assert_eq!(&Inbox::load(&kept).unwrap(), inbox, "what is kept is enough");
        prop_assert!(!world.noted.is_empty() || (inbox.people().iter().all(|person| person.active == 0) && inbox.tags().is_empty()));
    }
}

/// Domain 5.2: a tag finds those below it, and counts what is opened.
#[test]
fn a_parent_tag_finds_its_children() {
    let mut world = world();
    let tags = |tags: &[&str]| Some(Value::List(tags.iter().map(|tag| Value::Text((*tag).into())).collect()));
    world.event(1, "customer.wrote", vec![("conversation.tags", tags(&["billing/refund/late", "vip"]))]);
    world.event(2, "customer.wrote", vec![("conversation.tags", tags(&["billing/refund", "bill"]))]);
    let solved = Some(Value::Enum("solved".into()));
    let facts = vec![("conversation.tags", tags(&["billing"])), ("conversation.status", solved)];
    world.event(3, "customer.wrote", facts);
    let inbox = world.driver.inbox("a").unwrap();
    let tags = inbox.tags();
    let told: Vec<(&str, usize)> = tags.iter().map(|(tag, count)| (tag.as_str(), *count)).collect();
    assert_eq!(told, [("bill", 1), ("billing", 2), ("billing/refund", 2), ("billing/refund/late", 1), ("vip", 1)]);
    assert_eq!(inbox.list(&View::new(Of::Tag("billing".into())), 9), ["c1", "c2", "c3"]);
}

/// Domain 5.3: operators and others with how much they have open.
#[test]
fn people_have_counts_of_what_is_active() {
    let mut world = world();
    for (conversation, person, operator) in [(1, 0, true), (2, 0, true), (3, 1, false)] {
        world.happens(&Happening::Operator(conversation, person, operator), 1);
    }
    world.event(2, "customer.wrote", vec![("conversation.status", Some(Value::Enum("solved".into())))]);
    let people = world.driver.inbox("a").unwrap().people();
    let told: Vec<_> = people.iter().map(|person| (person.name.as_str(), person.operator, person.active)).collect();
    assert_eq!(told, [("Ana", true, 1), ("Bo", false, 1)]);
}

/// A book whose statuses count otherwise: the views follow at once.
#[test]
fn another_book_counts_otherwise() {
    let mut world = world();
    let awaiting = Some(Value::Enum("awaiting".into()));
    world.event(1, "customer.wrote", vec![("conversation.status", awaiting)]);
    let open = View::new(Of::All).in_state("open");
    assert_eq!(world.driver.inbox("a").unwrap().count(&open), 1);
    let mut edited = team_book();
    edited.statuses[0].counts_as = "solved".into();
    world.driver.replace_book(engine(edited), at("2026-12-02T10:00:00Z"), &mut |_| ());
    let inbox = world.driver.inbox("a").unwrap();
    assert_eq!((inbox.count(&open), inbox.count(&View::new(Of::All).active())), (0, 0));
    assert_eq!(inbox.states(), ["new", "open", "solved"]);
}

#[test]
fn a_newer_or_damaged_inbox_is_not_read() {
    let kept = serde_json::to_string(&Inbox::new(&team_book())).unwrap();
    assert!(Inbox::load(kept.as_bytes()).is_ok());
    let newer = kept.replace("\"version\":1", "\"version\":2");
    assert_eq!(Inbox::load(newer.as_bytes()), Err(LoadError::Newer { found: 2, newest: 1 }));
    assert!(matches!(Inbox::load(b"{\"version\":1}"), Err(LoadError::DamagedState(_))));
}

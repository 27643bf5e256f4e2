//! Random streams: what comes to three conversations of two users.

use proptest::prelude::*;
use proptest::sample::select;
use whenbook::ir::test::Commander;
use whenbook::ir::vocabulary::Holder;
use whenbook::ir::{EventName, Moment, Name, Step, Type, Value};
use whenbook::runtime::Facts;

use super::actions::commanded;
use super::book::{Edit, edit};
use super::conditions::Reach;
use super::vocabulary::{EVENTS, MACHINES, TIMES, attributes, value, wild};

/// What comes.
#[derive(Clone, Debug)]
pub struct Stream {
    pub start: Moment,
    /// The user's record answers at once.
    pub prompt: bool,
    pub commands: Vec<Command>,
}

/// A fact; none takes it away.
pub type Told = (Name, Option<Value>);

#[derive(Clone, Debug)]
pub enum Command {
    /// An event, so much later than the clock (or earlier).
    Event { conversation: usize, name: EventName, later: i64, carried: Facts, kept: Vec<Told>, user: Vec<Told> },
    /// Somebody does something by hand.
    Act { conversation: usize, later: i64, by: Commander, step: Box<Step> },
    /// A fact of the account changes; nobody is told.
    Account(Name, Option<Value>),
    /// A fact of a user's record changes, and all conversations of the user hear of it.
    User { user: usize, fact: Told },
    /// A pending timer comes, so much too late.
    Timer { pick: usize, late: i64 },
    /// A timer comes that is not set (any more).
    Stale { conversation: usize, pick: usize },
    /// The user's record answers a claim; perhaps it has been granted elsewhere just before.
    Answer { pick: usize, elsewhere: bool },
    /// The admin changes the book.
    Edit(Box<Edit>),
}

pub fn stream() -> impl Strategy<Value = Stream> {
    let start = select(&TIMES[..]).prop_map(|time| Moment::parse(time).expect("a time"));
    (start, prop::bool::weighted(0.5), prop::collection::vec(command(), 1..40))
        .prop_map(|(start, prompt, commands)| Stream { start, prompt, commands })
}

fn command() -> impl Strategy<Value = Command> {
    let late = prop_oneof![4 => Just(0), 1 => select(&[1, 60_000, 7_200_000, 90_000_000][..])];
    prop_oneof![
        24 => event(),
        5 => act(),
        1 => fact("account").prop_map(|(key, value)| Command::Account(key, value)),
        1 => group_fact().prop_map(|(key, value)| Command::Account(key, value)),
        2 => (0..2_usize, fact("user")).prop_map(|(user, fact)| Command::User { user, fact }),
        14 => (0..3_usize, late).prop_map(|(pick, late)| Command::Timer { pick, late }),
        1 => (0..3_usize, 0..5_usize).prop_map(|(conversation, pick)| Command::Stale { conversation, pick }),
        6 => (0..2_usize, prop::bool::weighted(0.2)).prop_map(|(pick, elsewhere)| Command::Answer { pick, elsewhere }),
        2 => edit().prop_map(|edit| Command::Edit(Box::new(edit))),
    ]
}

/// Often the same instants that waits and automations end at.
fn later() -> impl Strategy<Value = i64> {
    let rest = select(&[1, 1_000, 5_000, 60_000, 299_999, 300_000, 3_600_000, 86_400_000, 3_000_000_000][..]);
    prop_oneof![5 => Just(0), 1 => Just(-10_000), 5 => rest]
}

/// No fact is told twice.
fn once_each(mut told: Vec<Told>) -> Vec<Told> {
    let keys: Vec<Name> = told.iter().map(|(key, _)| key.clone()).collect();
    let mut number = 0;
    told.retain(|(key, _)| {
        number += 1;
        !keys[..number - 1].contains(key)
    });
    told
}

fn act() -> impl Strategy<Value = Command> {
    let roles =
        [("agent", None), ("agent", Some("agent")), ("agent", Some("owner")), ("customer", None), ("api", None)];
    let names = prop::option::of(Just("Joon".to_owned()));
    let by = (select(roles.to_vec()), names).prop_map(|((actor, role), name)| Commander {
        actor: actor.into(),
        role: role.map(Into::into),
        name,
    });
    (select(&[0, 0, 0, 1, 1, 2][..]), later(), by, commanded()).prop_map(|(conversation, later, by, step)| {
        let step = Box::new(step);
        Command::Act { conversation, later, by, step }
    })
}

fn event() -> impl Strategy<Value = Command> {
    let often = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 4, 4, 4, 5, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    let known = select(often.to_vec()).prop_map(|number: usize| EVENTS[number]).prop_flat_map(|(name, carries)| {
        let reach = Reach { carried: carries.to_vec(), ..Reach::default() };
        let carried =
            attributes().into_iter().filter(|attribute| attribute.holder == Holder::Event && reach.reads(attribute));
        let facts: Vec<_> =
            carried.map(|attribute| (Just(Name::from(&attribute.key)), wild(&attribute.value_type))).collect();
        let chosen = prop::bool::weighted(0.7);
        let facts = facts.into_iter().map(|fact| (chosen, fact)).collect::<Vec<_>>();
        facts.prop_map(move |facts| {
            let facts = facts.into_iter().filter(|(chosen, _)| *chosen).map(|(_, fact)| fact).collect::<Facts>();
            (EventName::new(name), facts)
        })
    });
    let unknown = Just((EventName::new("nobody.knows"), Facts::new()));
    let told = prop_oneof![8 => fact("conversation"), 1 => fact("session"), 2 => state()];
    let kept = prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(told, 1..3)];
    let user = prop_oneof![5 => Just(vec![]), 1 => fact("user").prop_map(|fact| vec![fact])];
    (select(&[0, 0, 0, 1, 1, 2][..]), prop_oneof![20 => known.boxed(), 1 => unknown.boxed()], later(), kept, user)
        .prop_map(|(conversation, (name, carried), later, kept, user)| Command::Event {
            conversation,
            name,
            later,
            carried,
            kept: once_each(kept),
            user,
        })
}

fn fact(word: &'static str) -> BoxedStrategy<Told> {
    // What is computed, or says whose it is, is not told.
    let fixed = ["conversation.id", "user.id", "conversation.status_category", "session.number"];
    let told = move |key: &str| key.starts_with(&format!("{word}.")) && !fixed.contains(&key);
    let own = attributes().into_iter().filter(move |attribute| told(&attribute.key));
    let told = own.map(|attribute| {
        let value = prop_oneof![5 => wild(&attribute.value_type).prop_map(Some), 1 => Just(None)];
        (Just(Name::from(&attribute.key)), value).boxed()
    });
    let odd = (Just(Name::from(format!("{word}.unheard_of"))), Just(Some(Value::Boolean(true)))).boxed();
    proptest::strategy::Union::new(told.chain([odd])).boxed()
}

/// A state of a machine.
fn state() -> BoxedStrategy<Told> {
    let of = |(key, name, _): (&'static str, &str, _)| {
        value(&Type::Enum(name.into())).prop_map(move |value| (key.into(), Some(value)))
    };
    select(MACHINES.to_vec()).prop_flat_map(of).boxed()
}

fn group_fact() -> BoxedStrategy<Told> {
    let status = select(&["online", "away"][..]).prop_map(|name| Some(Value::Enum(name.into())));
    let name = select(&["a", "İ\"\\", "été", "vip"][..]);
    (name, status)
        .prop_map(|(name, status)| (format!("group({}).status", serde_json::Value::from(name)).into(), status))
        .boxed()
}

//! Whatever the rules ask and whatever the facts are, the index leaves out only what would fail.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::build::event;
use super::super::world::input;
use super::books::{Case, Given, case, literals};
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Packed, Value};
use crate::runtime::fact::{AttributeNumber, Fact, Reader};
use crate::runtime::sightings::Telling;
use crate::runtime::step::Stepping;
use crate::runtime::{Conversation, Engine, Facts, Input, InputKind};

/// A host that keeps its facts in tables, lists of texts and whole numbers as such.
struct Host {
    facts: BTreeMap<AttributeNumber, (Value, Option<Vec<String>>)>,
}

impl Host {
    fn of<'f>(engine: &Engine, facts: impl Iterator<Item = (&'f Name, &'f Value)>) -> Self {
        let texts = |value: &Value| match value {
            Value::List(values) => values
                .iter()
                .map(|value| match value {
                    Value::Text(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect(),
            _ => None,
        };
        let facts = facts.map(|(key, value)| (engine.attribute(key).unwrap(), (value.clone(), texts(value))));
        Self { facts: facts.collect() }
    }
}

impl Reader for Host {
    fn read(&self, attribute: AttributeNumber) -> Option<Fact<'_>> {
        let (value, texts) = self.facts.get(&attribute)?;
        match value {
            Value::Number(number) if number.scale() == 0 => i64::try_from(number.mantissa()).ok().map(Fact::Whole),
            _ => None,
        }
        .or_else(|| Some(texts.as_ref().map_or_else(|| Fact::of(value), |texts| Fact::Texts(texts))))
    }
}

/// The conversation before, and the input.
pub fn come(case: &Case, given: &Given, literals: &[Value]) -> (Conversation, Input) {
    let mut conversation = Conversation::new("a", "c");
    let (mut user, mut account, mut carried) = (Facts::new(), Facts::new(), Facts::new());
    let (mut previous, mut kept) = (Vec::new(), Vec::new());
    for ((own, fact), other) in case.own.iter().zip(&given.facts).zip(&given.others) {
        let fact = fact.fact(&own.of, literals).map(|fact| (Name::from(own.key.as_str()), fact));
        let other = other.as_ref().map(|other| (own.key.as_str().into(), other.fact(&own.of, literals)));
        match own.holder {
            Holder::Conversation => {
                conversation.facts.extend(fact);
                kept.extend(other);
            }
            Holder::Event => carried.extend(fact),
            own => {
                (if own == Holder::User { &mut user } else { &mut account }).extend(fact);
                previous.extend(other);
            }
        }
    }
    let channel = given.channel.map(|channel| ("conversation.channel".into(), Value::Enum(channel.into())));
    conversation.facts.extend(channel);
    let kind = InputKind::Event { name: event(given.event), carried: carried.into(), kept };
    let input = Input { user: user.into(), account: account.into(), previous, ..input(0, kind) };
    (conversation, input)
}

fn same(engine: &Engine, case: &Case, given: &Given, literals: &[Value]) -> Result<(), TestCaseError> {
    let (before, input) = come(case, given, literals);
    let (mut indexed_state, mut traced_state) = (before.clone(), before.clone());
    let indexed = engine.step(&mut indexed_state, &input);
    let mut traced = engine.step_traced(&mut traced_state, &input);
    traced.trace = None;
    prop_assert_eq!(&indexed, &traced);
    let mut observed_state = before.clone();
    let mut observed =
        engine.step_by(&mut observed_state, &input, Stepping { telling: Telling::Sightings, ..Stepping::default() });
    observed.sightings = None;
    prop_assert_eq!(&indexed, &observed);
    prop_assert_eq!(&indexed_state, &observed_state);
    prop_assert_eq!(indexed_state, traced_state);
    let InputKind::Event { name, carried, kept } = &input.kind else { return Ok(()) };
    if case.earlier || !kept.is_empty() {
        return Ok(());
    }
    let host = Host::of(engine, before.facts.iter().chain(&*input.user).chain(&*input.account).chain(&**carried));
    let mut found = Vec::new();
    if let Some(event) = engine.event(name.as_str()) {
        engine
            .matching(event, input.time, &before, &host, |place| found.push(engine.book().triggers[place].id.clone()));
    }
    let fired: Vec<&str> = traced.fired.iter().map(Name::as_str).collect();
    prop_assert_eq!(found, fired, "a host's own facts");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() })]
    #[test]
    fn the_same_fires_whatever_is_asked(case in case()) {
        let engine = Engine::new(case.book.clone()).unwrap();
        let literals = literals(&case.book);
        for given in &case.inputs {
            same(&engine, &case, given, &literals)?;
        }
    }

    /// The engine of a compiled book, of its JSON and of what is packed; the last also while some of its triggers are not ready yet.
    #[test]
    fn the_same_fires_however_the_book_was_loaded(case in case()) {
        let book = case.book.clone().sealed();
        let packed = Packed::of(book.clone()).unwrap().to_bytes();
        let json = Engine::load(serde_json::to_vec(&book).unwrap()).unwrap();
        let (engine, loaded) = (Engine::new(book).unwrap(), Engine::load(&packed).unwrap());
        let other = Engine::load(&packed).unwrap();
        prop_assert_eq!(engine.book(), other.book());
        let literals = literals(&case.book);
        for given in case.inputs.iter().take(5) {
            let (before, input) = come(&case, given, &literals);
            let mut state = before.clone();
            let outcome = engine.step(&mut state, &input);
            for other in [&json, &loaded, &Engine::load(&packed).unwrap()] {
                let mut other_state = before.clone();
                prop_assert_eq!(&other.step(&mut other_state, &input), &outcome);
                prop_assert_eq!(&other_state, &state);
            }
        }
        for given in case.inputs.iter().skip(5).take(3) {
            same(&loaded, &case, given, &literals)?;
        }
    }
}

/// Of books as random as these, enough have columns that are looked at only if somebody asks, and enough do not.
#[test]
fn random_books_are_looked_at_once_and_twice() {
    let mut runner = TestRunner::deterministic();
    let twice = |_| {
        let case = case().new_tree(&mut runner).unwrap().current();
        let engine = Engine::new(case.book.sealed()).unwrap();
        engine.prepared().occasion("customer.wrote").is_some_and(|occasion| occasion.index.looks_twice())
    };
    let count = (0..200).map(twice).filter(|twice| *twice).count();
    assert!((10..190).contains(&count), "{count}");
}

//! The book is stepped through, and what is asked of the allocator is counted.

use std::sync::Arc;

use allocation_counter::measure;
use whenbook::diagnostic::SourceFile;
use whenbook::ir::{EventName, Moment, Value};
use whenbook::runtime::{AttributeNumber, EventNumber, Fact, Facts, Reader};
use whenbook::{Book, Conversation, Engine, Input, InputKind};

use super::book;

/// How many rules there are: more than are looked at one by one, of each event.
const RULES: usize = 400;

const EVENTS: usize = 500;

/// A step in which triggers fire makes room for what has fired and for the effects, each once; the marks are there from the
/// first step.
const FIRING_STEP: u64 = 2;

/// The facts of a user and an event, by the numbers of their attributes.
struct Host(Vec<Option<Value>>);

impl Reader for Host {
    fn read(&self, attribute: AttributeNumber) -> Option<Fact<'_>> {
        self.0.get(attribute.place())?.as_ref().map(Fact::of)
    }
}

fn engine() -> Arc<Engine> {
    let source = SourceFile { path: "book.when".into(), text: book::text(RULES), shipped: false };
    let book =
        Book::compile(&[source]).map_err(|compiled| compiled.findings.first().map(|finding| finding.message.clone()));
    Arc::new(Engine::new(book.unwrap()).unwrap())
}

fn time() -> Moment {
    Moment::parse("2026-12-01T10:00:00Z").unwrap()
}

fn name(number: usize) -> EventName {
    EventName::new(format!("shop.event_{}", number % book::KINDS))
}

fn host(engine: &Engine, number: usize) -> Host {
    let mut facts = vec![None; engine.attributes()];
    for (key, value) in book::facts(number) {
        facts[engine.attribute(key).unwrap().place()] = Some(value);
    }
    Host(facts)
}

#[test]
fn matching_allocates_nothing_once_it_is_warm() {
    let engine = engine();
    let conversation = Conversation::new("a", "c");
    let event = |number: usize| (engine.event(name(number).as_str()).unwrap(), host(&engine, number));
    let events: Vec<(EventNumber, Host)> = (0..EVENTS).map(event).collect();
    let matching = || {
        let mut found = 0_u64;
        for (event, host) in &events {
            engine.matching(*event, time(), &conversation, host, |_| found += 1);
        }
        found
    };
    let warm = matching();
    assert!(warm > EVENTS as u64, "the rules have to do with the facts: {warm}");
    let mut again = 0;
    let counted = measure(|| again = matching());
    assert_eq!((again, counted.count_total), (warm, 0));
}

/// How often the second steps of conversations ask, each with how many triggers fire in it.
fn second_steps(facts: fn(usize) -> Vec<(&'static str, Value)>) -> Vec<(usize, u64)> {
    let engine = engine();
    let mut steps: Vec<(Conversation, Input)> = (0..EVENTS).map(|number| input(number, facts(number))).collect();
    let mut counts = Vec::new();
    for (conversation, input) in &mut steps {
        engine.step(conversation, input);
        let mut fired = 0;
        let counted = measure(|| fired = engine.step(conversation, input).fired.len());
        counts.push((fired, counted.count_total));
    }
    counts
}

#[test]
fn a_step_in_which_nothing_matches_allocates_nothing() {
    let counts = second_steps(book::quiet_facts);
    let unmatched: Vec<u64> = counts.iter().filter(|(fired, _)| *fired == 0).map(|(_, asked)| *asked).collect();
    assert!(unmatched.len() > EVENTS / 2, "{} of the events match nothing", unmatched.len());
    assert!(unmatched.iter().all(|asked| *asked == 0), "{unmatched:?}");
}

#[test]
fn an_effect_that_is_always_the_same_is_not_allocated() {
    let counts = second_steps(book::facts);
    let few: Vec<u64> = counts.iter().filter(|(fired, _)| (1..=8).contains(fired)).map(|(_, asked)| *asked).collect();
    assert!(few.len() > EVENTS / 4, "{} of the events match something", few.len());
    assert!(few.iter().all(|asked| *asked == FIRING_STEP), "{few:?}");
}

fn input(number: usize, facts: Vec<(&'static str, Value)>) -> (Conversation, Input) {
    let mut conversation = Conversation::new("a", "c");
    let (mut user, mut carried) = (Facts::new(), Facts::new());
    for (key, value) in facts {
        let facts = match key.split('.').next() {
            Some("conversation") => &mut conversation.facts,
            Some("message") => &mut carried,
            _ => &mut user,
        };
        facts.insert(key.into(), value);
    }
    let input = Input {
        id: "1".into(),
        time: time(),
        user: user.into(),
        account: Default::default(),
        previous: vec![],
        refused: vec![],
        user_marks: Default::default(),
        from_desk: false,
        kind: InputKind::Event { name: name(number), carried: carried.into(), kept: vec![] },
    };
    (conversation, input)
}

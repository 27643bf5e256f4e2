//! The book is stepped through, and what is asked of the allocator is counted.

use std::sync::Arc;

use allocation_counter::measure;
use whenbook::diagnostic::SourceFile;
use whenbook::ir::{EventName, Moment, Value};
use whenbook::runtime::{AttributeNumber, Fact, Facts, Reader};
use whenbook::{Book, Conversation, Engine, Input, InputKind};

use super::book;

/// How many rules there are: more than are looked at one by one, of each event.
const RULES: usize = 400;

const EVENTS: usize = 500;

/// As measured; a change that makes it more has to say why.
const STEP_AT_MOST: u64 = 4;

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
    let events: Vec<(EventName, Host)> = (0..EVENTS).map(|number| (name(number), host(&engine, number))).collect();
    let matching = || {
        let mut found = 0_u64;
        for (name, host) in &events {
            engine.matching(name, time(), &conversation, host, |_| found += 1);
        }
        found
    };
    let warm = matching();
    assert!(warm > EVENTS as u64, "the rules have to do with the facts: {warm}");
    let mut again = 0;
    let counted = measure(|| again = matching());
    assert_eq!((again, counted.count_total), (warm, 0));
}

#[test]
fn a_step_in_which_nothing_matches_allocates_little() {
    let engine = engine();
    let mut steps: Vec<(Conversation, Input)> = (0..EVENTS).map(|number| input(&engine, number)).collect();
    let mut unmatched = 0;
    let mut most = 0;
    for (conversation, input) in &mut steps {
        // The first step of a conversation makes what it keeps: here its second is looked at.
        engine.step(conversation, input);
        let mut fired = 0;
        let counted = measure(|| fired = engine.step(conversation, input).fired.len());
        if fired == 0 {
            unmatched += 1;
            most = most.max(counted.count_total);
        }
    }
    assert!(unmatched > EVENTS / 2, "{unmatched} of the events match nothing");
    assert!(most <= STEP_AT_MOST, "{most} allocations");
}

fn input(engine: &Engine, number: usize) -> (Conversation, Input) {
    let mut conversation = Conversation::new("a", "c");
    let (mut user, mut carried) = (Facts::new(), Facts::new());
    for (key, value) in book::quiet_facts(number) {
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
        view: engine.view(&user, &Facts::new()).into(),
        previous: vec![],
        refused: vec![],
        user_marks: Default::default(),
        from_desk: false,
        kind: InputKind::Event { name: name(number), carried, kept: vec![] },
    };
    (conversation, input)
}

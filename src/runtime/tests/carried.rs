//! Facts that were looked at for an event of a book need not be looked at again, and only then.

use super::build::*;
use super::world::{engine, input};
use crate::ir::{Book, Comparison, Type, Value};
use crate::runtime::{Audit, Carried, Conversation, Engine, Facts, InputKind, Outcome};

/// Says what the customer wrote, and who the agent is.
fn telling() -> Book {
    let mut book = book();
    let said = send_filled(&["{message.text}", " by ", "{agent.name}"]);
    book.triggers = vec![trigger("t", &["customer.wrote", "agent.wrote"], vec![said])];
    book
}

/// The same, where a message is a number.
fn of_numbers() -> Book {
    let mut book = telling();
    for attribute in book.vocabulary.attributes.iter_mut().filter(|attribute| attribute.key == "message.text") {
        (attribute.value_type, attribute.default) = (Type::Number, None);
    }
    book
}

fn facts(value: Value) -> Facts {
    Facts::from([("agent.name".into(), text("Joon")), ("message.text".into(), value)])
}

fn step(engine: &Engine, name: &str, carried: Carried) -> Outcome {
    let input = input(0, InputKind::Event { name: event(name), carried, kept: vec![] });
    engine.step(&mut Conversation::new("a", "c"), &input)
}

#[test]
fn looked_at_or_not_they_are_the_same() {
    let engine = engine(telling());
    for value in [text("hello"), text("e\u{301}"), number(1)] {
        let plain = step(&engine, "agent.wrote", facts(value.clone()).into());
        assert_eq!(step(&engine, "agent.wrote", engine.carried(&event("agent.wrote"), facts(value))), plain);
    }
}

#[test]
fn another_event_looks_at_them_anew() {
    let engine = engine(telling());
    let by_agent = || engine.carried(&event("agent.wrote"), facts(text("hello")));
    let plain = step(&engine, "customer.wrote", facts(text("hello")).into());
    assert_eq!(plain.effects[0].arguments.get("body").unwrap(), "hello by nobody");
    assert_eq!(step(&engine, "customer.wrote", by_agent()), plain);
    assert_ne!(step(&engine, "agent.wrote", by_agent()).effects, plain.effects);
}

#[test]
fn another_book_looks_at_them_anew() {
    let (texts, numbers) = (engine(telling()), engine(of_numbers()));
    let outcome = step(&numbers, "agent.wrote", texts.carried(&event("agent.wrote"), facts(text("hello"))));
    assert!(matches!(&outcome.audit[..], [Audit::WrongValue { key, .. }] if *key == *"message.text"), "{outcome:?}");
}

#[test]
fn what_is_changed_is_looked_at_anew() {
    let engine = engine(telling());
    let mut carried = engine.carried(&event("agent.wrote"), facts(text("hello")));
    carried.to_mut().insert("message.text".into(), number(1));
    let outcome = step(&engine, "agent.wrote", carried);
    assert!(matches!(&outcome.audit[..], [Audit::WrongValue { .. }]), "{outcome:?}");
}

#[test]
fn a_store_keeps_the_facts_alone() {
    let engine = engine(telling());
    let carried = engine.carried(&event("agent.wrote"), facts(text("hello")));
    let stored = serde_json::to_string(&carried).unwrap();
    assert_eq!(stored, serde_json::to_string(&facts(text("hello"))).unwrap());
    assert_eq!(serde_json::from_str::<Carried>(&stored).unwrap(), carried);
}

#[test]
fn names_in_memory_of_their_own_are_found_by_their_texts() {
    let mut book = book();
    let says = |key: &str, value: Value| compare(read(key), Comparison::Is, value);
    let condition = all(vec![says("message.text", text("hello")), says("agent.name", text("Joon"))]);
    book.triggers = (0..20)
        .map(|number| {
            let trigger = trigger(&format!("t{number}"), &["agent.wrote"], vec![send("x")]);
            crate::ir::Trigger { condition: Some(condition.clone()), ..trigger }
        })
        .collect();
    let engine = engine(book);
    for carried in [facts(text("hello")).into(), engine.carried(&event("agent.wrote"), facts(text("hello")))] {
        assert_eq!(step(&engine, "agent.wrote", carried).fired.len(), 20);
    }
}

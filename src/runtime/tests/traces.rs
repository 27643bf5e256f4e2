//! Traces.

use super::build::*;
use super::world::{at, engine, start, world};
use crate::ir::{Name, Place, Test, Trigger, Value};
use crate::runtime::trace::{Read, Verdict};

#[test]
fn every_candidate_is_told_with_all_that_was_read() {
    let mut book = book();
    let place = |start| Place { start, ..Place::default() };
    let mut first = is("user.name", text("Mina"));
    first.place = place(1);
    let mut second = not(was("conversation.status", one_of("open")));
    second.place = place(2);
    let mut whole = all(vec![first, second]);
    whole.place = place(3);
    book.triggers = vec![
        Trigger { condition: Some(whole), place: place(4), ..trigger("t", &["page.opened"], vec![]) },
        trigger("other", &["customer.wrote"], vec![]),
    ];
    let mut world = world(book);
    let candidates = world.event("page.opened", 0, &[("conversation.status", one_of("solved"))]).candidates();
    let [candidate] = &candidates[..] else { panic!("{candidates:?}") };
    assert_eq!((candidate.verdict.clone(), candidate.place.start), (Verdict::ConditionFailed, 4));
    let whole = candidate.condition.clone().unwrap();
    assert_eq!((whole.place.start, whole.holds, whole.parts.len()), (3, false, 2));
    assert_eq!(whole.parts[0].read, [Read { key: "user.name".into(), before: false, value: None, note: None }]);
    // The part that did not matter any more is told too.
    assert!(whole.parts[1].holds);
    assert_eq!(
        whole.parts[1].parts[0].read,
        [Read { key: "conversation.status".into(), before: true, value: Some(one_of("new")), note: None }]
    );
}

#[test]
fn a_value_that_does_not_count_is_told_with_the_reason() {
    let mut book = book();
    book.triggers =
        vec![Trigger { condition: Some(is("user.score", number(1))), ..trigger("t", &["page.opened"], vec![]) }];
    let mut world = world(book);
    world.json("page.opened", 0, r#"{"user": {"score": "many"}}"#);
    let read = world.candidates()[0].condition.clone().unwrap().read[0].clone();
    assert_eq!(read.value, Some(number(0)));
    assert_eq!(read.note.as_deref(), Some("`\"many\"` is a text, not a number"));
}

#[test]
fn schedules_triggers_and_events_are_told_with_what_they_are() {
    let mut book = book();
    book.schedules = vec![office_hours()];
    let asks = any(vec![
        condition(Test::Open("office_hours".into())),
        condition(Test::HasFired("before".into())),
        condition(Test::InTheLast { event: event("customer.wrote"), duration: MINUTE }),
    ]);
    book.triggers = vec![
        trigger("before", &["customer.wrote"], vec![]),
        Trigger { condition: Some(asks), ..trigger("t", &["page.opened"], vec![]) },
    ];
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]).candidates();
    let condition = world.event("page.opened", SECOND, &[]).candidates()[0].condition.clone().unwrap();
    let read: Vec<(Name, Option<Value>)> =
        condition.parts.into_iter().flat_map(|part| part.read).map(|read| (read.key, read.value)).collect();
    let then = Some(Value::Time(start()));
    assert_eq!(
        read,
        [
            ("office_hours".into(), Some(Value::Boolean(false))),
            ("before".into(), then.clone()),
            ("customer.wrote".into(), then)
        ]
    );
}

#[test]
fn the_conditions_of_those_that_cannot_fire_are_told_too() {
    let mut book = book();
    let condition = || Some(is("user.name", text("Mina")));
    book.triggers = vec![
        Trigger { active: false, condition: condition(), ..trigger("off", &["page.opened"], vec![]) },
        Trigger { channels: Some(vec![]), condition: condition(), ..trigger("elsewhere", &["page.opened"], vec![]) },
    ];
    let candidates = world(book).event("page.opened", 0, &[]).candidates();
    assert!(candidates.iter().all(|candidate| candidate.condition.is_some()), "{candidates:?}");
}

#[test]
fn a_trace_changes_nothing() {
    let mut book = book();
    book.triggers = vec![Trigger {
        condition: Some(not(is("user.name", text("Mina")))),
        ..trigger("t", &["page.opened"], vec![send("x"), wait(SECOND, &[], true), send("y")])
    }];
    let mut world = world(book.clone());
    world.event("page.opened", 0, &[]).advance(MINUTE);
    let engine = engine(book);
    let mut conversation = crate::runtime::Conversation::new("a", "c");
    for delivery in &world.deliveries {
        let mut traced = delivery.outcome.clone();
        traced.trace = None;
        assert_eq!(engine.step(&mut conversation, &delivery.input), traced);
    }
    assert_eq!(conversation, world.conversation());
    assert_eq!(at("2026-12-01T10:00:01Z"), conversation.time);
}

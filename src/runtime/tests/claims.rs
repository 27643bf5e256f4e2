//! `once per user`.

use super::build::*;
use super::world::{engine, input, start, world};
use crate::ir::{Period, Scope, Test, Trigger};
use crate::runtime::conversation::Until;
use crate::runtime::outcome::ToUser;
use crate::runtime::trace::Verdict;
use crate::runtime::{Audit, Carried, Conversation, Input, InputKind};

fn book_with(period: Option<Period>) -> crate::ir::Book {
    let mut book = book();
    let actions = vec![send_filled(&["you said ", "{message.text}"])];
    book.triggers = vec![Trigger { once: once(Scope::User, period), ..trigger("t", &["customer.wrote"], actions) }];
    book
}

#[test]
fn of_two_conversations_one_gets_it() {
    let mut world = world(book_with(None));
    assert_eq!(world.event_in("c", "u", "customer.wrote", 0, &[("message.text", text("x"))]).sent(), ["t: you said x"]);
    assert!(world.event_in("d", "u", "customer.wrote", 1, &[]).sent().is_empty());
    assert_eq!(world.event_in("e", "v", "customer.wrote", 2, &[]).sent(), ["t: you said "]);
}

#[test]
fn it_counts_as_fired_when_granted() {
    let mut world = world(book_with(Some(Period::Duration(HOUR))));
    world.event("customer.wrote", 0, &[]);
    let deliveries = &world.deliveries;
    assert_eq!(deliveries.len(), 2);
    assert!(deliveries[0].outcome.fired.is_empty());
    assert!(matches!(deliveries[0].outcome.to_user[..], [ToUser::Claim { .. }]));
    assert_eq!(deliveries[1].outcome.fired, ["t"]);
    assert_eq!(world.verdicts(), [("t".into(), Verdict::Claimed), ("t".into(), Verdict::Fired)]);
    assert_eq!(world.event("customer.wrote", 1, &[]).verdicts(), [("t".into(), Verdict::Once(start()))]);
    assert_eq!(world.event("customer.wrote", HOUR, &[]).fired(), ["t"]);
}

fn wrote() -> Input {
    input(0, InputKind::Event { name: event("customer.wrote"), carried: Carried::new(), kept: vec![] })
}

#[test]
fn while_the_record_is_asked_it_does_not_fire_again() {
    let engine = engine(book_with(None));
    let mut conversation = Conversation::new("a", "c");
    engine.step(&mut conversation, &wrote());
    assert_eq!(conversation.pending.get("t").unwrap().until, Until::Claim);
    let outcome = engine.step_traced(&mut conversation, &wrote());
    assert!(outcome.to_user.is_empty());
    assert_eq!(outcome.trace.unwrap().rounds[0].candidates[0].verdict, Verdict::Waiting(None));
}

#[test]
fn what_is_not_granted_does_not_run() {
    let engine = engine(book_with(None));
    let mut conversation = Conversation::new("a", "c");
    engine.step(&mut conversation, &wrote());
    let refused = input(0, InputKind::Claim { source: "t".into(), granted: false });
    let outcome = engine.step_traced(&mut conversation, &refused);
    assert!(outcome.effects.is_empty() && outcome.fired.is_empty() && conversation.pending.is_empty());
    assert_eq!(outcome.trace.unwrap().rounds[0].candidates[0].verdict, Verdict::NotGranted);
    // It may ask again.
    assert_eq!(engine.step(&mut conversation, &wrote()).to_user.len(), 1);
}

#[test]
fn an_answer_that_nobody_waits_for_is_audited() {
    let engine = engine(book_with(None));
    let mut conversation = Conversation::new("a", "c");
    let outcome = engine.step(&mut conversation, &input(0, InputKind::Claim { source: "t".into(), granted: true }));
    assert_eq!(outcome.audit, [Audit::StaleClaim { source: "t".into() }]);
    assert!(outcome.effects.is_empty());
}

#[test]
fn has_fired_of_a_once_per_user_reads_the_users_marks() {
    let mut book = book_with(None);
    book.triggers.push(Trigger {
        condition: Some(condition(Test::HasFired("t".into()))),
        ..trigger("asks", &["page.opened"], vec![])
    });
    let mut world = world(book);
    world.event_in("c", "u", "customer.wrote", 0, &[]).fired();
    assert_eq!(world.event_in("d", "u", "page.opened", 1, &[]).fired(), ["asks"]);
    assert!(world.event_in("e", "v", "page.opened", 2, &[]).fired().is_empty());
}

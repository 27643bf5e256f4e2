//! `once per user`.

use super::build::*;
use super::world::{engine, input, start, world};
use crate::ir::{Period, Scope, Test, Trigger};
use crate::runtime::conversation::Until;
use crate::runtime::outcome::ToUser;
use crate::runtime::trace::Verdict;
use crate::runtime::{Audit, Carried, Claim, Conversation, Engine, Input, InputKind, LoadError, User};

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
    assert!(matches!(deliveries[0].outcome.to_user[..], [ToUser::Claim(_)]));
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
    let refused = input(0, InputKind::Claim { source: "t".into(), input: 1, granted: false });
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
    let outcome =
        engine.step(&mut conversation, &input(0, InputKind::Claim { source: "t".into(), input: 1, granted: true }));
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

/// The claim that the conversation makes with an event so long after the start.
fn claim(engine: &Engine, conversation: &mut Conversation, after: i64) -> Claim {
    let kind = InputKind::Event { name: event("customer.wrote"), carried: Carried::new(), kept: vec![] };
    match &engine.step(conversation, &input(after, kind)).to_user[..] {
        [ToUser::Claim(claim)] => claim.clone(),
        other => panic!("{other:?}"),
    }
}

/// A crash after the record was stored and before its answer was would silence the rule for that user.
#[test]
fn a_claim_that_is_asked_again_is_answered_as_before() {
    let engine = engine(book_with(None));
    let mut user = User::new("a", "u");
    let [one, other] = ["c", "d"].map(|id| claim(&engine, &mut Conversation::new("a", id), 0));
    assert_eq!(one, other, "only the conversation tells them apart");
    assert!(user.claim(&engine, "c", &one));
    let mut user = User::load(&serde_json::to_vec(&user).unwrap()).unwrap();
    assert!(user.claim(&engine, "c", &one));
    assert!(!user.claim(&engine, "d", &other));
    assert!(!user.claim(&engine, "d", &other));
    assert!(user.claim(&engine, "c", &one));
    // So too by the record that takes this one over.
    let mut known = User::new("a", "known");
    known.absorb(user);
    assert!(known.claim(&engine, "c", &one));
    assert!(!known.claim(&engine, "d", &other));
}

/// The answer of ten o'clock, delivered once more, was taken for that of half past eleven.
#[test]
fn an_answer_to_an_earlier_claim_is_stale() {
    let engine = engine(book_with(Some(Period::Duration(HOUR))));
    let mut user = User::new("a", "u");
    let [mut one, mut other] = ["c", "d"].map(|id| Conversation::new("a", id));
    let first = claim(&engine, &mut one, 0);
    let granted = first.answer(user.claim(&engine, "c", &first));
    assert_eq!(engine.step(&mut one, &input(0, granted.clone())).fired, ["t"]);
    let theirs = claim(&engine, &mut other, HOUR);
    assert!(user.claim(&engine, "d", &theirs));
    let second = claim(&engine, &mut one, HOUR);
    let refused = second.answer(user.claim(&engine, "c", &second));
    assert_ne!(first.input, second.input);
    let again = engine.step(&mut one, &input(HOUR, granted));
    assert_eq!(again.audit, [Audit::StaleClaim { source: "t".into() }]);
    assert!(again.fired.is_empty() && again.effects.is_empty());
    // The one that is waited for comes all the same.
    let answered = engine.step(&mut one, &input(HOUR, refused));
    assert!(answered.fired.is_empty() && answered.audit.is_empty() && one.pending.is_empty());
}

/// A record of version 1 does not know to whom a mark was granted.
#[test]
fn a_record_of_the_first_version_is_read() {
    let json = r#"{"version":1,"account":"a","id":"u","facts":{},"marks":{"t":"2026-12-01T10:00:00Z"}}"#;
    let mut user = User::load(json.as_bytes()).unwrap();
    let engine = engine(book_with(None));
    assert!(!user.claim(&engine, "c", &claim(&engine, &mut Conversation::new("a", "c"), 0)));
    let now = serde_json::to_string(&user).unwrap();
    assert!(now.starts_with(r#"{"version":2,"#), "{now}");
    let newer = now.replace(r#""version":2"#, r#""version":3"#);
    assert_eq!(User::load(newer.as_bytes()), Err(LoadError::Newer { found: 3, newest: 2 }));
}

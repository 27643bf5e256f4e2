//! Waits and what carries on after them.

use super::build::*;
use super::world::{engine, input, start, world};
use crate::ir::{Moment, Test, Trigger};
use crate::runtime::conversation::{Purpose, TimerKey};
use crate::runtime::outcome::TimerChange;
use crate::runtime::trace::Verdict;
use crate::runtime::{Audit, Carried, Conversation, Driver, Event, Facts, InputKind};

#[test]
fn the_rest_runs_when_the_wait_is_over() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![send("1"), wait(5 * SECOND, &[], false), send("2")])];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).sent(), ["t: 1"]);
    assert_eq!(world.timers(), [("t (wait)".to_owned(), 5 * SECOND)]);
    assert!(world.advance(5 * SECOND - 1).sent().is_empty());
    assert_eq!(world.advance(5 * SECOND).sent(), ["t: 2"]);
    assert!(world.timers().is_empty() && world.conversation().pending.is_empty());
    assert_eq!(world.deliveries[1].outcome.effects[0].key.to_string(), "a/c/2/1");
}

#[test]
fn a_second_wait_counts_from_the_delivery_of_the_first() {
    let mut book = book();
    let steps = vec![wait(5 * SECOND, &[], false), send("1"), wait(5 * SECOND, &[], false), send("2")];
    book.triggers = vec![trigger("t", &["page.opened"], steps)];
    let engine = engine(book);
    let mut conversation = Conversation::new("a", "c");
    engine.step(&mut conversation, &input(0, opened()));
    let late = engine.step(&mut conversation, &input(60 * SECOND, timer(1)));
    assert_eq!(late.effects.len(), 1);
    let due = start().plus(65 * SECOND);
    assert!(matches!(late.timers[..], [TimerChange::Set { due: set, generation: 2, .. }] if set == due));
}

#[test]
fn unless_drops_the_rest() {
    let mut book = book();
    book.triggers =
        vec![trigger("t", &["page.opened"], vec![wait(5 * SECOND, &["agent.wrote"], false), send("hello")])];
    let mut world = world(book);
    world.event("page.opened", 0, &[]).event("agent.wrote", SECOND, &[]);
    assert_eq!(world.audit(), [Audit::WaitDropped { source: "t".into(), reason: "`agent.wrote` came".into() }]);
    assert!(world.timers().is_empty());
    assert!(world.advance(MINUTE).sent().is_empty());
    // It may fire again.
    assert_eq!(world.event("page.opened", 2 * MINUTE, &[]).fired(), ["t"]);
}

#[test]
fn the_event_that_fired_does_not_drop_its_own_wait() {
    let mut book = book();
    book.triggers =
        vec![trigger("t", &["customer.wrote"], vec![wait(5 * SECOND, &["customer.wrote"], false), send("hello")])];
    let mut world = world(book);
    assert_eq!(world.event("customer.wrote", 0, &[]).advance(MINUTE).sent(), ["t: hello"]);
}

#[test]
fn the_drop_comes_before_the_triggers_of_that_round() {
    let mut book = book();
    book.triggers =
        vec![trigger("t", &["customer.wrote"], vec![wait(5 * SECOND, &["customer.wrote"], false), send("hello")])];
    let mut world = world(book);
    // The second message drops the wait of the first and starts another.
    world.event("customer.wrote", 0, &[]).event("customer.wrote", 3 * SECOND, &[]);
    assert_eq!(world.fired(), ["t", "t"]);
    assert_eq!(world.timers(), [("t (wait)".to_owned(), 8 * SECOND)]);
    assert_eq!(world.advance(MINUTE).sent(), ["t: hello"]);
}

#[test]
fn a_change_in_a_later_round_drops_a_wait_of_the_same_input() {
    let mut book = book();
    book.triggers = vec![
        trigger(
            "t",
            &["page.opened"],
            vec![wait(5 * SECOND, &["change of conversation.status"], false), send("hello")],
        ),
        trigger("u", &["page.opened"], vec![set("conversation.status", one_of("open"))]),
    ];
    let mut world = world(book);
    assert!(world.event("page.opened", 0, &[]).advance(MINUTE).sent().is_empty());
}

#[test]
fn while_a_wait_is_pending_the_trigger_does_not_fire_again() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![wait(5 * SECOND, &[], false), send("hello")])];
    let mut world = world(book);
    world.event("page.opened", 0, &[]).verdicts();
    let until = start().plus(5 * SECOND);
    assert_eq!(world.event("page.opened", SECOND, &[]).verdicts(), [("t".into(), Verdict::Waiting(Some(until)))]);
}

#[test]
fn conditions_are_not_checked_again_unless_it_says_so() {
    for (check_again, expected) in [(false, vec!["t: hello"]), (true, vec![])] {
        let mut book = book();
        book.triggers = vec![Trigger {
            condition: Some(is("account.status", one_of("away"))),
            ..trigger("t", &["page.opened"], vec![wait(5 * SECOND, &[], check_again), send("hello")])
        }];
        let mut world = world(book);
        world.event("page.opened", 0, &[("account.status", one_of("away"))]);
        world.event_in("other", "v", "page.opened", SECOND, &[("account.status", one_of("online"))]);
        world.sent();
        assert_eq!(world.advance(MINUTE).sent(), expected);
    }
}

#[test]
fn a_wait_keeps_what_its_rest_reads_of_the_event_and_of_before() {
    let mut book = book();
    let steps = vec![wait(5 * SECOND, &[], true), send_filled(&["{message.text}", " ", "{user.name}"])];
    book.triggers = vec![Trigger {
        condition: Some(all(vec![was("conversation.status", one_of("new")), is("message.text", text("hi"))])),
        ..trigger("t", &["customer.wrote"], steps)
    }];
    let mut world = world(book);
    let told = [("message.text", text("hi")), ("conversation.status", one_of("open"))];
    world.event("customer.wrote", 0, &told);
    // Meanwhile everything changes; the name is that of the moment.
    let told = [("message.text", text("ho")), ("conversation.status", one_of("solved")), ("user.name", text("Mina"))];
    world.event("customer.wrote", SECOND, &told);
    assert_eq!(world.advance(MINUTE).sent(), ["t: hi Mina"]);
}

#[test]
fn a_wait_keeps_only_what_is_read() {
    let mut book = book();
    book.triggers =
        vec![trigger("t", &["agent.wrote"], vec![wait(SECOND, &[], false), send_filled(&["{agent.name}"])])];
    let mut world = world(book);
    world.event("agent.wrote", 0, &[("agent.name", text("Joon")), ("message.text", text("long"))]);
    assert_eq!(
        world.conversation().pending.get("t").unwrap().carried,
        Facts::from([("agent.name".into(), text("Joon"))])
    );
}

#[test]
fn looking_back_after_a_wait_leaves_out_the_event_that_fired() {
    let mut book = book();
    let lately = Test::InTheLast { event: event("customer.wrote"), duration: MINUTE };
    book.triggers = vec![Trigger {
        condition: Some(not(condition(lately))),
        ..trigger("t", &["customer.wrote"], vec![wait(5 * SECOND, &[], true), send("hello")])
    }];
    let mut world = world(book);
    assert_eq!(world.event("customer.wrote", 0, &[]).advance(10 * SECOND).sent(), ["t: hello"]);
    // A second one, before or meanwhile, counts.
    assert!(world.event("customer.wrote", 30 * SECOND, &[]).advance(40 * SECOND).sent().is_empty());
    world.event("customer.wrote", 10 * MINUTE, &[]).event("customer.wrote", 10 * MINUTE + SECOND, &[]);
    assert!(world.advance(11 * MINUTE).sent().is_empty());
}

#[test]
fn what_a_continuation_writes_raises_changes() {
    let mut book = book();
    book.triggers = vec![
        trigger("t", &["page.opened"], vec![wait(SECOND, &[], false), set("conversation.status", one_of("open"))]),
        Trigger {
            condition: Some(was("conversation.status", one_of("new"))),
            ..trigger("u", &["change of conversation.status"], vec![send("changed")])
        },
    ];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).advance(MINUTE).sent(), ["u: changed"]);
}

#[test]
fn a_continuation_counts_as_having_acted() {
    let mut book = book();
    let steps = vec![wait(SECOND, &[], false), set("conversation.count", number(1)), send("done")];
    book.triggers = vec![trigger("t", &["page.opened", "change of conversation.count"], steps)];
    let mut world = world(book);
    world.event("page.opened", 0, &[]).verdicts();
    assert_eq!(
        world.advance(MINUTE).verdicts(),
        [("t".into(), Verdict::Continued), ("t".into(), Verdict::AlreadyActed)]
    );
}

fn opened() -> InputKind {
    InputKind::Event { name: event("page.opened"), carried: Carried::new(), kept: vec![] }
}

fn key() -> TimerKey {
    TimerKey { source: "t".into(), purpose: Purpose::Wait }
}

fn timer(generation: u64) -> InputKind {
    InputKind::Timer { key: key(), generation }
}

#[test]
fn stale_generations_are_ignored() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![wait(SECOND, &["agent.wrote"], false), send("hello")])];
    let engine = engine(book);
    let mut conversation = Conversation::new("a", "c");
    engine.step(&mut conversation, &input(0, opened()));
    for generation in [0, 2] {
        let before = conversation.pending.clone();
        let outcome = engine.step(&mut conversation, &input(SECOND, timer(generation)));
        assert_eq!(outcome.audit, [Audit::StaleTimer { key: key() }]);
        assert!(outcome.effects.is_empty() && conversation.pending == before);
    }
    assert_eq!(engine.step(&mut conversation, &input(SECOND, timer(1))).effects.len(), 1);
    // The same once more.
    assert_eq!(engine.step(&mut conversation, &input(SECOND, timer(1))).audit, [Audit::StaleTimer { key: key() }]);
}

#[test]
fn a_timer_that_comes_too_early_is_set_again() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![wait(SECOND, &[], false), send("hello")])];
    let engine = engine(book);
    let mut conversation = Conversation::new("a", "c");
    engine.step(&mut conversation, &input(0, opened()));
    let outcome = engine.step(&mut conversation, &input(SECOND - 1, timer(1)));
    let due = start().plus(SECOND);
    assert_eq!(outcome.timers, [TimerChange::Set { key: key(), due, generation: 1 }]);
    assert_eq!(engine.step(&mut conversation, &input(SECOND, timer(1))).effects.len(), 1);
}

#[test]
fn what_would_be_due_after_the_end_of_time_is_never_due() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![wait(5 * SECOND, &[], false), send("later")])];
    let mut driver = Driver::new(engine(book));
    let event = Event {
        id: "e".into(),
        account: "a".into(),
        conversation: "c".into(),
        name: event("page.opened"),
        time: Moment::MAX,
        data: serde_json::Map::new(),
    };
    let mut deliveries = 0;
    driver.receive(&event, &mut |_| deliveries += 1);
    assert_eq!(driver.next_due(), None);
    driver.advance(Moment::MAX, &mut |_| deliveries += 1);
    assert_eq!(deliveries, 1, "the wait is not over");
}

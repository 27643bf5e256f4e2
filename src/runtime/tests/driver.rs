//! The driver in memory, and replay.

use super::build::*;
use super::world::{engine, start, world};
use crate::ir::{Base, Operand, Quantity, Scope, Test, Trigger, Value};
use crate::runtime::{Conversation, Event, Input, InputKind};

fn busy() -> crate::ir::Book {
    let mut book = book();
    let once_per_user = Trigger { once: once(Scope::User, None), ..trigger("u", &["page.opened"], vec![send("u")]) };
    let steps = vec![send_filled(&["{message.text}"]), wait(5 * SECOND, &["agent.wrote"], true), send("still there?")];
    book.triggers = vec![
        Trigger { condition: Some(not(is("user.name", text("Bot")))), ..trigger("t", &["customer.wrote"], steps) },
        once_per_user,
        trigger("v", &["change of conversation.customer_messages"], vec![add_tag("user.tags", "writer")]),
    ];
    let base = Base::While(is("conversation.status", one_of("solved")));
    book.automations = vec![automation("close", after(HOUR, base), vec![set("conversation.status", one_of("new"))])];
    book
}

#[test]
fn stored_inputs_give_the_same_bytes() {
    let mut world = world(busy());
    world.event("customer.wrote", 0, &[("message.text", text("hi")), ("user.name", text("Mina"))]);
    world.event("page.opened", SECOND, &[("conversation.status", one_of("solved"))]);
    world.event("page.opened", SECOND, &[("user.name", number(1))]).advance(2 * HOUR);
    let engine = engine(busy());
    let mut conversation = Conversation::new("a", "c");
    assert!(world.deliveries.len() >= 6);
    for delivery in &world.deliveries {
        let stored = serde_json::to_string(&delivery.input).unwrap();
        let input: Input = serde_json::from_str(&stored).unwrap();
        assert_eq!(input, delivery.input);
        let outcome = engine.step_traced(&mut conversation, &input);
        assert_eq!(serde_json::to_string(&outcome).unwrap(), serde_json::to_string(&delivery.outcome).unwrap());
    }
    assert_eq!(serde_json::to_string(&conversation).unwrap(), serde_json::to_string(&world.conversation()).unwrap());
}

#[test]
fn an_event_id_already_seen_changes_nothing() {
    let mut world = world(busy());
    let event = Event {
        id: "same".into(),
        account: "a".into(),
        conversation: "c".into(),
        name: event("customer.wrote"),
        time: start(),
        data: serde_json::Map::new(),
    };
    for time in [0, HOUR] {
        let event = Event { time: start().plus(time), ..event.clone() };
        world.driver.receive(&event, &mut |delivery| world.deliveries.push(delivery));
    }
    assert_eq!(world.deliveries.len(), 1);
    assert_eq!(world.driver.clock(), start());
    // In another conversation it is another event.
    let other = Event { conversation: "d".into(), ..event };
    world.driver.receive(&other, &mut |delivery| world.deliveries.push(delivery));
    assert_eq!(world.deliveries.len(), 2);
}

#[test]
fn events_come_before_timers_due_at_the_same_instant() {
    let mut world = world(busy());
    world.event("customer.wrote", 0, &[]);
    assert!(
        world.event("agent.wrote", 5 * SECOND, &[]).advance(HOUR).sent().iter().all(|sent| sent != "t: still there?")
    );
}

#[test]
fn timers_come_by_when_they_are_due_and_then_by_their_names() {
    let mut book = book();
    let wait_for =
        |id: &str, seconds: i64| trigger(id, &["page.opened"], vec![wait(seconds * SECOND, &[], false), send("x")]);
    book.triggers = vec![wait_for("z", 1), wait_for("b", 2), wait_for("a", 2)];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).advance(MINUTE).sent(), ["z: x", "a: x", "b: x"]);
}

#[test]
fn timers_are_delivered_when_they_are_due() {
    let mut world = world(busy());
    world.event("page.opened", 0, &[("conversation.status", one_of("solved"))]).advance(10 * HOUR);
    let timer =
        world.deliveries.iter().find(|delivery| matches!(delivery.input.kind, InputKind::Timer { .. })).unwrap();
    assert_eq!(timer.input.time, start().plus(HOUR));
}

#[test]
fn a_user_who_says_who_they_are_keeps_what_was_known() {
    let mut world = world(busy());
    world.json("page.opened", 0, r#"{"user": {"name": "Mina"}}"#);
    assert_eq!(world.sent(), ["u: u"]);
    world.json("page.opened", 1, r#"{"user": {"id": "u1"}}"#);
    assert_eq!(world.fact("user.name"), Some(text("Mina")));
    // The mark has come along.
    assert!(world.sent().is_empty());
    assert!(world.event_in("d", "u1", "page.opened", 2, &[]).sent().is_empty());
}

#[test]
fn facts_can_be_given_without_an_event() {
    let mut world = world(busy());
    let given = [
        ("conversation.status".into(), Some(one_of("open"))),
        ("user.name".into(), Some(text("Mina"))),
        (r#"group("Billing").status"#.into(), Some(one_of("online"))),
    ];
    world.driver.give("a", "c", &given);
    assert!(world.deliveries.is_empty());
    for (key, value) in given {
        assert_eq!(world.fact(&key), value);
    }
    let holds = |condition| world.driver.evaluate("a", "c", &condition).unwrap().holds;
    assert!(holds(is("user.name", text("Mina"))) && holds(is("conversation.status", one_of("open"))));
}

#[test]
fn changes_of_a_user_that_never_end_are_cut_off() {
    let mut book = book();
    let flip = |from: &str, to: &str| Trigger {
        condition: Some(is("user.plan", text(from))),
        ..trigger(to, &["change of user.plan"], vec![set("user.plan", text(to))])
    };
    book.triggers = vec![flip("a", "b"), flip("b", "a")];
    let mut world = world(book);
    world.event("page.opened", 0, &[("user.plan", text("a"))]);
    assert!(world.deliveries.len() < 50, "{}", world.deliveries.len());
}

#[test]
fn an_input_has_what_was_told_of_the_user_and_the_account() {
    let mut book = book();
    let mut billing = attribute("group(name).status");
    billing.arguments = vec![crate::ir::Operand::Literal(text("Billing"))];
    let asks = crate::ir::Test::Known(crate::ir::Operand::Attribute(billing));
    book.triggers = vec![Trigger { condition: Some(condition(asks)), ..trigger("t", &["page.opened"], vec![]) }];
    let mut world = world(book);
    world.json(
        "page.opened",
        0,
        r#"{"user": {"name": "Mina"}, "group": {"Billing": {"status": "online"}, "Sales": {"status": "away"}}}"#,
    );
    let input = &world.deliveries[0].input;
    assert_eq!(input.user.keys().collect::<Vec<_>>(), ["user.name"]);
    assert_eq!(input.account.keys().collect::<Vec<_>>(), [r#"group("Billing").status"#, r#"group("Sales").status"#]);
}

#[test]
fn an_idle_conversation_is_small() {
    let mut world = world(busy());
    let kept = |key: &'static str, value: &str| (key, text(value));
    world.event("conversation.requested", 0, &[]).event("conversation.queued", SECOND, &[]);
    world.event("conversation.assigned", MINUTE, &[kept("agent.name", "Joon")]);
    for minute in 2..20 {
        let name = if minute % 2 == 0 { "customer.wrote" } else { "agent.wrote" };
        world.event(name, minute * MINUTE, &[("message.text", text("a longer text that nobody has to keep"))]);
    }
    world.advance(HOUR);
    let state = serde_json::to_string(&world.conversation()).unwrap();
    assert!(world.conversation().pending.is_empty());
    assert!(state.len() < 1024, "{} bytes: {state}", state.len());
}

#[test]
fn an_input_that_is_late_or_far_ahead_is_taken() {
    let mut world = world(busy());
    world.event("customer.wrote", 50 * 365 * DAY, &[]);
    world.event("customer.wrote", 0, &[("message.text", Value::Text("late".into()))]);
    assert_eq!(world.conversation().inputs, 2);
}

#[test]
fn changes_of_a_user_that_never_settle_do_not_multiply_over_the_conversations() {
    let has = |tag: &str| {
        let members = Operand::Literal(text(tag));
        condition(Test::Has { list: read("user.tags"), quantity: Quantity::One, members })
    };
    let on = ["change of user.tags"];
    let mut book = book();
    book.triggers = vec![
        trigger("begin", &["page.opened"], vec![add_tag("user.tags", "x")]),
        Trigger { condition: Some(has("x")), ..trigger("off", &on, vec![remove_tag("user.tags", "x")]) },
        Trigger { condition: Some(not(has("x"))), ..trigger("on", &on, vec![add_tag("user.tags", "x")]) },
    ];
    let mut world = world(book);
    for number in 0..8 {
        world.event_in(&format!("c{number}"), "u", "customer.wrote", 0, &[]);
    }
    world.event_in("c0", "u", "page.opened", 1, &[]);
    assert!(world.deliveries.len() < 1_000, "{}", world.deliveries.len());
}
#[test]
fn as_many_facts_of_an_account_as_are_told_at_once_are_taken_in_any_order() {
    // Each looked for among the others, or put between them by itself, they would take minutes.
    const MANY: u64 = 100_000;
    let mut world = world(busy());
    let name = |number: u64| format!(r#"group("{}").status"#, number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20);
    for (after, status) in [(0, Some("online")), (1, Some("away")), (2, None)] {
        let event = Event {
            id: format!("e{after}"),
            account: "a".into(),
            conversation: "c".into(),
            name: event("page.opened"),
            time: start().plus(after),
            data: serde_json::Map::new(),
        };
        let facts: Vec<_> = (0..MANY).map(|number| (name(number).into(), status.map(one_of))).collect();
        world.driver.receive_facts(&event, &facts, &mut |delivery| world.deliveries.push(delivery));
        let input = &world.deliveries[0].input;
        assert_eq!(input.previous.len(), facts.len());
        assert_eq!(input.account.len(), status.map_or(0, |_| facts.len()));
        world.deliveries.clear();
    }
}

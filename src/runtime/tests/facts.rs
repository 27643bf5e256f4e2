//! Facts: intake, upkeep, looking back.

use super::build::*;
use super::world::{start, world};
use crate::ir::{Test, Trigger, Value};
use crate::runtime::{Audit, Event, Facts};

#[test]
fn data_is_bound_by_declared_types() {
    let mut world = world(book());
    world.json(
        "conversation.queued",
        0,
        r#"{"user": {"id": "u", "name": "E\u0301va", "score": 12.50, "tags": ["a", "b"], "shoes": 5},
            "group": {"Billing": {"status": "online"}, "Sales": {"status": "away"}},
            "conversation": {"status": "open", "queued_at": "2026-12-01T19:00:00+09:00"},
            "queue": {"wait_max": 90.5}, "message": {"text": "not carried"}, "weather": {"sky": "blue"}}"#,
    );
    assert_eq!(world.fact("user.name"), Some(text("\u{c9}va")));
    assert_eq!(world.fact("user.score"), Some(Value::Number("12.5".parse().unwrap())));
    assert_eq!(world.fact("user.tags"), Some(texts(&["a", "b"])));
    assert_eq!(world.fact(r#"group("Billing").status"#), Some(one_of("online")));
    assert_eq!(world.fact(r#"group("Sales").status"#), Some(one_of("away")));
    assert_eq!(world.fact("conversation.status"), Some(one_of("open")));
    assert_eq!(world.fact("conversation.queued_at"), Some(Value::Time(start())));
    assert!(world.audit().is_empty());
}

#[test]
fn durations_are_seconds_or_written_out() {
    for (written, sent) in [("90", "t: 2"), ("\"1h30m\"", "t: 90"), ("0.001", "t: 1")] {
        let mut book = book();
        book.triggers = vec![trigger("t", &["conversation.queued"], vec![send_filled(&["{queue.wait_max}"])])];
        let mut world = world(book);
        world.json("conversation.queued", 0, &format!("{{\"queue\": {{\"wait_max\": {written}}}}}"));
        assert_eq!(world.sent(), [sent]);
    }
}

#[test]
fn null_takes_a_fact_away() {
    let mut world = world(book());
    world.json("page.opened", 0, r#"{"user": {"name": "Mina"}, "conversation": {"status": "open", "topic": "x"}}"#);
    world.json("page.opened", 1, r#"{"user": {"name": null}, "conversation": {"status": null, "topic": null}}"#);
    assert_eq!(world.fact("user.name"), None);
    assert!(world.conversation().facts.keys().all(|key| key == "conversation.created_at"));
}

#[test]
fn wrong_values_are_audited_and_count_as_not_told() {
    let mut world = world(book());
    world.json("page.opened", 0, r#"{"conversation": {"status": "open"}, "user": {"name": "Mina"}}"#);
    world.json("page.opened", 1, r#"{"conversation": {"status": "asleep"}, "user": {"name": 5, "score": "many"}}"#);
    assert_eq!(world.fact("conversation.status"), Some(one_of("open")));
    assert_eq!(world.fact("user.name"), Some(text("Mina")));
    let audit = world.audit();
    let reasons: Vec<String> = audit
        .iter()
        .map(|audit| match audit {
            Audit::WrongValue { key, reason } => format!("{key}: {reason}"),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "conversation.status: `asleep` is not one of `new`, `open`, `pending`, `solved`",
            "user.name: `5` is not a text",
            "user.score: `\"many\"` is a text, not a number",
        ]
    );
}

/// It was audited as refused, and was the user's id all the same.
#[test]
fn a_number_is_nobodys_id() {
    let mut world = world(book());
    world.json("page.opened", 0, r#"{"user": {"id": 5, "name": "Mina"}}"#);
    let reason = "`5` is not a text".into();
    assert_eq!(world.audit(), [Audit::WrongValue { key: "user.id".into(), reason }]);
    assert_eq!(world.fact("user.id"), None);
    let event = Event {
        id: "other".into(),
        account: "a".into(),
        conversation: "d".into(),
        name: event("page.opened"),
        time: start(),
        data: serde_json::from_str(r#"{"user": {"id": 5}}"#).unwrap(),
    };
    world.driver.receive(&event, &mut |_| ());
    assert_eq!(world.driver.fact("a", "d", "user.name"), None);
    let bound = world.driver.engine().bind(&event.data);
    assert_eq!((bound.user_id(), bound.refused.len()), (None, 1));
    world.json("page.opened", 1, r#"{"user": {"id": "5"}}"#);
    assert_eq!(world.fact("user.id"), Some(text("5")));
    assert_eq!(world.fact("user.name"), Some(text("Mina")));
}

#[test]
fn only_what_differs_from_the_default_is_kept() {
    let mut world = world(book());
    world.event("page.opened", 0, &[("conversation.status", one_of("open"))]);
    world.event("page.opened", 1, &[("conversation.status", one_of("new"))]);
    assert_eq!(world.conversation().facts, Facts::from([("conversation.created_at".into(), Value::Time(start()))]));
}

#[test]
fn an_event_that_is_not_declared_changes_nothing() {
    let mut world = world(book());
    world.event("weather.changed", 0, &[("conversation.status", one_of("open"))]);
    assert_eq!(world.audit(), [Audit::UnknownEvent(event("weather.changed"))]);
    assert!(world.conversation().facts.is_empty());
}

#[test]
fn counts_and_times_are_kept_up_to_date() {
    let mut world = world(book());
    world.event("customer.wrote", 0, &[]).event("customer.wrote", 1, &[]).event("agent.wrote", 2, &[]);
    world.event("agent.wrote", 3, &[]);
    assert_eq!(world.fact("conversation.customer_messages"), Some(number(2)));
    assert_eq!(world.fact("conversation.first_reply_at"), Some(Value::Time(start().plus(2))));
    assert_eq!(world.fact("conversation.served"), Some(Value::Boolean(true)));
    assert_eq!(world.fact("conversation.created_at"), Some(Value::Time(start())));
}

#[test]
fn what_an_event_tells_goes_before_upkeep() {
    let mut world = world(book());
    world.event("customer.wrote", 0, &[("conversation.customer_messages", number(7))]);
    assert_eq!(world.fact("conversation.customer_messages"), Some(number(7)));
    world.event("customer.wrote", 1, &[]);
    assert_eq!(world.fact("conversation.customer_messages"), Some(number(8)));
}

#[test]
fn the_first_routing_is_the_first_queue() {
    let mut world = world(book());
    world.event("conversation.queued", 0, &[]);
    assert_eq!(world.fact("conversation.first_routing"), Some(Value::Boolean(true)));
    world.event("conversation.queued", 1, &[]);
    assert_eq!(world.fact("conversation.first_routing"), None);
}

#[test]
fn assignees_come_and_go() {
    let mut world = world(book());
    world.event("conversation.assigned", 0, &[("agent.name", text("Joon"))]);
    assert_eq!(world.fact("conversation.assignee"), Some(text("Joon")));
    assert_eq!(world.fact("conversation.last_assignee"), None);
    world.event("conversation.assigned", 1, &[("agent.name", text("Sora"))]);
    assert_eq!(world.fact("conversation.last_assignee"), Some(text("Joon")));
    world.event("conversation.unassigned", 2, &[]);
    assert_eq!(world.fact("conversation.assignee"), None);
    assert_eq!(world.fact("conversation.last_assignee"), Some(text("Sora")));
}

#[test]
fn the_user_waits_for_a_person_until_one_is_there() {
    let mut world = world(book());
    world.event("conversation.requested", 0, &[]);
    assert_eq!(world.fact("user.requesting"), Some(Value::Boolean(true)));
    world.event("agent.wrote", 1, &[]);
    assert_eq!(world.fact("user.requesting"), None);
    world.event("conversation.requested", 2, &[("user.requesting", Value::Boolean(false))]);
    assert_eq!(world.fact("user.requesting"), None);
}

#[test]
fn looking_back_is_at_earlier_events_and_includes_its_end() {
    let mut book = book();
    let lately = || condition(Test::InTheLast { event: event("customer.wrote"), duration: MINUTE });
    book.triggers = vec![
        Trigger { condition: Some(lately()), ..trigger("again", &["customer.wrote"], vec![]) },
        Trigger { condition: Some(lately()), ..trigger("later", &["page.opened"], vec![]) },
        Trigger {
            condition: Some(lately()),
            ..trigger("round", &["change of conversation.customer_messages"], vec![])
        },
    ];
    let mut world = world(book);
    // Not the event itself; in a later round of its input it counts.
    assert_eq!(world.event("customer.wrote", 0, &[]).fired(), ["round"]);
    assert_eq!(world.event("page.opened", MINUTE, &[]).fired(), ["later"]);
    assert!(world.event("page.opened", MINUTE + 1, &[]).fired().is_empty());
    world.event("customer.wrote", 2 * MINUTE, &[]).fired();
    assert_eq!(world.event("customer.wrote", 2 * MINUTE + 1, &[]).fired(), ["again", "round"]);
}

#[test]
fn the_value_of_a_view_fact_before_is_that_before_the_input() {
    let mut book = book();
    book.triggers = vec![
        Trigger {
            condition: Some(all(vec![was("user.plan", text("free")), is("user.plan", text("pro"))])),
            ..trigger("t", &["page.opened"], vec![])
        },
        Trigger {
            condition: Some(was("user.plan", text("free"))),
            ..trigger("u", &["change of user.plan"], vec![send("thanks")])
        },
    ];
    let mut world = world(book);
    world.event("page.opened", 0, &[("user.plan", text("free"))]).fired();
    assert_eq!(world.event("page.opened", 1, &[("user.plan", text("pro"))]).fired(), ["t", "u"]);
    assert!(world.event("page.opened", 2, &[("user.plan", text("pro"))]).fired().is_empty());
}

#[test]
fn writes_to_the_user_are_seen_at_once_and_told_to_the_record() {
    let mut book = book();
    book.triggers = vec![
        trigger("t", &["page.opened"], vec![add_tag("user.tags", "new"), send_filled(&["{user.tags}"])]),
        trigger("u", &["change of user.tags"], vec![send("told")]),
    ];
    let mut world = world(book);
    world.event_in("d", "u", "customer.wrote", 0, &[]);
    world.event("page.opened", 1, &[("user.tags", texts(&["old"]))]);
    assert_eq!(world.fact("user.tags"), Some(texts(&["old", "new"])));
    // Both conversations hear of both changes: that of the event, and that of the rule.
    assert_eq!(world.sent(), ["t: old, new", "u: told", "u: told", "u: told", "u: told"]);
}

#[test]
fn lists_have_a_member_once() {
    let mut book = book();
    let key = "conversation.tags";
    let steps =
        vec![add_tag(key, "a"), add_tag(key, "b"), add_tag(key, "a"), remove_tag(key, "b"), remove_tag(key, "c")];
    book.triggers = vec![trigger("t", &["page.opened"], steps)];
    let mut world = world(book);
    world.event("page.opened", 0, &[]);
    assert_eq!(world.fact(key), Some(texts(&["a"])));
    // One effect each, even if nothing changes.
    assert_eq!(world.deliveries[0].outcome.effects.len(), 5);
}

#[test]
fn setting_to_an_unknown_value_takes_it_away() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![set_to("conversation.topic", read("user.name"))])];
    let mut world = world(book);
    world.event("page.opened", 0, &[("conversation.topic", text("x"))]);
    assert_eq!(world.fact("conversation.topic"), None);
    assert!(world.deliveries[0].outcome.effects[0].arguments.get("value").unwrap().is_null());
}

#[test]
fn time_never_runs_back() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![wait(MINUTE, &[], false)])];
    let mut world = world(book);
    world.event("customer.wrote", HOUR, &[]).event("page.opened", 0, &[]);
    assert_eq!(world.conversation().time, start().plus(HOUR));
    assert_eq!(world.timers(), [("t (wait)".to_owned(), HOUR + MINUTE)]);
}

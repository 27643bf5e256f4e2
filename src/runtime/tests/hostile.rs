//! Books in which anything may stand anywhere: they are refused, or they run.

use serde_json::{Value as Json, json};

use super::build::*;
use super::hosted::{hosted, stages};
use super::world::start;
use crate::ir::policy::{Accept, Assignment, By, Fallback, FallbackStep, Preference, WaitTime};
use crate::ir::{
    Argument, Base, Book, Day, FirstMatch, Message, NamedCondition, Quantity, Scope, Template, TemplatePart, Test,
    TextEdge, Timing, Trigger, Value,
};
use crate::runtime::{Driver, Engine, Event};

/// A book with some of everything.
pub fn rich() -> Book {
    let mut book = book();
    let wanted =
        ["user.name", "user.tags", "conversation.status", "conversation.queued_at", "message.text", "user.locale"];
    let keep = |key: &str| wanted.contains(&key) || key.starts_with("group(") || key == "queue.wait_max";
    book.vocabulary.attributes.retain(|attribute| keep(&attribute.key));
    book.vocabulary.events.truncate(4);
    book.schedules = vec![office_hours()];
    book.schedules[0].weekly.truncate(1);
    let body = Template(vec![TemplatePart::Literal("hi".into())]);
    book.messages = vec![Message { id: "hello".into(), texts: vec![("en".into(), body)] }];
    book.conditions = vec![NamedCondition { id: "named".into(), condition: is("user.name", text("Mina")) }];
    let mut group = attribute("group(name).status");
    group.arguments = vec![read("user.name")];
    let literal = |value| crate::ir::Operand::Literal(value);
    let tests = vec![
        Test::Named("named".into()),
        Test::Known(crate::ir::Operand::Attribute(group)),
        Test::Matches { text: read("message.text"), pattern: "h.".into(), ignore_case: true, whole: true },
        Test::Text {
            text: read("message.text"),
            edge: TextEdge::End,
            quantity: Quantity::Any,
            exactly: false,
            needles: literal(texts(&["x"])),
        },
        Test::Has { list: read("user.tags"), quantity: Quantity::Under, members: literal(text("a")) },
        Test::Ago { time: read("conversation.queued_at"), more: true, duration: HOUR },
        Test::InTheLast { event: event("customer.wrote"), duration: HOUR },
        Test::Open("office_hours".into()),
        Test::HasFired("a".into()),
        Test::Between {
            value: read("conversation.status"),
            low: literal(one_of("new")),
            high: literal(one_of("open")),
        },
    ];
    let steps = vec![
        send_filled(&["{user.name}", "{queue.wait_max}"]),
        add_tag("user.tags", "x"),
        wait(SECOND, &["agent.wrote"], true),
        say("send", Argument::Message("hello".into())),
        say("snooze", Argument::NextOpening("office_hours".into())),
        say("snooze", Argument::NextClockTime(540)),
        set("conversation.status", one_of("open")),
    ];
    let when = any(tests.into_iter().map(condition).chain([not(was("conversation.status", one_of("new")))]).collect());
    book.triggers = vec![
        Trigger { condition: Some(when), ..trigger("t", &["customer.wrote", "change of conversation.status"], steps) },
        Trigger { once: once(Scope::User, None), ..trigger("u", &["customer.wrote"], vec![send("u")]) },
    ];
    book.first_matches = vec![FirstMatch { id: "g".into(), members: vec!["u".into()], place: place() }];
    let holding = || is("conversation.status", one_of("open"));
    let at = Timing::At { time: 540, days: vec![Day::Mon, Day::Tue], condition: Some(holding()) };
    book.automations = vec![
        automation("a", after(MINUTE, Base::While(holding())), vec![send("a")]),
        automation("b", at, vec![]),
        automation("c", after(MINUTE, since_last(&["customer.wrote"], &["agent.wrote"])), vec![]),
    ];
    book.automations[0].only_during = Some("office_hours".into());
    book
}

/// Every way from the top to something inside.
fn paths(json: &Json, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match json {
        Json::Object(fields) => fields.iter().for_each(|(name, value)| paths(value, &format!("{path}/{name}"), found)),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| paths(value, &format!("{path}/{index}"), found));
        }
        _ => {}
    }
}

pub fn run(book: Book) {
    if let Ok(engine) = Engine::new(book) {
        run_engine(engine);
    }
}

pub fn run_engine(engine: Engine) {
    let mut driver = Driver::new(std::sync::Arc::new(engine)).traced();
    for (number, name) in [
        "customer.wrote",
        "agent.wrote",
        "conversation.queued",
        "conversation.assigned",
        "agent.wrote",
        "conversation.command",
        "customer.wrote",
    ]
    .into_iter()
    .enumerate()
    {
        let number = i64::try_from(number).unwrap();
        let data = json!({
            "user": {"id": "u", "name": "Mina", "tags": ["a/b"]}, "message": {"text": "ha"},
            "conversation": {"status": "new"}, "group": {"Mina": {"status": "away"}}, "agent": {"name": "Joon"},
            "action": "set", "arguments": {"attribute": "conversation.status", "value": "parked"}
        });
        let event = Event {
            id: number.to_string(),
            account: "a".into(),
            conversation: "c".into(),
            name: event(name),
            time: start().plus(number * HOUR),
            data: data.as_object().unwrap().clone(),
        };
        driver.receive(&event, &mut |_| {});
    }
    driver.advance(start().plus(7 * DAY), &mut |_| {});
}

#[test]
fn the_book_runs_as_it_is() {
    let book = rich().sealed();
    assert_eq!(Book::load(serde_json::to_vec(&book).unwrap()).as_ref(), Ok(&book));
    run(book);
}

/// Puts something else in the place of everything that `wanted` takes; gives how many of these books could be read.
fn bent(good: &Book, wanted: impl Fn(&str) -> bool) -> usize {
    let good = serde_json::to_value(good).unwrap();
    let mut all = Vec::new();
    paths(&good, "", &mut all);
    let hostile = [
        Json::Null,
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(""),
        json!("change of conversation.status"),
        json!("conversation.status"),
        json!("group(name).status"),
        json!([]),
        json!({"text": "x"}),
        json!({"list": [{"number": "1"}]}),
    ];
    let mut loaded = 0;
    for path in all.iter().filter(|path| !path.contains("/place") && !path.contains("/docs") && wanted(path)) {
        for value in &hostile {
            let mut bad = good.clone();
            *bad.pointer_mut(path).unwrap() = value.clone();
            if let Ok(book) = serde_json::from_value::<Book>(bad) {
                loaded += 1;
                run(book);
            }
        }
    }
    loaded
}

#[test]
fn whatever_stands_in_its_place_a_book_is_refused_or_runs() {
    let loaded = bent(&rich(), |_| true);
    assert!(loaded > 500, "only {loaded} could be read at all");
}

#[test]
fn whatever_stands_in_a_lifecycle_or_a_policy_it_is_refused_or_runs() {
    let book = rich_hosted();
    run(book.clone());
    let parts = ["/lifecycle", "/statuses", "/capacity_release", "/assignment", "/wait_time"];
    let loaded = bent(&book, |path| parts.iter().any(|part| path.starts_with(part)));
    assert!(loaded > 150, "only {loaded} could be read at all");
}

/// Lifecycle and all policies.
fn rich_hosted() -> Book {
    let mut book = hosted(stages());
    let by = |by| Preference { place: place(), by };
    book.assignment = Some(Assignment {
        place: place(),
        capacity: Some(2),
        inactive_count: false,
        accept: Accept::Within(MINUTE),
        agents: Some(is("agent.name", text("Joon"))),
        prefer_agents: vec![by(By::Condition(is("agent.name", text("Joon")))), by(By::Lowest(attribute("agent.name")))],
        prefer_conversations: vec![by(By::Highest(attribute("conversation.count")))],
        fallbacks: vec![Fallback {
            place: place(),
            after: MINUTE,
            steps: vec![FallbackStep::Drop("conversation.topic".into()), FallbackStep::MoveToGroup("x".into())],
        }],
    });
    book.wait_time = Some(WaitTime {
        place: place(),
        windows: vec![MINUTE, HOUR],
        samples: 1,
        known_within: DAY,
        from: 50.into(),
        to: 90.into(),
    });
    book
}

#[test]
fn values_at_their_ends_do_no_harm() {
    let mut book = rich();
    book.automations.push(automation("far", after(3650 * DAY, since_last(&["customer.wrote"], &[])), vec![]));
    let mut driver = Driver::new(super::world::engine(book));
    for time in [crate::ir::Moment::MAX, crate::ir::Moment::MIN] {
        let facts = [
            ("queue.wait_max".into(), Some(Value::Duration(i64::MAX))),
            ("conversation.queued_at".into(), Some(Value::Time(crate::ir::Moment::MIN))),
        ];
        let event = Event {
            id: String::new(),
            account: "a".into(),
            conversation: "c".into(),
            name: event("customer.wrote"),
            time,
            data: serde_json::Map::new(),
        };
        driver.receive_facts(&event, &facts, &mut |_| {});
    }
    driver.advance(crate::ir::Moment::MAX, &mut |_| {});
}

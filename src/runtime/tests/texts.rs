//! Texts, messages, and the arguments of effects.

use serde_json::json;

use super::build::*;
use super::world::world;
use crate::ir::{Argument, Message, Name, Operand, Step, StepKind, Template, TemplatePart, Value};

fn message() -> Message {
    let plain = |text: &str| Template(vec![TemplatePart::Literal(text.into())]);
    let texts = [("en", "hello"), ("pt-BR", "oi"), ("pt", "olá"), ("ko", "안녕")];
    Message { id: "hello".into(), texts: texts.iter().map(|(tag, text)| ((*tag).to_owned(), plain(text))).collect() }
}

#[test]
fn a_message_is_picked_by_locale_then_language_then_the_first() {
    for (locale, sent) in [
        (Some("pt-BR"), "oi"),
        (Some("PT_br"), "oi"),
        (Some("pt-PT"), "olá"),
        (Some("ko-KR"), "안녕"),
        (Some("fr"), "hello"),
        (None, "hello"),
    ] {
        let mut book = book();
        book.messages = vec![message()];
        book.triggers = vec![trigger("t", &["page.opened"], vec![say("send", Argument::Message("hello".into()))])];
        let mut world = world(book);
        let told: Vec<(&str, Value)> = locale.map(|locale| ("user.locale", text(locale))).into_iter().collect();
        assert_eq!(world.event("page.opened", 0, &told).sent(), [format!("t: {sent}")], "{locale:?}");
    }
}

#[test]
fn placeholders_have_values_or_what_stands_after_or() {
    let mut book = book();
    let steps = vec![send_filled(&["hi ", "{user.name}", ", ", "{conversation.id}", " ", "{user.score}"])];
    book.triggers = vec![trigger("t", &["page.opened"], steps)];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).sent(), ["t: hi nobody, c 0"]);
    assert_eq!(world.event("page.opened", 1, &[("user.name", text("Mina"))]).sent(), ["t: hi Mina, c 0"]);
}

fn act(action: &str, arguments: Vec<(&str, Argument)>, needs: &[&str]) -> Step {
    let arguments = arguments.into_iter().map(|(name, argument)| (name.to_owned(), argument)).collect();
    let needs = needs.iter().map(|key| attribute(key)).collect();
    Step { place: place(), kind: StepKind::Act { action: action.into(), arguments, write: None, needs } }
}

#[test]
fn arguments_as_json() {
    let mut book = book();
    book.schedules = vec![office_hours()];
    book.time_zone = "Asia/Seoul".into();
    let value = |value| Argument::Value(Operand::Literal(value));
    let arguments = vec![
        ("name", value(text("crm"))),
        ("count", value(Value::Number("1.50".parse().unwrap()))),
        ("long", value(Value::Duration(90 * MINUTE))),
        ("open", value(Value::Boolean(true))),
        ("state", value(one_of("open"))),
        ("clock", value(Value::ClockTime(545))),
        ("unknown", Argument::Value(read("user.name"))),
        ("labels", Argument::List(vec![value(text("a")), value(text("b"))])),
        (
            "fields",
            Argument::Record(vec![
                ("z".into(), value(text("1"))),
                ("a".into(), Argument::Value(read("conversation.id"))),
            ]),
        ),
        ("until", Argument::NextClockTime(540)),
        ("opens", Argument::NextOpening("office_hours".into())),
        ("now", Argument::Value(read("time.now"))),
    ];
    book.triggers = vec![trigger("t", &["page.opened"], vec![act("call webhook", arguments, &[])])];
    let mut world = world(book);
    world.event("page.opened", 0, &[]);
    let effect = serde_json::to_value(&world.deliveries[0].outcome.effects[0].arguments).unwrap();
    assert_eq!(
        effect,
        json!({
            "name": "crm", "count": serde_json::from_str::<serde_json::Value>("1.5").unwrap(), "long": "1h30m",
            "open": true, "state": "open", "clock": "09:05", "unknown": null, "labels": ["a", "b"],
            "fields": {"a": "c", "z": "1"}, "until": "2026-12-02T00:00:00Z", "opens": "2026-12-02T00:00:00Z",
            "now": "2026-12-01T10:00:00Z"
        })
    );
}

#[test]
fn an_action_that_needs_an_unknown_fact_gives_no_effect() {
    let mut book = book();
    book.triggers = vec![trigger(
        "t",
        &["conversation.queued"],
        vec![act("show wait time", vec![], &["queue.wait_max"]), send("after")],
    )];
    let mut world = world(book);
    world.event("conversation.queued", 0, &[]).event(
        "conversation.queued",
        1,
        &[("queue.wait_max", Value::Duration(1))],
    );
    let actions: Vec<Vec<Name>> = world
        .deliveries
        .iter()
        .map(|delivery| delivery.outcome.effects.iter().map(|effect| effect.action.clone()).collect())
        .collect();
    assert_eq!(actions, [vec!["send"], vec!["show wait time", "send"]]);
}

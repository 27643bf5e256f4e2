//! Books made by hand.

use crate::ir::vocabulary::{Attribute, Enum, EnumValue, Event, Holder, Vocabulary};
use crate::ir::*;

pub fn place() -> Place {
    Place::default()
}

pub fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub fn one_of(name: &str) -> Value {
    Value::Enum(name.into())
}

pub fn number(number: i64) -> Value {
    Value::Number(number.into())
}

pub fn texts(values: &[&str]) -> Value {
    Value::List(values.iter().map(|value| text(value)).collect())
}

pub fn event(name: &str) -> EventName {
    EventName::new(name)
}

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A book with a small vocabulary and nothing else.
pub fn book() -> Book {
    let enums = [
        ("presence", &["online", "away", "invisible"][..]),
        ("status", &["new", "open", "pending", "solved"]),
        ("channel", &["web_widget", "ios"]),
        ("weekday", &["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
    ];
    let own = |name: &str| Type::Enum(name.into());
    let list = || Type::List(Box::new(Type::Text));
    let attributes = [
        ("account.status", Holder::Account, own("presence"), Some(one_of("invisible"))),
        ("group(name).status", Holder::Account, own("presence"), Some(one_of("invisible"))),
        ("user.id", Holder::User, Type::Text, Some(text(""))),
        ("user.name", Holder::User, Type::Text, None),
        ("user.locale", Holder::User, Type::Text, None),
        ("user.plan", Holder::User, Type::Text, None),
        ("user.score", Holder::User, Type::Number, Some(number(0))),
        ("user.requesting", Holder::User, Type::Boolean, Some(Value::Boolean(false))),
        ("user.tags", Holder::User, list(), Some(texts(&[]))),
        ("conversation.id", Holder::Conversation, Type::Text, Some(text(""))),
        ("conversation.status", Holder::Conversation, own("status"), Some(one_of("new"))),
        ("conversation.channel", Holder::Conversation, own("channel"), Some(one_of("web_widget"))),
        ("conversation.tags", Holder::Conversation, list(), Some(texts(&[]))),
        ("conversation.group", Holder::Conversation, Type::Text, None),
        ("conversation.assignee", Holder::Conversation, Type::Text, None),
        ("conversation.last_assignee", Holder::Conversation, Type::Text, None),
        ("conversation.topic", Holder::Conversation, Type::Text, None),
        ("conversation.count", Holder::Conversation, Type::Number, Some(number(0))),
        ("conversation.customer_messages", Holder::Conversation, Type::Number, Some(number(0))),
        ("conversation.created_at", Holder::Conversation, Type::Time, None),
        ("conversation.queued_at", Holder::Conversation, Type::Time, None),
        ("conversation.first_routing", Holder::Conversation, Type::Boolean, Some(Value::Boolean(false))),
        ("conversation.first_reply_at", Holder::Conversation, Type::Time, None),
        ("conversation.served", Holder::Conversation, Type::Boolean, Some(Value::Boolean(false))),
        ("session.number", Holder::Conversation, Type::Number, Some(number(1))),
        ("message.text", Holder::Event, Type::Text, Some(text(""))),
        ("agent.name", Holder::Event, Type::Text, None),
        ("queue.wait_max", Holder::Event, Type::Duration, None),
        ("time.now", Holder::Clock, Type::Time, None),
        ("time.hour", Holder::Clock, Type::Number, None),
        ("time.weekday", Holder::Clock, own("weekday"), None),
        ("time.clock", Holder::Clock, Type::ClockTime, None),
    ];
    let events = [
        ("customer.wrote", &["message"][..]),
        ("agent.wrote", &["message", "agent"]),
        ("conversation.requested", &[]),
        ("conversation.queued", &["queue"]),
        ("conversation.assigned", &["agent"]),
        ("conversation.unassigned", &[]),
        ("session.ended", &[]),
        ("page.opened", &[]),
    ];
    Book {
        format: FORMAT,
        hash: String::new(),
        name: "test".into(),
        time_zone: "UTC".into(),
        time_zone_data: crate::ir::time_zone_data(),
        languages: vec![],
        sources: vec![],
        vocabulary: Vocabulary {
            attributes: attributes
                .into_iter()
                .map(|(key, holder, value_type, default)| Attribute {
                    key: key.into(),
                    holder,
                    value_type,
                    default,
                    writable: true,
                    docs: None,
                    place: place(),
                })
                .collect(),
            events: events
                .into_iter()
                .map(|(name, carries)| Event {
                    name: name.into(),
                    carries: carries.iter().map(|word| (*word).to_owned()).collect(),
                    docs: None,
                    place: place(),
                })
                .collect(),
            actions: vec![],
            enums: enums
                .into_iter()
                .map(|(name, values)| Enum {
                    name: name.into(),
                    values: values.iter().map(|value| EnumValue { name: (*value).to_owned(), docs: None }).collect(),
                    docs: None,
                })
                .collect(),
        },
        messages: vec![],
        lists: vec![],
        conditions: vec![],
        schedules: vec![],
        triggers: vec![],
        first_matches: vec![],
        automations: vec![],
        lifecycle: None,
        statuses: vec![],
        capacity_release: None,
        assignment: None,
        wait_time: None,
        tests: vec![],
    }
}

/// A trigger that always fires, with the actions' fingerprint of its steps.
pub fn trigger(id: &str, on: &[&str], actions: Vec<Step>) -> Trigger {
    Trigger {
        id: id.into(),
        title: None,
        docs: None,
        place: place(),
        active: true,
        events: on.iter().map(|name| event(name)).collect(),
        channels: None,
        once: None,
        condition: None,
        actions_fingerprint: fingerprint(&actions),
        actions,
    }
}

pub fn automation(id: &str, timing: Timing, actions: Vec<Step>) -> Automation {
    Automation {
        id: id.into(),
        title: None,
        docs: None,
        place: place(),
        active: true,
        timing_fingerprint: fingerprint(&timing),
        timing,
        only_during: None,
        channels: None,
        once: None,
        condition: None,
        actions_fingerprint: fingerprint(&actions),
        actions,
    }
}

pub fn after(duration: i64, base: Base) -> Timing {
    Timing::After { duration, of: None, base }
}

pub fn since_last(events: &[&str], unless: &[&str]) -> Base {
    let names = |names: &[&str]| names.iter().map(|name| event(name)).collect();
    Base::SinceLast { events: names(events), unless: names(unless) }
}

pub fn since_first(events: &[&str], unless: &[&str]) -> Base {
    let names = |names: &[&str]| names.iter().map(|name| event(name)).collect();
    Base::SinceFirst { events: names(events), unless: names(unless) }
}

pub fn once(scope: Scope, period: Option<Period>) -> Option<Once> {
    Some(Once { scope, period })
}

fn step(kind: StepKind) -> Step {
    Step { place: place(), kind }
}

pub fn send(body: &str) -> Step {
    say("send", Argument::Text(Template(vec![TemplatePart::Literal(body.into())])))
}

/// `send` with placeholders: `hi {user.name}`; a duration in minutes.
pub fn send_filled(parts: &[&str]) -> Step {
    let part = |part: &&str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(key) => TemplatePart::Placeholder {
            read: attribute(key),
            unit: (key == "queue.wait_max").then_some(Unit::Minutes),
            fallback: Some("nobody".into()),
        },
        None => TemplatePart::Literal((*part).to_owned()),
    };
    say("send", Argument::Text(Template(parts.iter().map(part).collect())))
}

pub fn say(action: &str, body: Argument) -> Step {
    let arguments = vec![("body".into(), body)];
    step(StepKind::Act { action: action.into(), arguments, write: None, needs: vec![] })
}

pub fn set(key: &str, value: Value) -> Step {
    set_to(key, Operand::Literal(value))
}

pub fn set_to(key: &str, value: Operand) -> Step {
    let arguments = vec![
        ("attribute".into(), Argument::Value(Operand::Literal(text(key)))),
        ("value".into(), Argument::Value(value)),
    ];
    let write = Some(Write::Set { key: key.into(), argument: "value".into() });
    step(StepKind::Act { action: "set".into(), arguments, write, needs: vec![] })
}

pub fn add_tag(key: &str, tag: &str) -> Step {
    let arguments = vec![("tag".into(), Argument::Value(Operand::Literal(text(tag))))];
    let write = Some(Write::Add { key: key.into(), argument: "tag".into() });
    step(StepKind::Act { action: "add tag".into(), arguments, write, needs: vec![] })
}

pub fn remove_tag(key: &str, tag: &str) -> Step {
    let arguments = vec![("tag".into(), Argument::Value(Operand::Literal(text(tag))))];
    let write = Some(Write::Remove { key: key.into(), argument: "tag".into() });
    step(StepKind::Act { action: "remove tag".into(), arguments, write, needs: vec![] })
}

pub fn wait(duration: i64, unless: &[&str], check_again: bool) -> Step {
    step(StepKind::Wait { duration, unless: unless.iter().map(|name| event(name)).collect(), check_again })
}

pub fn attribute(key: &str) -> AttributeRead {
    AttributeRead { key: key.into(), arguments: vec![], before: false, place: place() }
}

pub fn read(key: &str) -> Operand {
    Operand::Attribute(attribute(key))
}

pub fn read_before(key: &str) -> Operand {
    Operand::Attribute(AttributeRead { before: true, ..attribute(key) })
}

pub fn condition(test: Test) -> Condition {
    Condition { place: place(), test }
}

pub fn compare(left: Operand, comparison: Comparison, right: Value) -> Condition {
    condition(Test::Compare { left, comparison, right: Operand::Literal(right) })
}

pub fn is(key: &str, value: Value) -> Condition {
    compare(read(key), Comparison::Is, value)
}

pub fn was(key: &str, value: Value) -> Condition {
    compare(read_before(key), Comparison::Is, value)
}

pub fn not(inner: Condition) -> Condition {
    condition(Test::Not(Box::new(inner)))
}

pub fn all(parts: Vec<Condition>) -> Condition {
    condition(Test::All(parts))
}

pub fn any(parts: Vec<Condition>) -> Condition {
    condition(Test::Any(parts))
}

/// Monday to Friday, nine to six, in Seoul.
pub fn office_hours() -> Schedule {
    use Day::*;
    let hours = vec![Hours { start: 540, end: 1080 }];
    Schedule {
        id: "office_hours".into(),
        place: place(),
        time_zone: "Asia/Seoul".into(),
        weekly: [Mon, Tue, Wed, Thu, Fri].into_iter().map(|day| (day, hours.clone())).collect(),
        closed: vec![],
        open: vec![],
    }
}

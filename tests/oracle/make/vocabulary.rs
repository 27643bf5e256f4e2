//! One vocabulary for all random books, with attributes of every type and holder, and values that often meet.

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use whenbook::ir::vocabulary::{ActionSignature, Attribute, Enum, EnumValue, Event, Holder, Vocabulary};
use whenbook::ir::{EventName, Moment, Place, Type, Value, Values};

const MOOD: [&str; 4] = ["calm", "upset", "angry", "furious"];
const CHANNEL: [&str; 3] = ["web_widget", "ios", "email"];
const PRESENCE: [&str; 3] = ["online", "away", "invisible"];
const WEEKDAY: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The states of each machine that a random lifecycle may have.
pub const MACHINES: [(&str, &str, &[&str]); 3] = [
    ("conversation.status", "status", &["new", "open", "pending", "solved", "closed"]),
    ("session.state", "session", &["none", "live", "quiet", "over"]),
    ("conversation.stage", "stage", &["first", "second", "third"]),
];

/// The statuses of the account's own.
pub const OWN_STATUSES: [&str; 2] = ["lunch", "abroad"];

const ACTOR: [&str; 8] = ["customer", "agent", "bot", "rule", "inactivity", "suspension", "snooze", "api"];

/// The events with what they carry.
pub const EVENTS: [(&str, &[&str]); 16] = [
    ("customer.wrote", &["message"]),
    ("agent.wrote", &["message", "agent"]),
    ("conversation.requested", &[]),
    ("conversation.queued", &[]),
    ("conversation.assigned", &["agent"]),
    ("conversation.unassigned", &[]),
    ("page.opened", &["page"]),
    ("session.ended", &[]),
    ("bot.wrote", &["bot"]),
    ("conversation.opened", &[]),
    ("conversation.closed", &[]),
    ("conversation.suspended", &["message"]),
    ("snooze.over", &[]),
    ("session.started", &[]),
    ("session.went_inactive", &[]),
    ("note.written", &["message", "agent"]),
];

/// Facts whose changes somebody listens to.
pub const CHANGES: [&str; 13] = [
    "conversation.count",
    "conversation.mood",
    "conversation.topic",
    "conversation.tags",
    "conversation.vip",
    "conversation.customer_messages",
    "conversation.assignee",
    "user.tags",
    "conversation.status",
    "session.state",
    "conversation.stage",
    "conversation.snoozed_until",
    "user.suspended",
];

pub fn changes() -> Vec<EventName> {
    CHANGES.iter().map(|key| EventName::change_of(key)).collect()
}

pub fn events() -> Vec<EventName> {
    EVENTS.iter().map(|(name, _)| EventName::new(*name)).collect()
}

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

pub fn attributes() -> Vec<Attribute> {
    let named = |name: &str| Type::Enum(name.into());
    let enum_value = |name: &str| Some(Value::Enum(name.into()));
    let rows: Vec<(&str, Type, Option<Value>, bool)> = vec![
        ("conversation.count", Type::Number, Some(Value::Number(Decimal::ZERO)), true),
        ("conversation.mood", named("mood"), enum_value("calm"), true),
        ("conversation.topic", Type::Text, None, true),
        ("conversation.tags", list(Type::Text), Some(Value::List(Values::default())), true),
        ("conversation.vip", Type::Boolean, Some(Value::Boolean(false)), true),
        ("conversation.since", Type::Time, None, true),
        ("conversation.patience", Type::Duration, None, true),
        ("conversation.call_at", Type::ClockTime, Some(Value::ClockTime(540)), true),
        ("conversation.day", Type::Date, None, true),
        ("conversation.share", Type::Percentage, None, true),
        ("conversation.moods", list(named("mood")), Some(Value::List(Values::default())), false),
        ("conversation.channel", named("channel"), enum_value("web_widget"), false),
        ("conversation.id", Type::Text, Some(Value::Text(String::new().into())), false),
        ("conversation.created_at", Type::Time, None, false),
        ("conversation.customer_messages", Type::Number, Some(Value::Number(Decimal::ZERO)), false),
        ("conversation.served", Type::Boolean, Some(Value::Boolean(false)), false),
        ("conversation.first_reply_at", Type::Time, None, false),
        ("conversation.queued_at", Type::Time, None, false),
        ("conversation.first_routing", Type::Boolean, Some(Value::Boolean(false)), false),
        ("conversation.assignee", Type::Text, None, false),
        ("conversation.last_assignee", Type::Text, None, false),
        ("conversation.status", named("status"), enum_value("new"), true),
        ("conversation.status_category", named("category"), enum_value("new"), false),
        ("session.state", named("session"), enum_value("none"), true),
        ("conversation.stage", named("stage"), enum_value("first"), true),
        ("conversation.requests", Type::Number, Some(Value::Number(Decimal::ZERO)), false),
        ("conversation.agent_messages", Type::Number, Some(Value::Number(Decimal::ZERO)), false),
        ("conversation.last_customer_message_at", Type::Time, None, false),
        ("conversation.inactivity_notice", Type::Boolean, Some(Value::Boolean(false)), false),
        ("conversation.assigned_at", Type::Time, None, false),
        ("conversation.first_opening", Type::Boolean, Some(Value::Boolean(true)), false),
        ("conversation.opened_at", Type::Time, None, false),
        ("conversation.opened_by", named("actor"), None, false),
        ("conversation.closed_at", Type::Time, None, false),
        ("conversation.closed_by", named("actor"), None, false),
        ("conversation.snoozed_until", Type::Time, None, false),
        ("session.started_at", Type::Time, None, false),
        ("session.ended_at", Type::Time, None, false),
        ("session.ended_by", named("actor"), None, false),
        ("user.suspended", Type::Boolean, Some(Value::Boolean(false)), false),
        ("user.requesting", Type::Boolean, Some(Value::Boolean(false)), false),
        ("account.ai_agent", Type::Text, None, false),
        ("session.number", Type::Number, Some(Value::Number(Decimal::ONE)), false),
        ("user.id", Type::Text, None, false),
        ("user.name", Type::Text, None, true),
        ("user.tags", list(Type::Text), Some(Value::List(Values::default())), true),
        ("user.mood", named("mood"), None, true),
        ("user.locale", Type::Text, None, false),
        ("user.seen", Type::Time, None, false),
        ("user.score", Type::Number, None, true),
        ("account.status", named("presence"), enum_value("invisible"), false),
        ("account.wait", Type::Duration, None, false),
        ("group(name).status", named("presence"), enum_value("invisible"), false),
        ("group(name).size", Type::Number, None, false),
        ("message.text", Type::Text, Some(Value::Text(String::new().into())), false),
        ("message.button", Type::Text, None, false),
        ("agent.name", Type::Text, Some(Value::Text(String::new().into())), false),
        ("agent.load", Type::Number, None, false),
        ("page.visits", Type::Number, Some(Value::Number(Decimal::ZERO)), false),
        ("time.now", Type::Time, None, false),
        ("time.hour", Type::Number, None, false),
        ("time.weekday", named("weekday"), None, false),
        ("time.date", Type::Date, None, false),
        ("time.clock", Type::ClockTime, None, false),
    ];
    rows.into_iter().map(|(key, value_type, default, writable)| attribute(key, value_type, default, writable)).collect()
}

fn attribute(key: &str, value_type: Type, default: Option<Value>, writable: bool) -> Attribute {
    let (word, _) = key.split_once(['.', '(']).expect("a dotted name");
    let holder = match word {
        "conversation" | "session" => Holder::Conversation,
        "user" => Holder::User,
        "account" | "group" => Holder::Account,
        "time" => Holder::Clock,
        _ => Holder::Event,
    };
    Attribute { key: key.into(), holder, value_type, default, writable, docs: None, place: Place::default() }
}

pub fn vocabulary() -> Vocabulary {
    let declared = |name: &str, values: &[&str]| {
        let values = values.iter().map(|name| EnumValue { name: (*name).into(), docs: None }).collect();
        Enum { name: name.into(), values, docs: None }
    };
    let event = |(name, carries): &(&str, &[&str])| {
        let carries = carries.iter().map(|word| (*word).into()).collect();
        Event { name: (*name).into(), carries, docs: None, place: Place::default() }
    };
    let action = |signature: &&str| {
        let name = signature.split(" <").next().unwrap_or_default().into();
        ActionSignature { name, signature: (*signature).into(), docs: None, place: Place::default() }
    };
    let actions = [
        "remind <body: message> [as <sender: text>]",
        "snooze for <time: duration>",
        "snooze until <schedule: schedule> opens",
        "close",
        "reopen",
        "end session",
        "hand over",
        "suspend user",
        "assign to group <name: group>",
        "assign to agent <name: agent>",
        "assign automatically",
        "unassign",
        "delete conversation",
        "export conversations",
        "send <body: message> [as <sender: text>] [buttons <labels: list of text>]",
        "note <body: message>",
        "set <attribute: attribute> to <value: any>",
        "add tag <tag: text>",
        "remove tag <tag: text>",
        "add user tag <tag: text>",
        "snooze until <time: moment>",
        "call webhook <name: webhook> [with <fields: fields>]",
    ];
    Vocabulary {
        attributes: attributes(),
        events: EVENTS.iter().map(event).collect(),
        actions: actions.iter().map(action).collect(),
        enums: vec![
            declared("mood", &MOOD),
            declared("channel", &CHANNEL),
            declared("presence", &PRESENCE),
            declared("weekday", &WEEKDAY),
            declared("status", &[MACHINES[0].2, &OWN_STATUSES].concat()),
            declared("category", MACHINES[0].2),
            declared("session", MACHINES[1].2),
            declared("stage", MACHINES[2].2),
            declared("actor", &ACTOR),
        ],
    }
}

/// Durations that often meet: a wait ends just when an event comes.
pub const LENGTHS: [i64; 8] = [1_000, 5_000, 60_000, 299_999, 300_000, 3_600_000, 86_400_000, 172_800_000];

/// Moments just before something happens to clocks somewhere.
pub const TIMES: [&str; 10] = [
    "2026-01-15T09:00:00Z",
    "2026-03-08T06:30:00Z",
    "2026-03-29T00:30:00Z",
    "2026-04-04T14:30:00Z",
    "2026-04-23T21:00:00Z",
    "2026-10-03T15:00:00Z",
    "2026-10-25T00:30:00Z",
    "2026-10-29T20:00:00Z",
    "2026-11-01T05:30:00Z",
    "2026-12-31T22:59:59Z",
];

const TEXTS: [&str; 14] = [
    "",
    "a",
    "A",
    "a/b",
    "a/b/c",
    "ab",
    "vip",
    "Straße",
    "STRASSE",
    "été",
    "İstanbul",
    "환불해 주세요",
    "Σίσυφος ΣΑΣ",
    "x\ny",
];

pub fn text() -> impl Strategy<Value = String> {
    select(&TEXTS[..]).prop_map(Into::into)
}

/// A value of that type as it stands in a book.
pub fn value(of: &Type) -> BoxedStrategy<Value> {
    match of {
        Type::Text => text().prop_map(|text| Value::Text(text.into())).boxed(),
        Type::Number => number().prop_map(Value::Number).boxed(),
        Type::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Type::Duration => select(&LENGTHS[..]).prop_map(Value::Duration).boxed(),
        Type::Time => time().prop_map(Value::Time).boxed(),
        Type::ClockTime => clock_time().prop_map(Value::ClockTime).boxed(),
        Type::Date => date().prop_map(Value::Date).boxed(),
        Type::Percentage => number().prop_map(Value::Percentage).boxed(),
        Type::Enum(name) => select(names(name)).prop_map(|name| Value::Enum(name.into())).boxed(),
        Type::List(of) => prop::collection::vec(value(of), 0..3).prop_map(|values| Value::List(values.into())).boxed(),
    }
}

/// A value as it comes from outside: mostly of that type.
pub fn wild(of: &Type) -> BoxedStrategy<Value> {
    let decomposed = select(&["e\u{301}te\u{301}", "vip", "a\u{30a}"][..]).prop_map(|text| Value::Text(text.into()));
    let odd = prop_oneof![
        decomposed,
        Just(Value::Enum("unheard_of".into())),
        Just(Value::Number(Decimal::ONE)),
        Just(Value::List(vec![Value::Text("a".into()), Value::Boolean(true)].into())),
        Just(Value::Text("calm".into())),
    ];
    prop_oneof![8 => value(of), 1 => odd].boxed()
}

fn number() -> impl Strategy<Value = Decimal> {
    select(vec![Decimal::ZERO, Decimal::ONE, Decimal::new(25, 1), Decimal::new(-3, 0), Decimal::new(1000, 0)])
}

fn time() -> impl Strategy<Value = Moment> {
    select(&TIMES[..]).prop_map(|time| Moment::parse(time).expect("a time"))
}

pub fn clock_time() -> impl Strategy<Value = u16> {
    select(&[0, 1, 90, 120, 150, 180, 540, 545, 1439][..])
}

fn date() -> impl Strategy<Value = NaiveDate> {
    time().prop_map(|time| time.to_utc().date_naive())
}

fn names(of: &str) -> Vec<&'static str> {
    let names: &[&str] = match of {
        "status" => return [MACHINES[0].2, &OWN_STATUSES].concat(),
        "category" => MACHINES[0].2,
        "session" => MACHINES[1].2,
        "stage" => MACHINES[2].2,
        "actor" => &ACTOR,
        "mood" => &MOOD,
        "channel" => &CHANNEL,
        "presence" => &PRESENCE,
        _ => &WEEKDAY,
    };
    names.to_vec()
}

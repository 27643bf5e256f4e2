//! A book with a small lifecycle and capacity release, made by hand. The states have names of no shipped lifecycle, since
//! the engine knows none.

use super::build::*;
use crate::ir::lifecycle::{Cause, Lifecycle, Limit, Machine, NewConversation, Permission, Status, Transition};
use crate::ir::policy::{CapacityRelease, Stage};
use crate::ir::vocabulary::{Attribute, Enum, EnumValue, Event, Holder};
use crate::ir::*;

fn states(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub fn way(from: &[&str], to: &[&str], cause: Cause, raises: &[&str]) -> Transition {
    let raises = raises.iter().map(|name| event(name)).collect();
    Transition { place: place(), from: states(from), to: states(to), cause, condition: None, raises }
}

pub fn on(events: &[&str]) -> Cause {
    Cause::On(events.iter().map(|name| event(name)).collect())
}

pub fn by(actions: &[&str]) -> Cause {
    Cause::By(states(actions))
}

/// `fresh` and `busy` are active; `parked` is left by a snooze's end or the customer; `gone` is final.
fn status() -> Machine {
    Machine {
        attribute: "conversation.status".into(),
        place: place(),
        states: states(&["fresh", "busy", "parked", "fixed", "gone"]),
        start: "fresh".into(),
        active: states(&["fresh", "busy"]),
        finals: states(&["gone"]),
        transitions: vec![
            way(&["fresh"], &["busy"], on(&["agent.wrote"]), &[]),
            way(&["parked", "fixed"], &["busy"], on(&["customer.wrote"]), &["conversation.opened"]),
            way(&["parked"], &["busy"], on(&["snooze.over"]), &["conversation.opened"]),
            way(&["fresh", "busy"], &["parked"], by(&["snooze"]), &[]),
            way(&["fresh", "busy", "parked", "fixed"], &["busy", "parked", "fixed", "gone"], by(&["set"]), &[]),
        ],
    }
}

fn session() -> Machine {
    Machine {
        attribute: "session.state".into(),
        place: place(),
        states: states(&["live", "quiet", "over"]),
        start: "live".into(),
        active: states(&["live"]),
        finals: states(&["over"]),
        transitions: vec![
            way(&["quiet"], &["live"], on(&["customer.wrote"]), &[]),
            way(&["live"], &["quiet"], on(&["session.went_inactive"]), &[]),
            way(&["live", "quiet"], &["over"], by(&["end session"]), &["session.ended"]),
            way(&["live", "quiet"], &["over"], on(&["change of user.suspended"]), &["session.ended"]),
        ],
    }
}

/// The book without any rule; a message to what is `gone` or `over` begins a new conversation.
pub fn hosted(stages: Vec<Stage>) -> Book {
    let mut book = book();
    let own = |name: &str| Type::Enum(name.into());
    book.vocabulary.attributes.retain(|attribute| attribute.key != "conversation.status");
    let attributes = [
        ("conversation.status", Holder::Conversation, own("state"), Some(one_of("fresh"))),
        ("conversation.status_category", Holder::Conversation, own("category"), Some(one_of("fresh"))),
        ("session.state", Holder::Conversation, own("session"), Some(one_of("live"))),
        ("session.ended_by", Holder::Conversation, own("actor"), None),
        ("conversation.opened_by", Holder::Conversation, own("actor"), None),
        ("conversation.snoozed_until", Holder::Conversation, Type::Time, None),
        ("conversation.last_customer_message_at", Holder::Conversation, Type::Time, None),
        ("conversation.inactivity_notice", Holder::Conversation, Type::Boolean, Some(Value::Boolean(false))),
        ("conversation.requests", Holder::Conversation, Type::Number, Some(number(0))),
        ("user.suspended", Holder::User, Type::Boolean, Some(Value::Boolean(false))),
        ("account.ai_agent", Holder::Account, Type::Text, None),
    ];
    for (key, holder, value_type, default) in attributes {
        let attribute =
            Attribute { key: key.into(), holder, value_type, default, writable: true, docs: None, place: place() };
        book.vocabulary.attributes.push(attribute);
    }
    let enums = [
        ("state", &["fresh", "busy", "parked", "fixed", "gone", "lunch"][..]),
        ("category", &["fresh", "busy", "parked", "fixed", "gone"]),
        ("session", &["live", "quiet", "over"]),
        ("actor", &["customer", "agent", "bot", "rule", "inactivity", "suspension", "snooze", "api"]),
    ];
    for (name, values) in enums {
        let values = values.iter().map(|value| EnumValue { name: (*value).to_owned(), docs: None }).collect();
        book.vocabulary.enums.push(Enum { name: name.into(), values, docs: None });
    }
    for name in ["session.went_inactive", "snooze.over", "conversation.opened", "conversation.suspended"] {
        book.vocabulary.events.push(Event { name: name.into(), carries: vec![], docs: None, place: place() });
    }
    let over = any(vec![is("conversation.status", one_of("gone")), is("session.state", one_of("over"))]);
    book.lifecycle = Some(Lifecycle {
        id: "office".into(),
        place: place(),
        machines: vec![status(), session()],
        new_conversations: vec![NewConversation {
            place: place(),
            events: vec![event("customer.wrote")],
            condition: Some(over),
        }],
        limits: vec![Limit { place: place(), attribute: "conversation.tags".into(), at_most: 2 }],
        permissions: vec![Permission {
            place: place(),
            role: "owner".into(),
            actions: vec!["delete conversation".into()],
        }],
    });
    book.statuses = vec![Status { id: "lunch".into(), title: None, counts_as: "parked".into() }];
    book.capacity_release = Some(CapacityRelease { place: place(), stages, resting: states(&["fixed", "gone"]) });
    book
}

/// Five, five and one minute: parks, reminds, fixes.
pub fn stages() -> Vec<Stage> {
    let remind = |body: &str| say("remind", Argument::Text(Template(vec![TemplatePart::Literal(body.into())])));
    let stage = |minutes: i64, actions: Vec<Step>| Stage { place: place(), after: minutes * MINUTE, actions };
    vec![
        stage(5, vec![remind("one"), set("conversation.status", one_of("parked"))]),
        stage(5, vec![remind("two")]),
        stage(1, vec![remind("three"), set("conversation.status", one_of("fixed"))]),
    ]
}

/// An action without arguments.
pub fn plain(action: &str) -> Step {
    Step {
        place: place(),
        kind: StepKind::Act { action: action.into(), arguments: vec![], write: None, needs: vec![] },
    }
}

pub fn snooze_for(duration: i64) -> Step {
    let time = Argument::Value(Operand::Literal(Value::Duration(duration)));
    let arguments = vec![("time".into(), time)];
    Step { place: place(), kind: StepKind::Act { action: "snooze for".into(), arguments, write: None, needs: vec![] } }
}

//! What a conversation keeps up to date by itself when an event comes, as the prelude describes those attributes.

use rust_decimal::Decimal;
use whenbook::ir::lifecycle::Cause;
use whenbook::ir::{Book, EventName, Moment, Name, Value};
use whenbook::runtime::Facts;

use super::facts::{attribute, effective, fits, normal};
use super::make::stream::Told;

/// The facts after the event has told its own (`kept`), which stay as told.
/// `actor` is who stands behind an event that the conversation itself has raised.
#[expect(clippy::too_many_arguments, reason = "a table with all that its rows look at")]
pub fn upkeep(
    book: &Book,
    before: &Facts,
    kept: &mut Facts,
    name: &str,
    carried: &Facts,
    told: &[Told],
    now: Moment,
    actor: Option<&str>,
    outdated: bool,
) {
    let was = |key: &str| attribute(book, key).and_then(|attribute| effective(book, attribute, before.get(key)));
    let number = |key: &str| match was(key) {
        Some(Value::Number(number)) => number,
        _ => Decimal::ZERO,
    };
    let is_told = |key: &str| {
        told.iter().any(|(told, value)| {
            let fits = |value: &Value| attribute(book, key).is_some_and(|found| fits(book, value, &found.value_type));
            told == key && value.as_ref().is_none_or(fits)
        })
    };
    let agent = carried.get("agent.name").filter(|name| matches!(name, Value::Text(_))).map(normal);
    let time = Some(Value::Time(now));
    let by = actor.map(|actor| Value::Enum(actor.into()));
    let mut news: Vec<(&str, Option<Value>)> = Vec::new();
    if was("conversation.created_at").is_none() {
        if !is_told("conversation.created_at") && attribute(book, "conversation.created_at").is_some() {
            keep(book, kept, "conversation.created_at", time.clone());
        }
        let created = kept.get("conversation.created_at").cloned();
        for key in begun(book) {
            if was(key).is_none() && created.is_some() {
                news.push((key, created.clone()));
            }
        }
    }
    match name {
        "customer.wrote" => {
            let count = number("conversation.customer_messages") + Decimal::ONE;
            news.push(("conversation.customer_messages", Some(Value::Number(count))));
            news.push(("conversation.last_customer_message_at", time));
            news.push(("conversation.inactivity_notice", Some(Value::Boolean(false))));
        }
        "agent.wrote" => {
            let count = number("conversation.agent_messages") + Decimal::ONE;
            news.push(("conversation.agent_messages", Some(Value::Number(count))));
            news.push(("conversation.served", Some(Value::Boolean(true))));
            news.push(("conversation.first_reply_at", was("conversation.first_reply_at").or(time)));
        }
        "conversation.queued" => {
            let first = was("conversation.queued_at").is_none();
            news.push(("conversation.first_routing", Some(Value::Boolean(first))));
            news.push(("conversation.queued_at", time));
        }
        "conversation.requested" => {
            let count = number("conversation.requests") + Decimal::ONE;
            news.push(("conversation.requests", Some(Value::Number(count))));
        }
        "conversation.assigned" => {
            news.push(("conversation.assigned_at", time));
            news.extend(agent.map(|agent| ("conversation.assignee", Some(agent))));
        }
        "conversation.unassigned" => news.push(("conversation.assignee", None)),
        "conversation.opened" => {
            let first = was("conversation.opened_at").is_none();
            news.push(("conversation.first_opening", Some(Value::Boolean(first))));
            news.push(("conversation.opened_at", time));
            news.extend(by.map(|actor| ("conversation.opened_by", Some(actor))));
            if !outdated {
                news.push(("conversation.snoozed_until", None));
            }
        }
        "conversation.closed" => {
            news.push(("conversation.closed_at", time));
            news.extend(by.map(|actor| ("conversation.closed_by", Some(actor))));
            if !outdated {
                news.push(("conversation.snoozed_until", None));
            }
        }
        "snooze.over" => news.push(("conversation.snoozed_until", None)),
        "session.started" => news.push(("session.started_at", time)),
        "session.ended" => {
            news.push(("session.ended_at", time));
            news.extend(by.map(|actor| ("session.ended_by", Some(actor))));
        }
        _ => {}
    }
    for (key, value) in news {
        if !is_told(key) && attribute(book, key).is_some() {
            keep(book, kept, key, value);
        }
    }
    let assignment = matches!(name, "conversation.assigned" | "conversation.unassigned");
    let former = was("conversation.assignee").filter(|former| kept.get("conversation.assignee") != Some(former));
    if assignment && former.is_some() && !is_told("conversation.last_assignee") {
        keep(book, kept, "conversation.last_assignee", former);
    }
}

/// The times of what a conversation is from its beginning: it begins in a state that an opening leads to.
fn begun(book: &Book) -> Vec<&'static str> {
    let machines = book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
    let into_start =
        machines.flat_map(|machine| machine.transitions.iter().filter(|one| one.to.contains(&machine.start)));
    let names: Vec<&EventName> = into_start
        .flat_map(|one| match &one.cause {
            Cause::On(events) => events.iter().chain(&one.raises).collect::<Vec<_>>(),
            Cause::By(_) => one.raises.iter().collect(),
        })
        .collect();
    [("conversation.opened", "conversation.opened_at"), ("session.started", "session.started_at")]
        .into_iter()
        .filter(|(event, _)| names.iter().any(|name| name.as_str() == *event))
        .map(|(_, key)| key)
        .collect()
}

/// What a conversation keeps: only what differs from the default of the moment.
pub fn keep(book: &Book, kept: &mut Facts, key: &str, value: Option<Value>) {
    let default = attribute(book, key).and_then(|declared| declared.default.clone());
    put(kept, key, value.filter(|value| default.as_ref() != Some(&normal(value))));
}

pub fn put(facts: &mut Facts, key: &str, value: Option<Value>) {
    match value {
        Some(value) => facts.insert(key.into(), normal(&value)),
        None => facts.remove(key),
    };
}

/// What the user's record keeps up to date by itself.
pub fn user_upkeep(event: &EventName) -> Option<(Name, Value)> {
    let requesting = match event.as_str() {
        "conversation.requested" => true,
        "conversation.assigned" | "agent.wrote" => false,
        _ => return None,
    };
    Some(("user.requesting".into(), Value::Boolean(requesting)))
}

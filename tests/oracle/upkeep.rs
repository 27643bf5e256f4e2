//! What a conversation keeps up to date by itself when an event comes, as the prelude describes those attributes.

use rust_decimal::Decimal;
use whenbook::ir::{Book, Moment, Value};
use whenbook::runtime::Facts;

use super::facts::{attribute, effective, fits, normal};
use super::make::stream::Told;

/// The facts after the event has told its own (`kept`), which stay as told.
pub fn upkeep(book: &Book, before: &Facts, kept: &mut Facts, name: &str, carried: &Facts, told: &[Told], now: Moment) {
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
    let mut news: Vec<(&str, Option<Value>)> = Vec::new();
    news.push(("conversation.created_at", was("conversation.created_at").or(time.clone())));
    match name {
        "customer.wrote" => {
            let count = number("conversation.customer_messages") + Decimal::ONE;
            news.push(("conversation.customer_messages", Some(Value::Number(count))));
        }
        "agent.wrote" => {
            news.push(("conversation.served", Some(Value::Boolean(true))));
            news.push(("conversation.first_reply_at", was("conversation.first_reply_at").or(time)));
        }
        "conversation.queued" => {
            let first = was("conversation.queued_at").is_none();
            news.push(("conversation.first_routing", Some(Value::Boolean(first))));
            news.push(("conversation.queued_at", time));
        }
        "conversation.assigned" => news.extend(agent.map(|agent| ("conversation.assignee", Some(agent)))),
        "conversation.unassigned" => news.push(("conversation.assignee", None)),
        _ => {}
    }
    for (key, value) in news {
        if !is_told(key) && attribute(book, key).is_some() {
            put(kept, key, value);
        }
    }
    let assignment = matches!(name, "conversation.assigned" | "conversation.unassigned");
    let former = was("conversation.assignee").filter(|former| kept.get("conversation.assignee") != Some(former));
    if assignment && former.is_some() && !is_told("conversation.last_assignee") {
        put(kept, "conversation.last_assignee", former);
    }
}

pub fn put(facts: &mut Facts, key: &str, value: Option<Value>) {
    match value {
        Some(value) => facts.insert(key.to_owned(), normal(&value)),
        None => facts.remove(key),
    };
}

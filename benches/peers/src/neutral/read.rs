//! From the neutral form.

use serde_json::Value as Json;

use crate::rules::{Comparison, Condition, Event, Rule};
use crate::schema::{BOOLEANS, KINDS, NUMBERS, SETS, TEXTS};

pub fn rule(rule: &Json) -> Rule {
    Rule {
        id: u32::try_from(integer(&rule["id"])).expect("a small id"),
        kind: kind(rule),
        all: items(&rule["all"]).map(condition).collect(),
    }
}

/// One line; its number is its place in the file.
pub fn event(number: usize, event: &Json) -> Event {
    let attributes = &event["attributes"];
    Event {
        number,
        kind: kind(event),
        texts: std::array::from_fn(|at| text(&attributes[TEXTS[at].name])),
        numbers: std::array::from_fn(|at| integer(&attributes[NUMBERS[at].name])),
        booleans: std::array::from_fn(|at| boolean(&attributes[BOOLEANS[at].name])),
        sets: std::array::from_fn(|at| texts(&attributes[SETS[at].name])),
    }
}

fn condition(condition: &Json) -> Condition {
    if let Some(any) = condition.get("any") {
        return Condition::Any(items(any).map(self::condition).collect());
    }
    let attribute = text(&condition["attr"]);
    let value = &condition["value"];
    let text_at = || place(TEXTS.iter().map(|text| text.name), &attribute);
    let set_at = || place(SETS.iter().map(|set| set.name), &attribute);
    let number_at = NUMBERS.iter().position(|number| number.name == attribute);
    match (text(&condition["op"]).as_str(), number_at) {
        (operator, Some(at)) => Condition::Compare(at, comparison(operator), integer(value)),
        ("eq", _) => Condition::Is(text_at(), text(value)),
        ("ne", _) => Condition::IsNot(text_at(), text(value)),
        ("in", _) => Condition::In(text_at(), texts(value)),
        ("not_in", _) => Condition::NotIn(text_at(), texts(value)),
        ("contains_ci", _) => Condition::Contains(text_at(), text(value)),
        ("full_match", _) => Condition::Matches(text_at(), text(value)),
        ("has", _) => Condition::Has(set_at(), text(value)),
        ("lacks", _) => Condition::Lacks(set_at(), text(value)),
        ("is", _) => Condition::Flag(place(BOOLEANS.iter().map(|flag| flag.name), &attribute), boolean(value)),
        (other, _) => panic!("no peer knows the operator {other}"),
    }
}

fn comparison(operator: &str) -> Comparison {
    match operator {
        "lt" => Comparison::Below,
        "le" => Comparison::AtMost,
        "gt" => Comparison::Above,
        "ge" => Comparison::AtLeast,
        "eq" => Comparison::Equal,
        other => panic!("no peer compares numbers by {other}"),
    }
}

fn kind(of: &Json) -> usize {
    place(KINDS.iter().map(|kind| kind.name), &text(&of["event"]))
}

fn place(mut names: impl Iterator<Item = &'static str>, name: &str) -> usize {
    names.position(|known| known == name).unwrap_or_else(|| panic!("no peer knows {name}"))
}

fn items(list: &Json) -> impl Iterator<Item = &Json> {
    list.as_array().expect("a list").iter()
}

fn texts(list: &Json) -> Vec<String> {
    items(list).map(text).collect()
}

fn text(value: &Json) -> String {
    value.as_str().expect("a text").to_owned()
}

fn integer(value: &Json) -> i64 {
    value.as_i64().expect("a whole number")
}

fn boolean(value: &Json) -> bool {
    value.as_bool().expect("true or false")
}

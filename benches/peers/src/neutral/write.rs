//! To the neutral form.

use serde_json::{Map, Value as Json, json};

use crate::rules::{Comparison, Condition, Event, Rule};
use crate::schema::{BOOLEANS, KINDS, NUMBERS, SETS, TEXTS};

/// The file of rules, with what they may name.
pub fn rules(seed: u64, rules: &[Rule]) -> Json {
    json!({
        "seed": seed,
        "events": KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>(),
        "attributes": {
            "string": TEXTS.iter().map(|text| text.name).collect::<Vec<_>>(),
            "integer": NUMBERS.iter().map(|number| number.name).collect::<Vec<_>>(),
            "boolean": BOOLEANS.iter().map(|boolean| boolean.name).collect::<Vec<_>>(),
            "string_set": SETS.iter().map(|set| set.name).collect::<Vec<_>>(),
        },
        "rules": rules.iter().map(rule).collect::<Vec<_>>(),
    })
}

/// One line of the file of events.
pub fn event(event: &Event) -> Json {
    let mut attributes = Map::new();
    let mut add = |name: &str, value: Json| attributes.insert(name.to_owned(), value);
    for (text, value) in TEXTS.iter().zip(&event.texts) {
        add(text.name, json!(value));
    }
    for (number, value) in NUMBERS.iter().zip(&event.numbers) {
        add(number.name, json!(value));
    }
    for (boolean, value) in BOOLEANS.iter().zip(&event.booleans) {
        add(boolean.name, json!(value));
    }
    for (set, value) in SETS.iter().zip(&event.sets) {
        add(set.name, json!(value));
    }
    json!({"seq": event.number, "event": KINDS[event.kind].name, "attributes": attributes})
}

fn rule(rule: &Rule) -> Json {
    let all: Vec<Json> = rule.all.iter().map(condition).collect();
    json!({"id": rule.id, "event": KINDS[rule.kind].name, "all": all, "actions": [{"emit": rule.id}]})
}

fn condition(condition: &Condition) -> Json {
    let written = |operator: &str, value: Json| json!({"attr": condition.attribute(), "op": operator, "value": value});
    match condition {
        Condition::Is(_, value) => written("eq", json!(value)),
        Condition::IsNot(_, value) => written("ne", json!(value)),
        Condition::In(_, values) => written("in", json!(values)),
        Condition::NotIn(_, values) => written("not_in", json!(values)),
        Condition::Compare(_, comparison, value) => written(compared(*comparison), json!(value)),
        Condition::Flag(_, value) => written("is", json!(value)),
        Condition::Has(_, value) => written("has", json!(value)),
        Condition::Lacks(_, value) => written("lacks", json!(value)),
        Condition::Contains(_, value) => written("contains_ci", json!(value)),
        Condition::Matches(_, pattern) => written("full_match", json!(pattern)),
        Condition::Any(parts) => json!({"any": parts.iter().map(self::condition).collect::<Vec<_>>()}),
    }
}

fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Below => "lt",
        Comparison::AtMost => "le",
        Comparison::Above => "gt",
        Comparison::AtLeast => "ge",
        Comparison::Equal => "eq",
    }
}

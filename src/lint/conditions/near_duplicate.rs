//! Triggers that are the same but for one word.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Finding};
use crate::ir::Trigger;
use crate::lint::{Lint, Rule, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0807",
        name: "near-duplicate",
        explanation: "The two do the same at the same events, and only one value of their conditions differs. Whoever changes one \
                      later has to think of the other. One trigger with `in [..]` or `contains any [..]` says it once.",
        bad: r#"trigger korea_route {
  on conversation.requested
  when user.country is "KR"
  do { assign to group "Asia" }
}

trigger japan_route {
  on conversation.requested
  when user.country is "JP"
  do { assign to group "Asia" }
}
"#,
        good: r#"trigger asia_route {
  on conversation.requested
  when user.country in ["KR", "JP"]
  do { assign to group "Asia" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// With so many that look alike, each one is compared.
const MOST_ALIKE: usize = 50;

/// Values and texts of the book stand under this key in the compiled form.
const LITERAL: &str = "literal";
/// So do regular expressions.
const PATTERN: &str = "pattern";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Most triggers do what no other does; only the rest is worth taking apart.
    let mut doing_the_same: BTreeMap<&str, Vec<&Trigger>> = BTreeMap::new();
    let turns = subject.turns();
    for trigger in subject.triggers().filter(|trigger| !turns.contains_key(trigger.id.as_str())) {
        doing_the_same.entry(&trigger.actions_fingerprint).or_default().push(trigger);
    }
    let mut alike: BTreeMap<String, Vec<Form<'_>>> = BTreeMap::new();
    for trigger in doing_the_same.into_values().filter(|triggers| triggers.len() > 1).flatten() {
        if let Some((skeleton, form)) = form(trigger) {
            alike.entry(skeleton).or_default().push(form);
        }
    }
    let mut findings = Vec::new();
    for forms in alike.values() {
        let mut kept: Vec<&Form<'_>> = Vec::new();
        for form in forms {
            match kept.iter().take(MOST_ALIKE).find(|first| differ_in_one(first, form)) {
                Some(first) => findings.push(finding(subject, first.trigger, form.trigger)),
                None => kept.push(form),
            }
        }
    }
    findings
}

/// A trigger, taken apart into what may differ.
struct Form<'a> {
    trigger: &'a Trigger,
    condition: Vec<Value>,
    actions: Value,
}

/// The trigger without its values, and the values.
fn form(trigger: &Trigger) -> Option<(String, Form<'_>)> {
    let mut condition = serde_json::to_value(trigger.condition.as_ref()?).ok()?;
    let mut actions = serde_json::to_value(&trigger.actions).ok()?;
    let mut values = Vec::new();
    without_places(&mut actions);
    without_places(&mut condition);
    take_out(&mut condition, &mut values);
    let frame = (&trigger.events, &trigger.channels, &trigger.once, trigger.active);
    let skeleton = format!("{frame:?} {condition} {actions}");
    Some((skeleton, Form { trigger, condition: values, actions }))
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| name != "place");
            fields.values_mut().for_each(without_places);
        }
        Value::Array(values) => values.iter_mut().for_each(without_places),
        _ => {}
    }
}

fn take_out(value: &mut Value, values: &mut Vec<Value>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if name == LITERAL || name == PATTERN {
                    values.push(field.take());
                } else {
                    take_out(field, values);
                }
            }
        }
        Value::Array(inner) => inner.iter_mut().for_each(|value| take_out(value, values)),
        _ => {}
    }
}

fn differ_in_one(one: &Form<'_>, other: &Form<'_>) -> bool {
    let differ = one.condition.iter().zip(&other.condition).filter(|(one, other)| one != other).count();
    one.condition.len() == other.condition.len() && differ == 1 && one.actions == other.actions
}

fn finding(subject: &Subject<'_>, first: &Trigger, second: &Trigger) -> Finding {
    let (one, two) = (subject.id_of(Rule::Trigger(first)), subject.id_of(Rule::Trigger(second)));
    let message = format!("`{}` is `{}` once more: one value of the condition differs", second.id, first.id);
    Finding::new(&LINT.code, two, message)
        .label("nearly the same")
        .also(one, "as this")
        .help("write one trigger that asks for both, with `in [..]`, `contains any [..]` or `any { … }`")
}

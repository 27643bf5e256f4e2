//! What an action says: texts filled in, values as JSON.

use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;
use whenbook::ir::{Argument, AttributeRead, Operand, Template, TemplatePart, Unit, Value};

use super::facts::Scene;
use super::hours;

/// The JSON of an argument; `null` if it has no value.
pub fn json(scene: &Scene, argument: &Argument) -> Json {
    match argument {
        Argument::Record(fields) => {
            let fields = fields.iter().map(|(name, field)| (name.clone(), json(scene, field)));
            Json::Object(fields.collect())
        }
        Argument::List(items) => Json::Array(items.iter().map(|item| json(scene, item)).collect()),
        other => value(scene, other).map_or(Json::Null, |value| json_of(&value)),
    }
}

/// The value of an argument.
pub fn value(scene: &Scene, argument: &Argument) -> Option<Value> {
    match argument {
        Argument::Value(operand) => scene.value(operand),
        Argument::Text(template) => Some(Value::Text(fill(scene, template).into())),
        Argument::Message(id) => Some(Value::Text(fill(scene, message(scene, id)).into())),
        Argument::List(items) => Some(Value::List(items.iter().filter_map(|item| value(scene, item)).collect())),
        Argument::Record(_) => None,
        Argument::NextClockTime(time) => {
            hours::next_clock_time(hours::zone(&scene.book.time_zone), *time, None, scene.now).map(Value::Time)
        }
        Argument::NextOpening(id) => hours::next_opening(hours::schedule(scene.book, id), scene.now).map(Value::Time),
    }
}

/// The text in the user's language: exactly that one, or at least the language, or the first.
fn message<'a>(scene: &'a Scene, id: &str) -> &'a Template {
    let message = scene.book.messages.iter().find(|message| message.id == id).expect("a message");
    let key = AttributeRead { key: "user.locale".into(), arguments: vec![], before: false, place: Default::default() };
    let locale = match scene.value(&Operand::Attribute(key)) {
        Some(Value::Text(text)) => text,
        _ => String::new().into(),
    };
    let language = locale.split('-').next().unwrap_or_default();
    let of = |tag: &str| message.texts.iter().find(|(language, _)| language == tag);
    let (_, template) = of(&locale).or_else(|| of(language)).unwrap_or(&message.texts[0]);
    template
}

pub fn fill(scene: &Scene, template: &Template) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Literal(text) => text.clone(),
        TemplatePart::Placeholder { read, unit, fallback } => match scene.read(read) {
            Some(value) => shown(scene, &value, *unit),
            None => fallback.clone().unwrap_or_default(),
        },
    };
    template.0.iter().map(part).collect::<String>().nfc().collect()
}

/// A value in a text.
fn shown(scene: &Scene, value: &Value, unit: Option<Unit>) -> String {
    match value {
        Value::Text(text) | Value::Enum(text) => text.to_string(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Percentage(number) => format!("{}%", number.normalize()),
        Value::Boolean(true) => "yes".into(),
        Value::Boolean(false) => "no".into(),
        Value::Duration(millis) => {
            let one = match unit {
                Some(Unit::Seconds) | None => 1_000,
                Some(Unit::Minutes) => 60_000,
                Some(Unit::Hours) => 3_600_000,
                Some(Unit::Days) => 86_400_000,
            };
            let started = i64::from(millis.rem_euclid(one) > 0);
            (millis.div_euclid(one) + started).to_string()
        }
        Value::Time(time) => {
            hours::local(hours::zone(&scene.book.time_zone), *time).format("%Y-%m-%d %H:%M").to_string()
        }
        Value::ClockTime(_) | Value::Date(_) => match json_of(value) {
            Json::String(text) => text,
            other => other.to_string(),
        },
        Value::List(values) => values.iter().map(|value| shown(scene, value, unit)).collect::<Vec<_>>().join(", "),
    }
}

pub fn json_of(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Enum(text) => Json::from(text.as_str()),
        Value::Number(number) => serde_json::from_str(&number.normalize().to_string()).expect("a number"),
        Value::Percentage(number) => Json::from(format!("{}%", number.normalize())),
        Value::Boolean(boolean) => Json::from(*boolean),
        Value::Duration(millis) => Json::from(duration(*millis)),
        Value::Time(time) => Json::from(time.to_string()),
        Value::ClockTime(minutes) => Json::from(format!("{:02}:{:02}", minutes / 60, minutes % 60)),
        Value::Date(date) => Json::from(date.to_string()),
        Value::List(values) => Json::Array(values.iter().map(json_of).collect()),
    }
}

/// `1d2h3m4s`; below a second in milliseconds.
fn duration(mut millis: i64) -> String {
    let mut text = String::new();
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
        if millis >= length {
            text.push_str(&format!("{}{unit}", millis / length));
            millis %= length;
        }
    }
    if text.is_empty() { "0s".into() } else { text }
}

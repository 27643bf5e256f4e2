//! What can be read at a moment: kept facts, the view, carried facts, and how all that was before.

use std::rc::Rc;

use chrono::Timelike;
use unicode_normalization::UnicodeNormalization;
use whenbook::ir::vocabulary::{Attribute, Holder};
use whenbook::ir::{AttributeRead, Book, EventName, Moment, Name, Operand, Type, Value};
use whenbook::runtime::{Facts, SortedMap};

use super::history::Happened;
use super::hours;

/// Everything that a condition or a text can read.
#[derive(Clone)]
pub struct Scene<'a> {
    pub book: &'a Rc<Book>,
    pub now: Moment,
    pub kept: &'a Facts,
    pub kept_before: &'a Facts,
    /// With what the book itself has just written.
    pub view: &'a Facts,
    pub view_before: &'a Facts,
    pub carried: &'a Facts,
    pub user_marks: &'a SortedMap<Name, Moment>,
    pub history: &'a [Happened],
    pub id: &'a str,
    pub session: u64,
    /// In a rest: the event that fired it, and its input.
    pub fired_by: Option<(&'a EventName, u64)>,
}

impl Scene<'_> {
    pub fn value(&self, operand: &Operand) -> Option<Value> {
        match operand {
            Operand::Literal(value) => Some(value.clone()),
            Operand::List(id) => {
                let list = self.book.lists.iter().find(|list| list.id == *id)?;
                Some(Value::List(list.values.as_slice().into()))
            }
            Operand::Attribute(read) => self.read(read),
        }
    }

    pub fn read(&self, read: &AttributeRead) -> Option<Value> {
        let attribute = attribute(self.book, &read.key)?;
        let mut arguments = Vec::new();
        for argument in &read.arguments {
            match self.value(argument)? {
                Value::Text(text) | Value::Enum(text) => arguments.push(String::from(text)),
                _ => return None,
            }
        }
        match read.key.as_str() {
            "conversation.id" => return Some(Value::Text(self.id.into())),
            "conversation.status_category" => {
                return category(self, if read.before { self.kept_before } else { self.kept });
            }
            "session.number" => return Some(Value::Number(self.session.into())),
            _ => {}
        }
        let (kept, view) = if read.before { (self.kept_before, self.view_before) } else { (self.kept, self.view) };
        let facts = match attribute.holder {
            Holder::Conversation => kept,
            Holder::User | Holder::Account => view,
            Holder::Event => self.carried,
            Holder::Clock => return clock(self, &read.key),
        };
        effective(self.book, attribute, facts.get(instance(&read.key, &arguments).as_str()))
    }
}

/// The status as its lifecycle knows it.
fn category(scene: &Scene, facts: &Facts) -> Option<Value> {
    let key = "conversation.status";
    let status = effective(scene.book, attribute(scene.book, key)?, facts.get(key))?;
    let Value::Enum(name) = &status else { return None };
    let own = scene.book.statuses.iter().find(|own| own.id == *name);
    Some(own.map_or(status.clone(), |own| Value::Enum(own.counts_as.as_str().into())))
}

/// `time.*`, in the time zone of the book.
fn clock(scene: &Scene, key: &str) -> Option<Value> {
    let local = hours::local(hours::zone(&scene.book.time_zone), scene.now);
    let minutes = u16::try_from(local.hour() * 60 + local.minute()).expect("a minute of the day");
    Some(match key {
        "time.now" => Value::Time(scene.now),
        "time.hour" => Value::Number(local.hour().into()),
        "time.weekday" => Value::Enum(local.format("%a").to_string().to_lowercase().into()),
        "time.date" => Value::Date(local.date()),
        "time.clock" => Value::ClockTime(minutes),
        _ => return None,
    })
}

pub fn attribute<'a>(book: &'a Book, key: &str) -> Option<&'a Attribute> {
    book.vocabulary.attributes.iter().find(|attribute| attribute.key == key)
}

/// `group(name).status` with `Billing` is `group("Billing").status`.
fn instance(key: &str, arguments: &[String]) -> String {
    let Some((head, rest)) = key.split_once('(') else { return key.to_owned() };
    let (_, tail) = rest.split_once(')').expect("a closed parenthesis");
    let arguments: Vec<String> =
        arguments.iter().map(|text| serde_json::Value::from(text.as_str()).to_string()).collect();
    format!("{head}({}){tail}", arguments.join(", "))
}

/// The value of a fact: what is there, if it is of the right type; else the default; else it is unknown.
pub fn effective(book: &Book, attribute: &Attribute, there: Option<&Value>) -> Option<Value> {
    let there = there.filter(|value| fits(book, value, &attribute.value_type));
    there.map(normal).or_else(|| attribute.default.clone())
}

pub fn fits(book: &Book, value: &Value, wanted: &Type) -> bool {
    match (value, wanted) {
        (Value::Text(_), Type::Text)
        | (Value::Number(_), Type::Number)
        | (Value::Boolean(_), Type::Boolean)
        | (Value::Duration(_), Type::Duration)
        | (Value::Time(_), Type::Time)
        | (Value::ClockTime(_), Type::ClockTime)
        | (Value::Date(_), Type::Date)
        | (Value::Percentage(_), Type::Percentage) => true,
        (Value::Enum(name), Type::Enum(of)) => rank(book, of, name).is_some(),
        (Value::List(values), Type::List(of)) => values.iter().all(|value| fits(book, value, of)),
        _ => false,
    }
}

/// Which value of its enum it is.
pub fn rank(book: &Book, of: &str, name: &str) -> Option<usize> {
    let declared = book.vocabulary.enums.iter().find(|declared| declared.name == of)?;
    declared.values.iter().position(|value| value.name == name)
}

/// Texts in normalisation form C.
pub fn normal(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.nfc().collect()),
        Value::List(values) => Value::List(values.iter().map(normal).collect()),
        other => other.clone(),
    }
}

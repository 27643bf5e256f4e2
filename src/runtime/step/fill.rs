//! The arguments of an action, filled in with the facts of the moment.

use serde_json::Value as Json;
use smallvec::SmallVec;

use crate::ir::{Day, Name, Value};
use crate::runtime::evaluate::Sight;
use crate::runtime::fact::Fact;
use crate::runtime::prepare::action::{Argument, Part, Template};
use crate::runtime::values;
use crate::runtime::{calendar, kind};

/// An argument that is filled in.
pub(super) struct Filled {
    /// Its value, if it is one that is known.
    pub(super) value: Option<Value>,
    /// As it goes out, if that is not simply the value.
    json: Option<Json>,
}

/// The arguments of an action by the names of their slots.
pub(super) type Arguments = SmallVec<[(Name, Filled); 4]>;

const EVERY_DAY: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

impl Sight<'_> {
    pub(super) fn fill(&self, argument: &Argument) -> Filled {
        match argument {
            Argument::Value(operand) => Filled::new(self.value(operand, &mut None).map(Fact::to_value)),
            Argument::Text(template) => Filled::new(Some(Value::Text(self.text(template).into()))),
            Argument::Message(message) => {
                let locale = self.book.locale.as_ref().and_then(|read| self.read(read, &mut None));
                let locale = match locale {
                    Some(Fact::Text(locale)) => Some(locale),
                    _ => None,
                };
                Filled::new(message.text_for(locale).map(|template| Value::Text(self.text(template).into())))
            }
            Argument::List(arguments) => {
                let (values, json): (Vec<_>, Vec<_>) = arguments
                    .iter()
                    .map(|argument| self.fill(argument))
                    .map(|filled| (filled.value.clone(), filled.into_json()))
                    .unzip();
                let value = Some(Value::List(values.into_iter().flatten().collect()));
                Filled { value, json: Some(Json::Array(json)) }
            }
            Argument::Record(arguments) => {
                let mut fields: Vec<(&Name, Json)> =
                    arguments.iter().map(|(name, argument)| (name, self.fill(argument).into_json())).collect();
                fields.sort_by_key(|(name, _)| *name);
                let fields = fields.into_iter().map(|(name, json)| (name.to_string(), json)).collect();
                Filled { value: None, json: Some(Json::Object(fields)) }
            }
            Argument::NextClockTime(minutes) => {
                let days = EVERY_DAY.into_iter().collect();
                Filled::new(calendar::next_clock_time(self.book.zone, self.time, *minutes, &days).map(Value::Time))
            }
            Argument::NextOpening(schedule) => Filled::new(schedule.next_opening(self.time).map(Value::Time)),
        }
    }

    fn text(&self, template: &Template) -> String {
        let mut text = String::new();
        for part in &template.0 {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Placeholder { read, unit, fallback } => match self.read(read, &mut None) {
                    Some(value) => text.push_str(&values::text(&value.to_value(), self.book.zone, *unit)),
                    None => text.push_str(fallback.as_deref().unwrap_or_default()),
                },
            }
        }
        // Two texts in normalisation form C need not make one.
        kind::nfc(text)
    }
}

impl Filled {
    pub(super) fn new(value: Option<Value>) -> Self {
        Self { value, json: None }
    }

    /// As it goes out: `null` if it is unknown.
    pub(super) fn into_json(self) -> Json {
        self.json.unwrap_or_else(|| self.value.map_or(Json::Null, values::json))
    }

    /// As [`Filled::into_json`], where the value is still needed.
    pub(super) fn to_json(&self) -> Json {
        self.json.clone().unwrap_or_else(|| self.value.clone().map_or(Json::Null, values::json))
    }
}

//! An event as a log tells it, with what is so before.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::run::Trial;
use crate::ir::test::{TestStep, TestStepKind};
use crate::ir::{EventName, Moment, Place, Value};
use crate::runtime::Engine;
use crate::scenario::words;
use crate::semantics::suggest;

/// An event on which a rule is tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleEvent {
    /// What it is called.
    #[serde(rename = "type")]
    pub name: String,
    /// When it comes; a Monday morning if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Moment>,
    /// What it brings, attribute paths nested.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub data: Map<String, Json>,
    /// What is so before it, in the same form.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub given: Map<String, Json>,
    /// The events that come before it, a second apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

impl SampleEvent {
    /// The last event of a trial, with what was so before.
    #[must_use]
    pub fn of(trial: &Trial) -> Option<Self> {
        let mut found: Option<Self> = None;
        let mut given = Map::new();
        let mut earlier = Vec::new();
        let mut time = None;
        for (line, _) in &trial.lines {
            match &line.kind {
                TestStepKind::Given(facts) => {
                    facts.iter().for_each(|(key, value)| nest(&mut given, key, value.as_ref()))
                }
                TestStepKind::At(at) => time = Some(*at),
                TestStepKind::Receive { event, facts, .. } => {
                    earlier.extend(found.take().map(|event| event.name));
                    let mut data = Map::new();
                    facts.iter().for_each(|(key, value)| nest(&mut data, key, value.as_ref()));
                    found = Some(Self { name: event.to_string(), data, ..Self::default() });
                }
                TestStepKind::Logged { event, data, .. } => {
                    earlier.extend(found.take().map(|event| event.name));
                    found = Some(Self { name: event.to_string(), data: data.clone(), ..Self::default() });
                }
                _ => {}
            }
        }
        found.map(|event| Self { time, given, earlier, ..event })
    }

    /// The same as lines of a test.
    #[must_use]
    pub fn lines(&self, engine: &Arc<Engine>) -> Vec<TestStep> {
        let line = |kind| TestStep { place: Place::default(), kind };
        let mut lines = Vec::new();
        if !self.given.is_empty() {
            lines.push(line(TestStepKind::Given(engine.bind(&self.given).facts)));
        }
        lines.extend(self.time.map(|time| line(TestStepKind::At(time))));
        for name in &self.earlier {
            lines.push(line(TestStepKind::Receive {
                event: EventName::new(name.as_str()),
                conversation: None,
                facts: Vec::new(),
            }));
            lines.push(line(TestStepKind::Advance(1000)));
        }
        lines.push(line(TestStepKind::Logged {
            event: EventName::new(self.name.as_str()),
            conversation: None,
            after: 0,
            data: self.data.clone(),
        }));
        lines
    }
}

/// What is wrong with an event that somebody gives; `None` if the book understands all of it.
#[must_use]
pub fn wrong_event(event: &SampleEvent, engine: &Arc<Engine>) -> Option<String> {
    let declared = &engine.book().vocabulary.events;
    for name in event.earlier.iter().chain([&event.name]) {
        if !declared.iter().any(|each| each.name == *name) {
            let help = suggest::did_you_mean(name, declared.iter().map(|each| each.name.as_str()));
            let help = help.map(|help| format!("; {help}")).unwrap_or_default();
            return Some(format!("this book has no event `{name}`{help}"));
        }
    }
    let refused = [&event.data, &event.given].into_iter().flat_map(|data| engine.bind(data).refused);
    refused.map(|(key, reason)| format!("`{key}`: {reason}")).next()
}

/// Puts a fact where an event's data has it: `group("Billing").status` below `group`, `Billing`.
fn nest(data: &mut Map<String, Json>, key: &str, value: Option<&Value>) {
    let mut path: Vec<String> = Vec::new();
    let mut rest = key;
    while let Some((before, quoted)) = rest.split_once('"') {
        path.extend(before.split(['.', '(', ')', ',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned));
        let (name, after) = quoted.split_once('"').unwrap_or((quoted, ""));
        path.push(name.to_owned());
        rest = after;
    }
    path.extend(rest.split(['.', '(', ')', ',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned));
    let Some(last) = path.pop() else { return };
    let mut here = data;
    for name in path {
        let inner = here.entry(name).or_insert_with(|| Map::new().into());
        let Some(inner) = inner.as_object_mut() else { return };
        here = inner;
    }
    here.insert(last, value.map_or(Json::Null, json));
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Enum(text) => text.as_str().into(),
        Value::Boolean(value) => (*value).into(),
        Value::Number(number) => serde_json::from_str(&number.normalize().to_string()).unwrap_or_default(),
        Value::Time(time) => time.to_string().into(),
        Value::List(values) => values.iter().map(json).collect(),
        other => words::value(other, chrono_tz::Tz::UTC).into(),
    }
}

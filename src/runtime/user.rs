//! What all conversations of one user share.

use serde::{Deserialize, Serialize};

use super::maintained::{AGENT_ID, AGENT_NAME, ASSIGNED, USER_LAST_ASSIGNEE, USER_UPKEEP};
use super::{Engine, Facts, SortedMap, once};
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Moment, Name, Once, Value};

/// A user's record: facts and `once per user` marks. It is one serial stream: its driver gives it one message after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The format of the state.
    pub version: u32,
    /// The account.
    pub account: String,
    /// Its own id.
    pub id: String,
    /// `user.*`, where they differ from their defaults.
    pub facts: Facts,
    /// When each `once per user` was last granted, by id.
    pub marks: SortedMap<Name, Moment>,
}

/// A fact of the record that has changed. Each conversation of the user whose book hears `change of` it gets that event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChange {
    /// Its key.
    pub key: Name,
    /// What it was; `None` if nobody had said.
    pub before: Option<Value>,
}

impl User {
    /// A record in which nothing stands yet.
    #[must_use]
    pub fn new(account: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            version: super::conversation::STATE_VERSION,
            account: account.into(),
            id: id.into(),
            facts: Facts::new(),
            marks: SortedMap::new(),
        }
    }

    /// An event of one of the user's conversations: takes what it tells of the user (`user.*`; the rest is passed over; `None`
    /// takes a fact away), and keeps up to date what the runtime keeps. Gives what has changed, by key.
    pub fn hear(&mut self, engine: &Engine, event: &EventName, facts: &[(Name, Option<Value>)]) -> Vec<UserChange> {
        let before = self.facts.clone();
        for (key, value) in facts {
            self.put(engine, key, value.clone());
        }
        for (name, key, value) in USER_UPKEEP {
            if event.as_str() == *name && facts.iter().all(|(told, _)| told != key) {
                self.put(engine, key, Some(Value::Boolean(*value)));
            }
        }
        if event.as_str() == ASSIGNED {
            let named = |wanted: &str| {
                facts.iter().find_map(|(key, value)| match value {
                    Some(Value::Text(name)) if key == wanted && !name.is_empty() => value.clone(),
                    _ => None,
                })
            };
            if let Some(agent) = named(AGENT_NAME.0).or_else(|| named(AGENT_ID.0)) {
                self.put(engine, USER_LAST_ASSIGNEE.0, Some(agent));
            }
        }
        self.changes_since(before)
    }

    /// An action of one of the user's conversations has changed a fact ([`ToUser::Write`](super::ToUser::Write)). Gives what
    /// has changed.
    pub fn write(&mut self, engine: &Engine, key: &str, value: Option<Value>) -> Vec<UserChange> {
        let before = self.facts.clone();
        self.put(engine, key, value);
        self.changes_since(before)
    }

    /// Whether a `once per user` may fire ([`ToUser::Claim`](super::ToUser::Claim)). If so, it counts as fired then.
    pub fn claim(&mut self, engine: &Engine, source: &str, once: &Once, time: Moment) -> bool {
        let zone = engine.prepared().zone;
        let held = self.marks.get(source).is_some_and(|mark| once::counts(*mark, time, once.period.as_ref(), zone));
        if !held {
            self.marks.insert(source.into(), time);
        }
        !held
    }

    /// Takes over the record of a user who was not known by this id yet: what this one says goes first.
    pub fn absorb(&mut self, other: Self) {
        for (key, value) in other.facts {
            self.facts.entry(key).or_insert(value);
        }
        for (source, mark) in other.marks {
            let own = self.marks.entry(source).or_insert(mark);
            *own = mark.max(*own);
        }
    }

    fn put(&mut self, engine: &Engine, key: &str, value: Option<Value>) {
        let Some(attribute) = engine.prepared().attribute(key).filter(|attribute| attribute.holder == Holder::User)
        else {
            return;
        };
        match value.map(|value| attribute.kind.accept(value)) {
            Some(Ok(value)) if attribute.default.as_ref() != Some(&value) => drop(self.facts.insert(key.into(), value)),
            Some(Ok(_)) | None => drop(self.facts.remove(key)),
            Some(Err(_)) => {}
        }
    }

    fn changes_since(&self, before: Facts) -> Vec<UserChange> {
        let keys: std::collections::BTreeSet<&Name> = before.keys().chain(self.facts.keys()).collect();
        keys.into_iter()
            .filter(|key| before.get(*key) != self.facts.get(*key))
            .map(|key| UserChange { key: key.clone(), before: before.get(key).cloned() })
            .collect()
    }
}

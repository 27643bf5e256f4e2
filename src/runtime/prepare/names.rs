//! The named things of a book, each made ready.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::LoadError;
use super::super::calendar::Calendar;
use super::action::Message;
use super::condition::{self, Condition, Extent, Test};
use super::ids::Ids;
use super::shared::Shared;
use super::vocabulary::{Attribute, Vocabulary};
use crate::ir::{self, Book, EventName, Name, Once, Value};

/// What the rules of a book may speak of.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) vocabulary: Vocabulary,
    lists: BTreeMap<String, Value>,
    calendars: BTreeMap<String, Arc<Calendar>>,
    conditions: BTreeMap<String, (Condition, Extent)>,
    messages: BTreeMap<String, Arc<Message>>,
    pub(crate) ids: Ids,
    shared: Shared,
}

impl Names {
    pub(crate) fn new(book: &Book, ids: Ids) -> Result<Self, LoadError> {
        let vocabulary = Vocabulary::new(&book.vocabulary)?;
        let mut names = Self { vocabulary, ids, ..Self::default() };
        for list in &book.lists {
            insert(&mut names.lists, "list", &list.id, Value::List(list.values.as_slice().into()))?;
        }
        for schedule in &book.schedules {
            let calendar =
                Calendar::new(schedule).map_err(|reason| LoadError::Invalid { user: schedule.id.clone(), reason })?;
            insert(&mut names.calendars, "schedule", &schedule.id, Arc::new(calendar))?;
        }
        for named in in_order(&book.conditions)? {
            let (ready, extent) = condition::condition(&names, &named.id, &named.condition)?;
            insert(&mut names.conditions, "condition", &named.id, (ready, extent))?;
        }
        for message in &book.messages {
            let ready = Message::new(&names, message)?;
            insert(&mut names.messages, "message", &message.id, Arc::new(ready))?;
        }
        Ok(names)
    }

    pub(super) fn attribute(&self, key: &str, user: &str) -> Result<Arc<Attribute>, LoadError> {
        self.vocabulary.declared(key).cloned().ok_or_else(|| unknown("attribute", key, user))
    }

    pub(super) fn list(&self, name: &str, user: &str) -> Result<Value, LoadError> {
        self.lists.get(name).cloned().ok_or_else(|| unknown("list", name, user))
    }

    pub(super) fn calendar(&self, name: &str, user: &str) -> Result<Arc<Calendar>, LoadError> {
        self.calendars.get(name).cloned().ok_or_else(|| unknown("schedule", name, user))
    }

    pub(super) fn condition(&self, name: &str, user: &str) -> Result<(Condition, Extent), LoadError> {
        self.conditions.get(name).cloned().ok_or_else(|| unknown("condition", name, user))
    }

    pub(super) fn message(&self, name: &str, user: &str) -> Result<Arc<Message>, LoadError> {
        self.messages.get(name).cloned().ok_or_else(|| unknown("message", name, user))
    }

    pub(super) fn once(&self, id: &str, user: &str) -> Result<Option<Once>, LoadError> {
        self.ids.once(id).ok_or_else(|| unknown("trigger or automation", id, user))
    }

    /// A name that others may have, too.
    pub(super) fn name(&self, text: &str) -> Name {
        self.shared.name(text)
    }

    /// An event by its name, as all share it.
    pub(super) fn event(&self, event: &EventName) -> EventName {
        EventName::new(self.name(event.as_str()))
    }

    /// The test that stands at that spot of the packed rules: as it is known, or as `make` makes it.
    pub(super) fn test(
        &self,
        spot: u32,
        make: impl FnOnce() -> Result<Test, LoadError>,
    ) -> Result<Arc<Test>, LoadError> {
        self.shared.test(spot, make)
    }

    /// Forgets what rules had in common: those to come are made by themselves.
    pub(super) fn forget(&mut self) {
        self.shared = Shared::default();
    }
}

fn unknown(kind: &'static str, name: &str, user: &str) -> LoadError {
    LoadError::Unknown { kind, name: name.to_owned(), user: user.to_owned() }
}

fn insert<T>(map: &mut BTreeMap<String, T>, kind: &'static str, name: &str, thing: T) -> Result<(), LoadError> {
    match map.insert(name.to_owned(), thing) {
        Some(_) => Err(LoadError::Duplicate { kind, name: name.to_owned() }),
        None => Ok(()),
    }
}

/// How long a chain of named conditions may be.
const DEEPEST: usize = 64;

/// The named conditions such that each comes after those that it asks for.
fn in_order(conditions: &[ir::NamedCondition]) -> Result<Vec<&ir::NamedCondition>, LoadError> {
    let ids: BTreeSet<&str> = conditions.iter().map(|named| named.id.as_str()).collect();
    let mut waiting: Vec<(&ir::NamedCondition, BTreeSet<&str>)> = Vec::new();
    for named in conditions {
        let mut asked = BTreeSet::new();
        asks_for(&named.condition, &mut asked, &named.id, DEEPEST)?;
        asked.retain(|name| ids.contains(name));
        waiting.push((named, asked));
    }
    let mut ordered = Vec::new();
    for _ in 0..=DEEPEST {
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, asked)| asked.is_empty());
        if ready.is_empty() {
            return rest.first().map_or(Ok(ordered), |(named, _)| Err(LoadError::Cycle(named.id.clone())));
        }
        let done: BTreeSet<&str> = ready.iter().map(|(named, _)| named.id.as_str()).collect();
        ordered.extend(ready.into_iter().map(|(named, _)| named));
        waiting = rest;
        waiting.iter_mut().for_each(|(_, asked)| asked.retain(|name| !done.contains(name)));
    }
    let deepest = waiting.first().map(|(named, _)| named.id.clone()).unwrap_or_default();
    Err(LoadError::TooDeep(deepest))
}

fn asks_for<'a>(
    condition: &'a ir::Condition,
    names: &mut BTreeSet<&'a str>,
    user: &str,
    left: usize,
) -> Result<(), LoadError> {
    let left = left.checked_sub(1).ok_or_else(|| LoadError::TooDeep(user.to_owned()))?;
    match &condition.test {
        ir::Test::All(parts) | ir::Test::Any(parts) => {
            parts.iter().try_for_each(|part| asks_for(part, names, user, left))
        }
        ir::Test::Not(inner) => asks_for(inner, names, user, left),
        ir::Test::Named(name) => {
            names.insert(name);
            Ok(())
        }
        _ => Ok(()),
    }
}

//! Events that the engine itself raises, for the next round of the input.

use std::collections::BTreeSet;

use super::Run;
use crate::ir::{EventName, Value};
use crate::runtime::Facts;
use crate::runtime::maintained::{EVENT_ACTORS, USER_UPKEEP};
use crate::runtime::outcome::ToUser;

/// An event with who stands behind it, as far as that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) event: EventName,
    pub(super) actor: Option<String>,
}

impl Heard {
    /// An event that came from outside, or a change.
    pub(super) fn of(event: EventName) -> Self {
        let actor = EVENT_ACTORS.iter().find(|(name, _)| *name == event.as_str()).map(|(_, actor)| (*actor).to_owned());
        Self { event, actor }
    }
}

impl Run<'_> {
    /// The event comes in the next round. One that the book does not declare is never raised.
    pub(super) fn raise(&mut self, event: EventName, actor: Option<&str>) {
        if self.book.names.vocabulary.carries(&event).is_none() {
            return;
        }
        if self.raised.iter().all(|raised| raised.event != event) {
            let known = Heard::of(event);
            let actor = actor.map(str::to_owned).or(known.actor);
            self.raised.push(Heard { actor, ..known });
        }
    }

    /// Brings up to date what follows from a raised event.
    pub(super) fn keep_up_raised(&mut self, heard: &Heard) {
        let entry = self.written.next_entry();
        self.keep_up(&heard.event, &Facts::new(), &BTreeSet::new(), entry, heard.actor.as_deref());
        for (event, key, value) in USER_UPKEEP {
            if heard.event.as_str() == *event && self.book.attribute(key).is_some() {
                self.write_user(key, Some(Value::Boolean(*value)));
            }
        }
    }

    /// A fact of the user: seen here at once, and sent to the user's record.
    pub(super) fn write_user(&mut self, key: &str, value: Option<Value>) {
        match value.clone() {
            Some(value) => drop(self.view.to_mut().insert(key.into(), value)),
            None => drop(self.view.to_mut().remove(key)),
        }
        self.outcome.to_user.push(ToUser::Write { key: key.into(), value, time: self.time });
    }
}

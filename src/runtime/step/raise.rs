//! Events that the engine itself raises, for the next round of the input.

use super::event::Told;
use super::witness::Witness;
use super::{NOTHING, Run};
use crate::ir::{EventName, Name, Value};
use crate::runtime::outcome::ToUser;
use crate::runtime::prepare::meaning::Meaning;
use crate::runtime::prepare::{Occasion, Prepared};

/// An event with what the book has to do with it, and who stands behind it, as far as that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    pub(super) event: &'a EventName,
    /// None for the change of a fact of the user of which the book does not speak.
    pub(super) occasion: Option<&'a Occasion>,
    pub(super) actor: Option<&'a str>,
    /// The move of a state that has raised it, if one has.
    pub(super) origin: Option<Origin>,
}

/// A move of a state that raises an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The machine that was moved, by its number.
    pub(super) machine: usize,
    /// How many moves of the input were told of before it.
    pub(super) earlier: usize,
}

impl<'a> Heard<'a> {
    /// An event that came from outside, or a change.
    pub(super) fn of(book: &'a Prepared, event: &'a EventName) -> Self {
        Self::known(book, event.as_str()).unwrap_or(Self { event, occasion: None, actor: None, origin: None })
    }

    /// One of which the book speaks.
    pub(super) fn known(book: &'a Prepared, event: &str) -> Option<Self> {
        book.occasion(event).map(Self::at)
    }

    pub(super) fn at(occasion: &'a Occasion) -> Self {
        Self { event: &occasion.event, occasion: Some(occasion), actor: occasion.meaning.actor, origin: None }
    }

    pub(super) fn meaning(&self) -> Option<&'a Meaning> {
        self.occasion.map(|occasion| &occasion.meaning)
    }
}

impl<'a, W: Witness> Run<'a, W> {
    /// The event comes in the next round, once. One that the book does not declare is never raised.
    pub(super) fn raise(&mut self, event: &str, actor: Option<&'a str>, origin: Option<Origin>) {
        let known = Heard::known(self.book, event).filter(|known| known.meaning().is_some_and(|own| own.is_known));
        let Some(known) = known else { return };
        match self.raised.iter_mut().find(|raised| raised.event == known.event) {
            Some(raised) => raised.origin = origin,
            None => self.raised.push(Heard { actor: actor.or(known.actor), origin, ..known }),
        }
    }

    /// Whether an event tells of a move after which the same states have moved on.
    pub(super) fn is_outdated(&self, heard: &Heard<'_>) -> bool {
        heard.origin.is_some_and(|origin| {
            let machine = self.book.lifecycle.machines.get(origin.machine);
            let mut later = self.outcome.moves.iter().skip(origin.earlier.saturating_add(1));
            machine.is_some_and(|own| later.any(|moved| moved.attribute == own.attribute.declared))
        })
    }

    /// Brings up to date what follows from a raised event.
    pub(super) fn keep_up_raised(&mut self, heard: &Heard<'a>) {
        let entry = self.written.next_entry();
        self.keep_up(heard, &NOTHING, &Told::new(), entry, heard.actor);
        for (key, value) in heard.meaning().iter().flat_map(|meaning| &meaning.of_user) {
            self.write_user(key, Some(Value::Boolean(*value)));
        }
    }

    /// A fact of the user: seen here at once, and sent to the user's record.
    pub(super) fn write_user(&mut self, key: &Name, value: Option<Value>) {
        match value.clone() {
            Some(value) => drop(self.user.to_mut().insert(key.clone(), value)),
            None => drop(self.user.to_mut().remove(key)),
        }
        self.outcome.to_user.push(ToUser::Write { key: key.clone(), value, time: self.time });
    }
}

//! An event comes: its facts are taken, and what the runtime keeps is brought up to date.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::lifecycle::Mover;
use super::{Cause, Heard, Run};
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Name, Value};
use crate::runtime::fact::Fact;
use crate::runtime::keys::Key;
use crate::runtime::maintained::{CREATED_AT, Keep, STATUS, SUSPENDED_EVENTS, UPKEEP, Upkeep};
use crate::runtime::prepare::vocabulary::Attribute;
use crate::runtime::{Audit, Facts};

impl<'a> Run<'a> {
    /// Round 0 of an event. Gives whether the book declares it.
    pub(super) fn event(&mut self, name: &EventName, carried: &'a Facts, kept: &[(Name, Option<Value>)]) -> bool {
        let book = self.book;
        let name = &self.as_it_comes(name);
        let Some(words) = book.names.vocabulary.carries(name) else {
            self.outcome.audit.push(Audit::UnknownEvent(name.clone()));
            return false;
        };
        if self.is_for_another(name, carried) {
            self.outcome.new_conversation = true;
            return false;
        }
        let refused = self.input.refused.iter();
        self.outcome.audit.extend(
            refused.map(|(key, reason)| Audit::WrongValue { key: key.as_str().into(), reason: reason.clone() }),
        );
        let told = self.take_kept(kept);
        let taken = match book.occasion(name.as_str()) {
            Some(occasion) if occasion.takes_all(carried) => Cow::Borrowed(carried),
            _ => Cow::Owned(self.taken(words, carried)),
        };
        self.keep_up(name, &taken, &told, 0, None);
        self.round(vec![Heard::of(name.clone())], &taken);
        true
    }

    /// What the event carries of these facts, each in its one form.
    fn taken(&mut self, words: &BTreeSet<String>, carried: &Facts) -> Facts {
        let book = self.book;
        let mut taken = Facts::new();
        for (key, value) in carried {
            let Some(attribute) = book.attribute(key).filter(|attribute| attribute.holder == Holder::Event) else {
                continue;
            };
            if words.contains(Key::first_word(key))
                && let Some(value) = self.accepted(attribute, key, value)
            {
                taken.insert(key.clone(), value);
            }
        }
        taken
    }

    /// The event, or what comes in its place from a suspended user.
    fn as_it_comes(&self, name: &EventName) -> EventName {
        let (replaced, instead) = SUSPENDED_EVENTS;
        let Some(read) = self.book.suspended.as_ref().filter(|_| replaced.contains(&name.as_str())) else {
            return name.clone();
        };
        let suspended = self.sight(&Cause::default()).now(&read.attribute) == Some(Fact::Boolean(true));
        let instead = EventName::new(instead);
        let known = self.book.names.vocabulary.carries(&instead).is_some();
        if suspended && known { instead } else { name.clone() }
    }

    /// Whether the event belongs to a new conversation. The first event of a conversation is always its own.
    fn is_for_another(&self, name: &EventName, carried: &Facts) -> bool {
        let mut rules =
            self.book.lifecycle.new_conversations.iter().filter(|rule| rule.events.contains(name)).peekable();
        if self.conversation.inputs <= 1 || rules.peek().is_none() {
            return false;
        }
        let cause = self.cause(name, carried);
        let found = rules.find(|rule| self.allows(rule.condition.as_ref(), &cause));
        found.iter().for_each(|rule| self.see_line(rule.place, true));
        found.is_some()
    }

    /// Takes the facts of the conversation that an event tells; gives the keys of those taken.
    fn take_kept<'k>(&mut self, kept: &'k [(Name, Option<Value>)]) -> BTreeSet<&'k str> {
        let book = self.book;
        let mut told = BTreeSet::new();
        for (key, value) in kept {
            let Some(attribute) = book.attribute(key).filter(|attribute| attribute.holder == Holder::Conversation)
            else {
                continue;
            };
            let taken = match value {
                None => None,
                Some(value) => match self.accepted(attribute, key, value) {
                    Some(value) => Some(value),
                    None => continue,
                },
            };
            let machine = book.lifecycle.machine(key).map(|machine| (machine, self.exact_state(machine)));
            let free = machine.is_none() && key == STATUS.0;
            let was = self.conversation.facts.get(key).cloned();
            // What the input calls it belongs to the input.
            let own = if attribute.key.parameters.is_empty() { &attribute.declared } else { key };
            self.keep(attribute, own, taken);
            if free && self.conversation.facts.get(key) != was.as_ref() {
                self.status_set(Mover::Hand);
            }
            if let Some((machine, from)) = machine {
                let to = self.exact_state(machine);
                if from != to {
                    self.entered(machine, &from, &to, Mover::Hand);
                }
            }
            told.insert(key.as_str());
        }
        told
    }

    /// The value in its one form; one of the wrong type counts as not told.
    fn accepted(&mut self, attribute: &Attribute, key: &str, value: &Value) -> Option<Value> {
        match attribute.kind.accept(value.clone()) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.refused.to_mut().push((key.to_owned(), reason.clone()));
                self.outcome.audit.push(Audit::WrongValue { key: key.into(), reason });
                None
            }
        }
    }

    /// Writes a kept fact: only what differs from the default is kept.
    pub(super) fn keep(&mut self, attribute: &Attribute, key: &Name, value: Option<Value>) {
        self.put(key, value.filter(|value| attribute.default.as_ref() != Some(value)));
    }

    fn put(&mut self, key: &Name, value: Option<Value>) {
        let facts = &mut self.conversation.facts;
        if facts.get(key.as_str()) == value.as_ref() {
            return;
        }
        let former = match value {
            Some(value) => facts.insert(key.clone(), value),
            None => facts.remove(key.as_str()),
        };
        self.written.note(key.clone(), former);
    }

    /// What a kept fact was before that entry of what was written.
    pub(super) fn was(&self, entry: usize, key: &str) -> Option<&Value> {
        match self.written.since_entry(entry).iter().find(|(other, _)| other == key) {
            Some((_, former)) => former.as_ref(),
            None => self.conversation.facts.get(key),
        }
    }

    /// Brings up to date what the runtime keeps; what was before the event is what stood there before that entry of what was
    /// written.
    pub(super) fn keep_up(
        &mut self,
        event: &EventName,
        carried: &Facts,
        told: &BTreeSet<&str>,
        entry: usize,
        actor: Option<&str>,
    ) {
        if self.was(entry, CREATED_AT.0).is_none() && !told.contains(CREATED_AT.0) {
            self.write_upkeep(CREATED_AT.0, Value::Time(self.time));
        }
        let own = |upkeep: &&Upkeep| upkeep.event == event.as_str() && !told.contains(upkeep.attribute);
        for upkeep in UPKEEP.iter().filter(own) {
            match self.kept_up(upkeep, carried, entry, actor) {
                Kept::As(value) => self.write_upkeep(upkeep.attribute, value),
                Kept::Away => self.put(&upkeep.attribute.into(), None),
                Kept::AsItIs => {}
            }
        }
    }

    fn kept_up(&self, upkeep: &Upkeep, carried: &Facts, entry: usize, actor: Option<&str>) -> Kept {
        let key = upkeep.attribute;
        let before = |key: &str| self.was(entry, key);
        match upkeep.keep {
            Keep::Count => match self.conversation.facts.get(key) {
                Some(Value::Number(count)) => {
                    count.checked_add(Decimal::ONE).map_or(Kept::AsItIs, |count| Kept::As(Value::Number(count)))
                }
                _ => Kept::As(Value::Number(Decimal::ONE)),
            },
            Keep::Now => Kept::As(Value::Time(self.time)),
            Keep::FirstNow if self.conversation.facts.contains_key(key) => Kept::AsItIs,
            Keep::FirstNow => Kept::As(Value::Time(self.time)),
            Keep::Yes => Kept::As(Value::Boolean(true)),
            Keep::No => Kept::As(Value::Boolean(false)),
            Keep::WasUnknown(other) => Kept::As(Value::Boolean(before(other).is_none())),
            Keep::Carried(keys) => {
                keys.iter().find_map(|key| carried.get(*key)).map_or(Kept::AsItIs, |value| Kept::As(value.clone()))
            }
            Keep::Former(other) => match before(other) {
                Some(value) if self.conversation.facts.get(other) != Some(value) => Kept::As(value.clone()),
                _ => Kept::AsItIs,
            },
            Keep::Actor => actor.map_or(Kept::AsItIs, |actor| Kept::As(Value::Enum(actor.to_owned()))),
            Keep::Nothing => Kept::Away,
        }
    }

    /// A book that declares the attribute otherwise, or not at all, keeps it itself.
    fn write_upkeep(&mut self, key: &str, value: Value) {
        let attribute =
            self.book.attribute(key).filter(|attribute| attribute.holder == Holder::Conversation).map(Arc::clone);
        if let Some(attribute) = attribute
            && attribute.kind.fits(&value)
        {
            self.keep(&attribute, &attribute.declared, Some(value));
        }
    }
}

/// What becomes of a fact that is kept up to date.
enum Kept {
    As(Value),
    Away,
    AsItIs,
}

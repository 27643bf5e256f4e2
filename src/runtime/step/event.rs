//! An event comes: its facts are taken, and what the runtime keeps is brought up to date.

use std::borrow::Cow;

use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::lifecycle::Mover;
use super::witness::Witness;
use super::{Heard, Run};
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Name, Value};
use crate::runtime::fact::Fact;
use crate::runtime::keys::Key;
use crate::runtime::maintained::{Keep, STATUS, SUSPENDED_EVENTS};
use crate::runtime::prepare::Occasion;
use crate::runtime::prepare::meaning::Due;
use crate::runtime::prepare::vocabulary::Attribute;
use crate::runtime::{Audit, Carried, Facts, Outcome};

/// A fact of the conversation that an event tells; `None` takes it away.
type Said = (Name, Option<Value>);

/// The keys of those facts.
pub(super) type Told<'k> = SmallVec<[&'k str; 16]>;

impl<'a, W: Witness> Run<'a, W> {
    /// Round 0 of an event. Gives whether the book declares it.
    pub(super) fn event(&mut self, name: &'a EventName, carried: &'a Carried, kept: &'a [Said]) -> bool {
        let heard = self.as_it_comes(self.heard(name, carried));
        if !self.is_known(&heard) {
            self.outcome.audit.push(Audit::UnknownEvent(heard.event.clone()));
            return false;
        }
        let (taken, misfits) = match heard.occasion {
            Some(occasion) if self.is_taken(occasion, carried) => (Cow::Borrowed(&**carried), Vec::new()),
            _ => self.taken(heard.event, carried),
        };
        if self.is_for_another(&heard, &taken) {
            self.outcome.new_conversation = true;
            return false;
        }
        let refused = self.input.refused.iter();
        self.outcome.audit.extend(
            refused.map(|(key, reason)| Audit::WrongValue { key: key.as_str().into(), reason: reason.clone() }),
        );
        let mut told = Told::new();
        self.take_kept(kept, &mut told);
        misfits.into_iter().for_each(|(key, reason)| self.note_misfit(&key, reason));
        self.keep_up(&heard, &taken, &told, 0, None);
        self.round(&[heard], &taken);
        true
    }

    /// The event: found at once if what it carries was looked at for it.
    fn heard(&self, name: &'a EventName, carried: &Carried) -> Heard<'a> {
        let occasion = carried.occasion(self.conversation.book).and_then(|number| self.book.numbered_occasion(number));
        match occasion.filter(|occasion| occasion.event == *name) {
            Some(occasion) => Heard::at(occasion),
            None => Heard::of(self.book, name),
        }
    }

    /// Whether the event carries all of these facts, each in its one form.
    fn is_taken(&self, occasion: &Occasion, carried: &Carried) -> bool {
        carried.occasion(self.conversation.book) == Some(occasion.number) || occasion.takes_all(carried)
    }

    /// Whether it is declared, or the change of a fact of the user.
    fn is_known(&self, heard: &Heard<'_>) -> bool {
        match heard.meaning() {
            Some(meaning) => meaning.is_known,
            None => self.book.names.vocabulary.carries(heard.event).is_some(),
        }
    }

    /// What the event carries of these facts, each in its one form; and what is not taken, with the reasons.
    fn taken(&self, event: &EventName, carried: &Facts) -> (Cow<'a, Facts>, Vec<(Name, String)>) {
        let vocabulary = &self.book.names.vocabulary;
        let (mut taken, mut misfits) = (Facts::new(), Vec::new());
        let words = vocabulary.carries(event);
        let is_carried = |key: &str| words.is_some_and(|words| words.contains(Key::first_word(key)));
        for (key, value) in carried.iter().filter(|(key, _)| is_carried(key)) {
            let attribute = self.book.attribute(key).filter(|attribute| attribute.holder == Holder::Event);
            match attribute.map(|attribute| attribute.accepted(Some(value))) {
                Some(Ok(accepted)) => drop(taken.insert(key.clone(), accepted.unwrap_or_else(|| value.clone()))),
                Some(Err(reason)) => misfits.push((key.clone(), reason)),
                None => {}
            }
        }
        (Cow::Owned(taken), misfits)
    }

    /// The event, or what comes in its place from a suspended user.
    fn as_it_comes(&self, heard: Heard<'a>) -> Heard<'a> {
        let may_be = heard.meaning().is_some_and(|meaning| meaning.can_be_suspended);
        let Some(read) = self.book.suspended.as_ref().filter(|_| may_be) else {
            return heard;
        };
        if self.sight(&self.now()).now(&read.attribute) != Some(Fact::Boolean(true)) {
            return heard;
        }
        let (_, instead) = SUSPENDED_EVENTS;
        Heard::known(self.book, instead).filter(|instead| self.is_known(instead)).unwrap_or(heard)
    }

    /// Whether the event belongs to a new conversation. The first event of a conversation is always its own.
    fn is_for_another(&self, heard: &Heard<'_>, carried: &Facts) -> bool {
        if self.conversation.inputs <= 1 || !heard.meaning().is_some_and(|meaning| meaning.may_begin) {
            return false;
        }
        let cause = self.cause(heard.event, carried);
        let mut rules = self.book.lifecycle.new_conversations.iter().filter(|rule| rule.events.contains(heard.event));
        let found = rules.find(|rule| self.allows(rule.condition.as_ref(), &cause));
        found.iter().for_each(|rule| self.witness.line(rule.place, true));
        found.is_some()
    }

    /// Takes the facts of the conversation that an event tells; notes the keys of those taken. Then the states among them are
    /// entered, in the order of the book, so that the order of the facts is nothing.
    fn take_kept(&mut self, kept: &'a [Said], told: &mut Told<'a>) {
        self.written.make_room(kept.len());
        self.take_plain(kept, told);
        let book = self.book;
        for machine in &book.lifecycle.machines {
            let Some(former) = self.written.former(0, &machine.attribute.declared) else { continue };
            let (from, to) = (machine.exact_state(former), self.exact_state(machine));
            // A state that only another book has was as the first one.
            if from != to {
                let (from, to) = (from.to_owned(), to.to_owned());
                self.entered(machine, &from, &to, Mover::Hand);
            }
        }
        let former = self.written.former(0, STATUS.0).filter(|_| book.lifecycle.status().is_none());
        if former.is_some_and(|former| former != self.conversation.facts.get(STATUS.0)) {
            self.status_set(Mover::Hand);
        }
    }

    fn take_plain(&mut self, kept: &'a [Said], told: &mut Told<'a>) {
        let Self { book, conversation, written, refused, outcome, is_read, .. } = self;
        let mut near = 0;
        conversation.facts.merging(|facts| {
            for (key, value) in kept {
                let attribute = book.names.vocabulary.near(&mut near, key);
                let Some(attribute) = attribute.filter(|own| own.holder == Holder::Conversation) else { continue };
                let accepted = match attribute.accepted(value.as_ref().filter(|_| !*is_read)) {
                    Ok(accepted) => accepted,
                    Err(reason) => {
                        note_misfit(refused, outcome, key, reason);
                        continue;
                    }
                };
                let name = attribute.name_of(key);
                if let Some(former) = facts.change(name, attribute.kept(accepted.as_ref().or(value.as_ref()))) {
                    written.note(Cow::Borrowed(name), former);
                }
                told.push(key.as_str());
            }
        });
    }

    /// What came and is not taken.
    fn note_misfit(&mut self, key: &str, reason: String) {
        note_misfit(&mut self.refused, &mut self.outcome, key, reason);
    }

    /// Writes a kept fact: only what differs from the default is kept.
    pub(super) fn keep(&mut self, attribute: &Attribute, key: &Name, value: Option<Value>) {
        self.put(key, attribute.kept(value.as_ref()));
    }

    /// Puts a fact where it is kept; gives whether it has changed.
    fn put(&mut self, key: &Name, value: Option<&Value>) -> bool {
        let former = self.conversation.facts.change(key, value);
        let has_changed = former.is_some();
        if let Some(former) = former {
            self.written.note(Cow::Owned(key.clone()), former);
        }
        has_changed
    }

    /// What a kept fact was before that entry of what was written.
    pub(super) fn was(&self, entry: usize, key: &str) -> Option<&Value> {
        self.written.former(entry, key).unwrap_or_else(|| self.conversation.facts.get(key))
    }

    /// Brings up to date what the runtime keeps; what was before the event is what stood there before that entry of what was
    /// written.
    pub(super) fn keep_up(
        &mut self,
        heard: &Heard<'a>,
        carried: &Facts,
        told: &Told<'_>,
        entry: usize,
        actor: Option<&str>,
    ) {
        let is_told = |due: &Due| told.iter().any(|told| due.key == **told);
        self.keep_beginning(entry, is_told);
        for due in heard.meaning().iter().flat_map(|meaning| &meaning.upkeep).filter(|due| !is_told(due)) {
            match self.kept_up(due, heard, carried, entry, actor) {
                Kept::As(value) => self.write_upkeep(due, value),
                Kept::Away => drop(self.put(&due.key, None)),
                Kept::AsItIs => {}
            }
        }
    }

    /// When the conversation began, and what has been so from its beginning.
    fn keep_beginning(&mut self, entry: usize, is_told: impl Fn(&Due) -> bool) {
        let book = self.book;
        let Some(created) = book.beginning.as_ref().filter(|due| self.was(entry, &due.key).is_none()) else { return };
        if !is_told(created) {
            self.write_upkeep(created, Value::Time(self.time));
        }
        let begun = self.conversation.facts.get(created.key.as_str()).cloned();
        for due in book.from_beginning.iter().filter(|due| !is_told(due)) {
            if let Some(begun) = begun.clone().filter(|_| self.was(entry, &due.key).is_none()) {
                self.write_upkeep(due, begun);
            }
        }
    }

    fn kept_up(&self, due: &Due, heard: &Heard<'_>, carried: &Facts, entry: usize, actor: Option<&str>) -> Kept {
        let key = due.key.as_str();
        let before = |key: &str| self.was(entry, key);
        match due.keep {
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
                keys.iter().find_map(|key| carried.get(key)).map_or(Kept::AsItIs, |value| Kept::As(value.clone()))
            }
            Keep::Former(other) => match before(other) {
                Some(value) if self.conversation.facts.get(other) != Some(value) => Kept::As(value.clone()),
                _ => Kept::AsItIs,
            },
            Keep::Actor => actor.map_or(Kept::AsItIs, |actor| Kept::As(Value::Enum(actor.into()))),
            Keep::NothingMore if self.is_outdated(heard) => Kept::AsItIs,
            Keep::Nothing | Keep::NothingMore => Kept::Away,
        }
    }

    /// A book that declares the attribute otherwise, or not at all, keeps it itself.
    fn write_upkeep(&mut self, due: &Due, value: Value) {
        if let Some(attribute) = due.attribute.as_ref().filter(|attribute| attribute.kind.fits(&value)) {
            self.keep(attribute, &attribute.declared, Some(value));
        }
    }
}

/// What came and is not taken.
fn note_misfit(refused: &mut Cow<'_, [(String, String)]>, outcome: &mut Outcome, key: &str, reason: String) {
    refused.to_mut().push((key.to_owned(), reason.clone()));
    outcome.audit.push(Audit::WrongValue { key: key.into(), reason });
}

/// What becomes of a fact that is kept up to date.
enum Kept {
    As(Value),
    Away,
    AsItIs,
}

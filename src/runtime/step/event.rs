//! An event comes: its facts are taken, and what the runtime keeps is brought up to date.

use std::borrow::Cow;
use std::sync::Arc;

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
use crate::runtime::{Audit, Carried, Facts};

/// The keys of the facts of the conversation that an event tells.
pub(super) type Told<'k> = SmallVec<[&'k str; 16]>;

impl<'a, W: Witness> Run<'a, W> {
    /// Round 0 of an event. Gives whether the book declares it.
    pub(super) fn event(&mut self, name: &'a EventName, carried: &'a Carried, kept: &[(Name, Option<Value>)]) -> bool {
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
        let told = self.take_kept(kept);
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
            match attribute.map(|attribute| one_form(attribute, value)) {
                Some(Ok(value)) => drop(taken.insert(key.clone(), value.into_owned())),
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

    /// Takes the facts of the conversation that an event tells; gives the keys of those taken.
    fn take_kept<'k>(&mut self, kept: &'k [(Name, Option<Value>)]) -> Told<'k> {
        let book = self.book;
        let mut told = Told::with_capacity(kept.len());
        let (mut near, mut place) = (0, 0);
        self.written.make_room(kept.len());
        for (key, value) in kept {
            let Some(attribute) = book.names.vocabulary.near(&mut near, key) else { continue };
            if attribute.holder != Holder::Conversation {
                continue;
            }
            let taken = match value {
                None => None,
                Some(value) => match self.accepted(attribute, key, value) {
                    Some(value) => Some(value),
                    None => continue,
                },
            };
            let machine = book.lifecycle.machines.iter().find(|machine| Arc::ptr_eq(&machine.attribute, attribute));
            let from = machine.map(|machine| self.exact_state(machine).to_owned());
            // What the input calls it belongs to the input.
            let own = if attribute.key.parameters.is_empty() { &attribute.declared } else { key };
            let taken = taken.filter(|value| attribute.default.as_ref() != Some(value));
            let has_changed = self.put_near(&mut place, own, taken);
            match machine.zip(from) {
                None if has_changed && key == STATUS.0 => self.status_set(Mover::Hand),
                Some((machine, from)) if has_changed => {
                    let to = self.exact_state(machine).to_owned();
                    if from != to {
                        self.entered(machine, &from, &to, Mover::Hand);
                    }
                }
                _ => {}
            }
            told.push(key.as_str());
        }
        told
    }

    /// The value in its one form; one of the wrong type counts as not told.
    #[inline]
    fn accepted<'v>(&mut self, attribute: &Attribute, key: &str, value: &'v Value) -> Option<Cow<'v, Value>> {
        one_form(attribute, value).map_err(|reason| self.note_misfit(key, reason)).ok()
    }

    /// What came and is not taken.
    fn note_misfit(&mut self, key: &str, reason: String) {
        self.refused.to_mut().push((key.to_owned(), reason.clone()));
        self.outcome.audit.push(Audit::WrongValue { key: key.into(), reason });
    }

    /// Writes a kept fact: only what differs from the default is kept.
    pub(super) fn keep(&mut self, attribute: &Attribute, key: &Name, value: Option<Value>) {
        self.put(key, value.filter(|value| attribute.default.as_ref() != Some(value)));
    }

    fn put(&mut self, key: &Name, value: Option<Value>) {
        self.put_near(&mut 0, key, value.map(Cow::Owned));
    }

    /// Puts a fact where it is kept; gives whether it has changed. `near` is as for [`Facts`].
    #[inline(always)]
    fn put_near(&mut self, near: &mut usize, key: &Name, value: Option<Cow<'_, Value>>) -> bool {
        let former = self.conversation.facts.merging_from(near, |facts| facts.change(key, value));
        let has_changed = former.is_some();
        if let Some(former) = former {
            self.written.note(key.clone(), former);
        }
        has_changed
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
        heard: &Heard<'a>,
        carried: &Facts,
        told: &Told<'_>,
        entry: usize,
        actor: Option<&str>,
    ) {
        let is_told = |due: &Due| told.iter().any(|told| due.key == **told);
        if let Some(due) = self.book.beginning.as_ref().filter(|due| !is_told(due))
            && self.was(entry, &due.key).is_none()
        {
            self.write_upkeep(due, Value::Time(self.time));
        }
        for due in heard.meaning().iter().flat_map(|meaning| &meaning.upkeep).filter(|due| !is_told(due)) {
            match self.kept_up(due, carried, entry, actor) {
                Kept::As(value) => self.write_upkeep(due, value),
                Kept::Away => self.put(&due.key, None),
                Kept::AsItIs => {}
            }
        }
    }

    fn kept_up(&self, due: &Due, carried: &Facts, entry: usize, actor: Option<&str>) -> Kept {
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
            Keep::Nothing => Kept::Away,
        }
    }

    /// A book that declares the attribute otherwise, or not at all, keeps it itself.
    fn write_upkeep(&mut self, due: &Due, value: Value) {
        if let Some(attribute) = due.attribute.as_ref().filter(|attribute| attribute.kind.fits(&value)) {
            self.keep(attribute, &attribute.declared, Some(value));
        }
    }
}

/// The value in its one form, copied only if it has another; else why it is not of the attribute's type.
#[inline]
fn one_form<'v>(attribute: &Attribute, value: &'v Value) -> Result<Cow<'v, Value>, String> {
    if attribute.kind.has(value) {
        return Ok(Cow::Borrowed(value));
    }
    attribute.kind.accept(value.clone()).map(Cow::Owned)
}

/// What becomes of a fact that is kept up to date.
enum Kept {
    As(Value),
    Away,
    AsItIs,
}

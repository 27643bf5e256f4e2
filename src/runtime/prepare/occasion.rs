//! What a book has to do with one event.

use std::sync::Arc;

use super::Prepared;
use super::meaning::Meaning;
use super::vocabulary::Attribute;
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Name};
use crate::runtime::Facts;
use crate::runtime::index::Index;
use crate::runtime::keys::Key;

/// An event that is declared, or of which the book speaks.
#[derive(Debug)]
pub(crate) struct Occasion {
    /// Its name, as the book has it: who keeps it shares it.
    pub(crate) event: EventName,
    /// Its number among all.
    pub(crate) number: u32,
    /// What it is to the runtime itself.
    pub(crate) meaning: Meaning,
    /// The numbers of the triggers that listen.
    pub(crate) listeners: Box<[u32]>,
    /// Which of them match.
    pub(crate) index: Index,
    /// What the event carries of attributes without parameters, in the order of their keys, which stand here so that it can be
    /// gone through without looking at each attribute.
    carries: Box<[(Name, Arc<Attribute>)]>,
}

impl Occasion {
    pub(super) fn new(book: &Prepared, number: u32, event: &EventName, listeners: Vec<u32>, index: Index) -> Self {
        let words = book.names.vocabulary.carries(event);
        let carried = |attribute: &&Arc<Attribute>| {
            attribute.holder == Holder::Event
                && attribute.is_plain
                && words.is_some_and(|words| words.contains(Key::first_word(&attribute.declared)))
        };
        let carried = book.names.vocabulary.attributes().filter(carried);
        let mut carries: Box<[_]> = carried.map(|own| (own.declared.clone(), Arc::clone(own))).collect();
        carries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let (event, meaning) = (event.clone(), Meaning::new(book, event));
        Self { event, number, meaning, index, listeners: listeners.into(), carries }
    }

    /// These facts under the keys that all share, if it carries them all, each in its one form; else as they are.
    pub(crate) fn taken(&self, carried: Facts) -> Result<Facts, Facts> {
        if !self.takes_all(&carried) {
            return Err(carried);
        }
        let mut attributes = self.carries.iter();
        let shared = carried.into_iter().map(|(key, value)| {
            let own = attributes.find(|(own, _)| *own == key);
            (own.map_or(key, |(own, _)| own.clone()), value)
        });
        Ok(shared.collect())
    }

    /// Whether the event carries all facts of these keys, which are those of the book itself, in their order, each once.
    pub(crate) fn carries_all<'a>(&self, keys: impl Iterator<Item = &'a Name>) -> bool {
        let mut own = self.carries.iter();
        keys.into_iter().all(|key| own.any(|(own, _)| own.is_same(key)))
    }

    /// Whether all of these facts are such that the event carries them, each in its one form.
    pub(crate) fn takes_all(&self, carried: &Facts) -> bool {
        let mut attributes = self.carries.iter();
        carried.iter().all(|(key, value)| {
            let attribute = attributes.find(|(own, _)| own.is_same(key) || own == key);
            attribute.is_some_and(|(_, attribute)| attribute.kind.has(value))
        })
    }
}

//! What a book reads of facts that others hold: so much of them goes into the view of an input, and no more.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::Facts;
use super::super::fact::AttributeNumber;
use super::condition::{Operand, Read};
use super::vocabulary::{Attribute, Vocabulary};
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};

/// The facts of the account and the user that a book reads.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// Facts of the user whose keys the book itself says.
    of_user: BTreeSet<Name>,
    /// Those of the account.
    of_account: BTreeSet<Name>,
    /// Whether an attribute without parameters is among them, by its number.
    plain: Vec<bool>,
    /// Attributes of which any instance may be read, since other facts say which; by their signatures.
    any: BTreeMap<String, Arc<Attribute>>,
}

/// The same, as it is stored.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Noted {
    /// Attributes without parameters, by their numbers.
    plain: Vec<u32>,
    /// Other facts, by the numbers of their attributes and their keys.
    keys: Vec<(u32, String)>,
    any: Vec<u32>,
}

impl Reads {
    /// What is noted so far, to be stored.
    pub(super) fn noted(&self, vocabulary: &Vocabulary) -> Noted {
        let number = |key: &str| Some(vocabulary.of_instance(key)?.number.0);
        let keyed = self.of_user.union(&self.of_account).filter(|key| key.contains('('));
        let plain = (0..).zip(&self.plain).filter(|(_, is_read)| **is_read);
        Noted {
            plain: plain.map(|(number, _)| number).collect(),
            keys: keyed.filter_map(|key| Some((number(key)?, key.to_string()))).collect(),
            any: self.any.values().map(|attribute| attribute.number.0).collect(),
        }
    }

    /// Notes what was stored; numbers of attributes that are not there are passed over.
    pub(super) fn note_all(&mut self, noted: Noted, vocabulary: &Vocabulary) {
        let attribute = |number: &u32| vocabulary.numbered(AttributeNumber(*number));
        for attribute in noted.plain.iter().filter_map(attribute) {
            self.note_plain(attribute);
        }
        for (number, key) in noted.keys {
            if let Some(attribute) = attribute(&number) {
                self.of(attribute.holder).insert(key.into());
            }
        }
        for attribute in noted.any.iter().filter_map(attribute) {
            self.any.insert(attribute.key.signature(), Arc::clone(attribute));
        }
    }

    fn of(&mut self, holder: Holder) -> &mut BTreeSet<Name> {
        if holder == Holder::User { &mut self.of_user } else { &mut self.of_account }
    }

    fn note_plain(&mut self, attribute: &Attribute) {
        let place = attribute.number.place();
        if self.plain.len() <= place {
            self.plain.resize(place + 1, false);
        }
        if self.plain.get_mut(place).is_some_and(|is_read| !std::mem::replace(is_read, true)) {
            self.of(attribute.holder).insert(attribute.declared.clone());
        }
    }

    pub(super) fn note(&mut self, read: &Read) {
        let (attribute, arguments) = (&read.attribute, read.arguments());
        if !matches!(attribute.holder, Holder::User | Holder::Account) {
            return;
        }
        if arguments.is_empty() {
            return self.note_plain(attribute);
        }
        let literals: Option<Vec<&str>> = arguments
            .iter()
            .map(|argument| match argument {
                Operand::Literal(Value::Text(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        match literals {
            Some(arguments) => drop(self.of(attribute.holder).insert(attribute.instance(arguments))),
            None => drop(self.any.insert(attribute.key.signature(), Arc::clone(attribute))),
        }
    }

    /// Whether the fact of that key may be read; `attribute` is its attribute.
    pub(crate) fn contains(&self, key: &str, attribute: &Attribute) -> bool {
        if attribute.key.parameters.is_empty() {
            return self.plain.get(attribute.number.place()).is_some_and(|is_read| *is_read);
        }
        self.of_user.contains(key) || self.of_account.contains(key) || self.any.contains_key(&attribute.key.signature())
    }

    /// Brings a view up to date with the facts of an account. `false` if that is to be done by making it anew.
    pub(crate) fn refresh(&self, view: &mut Facts, account: &Facts) -> bool {
        if self.any.values().any(|attribute| attribute.holder == Holder::Account) {
            return false;
        }
        let mut near = 0;
        view.merging(|view| {
            for key in &self.of_account {
                view.change(key, account.get_near(&mut near, key).map(Cow::Borrowed));
            }
        });
        true
    }

    /// What is read of these facts of the user and the account.
    pub(crate) fn view(&self, user: &Facts, account: &Facts) -> Facts {
        let held = |holder: Holder| if holder == Holder::User { user } else { account };
        let mut read = Vec::new();
        for (keys, facts) in [(&self.of_account, account), (&self.of_user, user)] {
            let mut near = 0;
            read.extend(keys.iter().filter_map(|key| Some((key.clone(), facts.get_near(&mut near, key)?.clone()))));
        }
        read.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        // It stays as long as its user.
        read.shrink_to_fit();
        let mut view = Facts::of_sorted(read);
        for attribute in self.any.values() {
            let (Some(start), Some(end)) = (attribute.key.pieces.first(), attribute.key.pieces.last()) else {
                continue;
            };
            let facts = held(attribute.holder);
            let first = facts.find_index(start.as_str()).unwrap_or_else(|place| place);
            for (key, value) in facts.iter().skip(first).take_while(|(key, _)| key.starts_with(start)) {
                if key.ends_with(end) {
                    view.insert(key.clone(), value.clone());
                }
            }
        }
        view
    }
}

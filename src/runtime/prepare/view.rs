//! What a book reads of facts that others hold: so much of them goes into the view of an input, and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::Facts;
use super::super::bind::Said;
use super::super::fact::{AttributeNumber, Fact};
use super::super::user::put_near;
use super::condition::{Operand, Read};
use super::vocabulary::{Attribute, Vocabulary};
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};

/// The facts of the account and the user that a book reads.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// Facts whose keys the book itself says, with who holds them.
    keys: BTreeMap<Name, Holder>,
    /// Those of them without parameters, by their numbers.
    plain: BTreeSet<AttributeNumber>,
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
        let keyed = self.keys.keys().filter(|key| key.contains('('));
        Noted {
            plain: self.plain.iter().map(|number| number.0).collect(),
            keys: keyed.filter_map(|key| Some((number(key)?, key.to_string()))).collect(),
            any: self.any.values().map(|attribute| attribute.number.0).collect(),
        }
    }

    /// Notes what was stored; numbers of attributes that are not there are passed over.
    pub(super) fn note_all(&mut self, noted: Noted, vocabulary: &Vocabulary) {
        let attribute = |number: &u32| vocabulary.numbered(AttributeNumber(*number));
        for attribute in noted.plain.iter().filter_map(attribute) {
            self.plain.insert(attribute.number);
            self.keys.insert(attribute.declared.clone(), attribute.holder);
        }
        for (number, key) in noted.keys {
            if let Some(attribute) = attribute(&number) {
                self.keys.insert(key.into(), attribute.holder);
            }
        }
        for attribute in noted.any.iter().filter_map(attribute) {
            self.any.insert(attribute.key.signature(), Arc::clone(attribute));
        }
    }

    pub(super) fn note(&mut self, read: &Read) {
        let (attribute, arguments) = (&read.attribute, read.arguments());
        if !matches!(attribute.holder, Holder::User | Holder::Account) {
            return;
        }
        if arguments.is_empty() {
            if self.plain.insert(attribute.number) {
                self.keys.insert(attribute.declared.clone(), attribute.holder);
            }
            return;
        }
        let literals: Option<Vec<&str>> = arguments
            .iter()
            .map(|argument| match argument {
                Operand::Literal(Value::Text(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        match literals {
            Some(arguments) => drop(self.keys.insert(attribute.instance(arguments), attribute.holder)),
            None => drop(self.any.insert(attribute.key.signature(), Arc::clone(attribute))),
        }
    }

    /// Whether the fact of that key may be read; `attribute` is its attribute.
    pub(crate) fn contains(&self, key: &str, attribute: &Attribute) -> bool {
        if attribute.key.parameters.is_empty() {
            return self.plain.contains(&attribute.number);
        }
        self.keys.contains_key(key) || self.any.contains_key(&attribute.key.signature())
    }

    /// Brings a view up to date with the facts of an account. `false` if that is to be done by making it anew.
    pub(crate) fn refresh(&self, view: &mut Facts, account: &Facts) -> bool {
        if self.any.values().any(|attribute| attribute.holder == Holder::Account) {
            return false;
        }
        let (mut near, mut near_own) = (0, 0);
        for (key, _) in self.keys.iter().filter(|(_, holder)| **holder == Holder::Account) {
            let told = account.get_near(&mut near, key);
            put_near(view, &mut near_own, key, told.map(|value| Said::Read(Fact::of(value))));
        }
        true
    }

    /// What is read of these facts of the user and the account.
    pub(crate) fn view(&self, user: &Facts, account: &Facts) -> Facts {
        let held = |holder: Holder| if holder == Holder::User { user } else { account };
        let mut view = Facts::new();
        for (key, holder) in &self.keys {
            if let Some(value) = held(*holder).get(key) {
                view.insert(key.clone(), value.clone());
            }
        }
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

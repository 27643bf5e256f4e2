//! What a book reads of facts that others hold: so much of them goes into the view of an input, and no more.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Facts;
use super::condition::{Operand, Read};
use super::vocabulary::Attribute;
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};

/// The facts of the account and the user that a book reads.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// Facts whose keys the book itself says, with who holds them.
    keys: BTreeMap<Name, Holder>,
    /// Attributes of which any instance may be read, since other facts say which; by their signatures.
    any: BTreeMap<String, Arc<Attribute>>,
}

impl Reads {
    pub(super) fn note(&mut self, read: &Read) {
        let (attribute, arguments) = (&read.attribute, read.arguments());
        if !matches!(attribute.holder, Holder::User | Holder::Account) {
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
            Some(arguments) => {
                self.keys.insert(attribute.instance(arguments), attribute.holder);
            }
            None => drop(self.any.insert(attribute.key.signature(), Arc::clone(attribute))),
        }
    }

    /// Whether the fact of that key may be read; `attribute` is its attribute.
    pub(crate) fn contains(&self, key: &str, attribute: &Attribute) -> bool {
        self.keys.contains_key(key)
            || (!attribute.key.parameters.is_empty() && self.any.contains_key(&attribute.key.signature()))
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

//! What a book reads of facts that others hold: so much of them goes into the view of an input, and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::condition::{Operand, Read};
use super::vocabulary::Attribute;
use crate::ir::Value;
use crate::ir::vocabulary::Holder;

/// The facts of the account and the user that a book reads.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// Facts whose keys the book itself says.
    keys: BTreeSet<String>,
    /// Attributes of which any instance may be read, since other facts say which; by their signatures.
    any: BTreeMap<String, Arc<Attribute>>,
}

impl Reads {
    pub(super) fn note(&mut self, read: &Read) {
        let Read { attribute, arguments, .. } = read;
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
                self.keys.insert(attribute.key.with_arguments(arguments));
            }
            None => drop(self.any.insert(attribute.key.signature(), Arc::clone(attribute))),
        }
    }

    /// Whether the fact of that key may be read; `attribute` is its attribute.
    pub(crate) fn contains(&self, key: &str, attribute: &Attribute) -> bool {
        self.keys.contains(key)
            || (!attribute.key.parameters.is_empty() && self.any.contains_key(&attribute.key.signature()))
    }

    /// The keys that the book itself says.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The attributes of which any instance may be read.
    pub(crate) fn any(&self) -> impl Iterator<Item = &Arc<Attribute>> {
        self.any.values()
    }
}

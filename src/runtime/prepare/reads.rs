//! What somebody reads of the facts of a user.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::Facts;
use super::condition::{Operand, Read};
use super::vocabulary::Attribute;
use crate::ir::{Name, Value};

/// The facts of a user that are read.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Those whose keys the book itself says.
    keys: BTreeSet<Name>,
    /// Attributes of which any instance may be read, since other facts say which; by their signatures.
    any: BTreeMap<String, Arc<Attribute>>,
}

impl Reads {
    /// Notes an attribute of the user.
    pub(super) fn note(&mut self, read: &Read) {
        let attribute = &read.attribute;
        let literals: Option<Vec<&str>> = read
            .arguments()
            .iter()
            .map(|argument| match argument {
                Operand::Literal(Value::Text(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        match literals {
            Some(arguments) => drop(self.keys.insert(attribute.instance(arguments))),
            None => drop(self.any.insert(attribute.key.signature(), Arc::clone(attribute))),
        }
    }

    /// Whether none is read.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.any.is_empty()
    }

    /// Those of these facts of a user that are read.
    pub(super) fn of(&self, user: &Facts) -> Facts {
        let mut near = 0;
        let known = self.keys.iter().filter_map(|key| Some((key.clone(), user.get_near(&mut near, key)?.clone())));
        let mut read = Facts::of_sorted(known.collect());
        for attribute in self.any.values() {
            let (Some(start), Some(end)) = (attribute.key.pieces.first(), attribute.key.pieces.last()) else {
                continue;
            };
            let first = user.find_index(start.as_str()).unwrap_or_else(|place| place);
            for (key, value) in user.iter().skip(first).take_while(|(key, _)| key.starts_with(start)) {
                if key.ends_with(end) {
                    read.insert(key.clone(), value.clone());
                }
            }
        }
        read
    }
}

//! What an inbox knows of the account's book.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::States;
use crate::ir::{Book, Type, Value};
use crate::runtime::maintained::{AGENT_OPERATOR, STATUS};

/// The states of a conversation, whatever they are called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shape {
    /// In the order declared.
    pub(super) states: Vec<String>,
    /// That of a new conversation.
    pub(super) start: String,
    /// Empty if all are.
    active: BTreeSet<String>,
    /// As which state each status of the account's own counts.
    categories: BTreeMap<String, String>,
    /// The operator mode of those of whom nobody has told it.
    pub(super) operator: bool,
}

impl Shape {
    pub(super) fn of(book: &Book) -> Self {
        let declared = |key: &str| book.vocabulary.attributes.iter().find(|attribute| attribute.key == key);
        let attribute = declared(STATUS.0);
        let machines = book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
        let machine = machines.into_iter().find(|machine| machine.attribute == STATUS.0);
        let values = attribute.and_then(|attribute| match &attribute.value_type {
            Type::Enum(name) => book.vocabulary.enums.iter().find(|each| each.name == *name),
            _ => None,
        });
        let own = |name: &str| book.statuses.iter().any(|status| status.id == name);
        let plain = values.into_iter().flat_map(|values| &values.values).map(|value| value.name.clone());
        let start = attribute.and_then(|attribute| match &attribute.default {
            Some(Value::Enum(start)) => Some(start.to_string()),
            _ => None,
        });
        Self {
            states: machine.map_or_else(|| plain.filter(|name| !own(name)).collect(), |machine| machine.states.clone()),
            start: machine.map(|machine| machine.start.clone()).or(start).unwrap_or_default(),
            active: machine.map(|machine| machine.active.iter().cloned().collect()).unwrap_or_default(),
            categories: book.statuses.iter().map(|status| (status.id.clone(), status.counts_as.clone())).collect(),
            operator: declared(AGENT_OPERATOR.0).is_none_or(|each| each.default != Some(Value::Boolean(false))),
        }
    }

    pub(super) fn category<'a>(&'a self, status: &'a str) -> &'a str {
        self.categories.get(status).map_or(status, String::as_str)
    }

    pub(super) fn is_in(&self, state: &str, wanted: &States) -> bool {
        match wanted {
            States::Any => true,
            States::Active => self.active.is_empty() || self.active.contains(state),
            States::In(wanted) => wanted == state,
        }
    }
}

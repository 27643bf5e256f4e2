//! Names of events.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What a trigger can listen to: `customer.wrote`, or `change of conversation.tags`.
///
/// As JSON a text in those very words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EventName(super::Name);

const CHANGE: &str = "change of ";

impl EventName {
    /// A declared event.
    #[must_use]
    pub fn new(name: impl Into<super::Name>) -> Self {
        Self(name.into())
    }

    /// The change of a fact, by its key (`conversation.tags`, `group("Billing").status`).
    #[must_use]
    pub fn change_of(key: &str) -> Self {
        Self(format!("{CHANGE}{key}").into())
    }

    /// The name in words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the two are one text in memory: a quick way to see that they are equal, not that they differ.
    #[must_use]
    #[inline]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }

    /// As [`Name::keep`](super::Name::keep).
    pub(crate) fn keep(&self) {
        self.0.keep();
    }

    /// The key of the fact whose change this is.
    #[must_use]
    pub fn changed(&self) -> Option<&str> {
        self.0.strip_prefix(CHANGE)
    }
}

impl From<EventName> for super::Name {
    fn from(event: EventName) -> Self {
        event.0
    }
}

/// Maps by events can be asked with the plain words.
impl Borrow<str> for EventName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

//! How large a condition is with the named conditions in it written out. The engine has the same limits.

use std::collections::BTreeMap;

use crate::ir::{Condition, Test};

/// How deep a condition may nest as it is written; 1 for a single test.
pub(super) const DEEPEST: usize = 32;

/// How deep it may nest with the named conditions in it written out.
const DEEPEST_EXPANDED: usize = 64;

/// How many tests it may ask, with the named conditions in it written out.
const LARGEST_EXPANDED: usize = 10_000;

/// How deep a condition nests, and how many tests it asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    depth: usize,
    tests: usize,
}

impl Extent {
    const SINGLE: Self = Self { depth: 1, tests: 1 };

    /// Of a condition; one that is not in `named` counts as a single test.
    pub(super) fn of(condition: &Condition, named: &BTreeMap<String, Self>) -> Self {
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => {
                let parts = parts.iter().map(|part| Self::of(part, named));
                parts.fold(Self::default(), Self::beside).within()
            }
            Test::Not(inner) => Self::of(inner, named).within(),
            Test::Named(name) => named.get(name).map_or(Self::SINGLE, |known| known.within()),
            _ => Self::SINGLE,
        }
    }

    const fn within(self) -> Self {
        Self { depth: self.depth.saturating_add(1), tests: self.tests.saturating_add(1) }
    }

    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), tests: self.tests.saturating_add(other.tests) }
    }

    /// What is said of a condition that is too large; `None` if it is not.
    pub(super) fn complaint(self) -> Option<String> {
        if self.depth > DEEPEST_EXPANDED {
            Some(format!("nests more than {DEEPEST_EXPANDED} deep, with the conditions that it names"))
        } else if self.tests > LARGEST_EXPANDED {
            Some("asks more than 10,000 questions, with the conditions that it names".to_owned())
        } else {
            None
        }
    }
}

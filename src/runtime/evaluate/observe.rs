//! Conditions looked at whole, to see which of their tests hold.

use super::Sight;
use crate::runtime::prepare::condition::{Condition, Test};
use crate::runtime::sightings::Observer;

impl Sight<'_> {
    /// Whether a condition holds; if somebody observes, each of its tests is looked at.
    pub(crate) fn holds_observed(&self, condition: &Condition, observer: Option<&Observer>) -> bool {
        match observer {
            Some(observer) => self.observe(condition, observer),
            None => self.holds(condition),
        }
    }

    /// All parts are looked at, also those that do not matter any more.
    fn observe(&self, condition: &Condition, observer: &Observer) -> bool {
        let each = |part| self.observe(part, observer);
        let holds = match condition.test() {
            Test::All(parts) => return parts.iter().filter(|part| !each(part)).count() == 0,
            Test::Any(parts) => return parts.iter().filter(|part| each(part)).count() > 0,
            // What negates a single test is one with it.
            Test::Not(inner) if matches!(inner.test(), Test::All(_) | Test::Any(_) | Test::Named(_)) => {
                return !each(inner);
            }
            Test::Named(named) => each(named),
            _ => self.holds(condition),
        };
        observer.condition(condition.place, holds);
        holds
    }
}

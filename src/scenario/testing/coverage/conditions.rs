//! The tests of all conditions that a book can look at.

use std::collections::BTreeSet;

use crate::ir::policy::By;
use crate::ir::{Book, Condition, Place, Test};

/// The places of the conditions that ask something themselves. A named one asks where it is asked for; what it is made of asks where
/// that is written, once.
pub(super) fn places(book: &Book) -> BTreeSet<Place> {
    let mut places = Places { book, named: BTreeSet::new(), found: BTreeSet::new() };
    roots(book).for_each(|condition| places.add(condition));
    places.found
}

/// The conditions of all that is switched on.
fn roots(book: &Book) -> impl Iterator<Item = &Condition> {
    let triggers = book.triggers.iter().filter(|each| each.active).filter_map(|each| each.condition.as_ref());
    let active = book.automations.iter().filter(|each| each.active);
    let automations = active.flat_map(|each| each.condition.iter().chain(each.timing.condition()));
    let transitions = book.lifecycle.iter().flat_map(|each| &each.machines).flat_map(|machine| &machine.transitions);
    let transitions = transitions.filter_map(|transition| transition.condition.as_ref());
    let new = book.lifecycle.iter().flat_map(|each| &each.new_conversations).filter_map(|each| each.condition.as_ref());
    let policy = book.assignment.iter();
    let assignment = policy.flat_map(|policy| {
        let lines = policy.prefer_agents.iter().chain(&policy.prefer_conversations);
        let preferences = lines.filter_map(|line| match &line.by {
            By::Condition(condition) => Some(condition),
            By::Highest(_) | By::Lowest(_) => None,
        });
        policy.agents.iter().chain(preferences)
    });
    triggers.chain(automations).chain(transitions).chain(new).chain(assignment)
}

struct Places<'a> {
    book: &'a Book,
    named: BTreeSet<&'a str>,
    found: BTreeSet<Place>,
}

impl<'a> Places<'a> {
    /// As the engine does it (`runtime::sightings`): what negates a single test is one with it.
    fn add(&mut self, condition: &'a Condition) {
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Test::Not(inner) if matches!(inner.test, Test::All(_) | Test::Any(_) | Test::Named(_)) => self.add(inner),
            Test::Named(name) => {
                self.found.insert(condition.place);
                if self.named.insert(name) {
                    let named = self.book.conditions.iter().find(|each| each.id == *name);
                    named.iter().for_each(|each| self.add(&each.condition));
                }
            }
            _ => drop(self.found.insert(condition.place)),
        }
    }
}

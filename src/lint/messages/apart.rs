//! Whether a plain look shows that two rules are for different cases.

use std::collections::{BTreeMap, BTreeSet};

use super::channels;
use crate::lint::{Rule, Subject};
use crate::semantics::satisfiable::Cases;

/// The conversations that a rule is for, as far as a plain look shows.
pub(super) struct Case<'a> {
    /// Which `first match` it is in.
    group: Option<usize>,
    channels: Option<BTreeSet<&'a str>>,
    holds: Cases,
}

impl<'a> Case<'a> {
    /// That of the rule.
    pub(super) fn of(rule: Rule<'a>, turns: &BTreeMap<&str, usize>, subject: &Subject<'a>) -> Self {
        Self {
            group: turns.get(rule.id()).copied(),
            channels: channels::wanted(rule, subject),
            holds: rule.condition().map_or_else(Cases::anything, |condition| subject.worlds.holds(condition)),
        }
    }

    /// Whether the two are for different cases: what one wants, the other excludes, or a `first match` takes one of them at
    /// most.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let channels = match (&self.channels, &other.channels) {
            (Some(one), Some(two)) => one.is_disjoint(two),
            _ => false,
        };
        let in_one_group = self.group.is_some() && self.group == other.group;
        in_one_group || channels || !self.holds.meet(&other.holds)
    }
}

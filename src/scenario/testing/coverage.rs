//! What tests have looked at: triggers that fired, conditions that were seen both true and false.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ir::{Book, Condition, Place, Test};
use crate::runtime::trace::ConditionTrace;
use crate::runtime::{Audit, Delivery};
use crate::scenario::words;

/// What tests have looked at, of all that is the book's own and switched on.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// How many triggers and automations of the book's own are switched on.
    pub triggers: usize,
    /// Those of them that never fired.
    pub never_fired: Vec<String>,
    /// How many conditions they have.
    pub conditions: usize,
    /// Those that were not seen both true and false.
    pub one_sided: Vec<ConditionCoverage>,
    /// How many stages of capacity release are the book's own.
    pub stages: usize,
    /// Those of them that were never reached.
    pub never_reached: Vec<StageCoverage>,
}

/// A stage of capacity release that was never reached.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageCoverage {
    /// Its number, from 1.
    pub stage: usize,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A condition that was not seen both true and false.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConditionCoverage {
    /// What is written.
    pub text: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// How it was seen.
    pub seen: Seen,
}

/// How a condition was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// Never.
    Never,
    /// Only true.
    OnlyTrue,
    /// Only false.
    OnlyFalse,
}

/// Gathers what tests look at, in any order.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    fired: BTreeSet<String>,
    seen: BTreeMap<Place, (bool, bool)>,
    released: BTreeSet<usize>,
}

impl Collector {
    pub(super) fn see(&mut self, delivery: &Delivery) {
        self.fired.extend(delivery.outcome.fired.iter().map(ToString::to_string));
        for audit in &delivery.outcome.audit {
            if let Audit::Released { stage } = audit {
                self.released.extend(usize::try_from(*stage));
            }
        }
        let rounds = delivery.outcome.trace.iter().flat_map(|trace| &trace.rounds);
        for candidate in rounds.flat_map(|round| &round.candidates) {
            candidate.condition.iter().for_each(|condition| self.see_condition(condition));
        }
    }

    /// Takes in what another one has gathered.
    pub fn merge(&mut self, other: Self) {
        self.fired.extend(other.fired);
        self.released.extend(other.released);
        for (place, (yes, no)) in other.seen {
            let seen = self.seen.entry(place).or_default();
            *seen = (seen.0 || yes, seen.1 || no);
        }
    }

    /// A negation and what it negates stand at one place: the outer one counts.
    fn see_condition(&mut self, trace: &ConditionTrace) {
        let seen = self.seen.entry(trace.place).or_default();
        if trace.holds {
            seen.0 = true;
        } else {
            seen.1 = true;
        }
        let mut inner = trace;
        while let [only] = inner.parts.as_slice()
            && only.place == trace.place
        {
            inner = only;
        }
        inner.parts.iter().for_each(|part| self.see_condition(part));
    }

    /// What was looked at, of all there is.
    #[must_use]
    pub fn coverage(&self, book: &Book) -> Coverage {
        // What ships is tested where it ships.
        let own = |place: Place| !words::file_of(book, place).starts_with("std/");
        let triggers = book.triggers.iter().filter(|each| each.active && own(each.place));
        let automations = book.automations.iter().filter(|each| each.active && own(each.place));
        let triggers = triggers.map(|each| (&each.id, &each.condition));
        let automations = automations.map(|each| (&each.id, &each.condition));
        let all: Vec<_> = triggers.chain(automations).collect();
        let mut places = BTreeSet::new();
        for condition in all.iter().filter_map(|(_, condition)| condition.as_ref()) {
            add_places(condition, book, &mut places);
        }
        let stages = book.capacity_release.iter().flat_map(|policy| &policy.stages).map(|stage| stage.place);
        let stages: Vec<(usize, Place)> = (1..).zip(stages).filter(|(_, place)| own(*place)).collect();
        Coverage {
            triggers: all.len(),
            never_fired: all.iter().map(|(id, _)| *id).filter(|id| !self.fired.contains(*id)).cloned().collect(),
            conditions: places.len(),
            one_sided: places.into_iter().filter_map(|place| self.one_sided(place, book)).collect(),
            stages: stages.len(),
            never_reached: stages
                .into_iter()
                .filter(|(number, _)| !self.released.contains(number))
                .map(|(stage, place)| StageCoverage {
                    stage,
                    file: words::file_of(book, place).to_owned(),
                    line: place.line,
                })
                .collect(),
        }
    }

    fn one_sided(&self, place: Place, book: &Book) -> Option<ConditionCoverage> {
        let seen = match self.seen.get(&place) {
            Some((true, true)) => return None,
            Some((true, false)) => Seen::OnlyTrue,
            Some((false, true)) => Seen::OnlyFalse,
            Some((false, false)) | None => Seen::Never,
        };
        Some(ConditionCoverage {
            text: words::source_text(book, place),
            file: words::file_of(book, place).to_owned(),
            line: place.line,
            seen,
        })
    }
}

/// The places of the conditions that ask something themselves, those of named conditions too.
fn add_places(condition: &Condition, book: &Book, places: &mut BTreeSet<Place>) {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| add_places(part, book, places)),
        Test::Not(inner) if matches!(inner.test, Test::All(_) | Test::Any(_) | Test::Named(_)) => {
            add_places(inner, book, places);
        }
        Test::Named(name) => {
            let named = book.conditions.iter().find(|each| each.id == *name);
            named.iter().for_each(|each| add_places(&each.condition, book, places));
        }
        _ => {
            places.insert(condition.place);
        }
    }
}

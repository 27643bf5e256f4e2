//! Whoever looks on while a step is taken. A step is compiled for each of them by itself: the one that nobody watches has no
//! line in it that asks whether somebody does.

use crate::ir::{EventName, Name, Place};
use crate::runtime::Outcome;
use crate::runtime::evaluate::Sight;
use crate::runtime::prepare::Rule;
use crate::runtime::prepare::condition::Condition;
use crate::runtime::sightings::Observer;
use crate::runtime::trace::{Candidate, ConditionTrace, Round, Trace, Verdict};

/// Takes down what a step looks at.
pub(super) trait Witness: Default {
    /// What is kept of a condition that was looked at.
    type Condition: Default;

    /// Whether all that listen are to be looked at, and not only those that match.
    const LOOKS_AT_ALL: bool;

    /// Whether a condition holds.
    #[inline]
    fn holds(&self, sight: &Sight<'_>, condition: &Condition) -> bool {
        sight.holds(condition)
    }

    /// How it comes that a condition holds or does not.
    #[inline]
    fn explain(&self, _sight: &Sight<'_>, _condition: &Condition) -> Self::Condition {
        Self::Condition::default()
    }

    /// A line came to its turn, one way or the other.
    #[inline]
    fn line(&self, _place: Place, _holds: bool) {}

    /// A trigger took the turn of its `first match`.
    #[inline]
    fn turn(&self, _trigger: &Name) {}

    /// A round begins.
    #[inline]
    fn begin<'e>(&mut self, _events: impl Iterator<Item = &'e EventName>) {}

    /// What became of a rule, and why.
    #[inline]
    fn tell(&mut self, _rule: &Rule, _verdict: impl FnOnce() -> Verdict, _condition: Self::Condition) {}

    /// The step is over.
    #[inline]
    fn testify(self, _outcome: &mut Outcome) {}
}

/// Nobody: nothing of it is left in the program.
#[derive(Debug, Default)]
pub(super) struct Nobody;

impl Witness for Nobody {
    type Condition = ();

    const LOOKS_AT_ALL: bool = false;
}

impl Witness for Observer {
    type Condition = ();

    const LOOKS_AT_ALL: bool = true;

    fn holds(&self, sight: &Sight<'_>, condition: &Condition) -> bool {
        sight.holds_observed(condition, Some(self))
    }

    fn line(&self, place: Place, holds: bool) {
        self.line(place, holds);
    }

    fn turn(&self, trigger: &Name) {
        self.turn(trigger);
    }

    fn testify(self, outcome: &mut Outcome) {
        outcome.sightings = Some(self.seen());
    }
}

impl Witness for Trace {
    type Condition = Option<ConditionTrace>;

    const LOOKS_AT_ALL: bool = true;

    fn explain(&self, sight: &Sight<'_>, condition: &Condition) -> Option<ConditionTrace> {
        Some(sight.explain(condition))
    }

    fn begin<'e>(&mut self, events: impl Iterator<Item = &'e EventName>) {
        self.rounds.push(Round { events: events.cloned().collect(), candidates: Vec::new() });
    }

    fn tell(&mut self, rule: &Rule, verdict: impl FnOnce() -> Verdict, condition: Option<ConditionTrace>) {
        if let Some(round) = self.rounds.last_mut() {
            let candidate = Candidate { source: rule.id.clone(), place: rule.place, verdict: verdict(), condition };
            round.candidates.push(candidate);
        }
    }

    fn testify(self, outcome: &mut Outcome) {
        outcome.trace = Some(self);
    }
}

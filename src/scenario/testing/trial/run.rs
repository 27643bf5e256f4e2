//! What comes of some lines, as far as one rule is concerned.

use std::sync::Arc;

use super::super::act;
use super::super::coverage::Collector;
use super::super::world::{ACCOUNT, CONVERSATION, World};
use crate::ir::test::{TestStep, TestStepKind};
use crate::ir::{Book, Place};
use crate::runtime::conversation::Purpose;
use crate::runtime::trace::Candidate;
use crate::runtime::{Delivery, Effect, Engine};

/// So often the clock is moved to what the rule waits for.
const MOST_WAITS: usize = 8;

/// What came of some lines.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The rule in question.
    pub rule: String,
    /// The lines, with those that move the clock to what the rule waits for; with what each gave.
    pub lines: Vec<(TestStep, Vec<Delivery>)>,
}

impl Trial {
    /// Carries the lines out, and then moves the clock to when the rule is due and to the ends of its waits.
    pub(super) fn run(rule: &str, lines: Vec<TestStep>, engine: &Arc<Engine>) -> Self {
        let mut world = World::new(engine).traced();
        let mut collector = Collector::default();
        let mut trial = Self { rule: rule.to_owned(), lines: Vec::new() };
        for line in lines {
            trial.take(line, &mut world, &mut collector);
        }
        for _ in 0..MOST_WAITS {
            let timers = world.driver.timers(ACCOUNT, CONVERSATION);
            let waits = |purpose| match purpose {
                Purpose::Wait => true,
                // An automation that has fired is not wanted again.
                Purpose::Due => !trial.fired(),
                Purpose::Release | Purpose::Snooze => false,
            };
            let own = timers.into_iter().filter(|(key, _)| key.source == *rule && waits(key.purpose));
            let Some(due) = own.map(|(_, due)| due).min() else { break };
            let millis = due.millis().saturating_sub(world.now().millis());
            let line = TestStep { place: Place::default(), kind: TestStepKind::Advance(millis.max(1)) };
            trial.take(line, &mut world, &mut collector);
        }
        trial
    }

    fn take(&mut self, line: TestStep, world: &mut World<'_>, collector: &mut Collector) {
        act(&line.kind, world, collector);
        let deliveries = std::mem::take(&mut world.lately);
        self.lines.push((line, deliveries));
    }

    /// All that came.
    pub fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.lines.iter().flat_map(|(_, deliveries)| deliveries)
    }

    /// Whether the rule has fired.
    #[must_use]
    pub fn fired(&self) -> bool {
        self.deliveries().any(|delivery| delivery.outcome.fired.iter().any(|fired| *fired == self.rule))
    }

    /// What the rule has done.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        let all = self.deliveries().flat_map(|delivery| &delivery.outcome.effects);
        all.filter(|effect| effect.source == self.rule)
    }

    /// How the rule was looked at: when it acted, or else last.
    #[must_use]
    pub fn looks(&self) -> Vec<&Candidate> {
        let rounds =
            self.deliveries().filter_map(|delivery| delivery.outcome.trace.as_ref()).flat_map(|trace| &trace.rounds);
        let own: Vec<&Candidate> =
            rounds.flat_map(|round| &round.candidates).filter(|candidate| candidate.source == self.rule).collect();
        use crate::runtime::trace::Verdict::{Claimed, Continued, Fired};
        let acted: Vec<&Candidate> =
            own.iter().copied().filter(|candidate| matches!(candidate.verdict, Fired | Claimed | Continued)).collect();
        if acted.is_empty() { own.into_iter().last().into_iter().collect() } else { acted }
    }

    /// Why the rule did what it did, in lines.
    #[must_use]
    pub fn why(&self, book: &Book) -> Vec<String> {
        let looks = self.looks();
        if looks.is_empty() {
            let reason = if book.is_automation(&self.rule) {
                "its timer never came due"
            } else {
                "nothing came that it listens to"
            };
            return vec![format!("✗ `{}` was not looked at: {reason}", self.rule)];
        }
        let told = |candidate: &&Candidate| {
            crate::scenario::told::candidate(&crate::scenario::explain::candidate(candidate, book))
        };
        looks.iter().flat_map(told).collect()
    }
}

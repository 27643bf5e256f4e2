//! `test` blocks: scenarios on a virtual clock (language page, section 7).

pub mod bless;
mod coverage;
mod doings;
mod expectations;
mod filter;
mod play;
mod report;
mod timeline;
mod trial;
mod world;

pub use coverage::{Collector, Coverage, FileCoverage, Kind, Missing, Part, Point, Share, lcov};
pub use filter::Filter;
pub use play::{Actor, Play, PlayKind, PlayRule, PlayStep, play, play_scenario};
pub use report::{Failure, Snapshot, TestReport, TestResult};
pub use trial::{NoSample, SampleEvent, Trial, as_test, sample, try_on, wrong_event};

use std::sync::Arc;

use crate::ir::test::{Expectation, Test, TestStepKind};
use crate::runtime::Engine;
use world::World;

/// Runs all tests of a book, one after the other, in their order.
#[must_use]
pub fn run(engine: &Arc<Engine>) -> TestReport {
    let book = engine.book();
    let mut collector = Collector::default();
    let tests = book.tests.iter().map(|test| run_one(test, engine, &mut collector)).collect();
    TestReport { tests, not_run: 0, coverage: Some(Coverage::new(book, &collector)) }
}

/// Runs one test: what it gives depends on the book and the test alone. What it looked at goes to `collector`.
#[must_use]
pub fn run_one(test: &Test, engine: &Arc<Engine>, collector: &mut Collector) -> TestResult {
    let failures = failures(test, World::new(engine), collector);
    // What is told of a failure takes traces, which most tests need not pay for.
    let failures = match failures.is_empty() {
        true => failures,
        false => self::failures(test, World::new(engine).traced(), &mut Collector::default()),
    };
    TestResult::new(test, failures, engine.book())
}

fn failures(test: &Test, mut world: World<'_>, collector: &mut Collector) -> Vec<Failure> {
    let mut failures = Vec::new();
    let mut expecting = false;
    for step in &test.steps {
        let expectation = match &step.kind {
            TestStepKind::Expect(expectation) => Some(expectation),
            _ => None,
        };
        // A run of expectations looks at what has happened since the run before it.
        if expectation.is_none() && expecting {
            world.forget();
        }
        expecting = expectation.is_some();
        act(&step.kind, &mut world, collector);
        world.look_at_desk(collector);
        if let Some(expectation) = expectation {
            failures.extend(check(expectation, &world, step.place));
        }
    }
    failures
}

fn act(step: &TestStepKind, world: &mut World, collector: &mut Collector) {
    match step {
        TestStepKind::Given(facts) => world.give(facts),
        TestStepKind::At(time) => world.go_to(*time, collector),
        TestStepKind::Receive { event, conversation, facts } => {
            world.receive(event, conversation.as_deref(), facts, collector);
        }
        TestStepKind::Logged { event, conversation, after, data } => {
            world.receive_logged(event, conversation.as_deref(), *after, data, collector);
        }
        TestStepKind::Command { by, conversation, actions } => {
            world.command(by, conversation.as_deref(), actions, collector);
        }
        TestStepKind::Advance(millis) => world.advance(*millis, collector),
        TestStepKind::Expect(_) => {}
    }
}

fn check(expectation: &Expectation, world: &World, place: crate::ir::Place) -> Option<Failure> {
    expectations::check(expectation, &world.sight()).map(|mismatch| Failure::new(mismatch, place, world.book()))
}

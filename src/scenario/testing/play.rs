//! A test as it is played: who says what to whom, which rule answers and why, what else changes. What a chat shows.

mod scene;

use std::sync::Arc;

use serde::Serialize;

use super::coverage::Collector;
use super::report::Failure;
use super::world::World;
use super::{act, check};
use crate::ir::test::{Expectation, Test, TestStep, TestStepKind};
use crate::ir::{Book, Moment, Place};
use crate::runtime::Engine;
use crate::scenario::words;
use scene::Scene;

/// A test as it was played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Play {
    /// Its title.
    pub title: String,
    /// Whether all was as expected.
    pub passed: bool,
    /// The time zone of its clocks.
    pub time_zone: String,
    /// What happened, in order.
    pub steps: Vec<PlayStep>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlayStep {
    /// When, on the virtual clock.
    pub at: Moment,
    /// The day on the clocks of the book: `Tuesday 2026-12-01`.
    pub day: String,
    /// The time on them: `10:00:05`.
    pub clock: String,
    /// The conversation, if it is not the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// Who.
    pub actor: Actor,
    /// What they are called, if that is known; of a message of a rule, its sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is.
    pub kind: PlayKind,
    /// What was said, or what happened in words.
    pub text: String,
    /// The buttons below a message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
    /// The trigger or automation that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<PlayRule>,
    /// Why: of what a rule did, its condition with the values; of what came, the rules that did not act on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
    /// What was expected instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What happened, of an expectation that was not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened: Option<String>,
    /// The line of the test.
    #[serde(skip)]
    pub place: Place,
}

/// A trigger or automation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlayRule {
    /// Its id.
    pub name: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it is declared.
    #[serde(skip)]
    pub place: Place,
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The customer.
    Customer,
    /// A person of the team.
    Agent,
    /// A trigger or an automation.
    Rule,
    /// Anything else: the channel, a policy, the lifecycle, the clock, the test itself.
    System,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlayKind {
    /// Something that the customer writes or reads.
    Message,
    /// Something that only the team reads.
    Note,
    /// Something that came and says nothing.
    Event,
    /// Something that was done beside messages: a tag, a status, an assignment, a call.
    Action,
    /// Something that changed without being done by a rule: a state of the lifecycle, a session, an offer of the desk.
    Change,
    /// A timer or a wait: set, over, dropped.
    Timer,
    /// Something that was to be done and might not be.
    Refused,
    /// A fact that the test gives.
    Given,
    /// An expectation that was met.
    Expectation,
    /// An expectation that was not met.
    Failure,
}

/// Plays a test.
#[must_use]
pub fn play(test: &Test, engine: &Arc<Engine>) -> Play {
    play_steps(&test.title, &test.steps, engine)
}

/// Plays the lines of a scenario, which is a part of a test. `None` if the test has none of them: `own` says which are.
#[must_use]
pub fn play_scenario(title: &str, test: &Test, own: impl Fn(Place) -> bool, engine: &Arc<Engine>) -> Option<Play> {
    let lines = test.steps.iter().skip_while(|step| !own(step.place)).take_while(|step| own(step.place));
    let lines: Vec<TestStep> = lines.cloned().collect();
    (!lines.is_empty()).then(|| play_steps(title, &lines, engine))
}

fn play_steps(title: &str, lines: &[TestStep], engine: &Arc<Engine>) -> Play {
    let book = engine.book();
    let scene = Scene::new(book);
    let mut world = World::new(engine).traced();
    let mut collector = Collector::default();
    let mut steps = Vec::new();
    let mut expecting = false;
    let mut seen = (0, 0);
    for line in lines {
        let expectation = expectation(line);
        if expectation.is_none() && expecting {
            world.forget();
            seen = (0, 0);
        }
        expecting = expectation.is_some();
        act(&line.kind, &mut world, &mut collector);
        world.look_at_desk(&mut collector);
        if let TestStepKind::Given(_) = &line.kind {
            steps.push(scene.line(world.now(), PlayKind::Given, words::source_text(book, line.place)));
        }
        steps.extend(scene.since(&world, seen));
        if let Some(expectation) = expectation {
            steps.push(scene.expectation(world.now(), line.place, check(expectation, &world, line.place)));
        }
        seen = (world.lately.len(), world.desk_lately.len());
        steps
            .iter_mut()
            .rev()
            .take_while(|step| step.place == Place::default())
            .for_each(|step| step.place = line.place);
    }
    let passed = steps.iter().all(|step| step.kind != PlayKind::Failure);
    Play { title: title.to_owned(), passed, time_zone: book.time_zone.clone(), steps }
}

const fn expectation(line: &TestStep) -> Option<&Expectation> {
    match &line.kind {
        TestStepKind::Expect(expectation) => Some(expectation),
        _ => None,
    }
}

/// The trigger or automation of that id.
fn rule(book: &Book, id: &str) -> Option<PlayRule> {
    let trigger = book.triggers.iter().find(|each| each.id == id).map(|each| (&each.title, each.place));
    let automation = || book.automations.iter().find(|each| each.id == id).map(|each| (&each.title, each.place));
    let (title, place) = trigger.or_else(automation)?;
    Some(PlayRule { name: id.to_owned(), title: title.clone(), place })
}

/// What went wrong, line by line, beside what was expected and what happened.
fn failed(failure: &Failure) -> Vec<String> {
    let candidates = failure.candidates.iter().flat_map(crate::scenario::told::candidate);
    let condition = failure.condition.iter().flat_map(crate::scenario::told::condition);
    let timeline = failure.timeline.iter().flat_map(|snapshot| snapshot.happened.lines().map(str::to_owned));
    candidates.chain(condition).chain(timeline).collect()
}

//! `whenbook.play`: a test or a scenario as a chat.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{MessageType, Uri};
use whenbook::Engine;
use whenbook::diagnostic::Location;
use whenbook::ide::commands::{ListedTest, TestKind, location, tests as listed};
use whenbook::scenario::testing::{self, Play, PlayStep};

use super::places::{Places, set};
use super::run_tests::{taking_in, unknown};
use super::{Answer, engine, failed};
use crate::books::Open;

/// Which test.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    pub(super) uri: Uri,
    name: String,
}

/// Plays it.
pub(super) fn play(wanted: &Wanted, open: &Open) -> Result<Answer> {
    let engine = Arc::new(engine(open)?);
    let declared = listed(&open.analysis);
    let (play, at) = played(&wanted.name, &declared, &engine)?;
    let message = text(&play);
    let mut places = Places::new(open);
    let steps: Vec<Json> = play.steps.iter().map(|step| told(step, &mut places)).collect();
    let mut value = places.put(&play, at);
    set(&mut value, "steps", steps);
    let kind = if play.passed { MessageType::INFO } else { MessageType::WARNING };
    Ok(Answer::new(value, kind, message))
}

/// What is played, and where it stands.
fn played(name: &str, declared: &[ListedTest], engine: &Arc<Engine>) -> Result<(Play, Location)> {
    let tests = &engine.book().tests;
    if let Some(test) = tests.iter().find(|test| test.title == name) {
        return Ok((testing::play(test, engine), location(test.place)));
    }
    let found = declared.iter().find(|each| each.name == name).ok_or_else(|| unknown(name, declared))?;
    let play = match found.kind {
        TestKind::Test => {
            let first = found.rows.first().and_then(|row| tests.iter().find(|test| test.title == row.name));
            first.map(|test| testing::play(test, engine))
        }
        TestKind::Scenario => of_scenario(found, declared, engine),
    };
    let nothing = || failed(format!("nothing of `{name}` can be played: no test takes it in with `given {name}`"));
    play.map(|play| (play, found.location)).ok_or_else(nothing)
}

/// The lines of a scenario, as a test has them that takes it in; with those of the scenarios that it takes in itself.
fn of_scenario(scenario: &ListedTest, declared: &[ListedTest], engine: &Arc<Engine>) -> Option<Play> {
    let test = taking_in(scenario, engine.book()).next()?;
    let holds = |of: &ListedTest, at: Location| {
        of.location.file == at.file && of.location.span.start <= at.span.start && at.span.end <= of.location.span.end
    };
    let own = |place| {
        let at = location(place);
        holds(scenario, at) || declared.iter().any(|each| each.kind == TestKind::Scenario && holds(each, at))
    };
    testing::play_scenario(&scenario.name, test, own, engine)
}

fn told(step: &PlayStep, places: &mut Places<'_>) -> Json {
    let mut json = places.put_at(step, step.place);
    if let Some(rule) = &step.rule {
        set(&mut json, "rule", places.put_at(rule, rule.place));
    }
    json
}

/// What is said, for those who see no chat.
fn text(play: &Play) -> String {
    let said = play.steps.iter().filter(|step| {
        use testing::PlayKind::{Failure, Message, Note};
        matches!(step.kind, Message | Note | Failure)
    });
    let lines = said.map(|step| {
        let who = match (&step.rule, &step.name) {
            (Some(rule), _) => rule.name.clone(),
            (None, Some(name)) => name.clone(),
            (None, None) => format!("{:?}", step.actor).to_lowercase(),
        };
        let failed = if step.kind == testing::PlayKind::Failure { "✗ " } else { "" };
        let happened = step.happened.as_ref().map(|happened| format!(": {happened}")).unwrap_or_default();
        format!("{} {who}: {failed}{}{happened}", step.clock, step.text)
    });
    std::iter::once(play.title.clone()).chain(lines).collect::<Vec<_>>().join("\n")
}

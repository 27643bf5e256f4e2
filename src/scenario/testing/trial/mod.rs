//! Trying a trigger or an automation: on an event that somebody gives, or on one that is made so that it fires.

mod atoms;
mod candidates;
mod event;
mod holds;
mod pattern;
mod run;
mod sample;
#[cfg(test)]
mod tests;
mod written;

pub use event::{SampleEvent, wrong_event};
pub use run::Trial;
pub use sample::{NoSample, sample};
pub use written::as_test;

use std::sync::Arc;

use crate::ir::test::TestStep;
use crate::runtime::Engine;

/// Tries a rule on these lines of a test.
#[must_use]
pub fn try_on(rule: &str, lines: Vec<TestStep>, engine: &Arc<Engine>) -> Trial {
    Trial::run(rule, lines, engine)
}

//! Capacity release made ready.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::super::LoadError;
use super::action::{self, Act, Step};
use super::condition::Preparer;
use super::names::Names;
use crate::ir::{self, Name};

/// What everything of capacity release is called where a trigger would have its identifier.
pub(crate) static ID: LazyLock<Name> = LazyLock::new(|| "capacity release".into());

/// When silence makes a session inactive, and what is done then.
#[derive(Debug)]
pub(crate) struct Release {
    /// None if it is off.
    pub(crate) stages: Vec<Stage>,
    /// The states of the status in which an agent's message starts no stage.
    pub(crate) resting: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct Stage {
    /// Milliseconds.
    pub(crate) after: i64,
    pub(crate) acts: Vec<Act>,
}

impl Release {
    pub(super) fn new(names: &Names, policy: &ir::CapacityRelease) -> Result<Self, LoadError> {
        let preparer = Preparer { names, user: &ID };
        let mut stages = Vec::new();
        for stage in &policy.stages {
            preparer.check(stage.after > 0, "a stage comes after no time")?;
            let after = preparer.duration(stage.after)?;
            let mut acts = Vec::new();
            for step in action::steps(names, &ID, &stage.actions, None)? {
                match step {
                    Step::Act(act) => acts.push(act),
                    Step::Wait(_) => preparer.check(false, "a stage waits")?,
                }
            }
            stages.push(Stage { after, acts });
        }
        Ok(Self { stages, resting: policy.resting.iter().cloned().collect() })
    }

    /// The stage of that number, from 1.
    pub(crate) fn stage(&self, number: u32) -> Option<&Stage> {
        self.stages.get(usize::try_from(number.checked_sub(1)?).ok()?)
    }
}

//! What a `do` block does.

mod arguments;
mod calls;
mod matching;
mod set;

use super::checker::{Checker, Reach};
use super::known::{self, Known};
use crate::diagnostic::codes::rules;
use crate::ir::{Condition, Step, StepKind};
use crate::syntax::ast::{self, ActionKind};

/// What is sure where an action runs.
#[derive(Debug)]
pub(super) struct Guard {
    /// What the conditions make sure to be known.
    pub known: Known,
}

impl Checker<'_> {
    /// A list of actions, of which everything that they read, through named messages too, must be in `reach`. What
    /// `guard` makes sure to be known needs no `or` in a text.
    pub fn actions(&mut self, actions: &[ast::Action], reach: Reach<'_>, guard: &[&Condition]) -> Vec<Step> {
        let known = known::of_all(guard, &self.context.conditions);
        self.actions_where(actions, reach, &Guard { known })
    }

    /// The same, where the conditions could not all be read: then nothing is said of what may be unknown.
    pub(super) fn actions_where(&mut self, actions: &[ast::Action], reach: Reach<'_>, guard: &Guard) -> Vec<Step> {
        let mut steps = Vec::new();
        for action in actions {
            steps.extend(self.action(action, guard));
        }
        if let Some(last) = actions.last()
            && let ActionKind::Wait { .. } = last.kind
        {
            let finding = self
                .finding(&rules::NOTHING_AFTER_WAIT, last.span, "nothing comes after this wait")
                .help("write what is to be done after it, or take it away");
            self.push(finding);
        }
        self.steps_reach(&steps, reach);
        steps
    }

    fn action(&mut self, action: &ast::Action, guard: &Guard) -> Option<Step> {
        let kind = match &action.kind {
            ActionKind::Wait { duration, unless, check_again } => {
                let unless = self.events(unless);
                StepKind::Wait { duration: self.duration(duration)?, unless, check_again: check_again.is_some() }
            }
            ActionKind::Set { path, value } => self.set(path.as_ref()?, value, guard)?,
            ActionKind::Call(parts) => self.call(parts, action.span, guard)?,
        };
        Some(Step { place: self.place(action.span), kind })
    }
}

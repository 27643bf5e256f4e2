//! What a `do` block does.

mod arguments;
mod calls;
mod elsewhere;
mod matching;
mod meant;
mod set;

use std::cell::OnceCell;

use smallvec::SmallVec;

use self::matching::Extent;

use super::checker::{Checker, Reach};
use super::context::Context;
use super::known::{self, Known};
use crate::diagnostic::codes::rules;
use crate::ir::{Condition, Step, StepKind};
use crate::syntax::ast::{self, ActionKind};

/// What is sure where an action runs.
#[derive(Debug)]
pub(super) struct Guard<'c> {
    /// What holds there; `None` if part of it could not be read.
    conditions: Option<SmallVec<[&'c Condition; 2]>>,
    /// What that makes sure to be known; most actions do not ask.
    known: OnceCell<Known>,
}

impl<'c> Guard<'c> {
    /// Where these conditions hold; `None` if one of them could not be read.
    pub(super) fn new(conditions: impl IntoIterator<Item = Option<&'c Condition>>) -> Self {
        Self { conditions: conditions.into_iter().collect(), known: OnceCell::new() }
    }

    /// What is sure to be known.
    pub(super) fn known(&self, context: &Context<'_>) -> &Known {
        let of_all = |all: &SmallVec<[&Condition; 2]>| known::of_all(all, &context.conditions);
        self.known.get_or_init(|| self.conditions.as_ref().map_or(Known::Unsure, of_all))
    }
}

impl Checker<'_> {
    /// A list of actions, of which everything that they read, through named messages too, must be in `reach`. What
    /// `guard` makes sure to be known needs no `or` in a text.
    pub fn actions(&mut self, actions: &[ast::Action], reach: Reach<'_>, guard: &[&Condition]) -> Vec<Step> {
        self.actions_where(actions, reach, &Guard::new(guard.iter().copied().map(Some)))
    }

    /// The same, where the conditions could not all be read: then nothing is said of what may be unknown.
    pub(super) fn actions_where(&mut self, actions: &[ast::Action], reach: Reach<'_>, guard: &Guard<'_>) -> Vec<Step> {
        let mut steps = Vec::with_capacity(actions.len());
        for action in actions {
            steps.extend(self.action(action, guard, Extent::All));
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

    /// An action that a test looks for: what is not written of it may be anything.
    pub fn looked_for(&mut self, action: &ast::Action, reach: Reach<'_>) -> Option<Step> {
        let step = self.action(action, &Guard::new([]), Extent::Beginning)?;
        self.steps_reach(std::slice::from_ref(&step), reach);
        Some(step)
    }

    fn action(&mut self, action: &ast::Action, guard: &Guard<'_>, extent: Extent) -> Option<Step> {
        let kind = match &action.kind {
            ActionKind::Wait { duration, unless, check_again } => {
                let unless = self.events(unless);
                StepKind::Wait { duration: self.duration(duration)?, unless, check_again: check_again.is_some() }
            }
            ActionKind::Set { path, value } => self.set(path.as_ref()?, value, guard)?,
            ActionKind::Call(parts) => self.call(parts, action.span, guard, extent)?,
        };
        Some(Step { place: self.place(action.span), kind })
    }
}

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
use super::context::{Context, location};
use super::known::{self, Known};
use crate::diagnostic::codes::rules;
use crate::ir::{Argument, AttributeRead, Condition, Operand, Step, StepKind, Write};
use crate::syntax::ast::{self, ActionKind};

/// What is sure where an action runs.
#[derive(Debug)]
pub(super) struct Guard<'c> {
    /// What holds there; `None` if part of it could not be read.
    conditions: Option<SmallVec<[&'c Condition; 2]>>,
    /// How many of the last of them hold again after a wait that checks again.
    again: usize,
    /// What that makes sure to be known; most actions do not ask.
    known: OnceCell<Known>,
    /// What was sure before the latest wait.
    before_wait: Option<Known>,
}

impl<'c> Guard<'c> {
    /// Where these conditions hold; `None` if one of them could not be read.
    pub(super) fn new(conditions: impl IntoIterator<Item = Option<&'c Condition>>) -> Self {
        let conditions: Option<SmallVec<[&'c Condition; 2]>> = conditions.into_iter().collect();
        let again = conditions.as_ref().map_or(0, SmallVec::len);
        Self { conditions, again, known: OnceCell::new(), before_wait: None }
    }

    /// Of the conditions, only so many of the last are looked at again after a wait.
    pub(super) fn checking_again(self, again: usize) -> Self {
        Self { again, ..self }
    }

    /// What is to be done about an attribute that may be unknown: what asks whether it is known.
    pub(super) fn way_out(&self, read: &AttributeRead, context: &Context<'_>) -> String {
        let at = location(read.place);
        let name = context.text(at.file, at.span);
        match &self.before_wait {
            Some(Known::Facts(facts)) if facts.contains(&known::fact(read)) => {
                "end the wait with `then check again`: by then it may be unknown".to_owned()
            }
            _ => format!("ask `{name} is known` in the conditions"),
        }
    }

    /// What is sure after that action; `None` where it makes no difference.
    fn after(&self, action: &ast::Action, step: &Step, context: &Context<'_>) -> Option<Self> {
        let mut before_wait = self.before_wait.clone();
        let known = match (&action.kind, &step.kind) {
            (ActionKind::Wait { .. }, StepKind::Wait { check_again, .. }) => {
                let mut known = self.known(context).carried(&context.vocabulary);
                let conditions = self.conditions.iter().flatten();
                let skipped = self.conditions.as_ref().map_or(0, SmallVec::len).saturating_sub(self.again);
                let again: Vec<&Condition> = conditions.skip(skipped).copied().filter(|_| *check_again).collect();
                known.extend(known::of_all(&again, &context.conditions));
                before_wait = Some(self.known(context).clone());
                known
            }
            (_, StepKind::Act { arguments, write: Some(Write::Set { key, argument }), .. }) => {
                let mut known = self.known(context).clone();
                let value = arguments.iter().find(|(name, _)| name == argument).map(|(_, value)| value);
                let is_known = match value {
                    Some(Argument::Value(Operand::Attribute(read))) => known.is_sure(read, &context.vocabulary),
                    _ => true,
                };
                known.set(key, is_known);
                known
            }
            _ => return None,
        };
        Some(Self { conditions: self.conditions.clone(), again: self.again, known: OnceCell::from(known), before_wait })
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
        let mut later: Option<Guard<'_>> = None;
        for action in actions {
            let guard = later.as_ref().unwrap_or(guard);
            if let Some(step) = self.action(action, guard, Extent::All) {
                later = guard.after(action, &step, self.context).or(later);
                steps.push(step);
            }
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
        // What was known then is not asked: a placeholder stands for anything.
        let step = self.action(action, &Guard::new([None]), Extent::Beginning)?;
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

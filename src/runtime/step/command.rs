//! Somebody does something by hand.

use super::act::Doer;
use super::lifecycle::Mover;
use super::{Cause, Run};
use crate::ir::test::Commander;
use crate::ir::{Step, StepKind};
use crate::runtime::Audit;
use crate::runtime::prepare::action;

impl Run<'_> {
    /// Round 0 of a command. Gives whether it is one that the book knows.
    pub(super) fn command(&mut self, by: &Commander, step: &Step) -> bool {
        self.begin_trace(&[]);
        let source = by.role.as_deref().unwrap_or(&by.actor);
        let ready = action::steps(&self.book.names, source, std::slice::from_ref(step), None);
        let reason = match ready.as_deref() {
            Ok([action::Step::Act(act)]) => {
                let doer = Doer { source, actor: &by.actor, role: by.role.as_deref(), mover: Mover::Hand };
                let cause = Cause { input: self.conversation.inputs, ..Cause::default() };
                self.act(doer, act, &cause);
                return true;
            }
            Ok(_) => "a command does not wait".to_owned(),
            Err(error) => error.to_string(),
        };
        let action = match &step.kind {
            StepKind::Act { action, .. } => action.clone(),
            StepKind::Wait { .. } => "wait".to_owned(),
        };
        self.outcome.audit.push(Audit::Refused { source: source.to_owned(), action, reason });
        false
    }
}

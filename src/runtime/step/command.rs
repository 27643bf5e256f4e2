//! Somebody does something by hand.

use super::Run;
use super::act::Doer;
use super::lifecycle::Mover;
use super::witness::Witness;
use crate::ir::test::Commander;
use crate::ir::{Name, Step, StepKind};
use crate::runtime::Audit;
use crate::runtime::prepare::action::{self, Act};

impl<'a, W: Witness> Run<'a, W> {
    /// Round 0 of a command. Gives whether it is one that the book knows.
    pub(super) fn command(&mut self, by: &'a Commander, step: &Step) -> bool {
        self.witness.begin(std::iter::empty());
        let source = &Name::from(by.role.as_deref().unwrap_or(&by.actor));
        match self.commanded(source, step) {
            Ok(act) => {
                let (role, name) = (by.role.as_deref(), by.name.as_deref());
                let doer = Doer { source, actor: &by.actor, role, name, mover: Mover::Hand };
                self.act(doer, &act, &self.now());
                true
            }
            Err(reason) => {
                let action = match &step.kind {
                    StepKind::Act { action, .. } => action.clone(),
                    StepKind::Wait { .. } => "wait".to_owned(),
                };
                self.outcome.audit.push(Audit::Refused { source: source.clone(), action, reason });
                false
            }
        }
    }

    /// What is commanded, made ready.
    ///
    /// # Errors
    /// Why it cannot be done by any book, in words.
    fn commanded(&self, source: &str, step: &Step) -> Result<Act, String> {
        if let Some((_, reason)) = self.input.refused.first() {
            return Err(reason.clone());
        }
        let steps = action::steps(&self.book.names, source, std::slice::from_ref(step), None);
        match steps.map_err(|error| error.to_string())?.into_iter().next() {
            Some(action::Step::Act(act)) => Ok(act),
            _ => Err("a command does not wait".to_owned()),
        }
    }
}

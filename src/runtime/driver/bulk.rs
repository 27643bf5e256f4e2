//! One command for many conversations.

use std::collections::BTreeSet;

use super::deliver::Delivering;
use super::{Driver, Sink};
use crate::ir::test::Commander;
use crate::ir::{Condition, Moment, Step};
use crate::runtime::views::View;
use crate::runtime::{Audit, InputKind, LoadError, Outcome};

/// A command for many conversations of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkCommand {
    /// Its id. Each conversation takes it as `ID/CONVERSATION`, once; an empty one is never seen.
    pub id: String,
    /// The account.
    pub account: String,
    /// When.
    pub time: Moment,
    /// Who.
    pub by: Commander,
    /// What.
    pub step: Step,
    /// For which conversations.
    pub to: Selection,
}

/// Which conversations a command is for. What is selected is settled before the first one takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Those of these ids, each once.
    Ids(Vec<String>),
    /// All that a view has.
    View(View),
    /// All for which it holds.
    Matching(Condition),
}

/// What came of a command for one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkResult {
    /// The conversation.
    pub conversation: String,
    /// What came of it.
    pub result: CommandResult,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandResult {
    /// It was done.
    Done,
    /// It was not done, and changed nothing; why, in words.
    Refused(String),
    /// There is no such conversation.
    Unknown,
    /// The conversation took the command of this id before.
    Repeated,
}

impl CommandResult {
    /// What came of a command by what its step gave.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        // What is refused gives no effect and moves nothing, so that no rule comes before it.
        match outcome.audit.iter().find_map(|audit| match audit {
            Audit::Refused { reason, .. } if outcome.effects.is_empty() => Some(reason.clone()),
            _ => None,
        }) {
            Some(reason) => Self::Refused(reason),
            None => Self::Done,
        }
    }
}

impl Driver {
    /// Moves the clock to the command, through every timer due before it, and gives it to each conversation by itself, in the
    /// order of their ids. What one refuses, another may do.
    ///
    /// # Errors
    /// If the condition of the selection speaks of something that the book does not hold; nothing is done then.
    pub fn command_all(&mut self, command: &BulkCommand, sink: Sink<'_>) -> Result<Vec<BulkResult>, LoadError> {
        self.move_clock(command.time, sink);
        let ids = self.selected(&command.account, &command.to)?;
        Ok(ids
            .into_iter()
            .map(|conversation| {
                let result = self.command_one(command, &conversation, sink);
                BulkResult { conversation, result }
            })
            .collect())
    }

    fn selected(&self, account: &str, selection: &Selection) -> Result<BTreeSet<String>, LoadError> {
        match selection {
            Selection::Ids(ids) => Ok(ids.iter().cloned().collect()),
            Selection::View(view) => {
                let found = self.inbox(account).map(|inbox| inbox.list(view, usize::MAX)).unwrap_or_default();
                Ok(found.into_iter().map(str::to_owned).collect())
            }
            Selection::Matching(condition) => {
                let mut found = BTreeSet::new();
                for number in self.begun(|address| address.account == *account) {
                    if let Some(state) = self.state(number)
                        && self.evaluate_in(&state, Some(number), condition)?.holds
                    {
                        found.insert(state.id.as_str().to_owned());
                    }
                }
                Ok(found)
            }
        }
    }

    fn command_one(&mut self, command: &BulkCommand, conversation: &str, sink: Sink<'_>) -> CommandResult {
        self.move_clock(command.time, sink);
        let known = self.records.known(&command.account, conversation);
        let Some(number) = known.filter(|number| self.state(*number).is_some_and(|state| state.inputs > 0)) else {
            return CommandResult::Unknown;
        };
        let id = if command.id.is_empty() { String::new() } else { format!("{}/{conversation}", command.id) };
        if self.records.slot_mut(number).is_none_or(|slot| slot.has_seen(&id)) {
            return CommandResult::Repeated;
        }
        let kind = InputKind::Command { by: command.by.clone(), step: command.step.clone() };
        let input = self.input(number, id.clone(), command.time, kind);
        let mut result = CommandResult::Unknown;
        self.deliver(number, input, Delivering::default(), &mut |delivery| {
            if delivery.conversation == conversation && delivery.input.id == id {
                result = CommandResult::of(&delivery.outcome);
            }
            sink(delivery);
        });
        result
    }
}

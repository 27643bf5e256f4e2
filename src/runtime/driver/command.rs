//! Commands: what people and programs do by hand.

use serde_json::{Map, Value as Json};

use super::deliver::Delivering;
use super::{Command, Driver, Event, Number, Sink};
use crate::ir::test::Commander;
use crate::ir::{Moment, Place, Step, StepKind};
use crate::runtime::InputKind;

/// An event of this name is a command: its data has the `action`, its `arguments`, and `by` whom it is done, as `actor`,
/// `role` and `name`.
pub const COMMAND: &str = "conversation.command";

/// Who commands, if nobody has said: another program.
const UNNAMED: &str = "api";

/// What a person of the team is.
const TEAM: &str = "agent";

impl Driver {
    /// Moves the clock to the command, through every timer due before it, and delivers it.
    pub fn command(&mut self, command: &Command, sink: Sink<'_>) {
        self.deliver_command(command, Vec::new(), sink);
    }

    /// A command as JSON. One that is not well written is refused, and audited.
    pub(super) fn receive_command(&mut self, event: &Event, sink: Sink<'_>) {
        let text = |name: &str| event.data.get(name).and_then(Json::as_str);
        let action = text("action").unwrap_or_default();
        let none = Map::new();
        let arguments = event.data.get("arguments").and_then(Json::as_object).unwrap_or(&none);
        let (step, refused) = match self.engine.call(action, arguments) {
            Ok(step) => (step, Vec::new()),
            Err(reason) => (unfilled(action), vec![(action.to_owned(), reason)]),
        };
        let command = Command {
            id: event.id.clone(),
            account: event.account.clone(),
            conversation: event.conversation.clone(),
            time: event.time,
            by: commander(&event.data),
            step,
        };
        self.deliver_command(&command, refused, sink);
    }

    fn deliver_command(&mut self, command: &Command, refused: Vec<(String, String)>, sink: Sink<'_>) {
        let Command { id, account, conversation, time, by, step } = command;
        let Some(at) = self.arrive(account, conversation, id, *time, sink) else { return };
        let number = self.records.open_at(at);
        let kind = InputKind::Command { by: by.clone(), step: step.clone() };
        let input = crate::Input { refused, ..self.input(number, id.clone(), *time, kind) };
        self.deliver(number, input, Delivering::default(), sink);
    }

    /// Something comes to a conversation for the first time, and the clock is moved to it. Gives the number of the conversation's
    /// id: which conversation that is now is to be asked afterwards, since a timer may have deleted the one that it was.
    pub(super) fn arrive(
        &mut self,
        account: &str,
        conversation: &str,
        id: &str,
        time: Moment,
        sink: Sink<'_>,
    ) -> Option<Number> {
        let at = self.records.number(account, conversation);
        let number = self.records.open_at(at);
        self.records.look_ahead(number);
        if self.records.slot_mut(number).is_none_or(|slot| slot.has_seen(id)) {
            self.repeated += 1;
            return None;
        }
        self.move_clock(time, sink);
        Some(at)
    }

    /// Moves the clock to an event, through every timer due before it.
    pub(super) fn move_clock(&mut self, time: Moment, sink: Sink<'_>) {
        if let Some(before) = Moment::from_millis(time.millis() - 1) {
            self.run_timers(before, sink);
        }
        self.clock = self.clock.max(time);
    }
}

fn unfilled(action: &str) -> Step {
    let kind = StepKind::Act { action: action.to_owned(), arguments: Vec::new(), write: None, needs: Vec::new() };
    Step { place: Place::default(), kind }
}

fn commander(data: &Map<String, Json>) -> Commander {
    let by = |name: &str| data.get("by").and_then(|by| by.get(name)).and_then(Json::as_str).map(str::to_owned);
    let role = by("role");
    let actor = by("actor").unwrap_or_else(|| if role.is_some() { TEAM } else { UNNAMED }.to_owned());
    Commander { actor, role, name: by("name") }
}

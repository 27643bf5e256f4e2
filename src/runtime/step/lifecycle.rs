//! The lifecycle: events and actions move states (language page, section 5).

use super::witness::Witness;
use super::{Cause, Heard, Run};
use crate::ir::{EventName, Name, Value};
use crate::runtime::conversation::{Purpose, TimerKey, Until};
use crate::runtime::maintained::STATUS;
use crate::runtime::prepare::action::{Act, Change, Write};
use crate::runtime::prepare::condition::Condition;
use crate::runtime::prepare::lifecycle::Machine;
use crate::runtime::prepare::{Base, Timing, release};
use crate::runtime::{Audit, Facts, Move};

/// A transition that can be taken: by the numbers of its machine and of itself, and the value that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    machine: usize,
    transition: usize,
    value: String,
}

/// By whom a state was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mover {
    /// The lifecycle itself, on an event.
    Event,
    /// A rule, a person, or the host.
    Hand,
    /// Capacity release.
    Release,
}

impl<'a, W: Witness> Run<'a, W> {
    /// What these events move: each machine takes at most one transition an event, and each transition acts at most once in
    /// an input.
    pub(super) fn move_on(&mut self, heard: &[Heard<'a>], carried: &Facts) {
        let book = self.book;
        if book.lifecycle.machines.is_empty() {
            return;
        }
        let moves = |heard: &&Heard<'_>| heard.meaning().is_some_and(|meaning| meaning.moves);
        for Heard { event, actor, .. } in heard.iter().filter(moves) {
            let cause = self.cause(event, carried);
            for number in 0..book.lifecycle.machines.len() {
                if let Some(way) = self.way_on(number, event, &cause) {
                    self.moved.push((way.machine, way.transition));
                    self.take_way(&way, event.as_str(), *actor, Mover::Event);
                }
            }
        }
    }

    fn way_on(&self, number: usize, event: &EventName, cause: &Cause<'_>) -> Option<Way> {
        let machine = self.book.lifecycle.machines.get(number)?;
        let state = self.state(machine);
        let found = machine.transitions.iter().enumerate().find(|(index, transition)| {
            transition.is_on(event)
                && transition.from.contains(state)
                && !self.moved.contains(&(number, *index))
                && self.allows(transition.condition.as_ref(), cause)
        });
        let (transition, found) = found?;
        Some(Way { machine: number, transition, value: found.to.first()?.clone() })
    }

    /// What an action moves, beside giving its effect; `given` is what it sets.
    ///
    /// # Errors
    /// Why it cannot be done now, in words.
    pub(super) fn ways_by(&self, act: &Act, given: Option<&Value>, cause: &Cause<'_>) -> Result<Vec<Way>, String> {
        let machines = &self.book.lifecycle.machines;
        if let Some(Write { attribute, change: Change::Set, .. }) = act.write.as_deref() {
            let found =
                machines.iter().enumerate().find(|(_, machine)| machine.attribute.declared == attribute.declared);
            return match (found, given) {
                (None, _) => Ok(Vec::new()),
                (Some((number, machine)), Some(Value::Enum(value))) => self.way_to(number, machine, value, act, cause),
                (Some((_, machine)), _) => Err(format!("`{}` cannot be unknown", machine.attribute.declared)),
            };
        }
        let mut obstacles = Vec::new();
        let mut ways = Vec::new();
        for (number, machine) in machines.iter().enumerate() {
            let own = || machine.transitions.iter().enumerate().filter(|(_, transition)| transition.is_by(&act.action));
            let state = self.state(machine);
            let found = own().find(|(_, way)| way.from.contains(state) && self.allows(way.condition.as_ref(), cause));
            match found.and_then(|(transition, way)| Some((transition, way.to.first()?))) {
                Some((transition, to)) => ways.push(Way { machine: number, transition, value: to.clone() }),
                None if own().next().is_some() => {
                    obstacles.push(format!("`{}` is `{state}`", machine.attribute.declared));
                }
                None => {}
            }
        }
        if ways.is_empty() && !obstacles.is_empty() { Err(obstacles.join(", ")) } else { Ok(ways) }
    }

    fn way_to(
        &self,
        number: usize,
        machine: &Machine,
        value: &str,
        act: &Act,
        cause: &Cause<'_>,
    ) -> Result<Vec<Way>, String> {
        if self.exact_state(machine) == value {
            return Ok(Vec::new());
        }
        let (state, to) = (self.state(machine), self.book.lifecycle.category(value));
        let found = machine.transitions.iter().position(|way| {
            way.is_by(&act.action)
                && way.from.contains(state)
                && way.to.iter().any(|own| own == to)
                && self.allows(way.condition.as_ref(), cause)
        });
        match found {
            Some(transition) => Ok(vec![Way { machine: number, transition, value: value.to_owned() }]),
            None => Err(format!("`{}` is `{state}`", machine.attribute.declared)),
        }
    }

    /// Whether a line of the lifecycle applies, by its `when`.
    pub(super) fn allows(&self, condition: Option<&Condition>, cause: &Cause<'_>) -> bool {
        condition.is_none_or(|condition| self.witness.holds(&self.sight(cause), condition))
    }

    /// Moves a state; `cause` is what moves it, in words.
    pub(super) fn take_way(&mut self, way: &Way, cause: &str, actor: Option<&'a str>, mover: Mover) {
        let book = self.book;
        let Some(machine) = book.lifecycle.machines.get(way.machine) else {
            return;
        };
        let Some(transition) = machine.transitions.get(way.transition) else {
            return;
        };
        let from = self.exact_state(machine).to_owned();
        self.keep(&machine.attribute, &machine.attribute.declared, Some(Value::Enum(way.value.as_str().into())));
        self.outcome.moves.push(Move {
            attribute: machine.attribute.declared.clone(),
            from: from.clone(),
            to: way.value.clone(),
            place: transition.place,
            cause: cause.to_owned(),
        });
        for event in &transition.raises {
            self.raise(event.as_str(), actor);
        }
        self.entered(machine, &from, &way.value, mover);
    }

    /// What follows from it that a machine has another state than before, however it came to it.
    pub(super) fn entered(&mut self, machine: &Machine, from: &str, to: &str, mover: Mover) {
        if from == to {
            return;
        }
        let lifecycle = &self.book.lifecycle;
        let (from, to) = (lifecycle.category(from), lifecycle.category(to));
        if machine.is_final(to) && !machine.is_final(from) {
            self.cancel_everything();
        }
        if machine.attribute.declared == STATUS.0 {
            self.status_moved(machine, from, to, mover);
        }
    }

    /// The state in which a machine is: the value of its attribute, or that as which it counts.
    pub(super) fn state<'s>(&'s self, machine: &'s Machine) -> &'s str {
        self.book.lifecycle.category(self.exact_state(machine))
    }

    /// The value of its attribute.
    pub(super) fn exact_state<'s>(&'s self, machine: &'s Machine) -> &'s str {
        let known = self.conversation.facts.get(&machine.attribute.declared);
        // What another book has left may be no state of this one.
        let known = known.filter(|state| machine.attribute.kind.fits(state));
        match known.or(machine.attribute.default.as_ref()) {
            Some(Value::Enum(state)) => state,
            _ => "",
        }
    }

    /// Whether some machine is in a state that nothing leaves.
    pub(super) fn is_over(&self) -> bool {
        self.book.lifecycle.machines.iter().any(|machine| self.is_at_end(machine))
    }

    fn is_at_end(&self, machine: &Machine) -> bool {
        machine.has_finals() && machine.is_final(self.state(machine))
    }

    /// Whether the conversation itself is done for good.
    pub(super) fn is_done(&self) -> bool {
        self.book.lifecycle.status().is_some_and(|machine| self.is_at_end(machine))
    }

    /// A final state: waits, `since` timers and release end. What holds `while` something is so ends by itself.
    fn cancel_everything(&mut self) {
        let book = self.book;
        self.final_round = Some(self.rounds);
        let waiting = |until: &Until| matches!(until, Until::Timer { .. });
        let waits: Vec<Name> = self
            .conversation
            .pending
            .iter()
            .filter(|(_, pending)| waiting(&pending.until))
            .map(|(id, _)| id.clone())
            .collect();
        for id in waits {
            self.conversation.pending.remove(id.as_str());
            self.drop_finally(id, Purpose::Wait);
        }
        for automation in &book.automations {
            let since = matches!(automation.timing, Timing::After { base: Base::Since { .. }, .. });
            let id = &automation.rule.id;
            if since && self.conversation.armed.remove(id).is_some_and(|armed| armed.timer.is_some()) {
                self.drop_finally(id.clone(), Purpose::Due);
            }
        }
        if self.conversation.release.take().is_some() {
            self.drop_finally(release::ID.clone(), Purpose::Release);
        }
    }

    fn drop_finally(&mut self, source: Name, purpose: Purpose) {
        self.cancel_timer(&source, purpose);
        self.outcome.audit.push(Audit::DroppedByFinalState { key: TimerKey { source, purpose } });
    }
}

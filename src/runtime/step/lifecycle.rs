//! The lifecycle: events and actions move states (language page, section 5).

use std::borrow::Cow;

use super::raise::Origin;
use super::witness::Witness;
use super::{Cause, Heard, Run};
use crate::ir::{Name, Value};
use crate::runtime::conversation::{Purpose, TimerKey, Until};
use crate::runtime::maintained::STATUS;
use crate::runtime::prepare::action::{Act, Change, Write};
use crate::runtime::prepare::condition::Condition;
use crate::runtime::prepare::lifecycle::{Machine, Way};
use crate::runtime::prepare::{Base, Timing, release};
use crate::runtime::{Audit, Facts, Move};

/// A transition that can be taken, and the value that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken<'a> {
    way: Way,
    value: Cow<'a, str>,
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
    /// an input. An event that tells of a move does not undo what has moved the same states since.
    pub(super) fn move_on(&mut self, heard: &[Heard<'a>], carried: &Facts) {
        let book = self.book;
        if book.lifecycle.machines.is_empty() {
            return;
        }
        for own in heard {
            let Heard { event, actor, occasion, origin } = own;
            let cause = self.cause(event, carried);
            let ways = occasion.map_or(&[][..], |own| &own.meaning.ways);
            for ways in ways.chunk_by(Way::is_beside) {
                let is_own = |way: &Way| origin.is_some_and(|origin| origin.machine == way.machine);
                if ways.first().is_some_and(is_own) && self.is_outdated(own) {
                    continue;
                }
                let ways = ways.iter().filter(|way| !self.moved.contains(way));
                if let Some(taken) = self.first_of(ways, &cause) {
                    self.moved.push(taken.way);
                    self.take_way(taken, event.as_str(), *actor, Mover::Event);
                }
            }
        }
    }

    /// The first of these transitions of one machine that can be taken now.
    fn first_of<'w>(&self, ways: impl Iterator<Item = &'w Way>, cause: &Cause<'_>) -> Option<Taken<'a>> {
        let mut state = None;
        ways.copied().find_map(|way| {
            let (machine, transition) = self.book.lifecycle.on(way)?;
            let state = *state.get_or_insert_with(|| self.state(machine));
            let is_open = transition.from.contains(state) && self.allows(transition.condition.as_ref(), cause);
            Some(Taken { way, value: Cow::Borrowed(transition.to.first()?) }).filter(|_| is_open)
        })
    }

    /// What an action moves, beside giving its effect; `given` is what it sets.
    ///
    /// # Errors
    /// Why it cannot be done now, in words.
    pub(super) fn ways_by(
        &self,
        act: &Act,
        given: Option<&Value>,
        cause: &Cause<'_>,
    ) -> Result<Vec<Taken<'a>>, String> {
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
        let lifecycle = &self.book.lifecycle;
        let own = act.ways.get_or_init(|| lifecycle.ways(|transition| transition.is_by(&act.action)));
        let mut obstacles = Vec::new();
        let mut ways = Vec::new();
        for own in own.chunk_by(Way::is_beside) {
            match self.first_of(own.iter(), cause) {
                Some(taken) => ways.push(taken),
                None => obstacles.extend(
                    own.first()
                        .and_then(|way| lifecycle.on(*way))
                        .map(|(machine, _)| format!("`{}` is `{}`", machine.attribute.declared, self.state(machine))),
                ),
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
    ) -> Result<Vec<Taken<'a>>, String> {
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
            Some(transition) => {
                let way = Way { machine: number, transition };
                Ok(vec![Taken { way, value: Cow::Owned(value.to_owned()) }])
            }
            None => Err(format!("`{}` is `{state}`", machine.attribute.declared)),
        }
    }

    /// Whether a line of the lifecycle applies, by its `when`.
    pub(super) fn allows(&self, condition: Option<&Condition>, cause: &Cause<'_>) -> bool {
        condition.is_none_or(|condition| self.witness.holds(&self.sight(cause), condition))
    }

    /// Moves a state; `cause` is what moves it, in words.
    pub(super) fn take_way(&mut self, taken: Taken<'a>, cause: &str, actor: Option<&'a str>, mover: Mover) {
        let Taken { way, value } = taken;
        let Some((machine, transition)) = self.book.lifecycle.on(way) else { return };
        let from = self.exact_state(machine).to_owned();
        self.keep(&machine.attribute, &machine.attribute.declared, Some(Value::Enum((&*value).into())));
        let origin = Origin { machine: way.machine, earlier: self.outcome.moves.len() };
        for event in &transition.raises {
            self.raise(event.as_str(), actor, Some(origin));
        }
        self.entered(machine, &from, &value, mover);
        self.outcome.moves.push(Move {
            attribute: machine.attribute.declared.clone(),
            from,
            to: value.into_owned(),
            place: transition.place,
            cause: cause.to_owned(),
        });
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
        machine.exact_state(self.conversation.facts.get(&machine.attribute.declared))
    }

    /// Whether some machine is in a state that nothing leaves.
    pub(super) fn is_over(&self) -> bool {
        self.book.lifecycle.machines.iter().any(|machine| self.is_at_end(machine))
    }

    fn is_at_end(&self, machine: &Machine) -> bool {
        if !machine.has_finals() {
            return false;
        }
        match self.conversation.facts.get(&machine.attribute.declared) {
            // A state that only another book knows is none of the final ones: it need not be told from one of this book.
            Some(Value::Enum(own)) if !machine.begins_final => machine.is_final(self.book.lifecycle.category(own)),
            _ => machine.is_final(self.state(machine)),
        }
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

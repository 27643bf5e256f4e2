//! Section 5: the states of a conversation, and what moves them.

use whenbook::ir::lifecycle::{Cause, Machine, Transition};
use whenbook::ir::{EventName, Value};
use whenbook::runtime::Facts;
use whenbook::runtime::conversation::{Purpose, TimerKey};

use super::facts::{Scene, attribute, effective};
use super::history::What;
use super::machine::{Oracle, Turn, agrees};
use super::silence::Notice;
use super::upkeep::keep;

/// How a state comes to be another.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    /// A fact that the host has told, or that somebody (other than capacity release) has set.
    Hand,
    /// An event has moved it.
    Event,
    /// Capacity release has set it.
    Release,
}

/// Whether an action may be, by the lifecycle.
pub enum Allowed {
    /// It moves nothing.
    Yes,
    Moves(Vec<(Machine, Transition, String)>),
    No,
}

/// For a suspended user: what comes in the place of an event.
pub fn suspended(view: &Facts) -> Option<fn(&EventName) -> Option<EventName>> {
    let is = view.get("user.suspended") == Some(&Value::Boolean(true));
    is.then_some(|name| match name.as_str() {
        "customer.wrote" | "conversation.requested" => Some(EventName::new("conversation.suspended")),
        _ => None,
    })
}

/// Who stands behind what a lifecycle raises because of an event.
fn behind(event: &EventName, actor: Option<&String>) -> Option<String> {
    let known = match event.as_str() {
        "customer.wrote" => Some("customer"),
        "agent.wrote" => Some("agent"),
        "bot.wrote" => Some("bot"),
        "snooze.over" => Some("snooze"),
        "change of user.suspended" => Some("suspension"),
        _ => None,
    };
    actor.cloned().or_else(|| known.map(Into::into))
}

impl Oracle {
    pub fn machines(&self) -> Vec<Machine> {
        self.book.lifecycle.as_ref().map(|lifecycle| lifecycle.machines.clone()).unwrap_or_default()
    }

    /// The value of a state, the account's own ones too.
    fn state_in(&self, facts: &Facts, key: &str) -> String {
        let attribute = attribute(&self.book, key).expect("a state");
        match effective(&self.book, attribute, facts.get(key)) {
            Some(Value::Enum(state)) => state.to_string(),
            _ => String::new(),
        }
    }

    /// As which state of its lifecycle a value moves.
    pub fn counts_as(&self, value: &str) -> String {
        let own = self.book.statuses.iter().find(|status| status.id == value);
        own.map_or(value, |status| &status.counts_as).to_owned()
    }

    pub fn category(&self, key: &str) -> String {
        self.counts_as(&self.state_in(&self.kept, key))
    }

    /// Whether the status is final.
    pub fn is_over_for_good(&self) -> bool {
        self.machines().iter().any(|machine| machine.attribute == "conversation.status" && self.is_final(machine))
    }

    /// Whether some state is final.
    pub fn is_over(&self) -> bool {
        self.machines().iter().any(|machine| self.is_final(machine))
    }

    pub fn is_final(&self, machine: &Machine) -> bool {
        machine.finals.contains(&self.category(&machine.attribute))
    }

    /// `new conversation on … when …`; the fresh one that gets the event takes it.
    pub fn belongs_to_a_new_one(&self, turn: &Turn, name: &EventName, carried: &Facts) -> bool {
        let Some(lifecycle) = &self.book.lifecycle else { return false };
        let scene = self.scene(turn, carried, &self.kept, &turn.view_before, None);
        let begun = self.inputs > 1;
        let mut rules = lifecycle.new_conversations.iter().filter(|rule| rule.events.contains(name));
        begun && rules.any(|rule| agrees(&scene, rule.condition.as_ref()))
    }

    /// What the events of a round move.
    pub fn moves(&mut self, turn: &mut Turn, events: &[(EventName, Option<String>)], carried: &Facts, was: &Facts) {
        for (event, actor) in events {
            for machine in self.machines() {
                if turn.is_outdated(event) == Some(&machine.attribute) {
                    continue;
                }
                let category = self.category(&machine.attribute);
                let seen = turn.clone();
                let scene = self.scene(&seen, carried, was, &seen.view_before, None);
                let moves = |(number, transition): &(usize, &Transition)| {
                    let on = matches!(&transition.cause, Cause::On(events) if events.contains(event));
                    let acted = turn.moved.contains(&(machine.attribute.clone(), *number));
                    on && transition.from.contains(&category) && !acted && agrees(&scene, transition.condition.as_ref())
                };
                let found = machine.transitions.iter().enumerate().find(moves);
                if let Some((number, transition)) = found {
                    turn.moved.insert((machine.attribute.clone(), number));
                    let actor = behind(event, actor.as_ref());
                    let to = transition.to[0].clone();
                    self.enter(turn, &machine, transition, &to, event.as_str(), actor.as_deref(), Manner::Event);
                }
            }
        }
    }

    /// What an action would move: with `set`, the machine of the attribute; else every machine that knows the action.
    pub fn allowed(&self, scene: &Scene, action: &str, set: Option<(&str, &str)>) -> Allowed {
        let by = |transition: &Transition| match &transition.cause {
            Cause::By(words) => words.iter().any(|words| action == words || action.starts_with(&format!("{words} "))),
            Cause::On(_) => false,
        };
        if let Some((key, value)) = set {
            let Some(machine) = self.machines().into_iter().find(|machine| machine.attribute == key) else {
                return Allowed::Yes;
            };
            if self.state_in(&self.kept, key) == value {
                return Allowed::Yes;
            }
            let (from, to) = (self.category(key), self.counts_as(value));
            let fits = |transition: &&Transition| {
                by(transition) && transition.from.contains(&from) && transition.to.contains(&to)
            };
            let mut transitions = machine.transitions.iter().filter(fits);
            let found = transitions.find(|transition| agrees(scene, transition.condition.as_ref())).cloned();
            return found.map_or(Allowed::No, |found| Allowed::Moves(vec![(machine, found, value.into())]));
        }
        if action == "set" || !self.machines().iter().flat_map(|machine| &machine.transitions).any(by) {
            return Allowed::Yes;
        }
        let mut moves = Vec::new();
        for machine in self.machines() {
            let from = self.category(&machine.attribute);
            let mut transitions = machine.transitions.iter().filter(|one| by(one) && one.from.contains(&from));
            let found = transitions.find(|transition| agrees(scene, transition.condition.as_ref())).cloned();
            if let Some(transition) = found {
                let to = transition.to[0].clone();
                moves.push((machine, transition, to));
            }
        }
        if moves.is_empty() { Allowed::No } else { Allowed::Moves(moves) }
    }

    #[expect(clippy::too_many_arguments, reason = "everything that there is to say of a move")]
    pub fn enter(
        &mut self,
        turn: &mut Turn,
        machine: &Machine,
        transition: &Transition,
        to: &str,
        cause: &str,
        actor: Option<&str>,
        manner: Manner,
    ) {
        let before = self.kept.clone();
        let from = self.state_in(&before, &machine.attribute);
        keep(&self.book, &mut self.kept, &machine.attribute, Some(Value::Enum(to.into())));
        turn.answer.moves.push([machine.attribute.clone(), from, to.to_owned(), cause.to_owned()]);
        for event in &transition.raises {
            turn.raise_by(event, actor, &machine.attribute);
        }
        self.entered(turn, machine, &before, manner);
    }

    /// States that the event's facts have told, or upkeep has changed.
    pub fn told_states(&mut self, turn: &mut Turn, before: &Facts) {
        for machine in self.machines() {
            self.entered(turn, &machine, before, Manner::Hand);
        }
        self.set_without_lifecycle(before, Manner::Hand);
    }

    /// A status that no lifecycle moves.
    pub fn set_without_lifecycle(&mut self, before: &Facts, manner: Manner) {
        let key = "conversation.status";
        let moved = self.machines().iter().any(|machine| machine.attribute == key);
        if !moved && manner == Manner::Hand && self.state_in(before, key) != self.state_in(&self.kept, key) {
            self.note_silence(Notice::StatusSet);
        }
    }

    /// What follows from another state.
    pub fn entered(&mut self, turn: &mut Turn, machine: &Machine, before: &Facts, manner: Manner) {
        let key = &machine.attribute;
        let from = self.state_in(before, key);
        if from == self.state_in(&self.kept, key) {
            return;
        }
        let (from, to) = (self.counts_as(&from), self.category(key));
        let timers = self.timers();
        if key == "conversation.status" {
            let active = |state: &String| machine.active.contains(state);
            let speaks = !machine.active.is_empty();
            if manner == Manner::Hand {
                self.note_silence(Notice::StatusSet);
            }
            if speaks && !active(&to) && (active(&from) || manner == Manner::Hand) {
                self.fall_silent(turn);
            } else if speaks && active(&to) && manner == Manner::Hand {
                self.note_silence(Notice::Activated);
            }
        }
        if !machine.finals.contains(&from) && machine.finals.contains(&to) {
            self.rests.retain(|_, rest| rest.until.is_none());
            self.happened(What::Final);
            self.note_silence(Notice::Final);
            let after = self.timers();
            // One that would have been set in this very input was never there.
            let there = |key: &TimerKey| key.purpose != Purpose::Due || turn.timers.contains(key);
            let gone = timers.into_keys().filter(|key| key.purpose != Purpose::Snooze && there(key));
            let gone: Vec<TimerKey> = gone.filter(|key| !after.contains_key(key)).collect();
            gone.into_iter().for_each(|key| turn.note("dropped by a final state", key));
        }
    }

    /// Until when it is snoozed, where a lifecycle listens to the end of it.
    pub fn snoozed_until(&self) -> Option<whenbook::ir::Moment> {
        let over = EventName::new("snooze.over");
        let listens =
            |transition: &Transition| matches!(&transition.cause, Cause::On(events) if events.contains(&over));
        let attribute = attribute(&self.book, "conversation.snoozed_until")?;
        match effective(&self.book, attribute, self.kept.get(attribute.key.as_str())) {
            Some(Value::Time(until)) if self.machines().iter().flat_map(|one| &one.transitions).any(listens) => {
                let last = self.history.iter().rfind(|entry| matches!(entry.what, What::End { .. }))?;
                (!self.is_over()).then(|| until.max(last.time))
            }
            _ => None,
        }
    }
}

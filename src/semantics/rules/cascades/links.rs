//! What can wake what: triggers, and the moves of the lifecycle.

use std::collections::BTreeSet;

use smallvec::SmallVec;

use super::surely::{Known, Words};
use crate::ir::lifecycle::{Cause, Lifecycle, Machine, Transition};
use crate::ir::{Argument, EventName, Operand, Place, StepKind, Trigger, Value, Write};
use crate::runtime::maintained::{ALSO, Also, STATUS, UPKEEP, WENT_INACTIVE};

/// Something that acts when it hears something.
#[derive(Debug)]
pub(super) enum Node<'b> {
    /// A trigger.
    Trigger(&'b Trigger),
    /// A transition from one of its states to one of its values.
    Move(Move<'b>),
}

/// A transition from one of its states to one of its values.
#[derive(Debug)]
pub(super) struct Move<'b> {
    pub machine: &'b Machine,
    pub transition: &'b Transition,
    /// In a slice, as what it can have been.
    from: &'b [String],
    pub value: String,
}

/// What others can hear of a node, and what is then known.
#[derive(Debug)]
pub(super) struct Signal<'b> {
    pub told: Told<'b>,
    known: Option<Known<'b>>,
}

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told<'b> {
    /// An event is raised.
    Raises(&'b str),
    /// A fact changes.
    Changes(&'b str),
    /// An action is done that may move a state; with what it sets.
    Does(&'b str, Option<(&'b str, Option<&'b Value>)>),
}

/// All nodes of a book: its active triggers, then the ways that each transition can go.
pub(super) fn nodes<'b>(triggers: &'b [Trigger], lifecycle: Option<&'b Lifecycle>, words: Words<'_>) -> Vec<Node<'b>> {
    let mut nodes: Vec<Node<'b>> = triggers.iter().filter(|trigger| trigger.active).map(Node::Trigger).collect();
    for machine in lifecycle.into_iter().flat_map(|lifecycle| &lifecycle.machines) {
        for transition in &machine.transitions {
            let own = words.statuses.iter().filter(|status| {
                machine.attribute == STATUS.0
                    && matches!(transition.cause, Cause::By(_))
                    && transition.to.contains(&status.counts_as)
            });
            let values: Vec<String> =
                transition.to.iter().cloned().chain(own.map(|status| status.id.clone())).collect();
            for from in transition.from.chunks(1) {
                let ways = values.iter().map(|value| Move { machine, transition, from, value: value.clone() });
                nodes.extend(ways.filter(Move::does_something).map(Node::Move));
            }
        }
    }
    nodes
}

impl<'b> Node<'b> {
    /// Where it is written.
    pub(super) fn place(&self) -> Place {
        match self {
            Node::Trigger(trigger) => trigger.place,
            Node::Move(way) => way.transition.place,
        }
    }

    /// What it is called on a path.
    pub(super) fn name(&self) -> String {
        match self {
            Node::Trigger(trigger) => format!("`{}`", trigger.id),
            Node::Move(way) => format!("`{}` to `{}`", way.machine.attribute, way.value),
        }
    }

    /// What others can hear of it.
    pub(super) fn signals(&self, lifecycle: Option<&'b Lifecycle>, words: Words<'_>) -> Vec<Signal<'b>> {
        match self {
            Node::Trigger(trigger) => trigger.actions.iter().flat_map(|step| of_step(&step.kind, lifecycle)).collect(),
            Node::Move(way) => way.signals(words),
        }
    }

    /// Whether it acts when it hears that from `other`.
    pub(super) fn hears(&self, signal: &Signal<'b>, other: &Node<'b>, words: Words<'_>) -> bool {
        match (self, other) {
            (Node::Trigger(trigger), _) => {
                trigger.events.iter().any(|event| signal.told.is(event))
                    && words.can_hold(trigger.condition.as_ref(), signal.known.as_ref())
            }
            (Node::Move(way), Node::Trigger(trigger)) => match signal.told {
                Told::Does(action, set) => {
                    is_by(way.transition, action)
                        && way.is_set(set)
                        && states_at(way.machine, trigger, words).iter().any(|state| way.from.contains(state))
                }
                _ => way.listens(signal, words),
            },
            (Node::Move(way), Node::Move(before)) => {
                let same = way.machine.attribute == before.machine.attribute;
                let leaves = !same || way.from.iter().any(|from| from == words.category(&before.value));
                leaves && way.listens(signal, words)
            }
        }
    }
}

impl<'b> Move<'b> {
    fn changes(&self) -> bool {
        !self.from.contains(&self.value)
    }

    fn does_something(&self) -> bool {
        self.changes() || !self.transition.raises.is_empty() && matches!(self.transition.cause, Cause::On(_))
    }

    fn listens(&self, signal: &Signal<'b>, words: Words<'_>) -> bool {
        matches!(&self.transition.cause, Cause::On(events) if events.iter().any(|event| signal.told.is(event)))
            && words.can_hold(self.transition.condition.as_ref(), signal.known.as_ref())
    }

    /// Whether what is set, if anything is, is this value of the machine's.
    fn is_set(&self, set: Option<(&str, Option<&Value>)>) -> bool {
        set.is_none_or(|(key, given)| {
            let this = || Value::Enum(self.value.as_str().into());
            key == self.machine.attribute && given.is_none_or(|given| *given == this())
        })
    }

    fn signals(&self, words: Words<'_>) -> Vec<Signal<'b>> {
        let machine = self.machine;
        let known = || {
            let value = Value::Enum(self.value.as_str().into());
            Some(Known { key: &machine.attribute, value, before: Some(self.from) })
        };
        let mut signals = Vec::new();
        if self.changes() {
            signals.push(Signal { told: Told::Changes(&machine.attribute), known: known() });
        }
        let active = |state: &str| machine.active.iter().any(|active| active == state);
        let parks = machine.attribute == STATUS.0
            && self.from.iter().any(|from| active(from))
            && !active(words.category(&self.value));
        let raised = self.transition.raises.iter().map(EventName::as_str).chain(parks.then_some(WENT_INACTIVE));
        for event in raised {
            signals.push(Signal { told: Told::Raises(event), known: known() });
            let kept = UPKEEP.iter().filter(|upkeep| upkeep.event == event);
            signals.extend(kept.map(|upkeep| Signal { told: Told::Changes(upkeep.attribute), known: None }));
        }
        signals
    }
}

impl Told<'_> {
    fn is(&self, event: &EventName) -> bool {
        match self {
            Told::Raises(name) => event.as_str() == *name,
            Told::Changes(key) => event.changed() == Some(key),
            Told::Does(..) => false,
        }
    }
}

fn is_by(transition: &Transition, action: &str) -> bool {
    let begins =
        |words: &String| action.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    matches!(&transition.cause, Cause::By(actions) if actions.iter().any(begins))
}

fn of_step<'b>(step: &'b StepKind, lifecycle: Option<&'b Lifecycle>) -> SmallVec<[Signal<'b>; 2]> {
    let mut signals = SmallVec::new();
    let StepKind::Act { action, arguments, write, .. } = step else {
        return signals;
    };
    let literal = |slot: &String| {
        arguments.iter().find(|(name, _)| name == slot).and_then(|(_, value)| match value {
            Argument::Value(Operand::Literal(value)) => Some(value),
            _ => None,
        })
    };
    let moved = |key: &str| lifecycle.is_some_and(|own| own.machines.iter().any(|machine| machine.attribute == key));
    match write {
        Some(Write::Set { key, argument }) if moved(key) => {
            signals.push(Signal { told: Told::Does(action, Some((key, literal(argument)))), known: None });
        }
        Some(Write::Set { key, argument }) => {
            let known = literal(argument).map(|value| Known { key, value: value.clone(), before: None });
            signals.push(Signal { told: Told::Changes(key), known });
        }
        Some(Write::Add { key, .. } | Write::Remove { key, .. }) => {
            signals.push(Signal { told: Told::Changes(key), known: None });
        }
        None => signals.push(Signal { told: Told::Does(action, None), known: None }),
    }
    signals.extend(ALSO.iter().filter(|(words, ..)| words == action).map(|(_, key, _, also)| {
        let known = matches!(also, Also::Yes).then_some(Known { key, value: Value::Boolean(true), before: None });
        Signal { told: Told::Changes(key), known }
    }));
    signals
}

/// In which states a machine can be when that trigger fires.
fn states_at(machine: &Machine, trigger: &Trigger, words: Words<'_>) -> BTreeSet<String> {
    let mut states: BTreeSet<String> = BTreeSet::new();
    for event in &trigger.events {
        // What has changed was something else before.
        let changed = event.changed() == Some(machine.attribute.as_str());
        for before in &machine.states {
            let after = if changed {
                machine.states.iter().filter(|state| *state != before).map(String::as_str).collect()
            } else {
                states_after(machine, before, event)
            };
            let before = changed.then_some(std::slice::from_ref(before));
            let can = |state: &&str| {
                let known = Known { key: &machine.attribute, value: Value::Enum((*state).into()), before };
                let own = machine.attribute == STATUS.0 && words.statuses.iter().any(|own| own.counts_as == **state);
                own || words.can_hold(trigger.condition.as_ref(), Some(&known))
            };
            states.extend(after.into_iter().filter(can).map(str::to_owned));
        }
    }
    states
}

/// Where an event leads from a state.
fn states_after<'b>(machine: &'b Machine, state: &'b str, event: &EventName) -> Vec<&'b str> {
    let mut states = Vec::new();
    let on = |transition: &&Transition| {
        matches!(&transition.cause, Cause::On(events) if events.contains(event))
            && transition.from.iter().any(|from| from == state)
    };
    for transition in machine.transitions.iter().filter(on) {
        states.extend(transition.to.first().map(String::as_str));
        if transition.condition.is_none() {
            return states;
        }
    }
    states.push(state);
    states
}

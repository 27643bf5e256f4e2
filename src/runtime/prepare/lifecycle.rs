//! Lifecycles made ready.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::LoadError;
use super::super::kind::Kind;
use super::super::maintained::{SNOOZE_OVER, STATUS};
use super::condition::{Condition, Preparer};
use super::names::Names;
use super::vocabulary::Attribute;
use crate::ir::lifecycle::{self, Cause};
use crate::ir::vocabulary::Holder;
use crate::ir::{Book, EventName, Place, Value};

/// The states of a conversation and what moves it.
#[derive(Debug, Default)]
pub(crate) struct Lifecycle {
    pub(crate) machines: Vec<Machine>,
    pub(crate) new_conversations: Vec<NewConversation>,
    /// How many values a list has at most, by its key.
    pub(crate) limits: BTreeMap<String, usize>,
    /// The roles that may do an action; all may do what is not here.
    pub(crate) permissions: BTreeMap<String, BTreeSet<String>>,
    /// As which state each status of the account's own moves.
    pub(crate) categories: BTreeMap<String, String>,
    /// Whether it listens to the end of a snooze, so that there has to be one.
    pub(crate) snoozes: bool,
}

/// The states of one attribute.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) attribute: Arc<Attribute>,
    pub(crate) active: BTreeSet<String>,
    finals: Vec<String>,
    /// Whether nothing leaves the state in which a new conversation is.
    pub(crate) begins_final: bool,
    pub(crate) transitions: Vec<Transition>,
}

#[derive(Debug)]
pub(crate) struct Transition {
    pub(crate) place: Place,
    pub(crate) from: BTreeSet<String>,
    pub(crate) to: Vec<String>,
    pub(crate) cause: Cause,
    pub(crate) condition: Option<Condition>,
    pub(crate) raises: Vec<EventName>,
}

/// A transition by its number, with that of its machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) machine: usize,
    pub(crate) transition: usize,
}

#[derive(Debug)]
pub(crate) struct NewConversation {
    pub(crate) place: Place,
    pub(crate) events: BTreeSet<EventName>,
    pub(crate) condition: Option<Condition>,
}

impl Lifecycle {
    pub(super) fn new(names: &Names, book: &Book) -> Result<Self, LoadError> {
        let mut ready = Self::default();
        for status in &book.statuses {
            if ready.categories.insert(status.id.clone(), status.counts_as.clone()).is_some() {
                return Err(LoadError::Duplicate { kind: "status", name: status.id.clone() });
            }
        }
        let Some(declared) = &book.lifecycle else {
            return Ok(ready);
        };
        let preparer = Preparer { names, user: &declared.id };
        for machine in &declared.machines {
            let start = &machine.start;
            let mut machine = preparer.machine(machine)?;
            machine.begins_final = machine.is_final(ready.category(start));
            if ready.machines.iter().any(|other| Arc::ptr_eq(&other.attribute, &machine.attribute)) {
                return Err(LoadError::Duplicate {
                    kind: "state machine",
                    name: machine.attribute.declared.to_string(),
                });
            }
            ready.machines.push(machine);
        }
        let snoozes = ready.listens().any(|event| event.as_str() == SNOOZE_OVER);
        ready.snoozes = snoozes;
        for rule in &declared.new_conversations {
            let events = rule.events.iter().map(|event| preparer.event(event)).collect::<Result<_, _>>()?;
            let condition = preparer.optional(rule.condition.as_ref())?;
            ready.new_conversations.push(NewConversation { place: rule.place, events, condition });
        }
        for limit in &declared.limits {
            let attribute = names.attribute(&limit.attribute, &declared.id)?;
            let fits = attribute.holder == Holder::Conversation && matches!(attribute.kind, Kind::List(_));
            preparer.check(fits, "it limits what is no list of the conversation")?;
            let at_most = usize::try_from(limit.at_most).unwrap_or(usize::MAX);
            ready.limits.insert(limit.attribute.clone(), at_most);
        }
        for permission in &declared.permissions {
            for action in &permission.actions {
                ready.permissions.entry(action.clone()).or_default().insert(permission.role.clone());
            }
        }
        Ok(ready)
    }

    /// The state as which a value moves: that of a status of the account's own, or itself.
    pub(crate) fn category<'a>(&'a self, value: &'a str) -> &'a str {
        self.categories.get(value).map_or(value, String::as_str)
    }

    /// The machine that moves the attribute of that key.
    pub(crate) fn machine(&self, key: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.attribute.declared == key)
    }

    /// The machine of the conversation's status.
    pub(crate) fn status(&self) -> Option<&Machine> {
        self.machine(STATUS.0)
    }

    /// The transitions of that kind, in order, those of one machine together.
    pub(crate) fn ways(&self, is: impl Fn(&Transition) -> bool) -> Box<[Way]> {
        let machines = self.machines.iter().enumerate();
        let all = machines.flat_map(|(machine, own)| {
            own.transitions.iter().enumerate().map(move |(transition, own)| (Way { machine, transition }, own))
        });
        all.filter(|(_, own)| is(own)).map(|(way, _)| way).collect()
    }

    /// The transition that a way takes, with its machine.
    pub(crate) fn on(&self, way: Way) -> Option<(&Machine, &Transition)> {
        let machine = self.machines.get(way.machine)?;
        Some((machine, machine.transitions.get(way.transition)?))
    }

    /// The events that move a state.
    pub(crate) fn listens(&self) -> impl Iterator<Item = &EventName> {
        self.machines.iter().flat_map(|machine| &machine.transitions).flat_map(|transition| match &transition.cause {
            Cause::On(events) => events.as_slice(),
            Cause::By(_) => &[],
        })
    }

    /// Whether a new conversation is in a state to which such an event leads, or whose entering raises it.
    pub(super) fn begins_after(&self, event: &str) -> bool {
        self.machines.iter().any(|machine| {
            let start = machine.exact_state(None);
            machine.transitions.iter().any(|transition| {
                let leads =
                    matches!(&transition.cause, Cause::On(events) if events.iter().any(|own| own.as_str() == event));
                let tells = leads || transition.raises.iter().any(|own| own.as_str() == event);
                tells && transition.to.iter().any(|state| state == start)
            })
        })
    }

    /// Hands every condition in it to `visit`.
    pub(crate) fn each_condition(&self, visit: &mut dyn FnMut(&Condition)) {
        let transitions = self.machines.iter().flat_map(|machine| &machine.transitions);
        transitions.filter_map(|transition| transition.condition.as_ref()).for_each(&mut *visit);
        self.new_conversations.iter().filter_map(|rule| rule.condition.as_ref()).for_each(&mut *visit);
    }
}

impl Way {
    /// Whether both are of one machine.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        self.machine == other.machine
    }
}

impl Machine {
    /// The value of its attribute, where that is known.
    pub(crate) fn exact_state<'s>(&'s self, known: Option<&'s Value>) -> &'s str {
        // What another book has left may be no state of this one.
        let known = known.filter(|state| self.attribute.kind.fits(state));
        match known.or(self.attribute.default.as_ref()) {
            Some(Value::Enum(state)) => state,
            _ => "",
        }
    }

    /// Whether there is a state that nothing leaves: else it need not be asked which one it is.
    pub(crate) fn has_finals(&self) -> bool {
        !self.finals.is_empty()
    }

    /// Whether nothing leaves that state.
    pub(crate) fn is_final(&self, state: &str) -> bool {
        self.finals.iter().any(|own| own == state)
    }
}

impl Transition {
    /// Whether that event moves by it.
    pub(crate) fn is_on(&self, event: &EventName) -> bool {
        matches!(&self.cause, Cause::On(events) if events.contains(event))
    }

    /// Whether that action moves by it: `snooze for` by `snooze`.
    pub(crate) fn is_by(&self, action: &str) -> bool {
        let begins = |words: &String| {
            action.strip_prefix(words.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        matches!(&self.cause, Cause::By(actions) if actions.iter().any(begins))
    }
}

impl Preparer<'_> {
    fn machine(&self, machine: &lifecycle::Machine) -> Result<Machine, LoadError> {
        let attribute = self.names.attribute(&machine.attribute, self.user)?;
        let kept = attribute.holder == Holder::Conversation && attribute.is_plain;
        self.check(kept && attribute.provided.is_none(), "it moves what the conversation does not keep")?;
        let is_state = |state: &String| attribute.kind.fits(&Value::Enum(state.as_str().into()));
        let transitions = &machine.transitions;
        let named = transitions.iter().flat_map(|transition| transition.from.iter().chain(&transition.to));
        let mut named = named.chain(&machine.active).chain(&machine.finals).chain(&machine.states);
        self.check(named.all(is_state), "it names a state that its attribute cannot have")?;
        self.check(
            attribute.default == Some(Value::Enum(machine.start.as_str().into())),
            "a new conversation does not begin in its start",
        )?;
        let transitions = transitions.iter().map(|transition| self.transition(transition)).collect::<Result<_, _>>()?;
        let set = |states: &[String]| states.iter().cloned().collect();
        Ok(Machine {
            active: set(&machine.active),
            finals: machine.finals.clone(),
            begins_final: false,
            attribute,
            transitions,
        })
    }

    fn transition(&self, transition: &lifecycle::Transition) -> Result<Transition, LoadError> {
        self.check(!transition.to.is_empty(), "a transition leads nowhere")?;
        if let Cause::On(events) = &transition.cause {
            events.iter().try_for_each(|event| self.event(event).map(drop))?;
        }
        let plain = transition.raises.iter().all(|event| event.changed().is_none());
        self.check(plain, "a transition raises a change, which only a change does")?;
        Ok(Transition {
            place: transition.place,
            from: transition.from.iter().cloned().collect(),
            to: transition.to.clone(),
            cause: transition.cause.clone(),
            condition: self.optional(transition.condition.as_ref())?,
            raises: transition.raises.iter().map(|event| self.event(event)).collect::<Result<_, _>>()?,
        })
    }
}

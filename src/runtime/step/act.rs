//! Actions: their effects, and what they write and move.

use std::sync::Arc;

use super::fill::{Arguments, Filled};
use super::lifecycle::{Mover, Taken};
use super::witness::Witness;
use super::{Cause, Run};
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};
use crate::runtime::fact::Fact;
use crate::runtime::maintained::{
    ACTION_ACTORS, ALSO, ASSIGNEE, Also, Asks, DESK_ACTIONS, FOLLOWERS, PERSONAL, Personal, SENDER, STATUS,
};
use crate::runtime::outcome::{AssignTo, ToDesk};
use crate::runtime::prepare::action::{Act, Change, Write};
use crate::runtime::prepare::vocabulary::Attribute;
use crate::runtime::{Audit, Deed, Effect, EffectKey, values};

/// Who does an action.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doer<'d, 'a> {
    /// The id of the trigger or automation, the name of the policy, or the role of a person.
    pub(super) source: &'d Name,
    /// What they are in the enum of those who do something.
    pub(super) actor: &'a str,
    /// Their role, if a person of the team commands it.
    pub(super) role: Option<&'d str>,
    /// What they are called, if a person commands it.
    pub(super) name: Option<&'d str>,
    /// What they are to the lifecycle.
    pub(super) mover: Mover,
}

impl<'a, W: Witness> Run<'a, W> {
    /// One action: gives its effect, and changes what it changes. None of it while a fact that it needs is unknown, or if it
    /// may not be done now.
    pub(super) fn act(&mut self, doer: Doer<'_, 'a>, act: &Act, cause: &Cause<'_>) {
        if let Some(always) = self.only_deed(act) {
            self.witness.line(act.place, true);
            return self.effect(Arc::clone(always));
        }
        let sight = self.sight(cause);
        if act.needs.iter().any(|read| sight.read(read, &mut None).is_none()) {
            return;
        }
        let sender = if act.wants_sender { self.own_sender() } else { None };
        let always = act.always.get().filter(|_| sender.is_none());
        let needed = always.is_none() || !act.is_plain || act.write.is_some();
        let arguments = act.arguments.iter().filter(|_| needed);
        let filled = arguments.map(|(name, argument)| (name.clone(), sight.fill(argument)));
        let mut filled: Arguments =
            filled.chain(sender.map(|sender| (SENDER.1.into(), Filled::new(Some(sender))))).collect();
        let given = act.write.as_ref().and_then(|write| value_of(&filled, &write.argument));
        let ways = match self.permitted(doer, act, given.as_ref(), cause) {
            Ok(ways) => ways,
            Err(reason) => return self.refuse(doer, act, given.as_ref(), reason),
        };
        if !ways.is_empty() && self.is_over_at_once(act, &filled) {
            return self.refuse(doer, act, given.as_ref(), "that moment has come already".to_owned());
        }
        self.witness.line(act.place, true);
        let deed = match always {
            Some(always) => Arc::clone(always),
            None => deed(doer, act, &mut filled),
        };
        self.effect(deed);
        let has_moved = !ways.is_empty();
        for way in ways {
            let other = ACTION_ACTORS.iter().find(|(action, _)| *action == act.action);
            let actor = other.map_or(doer.actor, |(_, actor)| actor);
            self.take_way(way, &act.action, Some(actor), doer.mover);
        }
        let sets_status = act.write.as_ref().is_some_and(|write| write.attribute.declared == *STATUS.0);
        if let Some(write) = act.write.as_ref().filter(|write| !self.moves(write)) {
            self.write(write, given);
        }
        if sets_status {
            // Be it to what it is already: whoever sets it takes it over.
            self.status_set(doer.mover);
        }
        if act.is_plain {
            return;
        }
        self.write_also(act, &filled, has_moved);
        self.ask_desk(doer, act, &filled);
        if let (Some(Personal::Leave), Some(name)) = (personal(act), doer.name) {
            self.leave(doer, name);
        }
    }

    /// What an action does that is nothing but the same effect each time, in a book that forbids and moves nothing by actions.
    fn only_deed<'d>(&self, act: &'d Act) -> Option<&'d Arc<Deed>> {
        let lifecycle = &self.book.lifecycle;
        let is_free = lifecycle.machines.is_empty() && lifecycle.permissions.is_empty();
        let is_only = act.is_plain && act.write.is_none() && act.needs.is_empty() && !act.wants_sender;
        act.always.get().filter(|_| is_free && is_only)
    }

    /// What the action moves, if it may be done.
    fn permitted(
        &self,
        doer: Doer<'_, 'a>,
        act: &Act,
        given: Option<&Value>,
        cause: &Cause<'_>,
    ) -> Result<Vec<Taken<'a>>, String> {
        if let Some(roles) = self.book.lifecycle.permissions.get(act.action.as_str())
            && !doer.role.is_some_and(|role| roles.contains(role))
        {
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            return Err(format!("only {} may", roles.join(" or ")));
        }
        if !act.is_plain && personal(act).is_some() && doer.name.is_none() {
            return Err("nobody is named who does it".to_owned());
        }
        if let (Some(write), Some(given)) = (&act.write, given)
            && let Some(limit) = self.book.lifecycle.limits.get(write.attribute.declared.as_str())
            && self.outgrows(write, given, *limit)
        {
            let words = if write.change == Change::Add { "already" } else { "at most" };
            return Err(format!("`{}` has {limit} {words}", write.attribute.declared));
        }
        self.ways_by(act, given, cause)
    }

    /// Whether a list would have more values than it may have. One that has already stays as it is.
    fn outgrows(&self, write: &Write, given: &Value, limit: usize) -> bool {
        let cause = self.now();
        let sight = self.sight(&cause);
        let there = sight.now(&write.attribute);
        let new = match (write.change, given) {
            (Change::Remove, _) => return false,
            (Change::Set, given) => given.clone(),
            (Change::Add, given) => self.changed_list(write, Change::Add, given.clone()),
        };
        matches!(&new, Value::List(values) if values.len() > limit) && there != Some(Fact::of(&new))
    }

    fn refuse(&mut self, doer: Doer<'_, 'a>, act: &Act, given: Option<&Value>, reason: String) {
        let action = match (act.write.as_deref(), given) {
            (Some(Write { attribute, change: Change::Set, .. }), Some(value)) => {
                let value = values::text(value, self.book.zone, None);
                format!("{} {} to {value}", act.action, attribute.declared)
            }
            _ => act.action.to_string(),
        };
        self.outcome.audit.push(Audit::Refused { source: doer.source.clone(), action, reason });
    }

    fn effect(&mut self, deed: Arc<Deed>) {
        self.effects += 1;
        let effect = Effect {
            key: EffectKey {
                account: self.conversation.account.clone(),
                conversation: self.conversation.id.clone(),
                input: self.conversation.inputs,
                effect: self.effects,
            },
            time: self.time,
            deed,
        };
        self.outcome.effects.push(effect);
    }

    /// The sender of what says none.
    fn own_sender(&self) -> Option<Value> {
        let read = self.book.sender.as_ref()?;
        self.sight(&self.now()).now(&read.attribute).map(Fact::to_value)
    }

    /// Whether a write is a move of the lifecycle.
    fn moves(&self, write: &Write) -> bool {
        write.change == Change::Set && self.book.lifecycle.machine(&write.attribute.declared).is_some()
    }

    fn write(&mut self, write: &Write, given: Option<Value>) {
        let value = match (write.change, given) {
            (Change::Set, given) => given,
            (Change::Add | Change::Remove, None) => return,
            (change, Some(given)) => Some(self.changed_list(write, change, given)),
        };
        self.write_attribute(&write.attribute, value);
    }

    fn write_fact(&mut self, key: &str, value: Option<Value>) {
        if let Some(attribute) = self.book.attribute(key) {
            self.write_attribute(attribute, value);
        }
    }

    fn write_attribute(&mut self, attribute: &Attribute, value: Option<Value>) {
        let key = &attribute.declared;
        let value = match value.map(|value| attribute.kind.accept(value)).transpose() {
            Ok(value) => value,
            Err(reason) => return self.outcome.audit.push(Audit::WrongValue { key: key.clone(), reason }),
        };
        match attribute.holder {
            Holder::Conversation => self.keep(attribute, key, value),
            _ => self.write_user(key, value),
        }
    }

    /// The moment that an action names beside its effect.
    fn moment(&self, also: &Also, filled: &[(Name, Filled)]) -> Option<Value> {
        match also {
            Also::Yes => None,
            Also::After(slot) => match value_of(filled, slot) {
                Some(Value::Duration(duration)) => Some(Value::Time(self.time.plus(duration))),
                _ => None,
            },
            Also::At(slots) => slots.iter().find_map(|slot| value_of(filled, slot)),
        }
    }

    /// Whether an action would last until a moment that has come already: it would be over at once, and a rule that answers
    /// its end by doing it again would never come to an end.
    fn is_over_at_once(&self, act: &Act, filled: &[(Name, Filled)]) -> bool {
        let mut moments = ALSO.iter().filter(|(action, ..)| *action == act.action);
        moments.any(|(.., also)| matches!(self.moment(also, filled), Some(Value::Time(until)) if until <= self.time))
    }

    fn write_also(&mut self, act: &Act, filled: &[(Name, Filled)], moved: bool) {
        for (_, key, _, also) in ALSO.iter().filter(|(action, ..)| *action == act.action) {
            let value = match also {
                Also::Yes => Some(Value::Boolean(true)),
                _ if !moved => continue,
                at => self.moment(at, filled),
            };
            self.write_fact(key, value);
        }
    }

    fn ask_desk(&mut self, doer: Doer<'_, 'a>, act: &Act, filled: &[(Name, Filled)]) {
        if !self.book.assigns {
            return;
        }
        let Some((_, asks)) = DESK_ACTIONS.iter().find(|(action, _)| *action == act.action) else {
            return;
        };
        let name = |slot: &str| match value_of(filled, slot) {
            Some(Value::Text(name)) => Some(String::from(name)),
            _ => None,
        };
        let to = match asks {
            Asks::Group(slot) => name(slot).map(AssignTo::Group),
            Asks::Agent(slot) => name(slot).map(AssignTo::Agent),
            Asks::Automatically => Some(AssignTo::Automatically),
            Asks::Nobody => Some(AssignTo::Nobody),
        };
        if let Some(to) = to {
            self.outcome.to_desk.push(ToDesk::Assign { to, by: doer.actor.to_owned(), time: self.time });
        }
    }

    /// A person takes part no more: at once as a follower; as the assignee, when the desk or the host has taken them off.
    fn leave(&mut self, doer: Doer<'_, 'a>, name: &str) {
        let own = Value::Text(name.into());
        if let Some(Value::List(followers)) = self.conversation.facts.get(FOLLOWERS.0) {
            let others = followers.iter().filter(|each| **each != own).cloned().collect();
            self.write_fact(FOLLOWERS.0, Some(Value::List(others)));
        }
        if self.book.assigns && self.conversation.facts.get(ASSIGNEE.0) == Some(&own) {
            let by = doer.actor.to_owned();
            self.outcome.to_desk.push(ToDesk::Assign { to: AssignTo::Nobody, by, time: self.time });
        }
    }

    /// The list with the value at its end, or without it.
    fn changed_list(&self, write: &Write, change: Change, given: Value) -> Value {
        let cause = self.now();
        let sight = self.sight(&cause);
        let mut values: Vec<Value> = match sight.now(&write.attribute) {
            Some(list) => list.members().map(Fact::to_value).collect(),
            None => Vec::new(),
        };
        match change {
            Change::Add if values.contains(&given) => {}
            Change::Add => values.push(given),
            Change::Remove | Change::Set => values.retain(|value| *value != given),
        }
        Value::List(values.into())
    }
}

/// What is done; kept if it is the same each time.
fn deed(doer: Doer<'_, '_>, act: &Act, filled: &mut Arguments) -> Arc<Deed> {
    let is_constant = filled.len() == act.arguments.len() && act.is_constant();
    let arguments = if act.is_plain {
        // Nobody needs the values any more.
        std::mem::take(filled).into_iter().map(|(name, filled)| (name, filled.into_json())).collect()
    } else {
        filled.iter().map(|(name, filled)| (name.clone(), filled.to_json())).collect()
    };
    let deed = Arc::new(Deed { source: doer.source.clone(), action: act.action.clone(), arguments });
    if is_constant { Arc::clone(act.always.get_or_init(|| deed)) } else { deed }
}

/// What the action means for whoever commands it, if it is one of a person's own.
fn personal(act: &Act) -> Option<Personal> {
    PERSONAL.iter().find(|(words, _)| *words == act.action).map(|(_, personal)| *personal)
}

fn value_of(filled: &[(Name, Filled)], slot: &str) -> Option<Value> {
    filled.iter().find(|(name, _)| *name == *slot).and_then(|(_, filled)| filled.value.clone())
}

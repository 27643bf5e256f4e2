//! Actions: their effects, and what they write.

use super::fill::Filled;
use super::{Cause, Run};
use crate::ir::Value;
use crate::ir::vocabulary::Holder;
use crate::runtime::outcome::ToUser;
use crate::runtime::prepare::Rule;
use crate::runtime::prepare::action::{Act, Change, Write};
use crate::runtime::{Audit, Effect, EffectKey};

impl Run<'_> {
    /// One action: gives its effect, and changes what it changes. None of it while a fact that it needs is unknown.
    pub(super) fn act(&mut self, rule: &Rule, act: &Act, cause: &Cause) {
        let sight = self.sight(cause);
        if act.needs.iter().any(|read| sight.read(read, &mut None).is_none()) {
            return;
        }
        let filled: Vec<(&String, Filled)> =
            act.arguments.iter().map(|(name, argument)| (name, sight.fill(argument))).collect();
        let written = act.write.as_ref().and_then(|write| {
            let (_, filled) = filled.iter().find(|(name, _)| **name == write.argument)?;
            Some((write, filled.value.clone()))
        });
        let mut arguments: Vec<(&String, serde_json::Value)> =
            filled.into_iter().map(|(name, filled)| (name, filled.json)).collect();
        // In the order of their names, so that the bytes are the same whatever kind of map the host's JSON library has.
        arguments.sort_by_key(|(name, _)| *name);
        self.effects += 1;
        let effect = Effect {
            key: EffectKey {
                account: self.conversation.account.clone(),
                conversation: self.conversation.id.clone(),
                input: self.conversation.inputs,
                effect: self.effects,
            },
            time: self.time,
            source: rule.id.clone(),
            action: act.action.clone(),
            arguments: arguments.into_iter().map(|(name, value)| (name.clone(), value)).collect(),
        };
        self.outcome.effects.push(effect);
        if let Some((write, value)) = written {
            self.write(write, value);
        }
    }

    fn write(&mut self, write: &Write, given: Option<Value>) {
        let attribute = &write.attribute;
        let key = &attribute.declared;
        let value = match (write.change, given) {
            (Change::Set, given) => given,
            (Change::Add | Change::Remove, None) => return,
            (change, Some(given)) => Some(Value::List(self.changed_list(write, change, given))),
        };
        let value = match value.map(|value| attribute.kind.accept(value)).transpose() {
            Ok(value) => value,
            Err(reason) => {
                self.outcome.audit.push(Audit::WrongValue { key: key.clone(), reason });
                return;
            }
        };
        if attribute.holder == Holder::Conversation {
            return self.keep(attribute, key, value);
        }
        match value.clone() {
            Some(value) => drop(self.view.to_mut().insert(key.clone(), value)),
            None => drop(self.view.to_mut().remove(key)),
        }
        self.outcome.to_user.push(ToUser::Write { key: key.clone(), value, time: self.time });
    }

    /// The list with the value at its end, or without it.
    fn changed_list(&self, write: &Write, change: Change, given: Value) -> Vec<Value> {
        let cause = Cause::default();
        let sight = self.sight(&cause);
        let mut values = match sight.now(&write.attribute) {
            Some(Value::List(values)) => values,
            _ => Vec::new(),
        };
        match change {
            Change::Add if values.contains(&given) => {}
            Change::Add => values.push(given),
            Change::Remove | Change::Set => values.retain(|value| *value != given),
        }
        values
    }
}

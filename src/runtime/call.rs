//! Commands as hosts write them: an action's words, and JSON for its slots.

use serde_json::{Map, Value as Json};

use super::{Engine, bind};
use crate::ir::{Argument, Operand, Place, Step, StepKind, Value, Write};
use crate::runtime::maintained::{LIST_ACTIONS, ListChange};

/// The action that names what it changes.
const SET: &str = "set";

/// A slot of an action's signature.
struct Slot<'s> {
    name: &'s str,
    value_type: &'s str,
    optional: bool,
}

impl Engine {
    /// The action of that name, its slots filled: for [`InputKind::Command`](super::InputKind::Command). `set` has the slots
    /// `attribute` and `value`; the others are those of the declared signature. Values are written as in an event's data, a
    /// schedule's opening by the schedule's name.
    ///
    /// # Errors
    /// What is wrong, in words: an action that is not declared, a slot that is missing or that it does not have, a value of
    /// the wrong type.
    pub fn call(&self, action: &str, arguments: &Map<String, Json>) -> Result<Step, String> {
        let kind = if action == SET { self.set(arguments)? } else { self.declared(action, arguments)? };
        Ok(Step { place: Place::default(), kind })
    }

    fn set(&self, arguments: &Map<String, Json>) -> Result<StepKind, String> {
        let (Some(Json::String(key)), Some(value)) = (arguments.get("attribute"), arguments.get("value")) else {
            return Err("`set` needs an `attribute` and a `value`".to_owned());
        };
        let declared = self.frame().vocabulary.attributes.iter().find(|attribute| attribute.key == *key);
        if !declared.is_some_and(|attribute| attribute.writable) {
            return Err(format!("`{key}` is nothing that `set` may change"));
        }
        let attribute = self.prepared().attribute(key).ok_or_else(|| format!("`{key}` is not declared"))?;
        let value = bind::read(&attribute.kind, value)?.ok_or_else(|| format!("`{key}` needs a value"))?;
        let arguments = vec![
            ("attribute".to_owned(), literal(Value::Text(key.as_str().into()))),
            ("value".to_owned(), literal(value)),
        ];
        let write = Some(Write::Set { key: key.clone(), argument: "value".to_owned() });
        Ok(StepKind::Act { action: SET.to_owned(), arguments, write, needs: Vec::new() })
    }

    fn declared(&self, action: &str, arguments: &Map<String, Json>) -> Result<StepKind, String> {
        let shapes = self.frame().vocabulary.actions.iter().filter(|declared| declared.name == action);
        let mut wrong = None;
        for shape in shapes {
            match self.filled(&slots(&shape.signature), arguments) {
                Ok(arguments) => {
                    let write = write(action);
                    return Ok(StepKind::Act { action: action.to_owned(), arguments, write, needs: Vec::new() });
                }
                Err(reason) => wrong = wrong.or(Some(reason)),
            }
        }
        Err(wrong.unwrap_or_else(|| format!("there is no action `{action}`")))
    }

    fn filled(&self, slots: &[Slot<'_>], arguments: &Map<String, Json>) -> Result<Vec<(String, Argument)>, String> {
        if let Some(name) = arguments.keys().find(|name| slots.iter().all(|slot| slot.name != **name)) {
            return Err(format!("it has no `{name}`"));
        }
        let mut filled = Vec::new();
        for slot in slots {
            match arguments.get(slot.name) {
                Some(json) => filled.push((slot.name.to_owned(), self.argument(slot, json)?)),
                None if slot.optional => {}
                None => return Err(format!("`{}` is missing", slot.name)),
            }
        }
        Ok(filled)
    }

    fn argument(&self, slot: &Slot<'_>, json: &Json) -> Result<Argument, String> {
        match (slot.value_type, json) {
            ("fields", Json::Object(fields)) => {
                let text = |json: &Json| match json {
                    Json::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let field = |(name, json): (&String, &Json)| (name.clone(), literal(Value::Text(text(json).into())));
                Ok(Argument::Record(fields.iter().map(field).collect()))
            }
            ("schedule", Json::String(schedule)) => Ok(Argument::NextOpening(schedule.clone())),
            (value_type, json) => {
                let kind = self.prepared().names.vocabulary.named_kind(value_type);
                let kind = kind.ok_or_else(|| format!("`{}` cannot be told this way", slot.name))?;
                let value = bind::read(&kind, json).map_err(|reason| format!("`{}`: {reason}", slot.name))?;
                value.map(literal).ok_or_else(|| format!("`{}` is missing", slot.name))
            }
        }
    }
}

fn literal(value: Value) -> Argument {
    Argument::Value(Operand::Literal(value))
}

fn write(action: &str) -> Option<Write> {
    let (_, change, key, _, slot) = LIST_ACTIONS.iter().find(|(name, ..)| *name == action)?;
    let (key, argument) = ((*key).to_owned(), (*slot).to_owned());
    Some(match change {
        ListChange::Add => Write::Add { key, argument },
        ListChange::Remove => Write::Remove { key, argument },
    })
}

/// The slots of a signature as declared: `send <body: message> [as <sender: text>]`.
fn slots(signature: &str) -> Vec<Slot<'_>> {
    let mut slots = Vec::new();
    let mut optional = false;
    for piece in signature.split_inclusive(['<', '>', '[', ']']) {
        if let Some((name, value_type)) = piece.strip_suffix('>').and_then(|slot| slot.split_once(':')) {
            slots.push(Slot { name: name.trim(), value_type: value_type.trim(), optional });
        }
        match piece.chars().last() {
            Some('[') => optional = true,
            Some(']') => optional = false,
            _ => {}
        }
    }
    slots
}

//! The attributes that a lifecycle moves, and the account's own statuses, as words of the vocabulary.

use super::{Lifecycle, Machine, STATUS, statuses};
use crate::diagnostic::{FileId, Location};
use crate::ir::Value;
use crate::ir::vocabulary::{EnumValue, Holder};
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::{Attribute, AttributeSegment, Enum, Vocabulary};

/// Puts the attributes that the lifecycle moves in place of the declared ones of the same name, and adds the book's own
/// statuses to the values of `conversation.status`.
pub fn bring(lifecycle: Option<&Lifecycle>, names: &Names<'_>, vocabulary: &mut Vocabulary, report: &mut Report) {
    if let Some(lifecycle) = lifecycle {
        for machine in lifecycle.machines.iter().filter(|machine| !machine.states.is_empty()) {
            replace(machine, lifecycle.file, vocabulary);
        }
    }
    let own = statuses::read(names, vocabulary, report);
    if !own.is_empty() {
        widen(own, vocabulary);
    }
}

fn replace(machine: &Machine, file: FileId, vocabulary: &mut Vocabulary) {
    let key = &machine.attribute;
    let location = Location { file, span: machine.span };
    let states =
        machine.states.iter().map(|state| EnumValue { name: state.name.text.to_string(), docs: state.docs.clone() });
    let declared = vocabulary.attributes.get(key);
    let shared = declared.and_then(|attribute| match &attribute.value_type {
        Type::Enum(name) => Some(name.clone()),
        _ => None,
    });
    let docs = declared.and_then(|attribute| attribute.docs.clone());
    let name = shared.unwrap_or_else(|| key.clone());
    let enum_docs = vocabulary.enums.get(&name).and_then(|known| known.docs.clone());
    vocabulary.enums.insert(name.clone(), Enum { values: states.collect(), docs: enum_docs, location });
    let start = Value::Enum(machine.name(machine.start.unwrap_or_default()).to_owned().into());
    for attribute in vocabulary.attributes.values_mut() {
        // What shares the enum, as `conversation.status_category` does, has the new states too, and begins as they do.
        if attribute.value_type == Type::Enum(name.clone()) && attribute.default.is_some() {
            attribute.default = Some(start.clone());
        }
    }
    let attribute = Attribute {
        key: key.clone(),
        segments: key
            .split('.')
            .map(|name| AttributeSegment { name: name.to_owned(), parameters: Vec::new() })
            .collect(),
        holder: Holder::Conversation,
        value_type: Type::Enum(name),
        default: Some(start),
        optional: false,
        writable: !machine.settable().is_empty(),
        docs,
        location,
    };
    vocabulary.attributes.insert(key.clone(), attribute);
}

/// Gives `conversation.status` an enum of its own: the states and, behind them, the account's own statuses.
fn widen(own: Vec<EnumValue>, vocabulary: &mut Vocabulary) {
    let Some(attribute) = vocabulary.attributes.get_mut(STATUS) else {
        return;
    };
    let Type::Enum(name) = &attribute.value_type else {
        return;
    };
    let Some(states) = vocabulary.enums.get(name).cloned() else {
        return;
    };
    attribute.value_type = Type::Enum(STATUS.to_owned());
    let values = states.values.into_iter().chain(own).collect();
    vocabulary.enums.insert(STATUS.to_owned(), Enum { values, ..states });
}

//! Tests that a condition cannot do without.

use std::sync::Arc;

use crate::ir::{Comparison, Quantity, Value};
use crate::runtime::prepare::condition::{Condition, Operand, Read, Test};
use crate::runtime::prepare::vocabulary::Attribute;

/// The most values that a guard asks for; with more of them it leaves out too little.
const MOST_VALUES: usize = 64;

/// The condition can hold only while the attribute has one of these values, or has one of them in its list.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    pub(super) attribute: Arc<Attribute>,
    pub(super) values: Vec<Value>,
}

/// The guards of a condition, in the order in which they are written.
pub(super) fn guards(condition: &Condition) -> Vec<Guard> {
    let mut found = Vec::new();
    collect(condition, &mut found);
    found.retain(|guard| guard.values.len() <= MOST_VALUES);
    found
}

fn collect(condition: &Condition, found: &mut Vec<Guard>) {
    match &condition.test {
        Test::All(parts) => parts.iter().for_each(|part| collect(part, found)),
        Test::Named(named) => collect(named, found),
        Test::Any(parts) => found.extend(common(parts)),
        Test::Compare {
            left: Operand::Attribute(read),
            comparison: Comparison::Is,
            right: Operand::Literal(value),
            ..
        } => {
            found.extend(guard(read, vec![value.clone()]));
        }
        Test::In { value: Operand::Attribute(read), list: Operand::Literal(Value::List(values)) } => {
            found.extend(guard(read, values.clone()));
        }
        Test::Has { list: Operand::Attribute(read), quantity, members: Operand::Literal(wanted) } => {
            found.extend(match (quantity, wanted) {
                (Quantity::One, wanted) => guard(read, vec![wanted.clone()]),
                (Quantity::Any, Value::List(wanted)) => guard(read, wanted.clone()),
                (Quantity::All, Value::List(wanted)) => {
                    wanted.first().and_then(|first| guard(read, vec![first.clone()]))
                }
                _ => None,
            });
        }
        _ => {}
    }
}

/// What all parts of an `any` ask of the same attribute, each for other values.
fn common(parts: &[Condition]) -> Option<Guard> {
    let mut joined: Option<Guard> = None;
    for part in parts {
        let mut own = Vec::new();
        collect(part, &mut own);
        joined = Some(match joined {
            None => own.into_iter().next()?,
            Some(Guard { attribute, mut values }) => {
                let same = own.into_iter().find(|guard| Arc::ptr_eq(&guard.attribute, &attribute))?;
                values.extend(same.values);
                Guard { attribute, values }
            }
        });
    }
    joined
}

/// Only a present value of an attribute without parameters can be looked up. A list is looked up by its members, so that one
/// which is compared as a whole guards nothing.
fn guard(read: &Read, values: Vec<Value>) -> Option<Guard> {
    let plain = !read.before && read.arguments.is_empty() && read.attribute.key.parameters.is_empty();
    let single = values.iter().all(|value| !matches!(value, Value::List(_)));
    (plain && single).then(|| Guard { attribute: Arc::clone(&read.attribute), values })
}

//! What values a fact can have before anything is asked of it.

use super::Worlds;
use super::ranges::Ranges;
use crate::ir::vocabulary::{Attribute, Holder};
use crate::ir::{AttributeRead, Moment, Operand, Type, Value};
use crate::runtime::maintained::{PROVIDED, Provided};

/// A fact that is read, whatever the place.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// What tells it from other facts.
    pub id: String,
    /// Whether it can be unknown.
    pub optional: bool,
    pub shape: Shape,
}

/// What values a fact can have.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// So many values, in their order.
    Choices(usize),
    /// Values in an order.
    Ordered(Ranges),
    Text,
    List,
}

impl Worlds<'_> {
    /// The fact that is read, with those in its parentheses; `None` if there is no such attribute.
    pub(super) fn fact(&self, read: &AttributeRead) -> Option<Fact> {
        let attribute = self.attributes.get(read.key.as_str())?;
        let mut optional = can_be_unknown(attribute, read.before);
        let mut id = if read.before { "before ".to_owned() } else { String::new() };
        id.push_str(&read.key);
        for argument in &read.arguments {
            match argument {
                Operand::Literal(Value::Text(text)) => id.push_str(&format!("({text:?})")),
                Operand::Attribute(inner) => {
                    let inner = self.fact(inner)?;
                    optional |= inner.optional || !matches!(inner.shape, Shape::Text);
                    id.push_str(&format!("({})", inner.id));
                }
                _ => return None,
            }
        }
        Some(Fact { id, optional, shape: self.shape(attribute, read.before)? })
    }

    fn shape(&self, attribute: &Attribute, before: bool) -> Option<Shape> {
        Some(match &attribute.value_type {
            Type::Boolean => Shape::Choices(2),
            Type::Enum(name) => Shape::Choices(self.enums.get(name.as_str())?.len()),
            Type::Text => Shape::Text,
            Type::List(_) => Shape::List,
            // Nothing is held that is no value of the type.
            Type::Duration => Shape::Ordered(Ranges::from(Value::Duration(0))),
            Type::Time => Shape::Ordered(Ranges::between(Value::Time(Moment::MIN), Value::Time(Moment::MAX))),
            Type::ClockTime => Shape::Ordered(Ranges::between(Value::ClockTime(0), Value::ClockTime(24 * 60))),
            Type::Number if !before && is_hour(attribute) => {
                Shape::Ordered(Ranges::between(Value::Number(0.into()), Value::Number(23.into())))
            }
            Type::Number | Type::Date | Type::Percentage => Shape::Ordered(Ranges::everything()),
        })
    }

    /// The place of a value among the choices of a type.
    pub(super) fn rank(&self, of: &Type, value: &Value) -> Option<usize> {
        match (of, value) {
            (Type::Boolean, Value::Boolean(value)) => Some(usize::from(*value)),
            (Type::Enum(name), Value::Enum(value)) => {
                self.enums.get(name.as_str())?.iter().position(|one| one == value)
            }
            _ => None,
        }
    }
}

fn can_be_unknown(attribute: &Attribute, before: bool) -> bool {
    let is_computed = attribute.holder == Holder::Clock && PROVIDED.iter().any(|(key, ..)| *key == attribute.key);
    attribute.default.is_none() && (before || !is_computed)
}

fn is_hour(attribute: &Attribute) -> bool {
    PROVIDED.iter().any(|(key, _, provided)| *key == attribute.key && *provided == Provided::Hour)
}

/// Whether the value is one of that type's that can be compared one by one.
pub(super) fn is_of(value: &Value, of: &Type) -> bool {
    matches!(
        (value, of),
        (Value::Text(_), Type::Text)
            | (Value::Number(_), Type::Number)
            | (Value::Boolean(_), Type::Boolean)
            | (Value::Duration(_), Type::Duration)
            | (Value::Time(_), Type::Time)
            | (Value::ClockTime(_), Type::ClockTime)
            | (Value::Date(_), Type::Date)
            | (Value::Percentage(_), Type::Percentage)
            | (Value::Enum(_), Type::Enum(_))
    )
}

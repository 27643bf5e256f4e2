//! What may stand beside what.

use super::super::kind::Kind;
use crate::ir::{Quantity, Value};

/// What is known of an operand before it has a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape<'a> {
    /// An attribute of this type.
    Of(&'a Kind),
    /// This very value.
    Literal(&'a Value),
}

/// Any text.
pub(super) const TEXT: Shape<'static> = Shape::Of(&Kind::Text);

impl<'a> Shape<'a> {
    /// Whether the two can be equal.
    pub(super) fn agrees(&self, other: &Shape<'_>) -> bool {
        match (self, other) {
            (Shape::Of(kind), Shape::Of(other)) => same(kind, other),
            (Shape::Of(kind), Shape::Literal(value)) | (Shape::Literal(value), Shape::Of(kind)) => kind.fits(value),
            (Shape::Literal(value), Shape::Literal(other)) => alike(value, other),
        }
    }

    /// Whether it is a list in which the other can be.
    pub(super) fn is_list_of(&self, member: &Shape<'_>) -> bool {
        match self {
            Shape::Of(Kind::List(kind)) => Shape::Of(kind).agrees(member),
            Shape::Literal(Value::List(values)) => values.iter().all(|value| Shape::Literal(value).agrees(member)),
            _ => false,
        }
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self, Shape::Of(Kind::List(_)) | Shape::Literal(Value::List(_)))
    }

    /// Whether `<` makes sense.
    pub(super) fn is_ordered(&self) -> bool {
        match self {
            Shape::Of(kind) => kind.is_ordered(),
            Shape::Literal(value) => !matches!(value, Value::Text(_) | Value::Boolean(_) | Value::List(_)),
        }
    }
}

/// Whether the needles are one or a list, as the quantity wants.
pub(super) fn counts(needles: &Shape<'_>, quantity: Quantity, member: &Shape<'_>) -> bool {
    match quantity {
        Quantity::One | Quantity::Under => needles.agrees(member),
        Quantity::Any | Quantity::All => needles.is_list_of(member),
    }
}

/// Two enums may share values: which, only their values tell.
fn same(kind: &Kind, other: &Kind) -> bool {
    match (kind, other) {
        (Kind::List(kind), Kind::List(other)) => same(kind, other),
        _ => std::mem::discriminant(kind) == std::mem::discriminant(other),
    }
}

fn alike(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::List(values), Value::List(others)) => {
            values.first().zip(others.first()).is_none_or(|(value, other)| alike(value, other))
        }
        _ => std::mem::discriminant(value) == std::mem::discriminant(other),
    }
}

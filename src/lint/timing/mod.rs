//! `09xx`: when and how often something happens.

mod closed_while_talking;
mod every_conversation;
mod hours_by_number;
mod missing_once;
mod never_due;
mod release_without_lifecycle;
mod talks_over_people;
mod wait_beyond_release;
mod wait_for_silence;

use super::Lint;
use crate::ir::{AttributeRead, Comparison, Condition, Operand, Place, Test, Value};

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[
    &missing_once::LINT,
    &wait_beyond_release::LINT,
    &hours_by_number::LINT,
    &talks_over_people::LINT,
    &closed_while_talking::LINT,
    &wait_for_silence::LINT,
    &never_due::LINT,
    &every_conversation::LINT,
    &release_without_lifecycle::LINT,
];

/// That an attribute has that value of its enum.
fn is(key: &str, value: &str) -> Condition {
    let place = Place::default();
    let read = AttributeRead { key: key.to_owned(), arguments: Vec::new(), before: false, place };
    let test = Test::Compare {
        left: Operand::Attribute(read),
        comparison: Comparison::Is,
        right: Operand::Literal(Value::Enum(value.into())),
    };
    Condition { place, test }
}

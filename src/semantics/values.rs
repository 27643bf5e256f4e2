//! Values: what is written on the right of an operator, in a slot, as a default.

use super::checker::Checker;
use super::types::Type;
use crate::ir::{Operand, Value};
use crate::syntax::ast;

impl Checker<'_> {
    /// A value, or an attribute that holds one, where `wanted` is wanted: `high`, `"Billing"`, `conversation.group`.
    pub fn operand(&mut self, value: &ast::Value, wanted: &Type) -> Option<Operand> {
        let _ = (value, wanted);
        None
    }

    /// A value that is written out, where `wanted` is wanted.
    pub fn literal(&mut self, value: &ast::Value, wanted: &Type) -> Option<Value> {
        let _ = (value, wanted);
        None
    }

    /// A value that says its own type: any but a bare word, an attribute, and an empty list. For the members of a `list`.
    pub fn literal_of_any_type(&mut self, value: &ast::Value) -> Option<(Value, Type)> {
        let _ = value;
        None
    }

    /// A duration in milliseconds, more than nothing.
    pub fn duration(&mut self, value: &ast::Value) -> Option<i64> {
        let _ = value;
        None
    }
}

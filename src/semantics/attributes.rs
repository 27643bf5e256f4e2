//! Attributes where they are read.

use super::checker::Checker;
use super::vocabulary::Attribute;
use crate::ir::AttributeRead;
use crate::syntax::ast;

impl<'a> Checker<'a> {
    /// A dotted name with its arguments: `user.name`, `group("Billing").status`. Whether it can be read here is looked at
    /// with the whole condition or action.
    pub fn attribute(&mut self, path: &ast::Path, before: bool) -> Option<(AttributeRead, &'a Attribute)> {
        let _ = (path, before);
        None
    }

    /// A dotted name whose arguments are all written out, as the key of one fact: `group("Billing").status`. For tests.
    pub fn fact(&mut self, path: &ast::Path) -> Option<(String, &'a Attribute)> {
        let _ = path;
        None
    }
}

//! Conditions.

use super::checker::{Checker, Reach};
use crate::ir::Condition;
use crate::syntax::ast;

impl Checker<'_> {
    /// A condition, of which everything that it reads, through named conditions too, must be in `reach`.
    pub fn condition(&mut self, condition: &ast::Condition, reach: Reach<'_>) -> Option<Condition> {
        let _ = (condition, reach);
        None
    }
}

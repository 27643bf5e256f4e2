//! Events where they are named.

use super::checker::Checker;
use crate::ir::EventName;
use crate::syntax::ast;

impl Checker<'_> {
    /// `customer.wrote`, `change of conversation.tags`.
    pub fn event(&mut self, reference: &ast::EventReference) -> Option<EventName> {
        let _ = reference;
        None
    }

    /// Several of them; one that is named twice is reported and taken once.
    pub fn events(&mut self, references: &[ast::EventReference]) -> Vec<EventName> {
        references.iter().filter_map(|reference| self.event(reference)).collect()
    }
}

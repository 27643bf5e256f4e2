//! What a `do` block does.

use super::checker::{Checker, Reach};
use crate::ir::{Condition, Step};
use crate::syntax::ast;

impl Checker<'_> {
    /// A list of actions, of which everything that they read, through named messages too, must be in `reach`. What
    /// `guard` makes sure to be known needs no `or` in a text.
    pub fn actions(&mut self, actions: &[ast::Action], reach: Reach<'_>, guard: &[&Condition]) -> Vec<Step> {
        let _ = (actions, reach, guard);
        Vec::new()
    }
}

//! Somebody does something by hand.

use super::Run;
use crate::ir::Step;
use crate::ir::test::Commander;

impl Run<'_> {
    /// Round 0 of a command. Gives whether it was done.
    pub(super) fn command(&mut self, _by: &Commander, _step: &Step) -> bool {
        false
    }
}

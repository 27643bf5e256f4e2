//! When a trigger's condition holds, worked out once for all with which it is compared.

use crate::ir::Trigger;
use crate::semantics::satisfiable::{Cases, Worlds};

pub(super) struct Demand {
    holds: Cases,
    /// `None` where it asks for nothing.
    fails: Option<Cases>,
}

impl Demand {
    pub(super) fn of(worlds: &Worlds<'_>, trigger: &Trigger) -> Self {
        let condition = trigger.condition.as_ref();
        Self {
            holds: condition.map_or_else(Cases::anything, |condition| worlds.holds(condition)),
            fails: condition.map(|condition| worlds.fails(condition)),
        }
    }

    /// Whether it never holds.
    pub(super) fn is_impossible(&self) -> bool {
        self.holds.is_impossible()
    }

    /// Whether it surely holds each time that the other one does.
    pub(super) fn holds_with(&self, other: &Self) -> bool {
        self.fails.as_ref().is_none_or(|fails| !fails.meet(&other.holds))
    }
}

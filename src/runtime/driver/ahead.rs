//! Looking ahead: what an event will ask for comes from memory together. What is first looked at where it is needed comes piece by
//! piece, each when the one before has been dealt with.

use std::hint::black_box;

use super::records::{Number, Records};
use crate::ir::Value;
use crate::runtime::Facts;

impl Records {
    /// Looks at what an event of a conversation will be asked of: what it and its user keep.
    pub(super) fn look_ahead(&self, number: Number) {
        let (Some(slot), Some(user)) = (self.slot(number), self.user(number)) else { return };
        let own = slot.conversation.open().map(|own| {
            let marks = own.marks.iter().step_by(STEP).filter(|(_, mark)| mark.session == 0);
            (glance(&own.facts), marks.count())
        });
        // What is made of it says nothing.
        black_box((glance(&user.user.facts), own, slot.seen.last()));
    }
}

/// So many facts or marks come from memory at once.
const STEP: usize = 2;

fn glance(facts: &Facts) -> usize {
    facts.iter().step_by(STEP).filter(|(_, value)| matches!(value, Value::Text(_))).count()
}

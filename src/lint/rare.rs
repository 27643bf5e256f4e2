//! Whether a rule fires seldom by what it asks and does.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::ir::lifecycle::Cause;
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Step, StepKind, Trigger, Write};
use crate::runtime::maintained::{ALSO, DESK_ACTIONS, GROUP, MOVERS, UPKEEP, USER_UPKEEP};
use crate::semantics::reads::Read;

/// Which facts change when an event comes: by itself, by the lifecycle, or by what the active triggers do that hear it.
#[derive(Debug)]
pub(super) struct Changes<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Changes<'a> {
    pub fn of(subject: &Subject<'a>) -> Self {
        let mut changes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut note = |event: &'a str, key: &'a str| {
            changes.entry(event).or_default().insert(key);
        };
        UPKEEP.iter().for_each(|upkeep| note(upkeep.event, upkeep.attribute));
        USER_UPKEEP.iter().for_each(|(event, key, _)| note(event, key));
        let machines = || subject.book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
        for (machine, transition) in machines().flat_map(|one| one.transitions.iter().map(move |move_| (one, move_))) {
            if let Cause::On(events) = &transition.cause {
                events.iter().for_each(|event| note(event.as_str(), &machine.attribute));
            }
        }
        let states: Vec<&str> = machines().map(|machine| machine.attribute.as_str()).collect();
        for trigger in subject.book.triggers.iter().filter(|trigger| trigger.active) {
            let written: Vec<&str> = trigger.actions.iter().flat_map(|step| writes(step, &states)).collect();
            for event in &trigger.events {
                written.iter().for_each(|key| note(event.as_str(), key));
            }
        }
        Self(changes)
    }

    /// Whether what a trigger asks changes when that event comes, or is about what came before, so that it need not fire at each.
    pub fn make_rare(&self, subject: &Subject<'a>, trigger: &'a Trigger, event: &EventName) -> bool {
        let changed = self.0.get(event.as_str());
        subject.reads_of(trigger).into_iter().any(|read| match read {
            Read::Attribute(read) => read.before || changed.is_some_and(|changed| changed.contains(read.key.as_str())),
            Read::Recently(..) | Read::Fired(..) | Read::Ago(_) => true,
            Read::Schedule(..) | Read::Condition(..) | Read::Message(..) => false,
        })
    }
}

impl<'a> Subject<'a> {
    /// Whether a trigger asks about what the event itself tells: the text of a message, a button.
    pub(super) fn asks_of_the_event(&self, trigger: &'a Trigger) -> bool {
        self.reads_of(trigger).into_iter().any(|read| match read {
            Read::Attribute(read) => self.attribute(&read.key).is_some_and(|found| found.holder == Holder::Event),
            _ => false,
        })
    }

    /// What a trigger's condition reads.
    pub(super) fn reads_of(&self, trigger: &'a Trigger) -> Vec<Read<'a>> {
        trigger.condition.as_ref().map(|condition| self.reads(condition)).unwrap_or_default()
    }
}

/// The facts that an action changes.
fn writes<'a>(step: &'a Step, states: &[&'a str]) -> Vec<&'a str> {
    let StepKind::Act { action, write, .. } = &step.kind else { return Vec::new() };
    let mut written: Vec<&str> = ALSO.iter().filter(|(name, ..)| name == action).map(|(_, fact, ..)| *fact).collect();
    if let Some(Write::Set { key, .. } | Write::Add { key, .. } | Write::Remove { key, .. }) = write {
        written.push(key);
    }
    if MOVERS.iter().any(|mover| action.starts_with(mover)) {
        written.extend(states);
    }
    if DESK_ACTIONS.iter().any(|(name, _)| name == action) {
        written.push(GROUP.0);
    }
    written
}

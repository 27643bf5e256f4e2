//! What customers hear, and of which rules.

use std::collections::BTreeMap;

use super::Subject;
use crate::diagnostic::{FileId, Location};
use crate::ir::{EventName, Step, StepKind, Trigger};
use crate::runtime::maintained::{SAYING, SHOW_WAIT_TIME};

/// A trigger that answers the customer, with where the user has written or switched it on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    pub trigger: &'a Trigger,
    pub location: Location,
    /// The text that the customer hears first.
    pub says: &'a Step,
    /// The `first match` that it is in, by its number.
    pub turn: Option<usize>,
}

/// Whether the customer hears a text by it.
pub(super) fn is_said(step: &Step) -> bool {
    matches!(&step.kind, StepKind::Act { action, .. } if SAYING.contains(&action.as_str()))
}

/// The first text that the customer hears.
pub(super) fn said(steps: &[Step]) -> Option<&Step> {
    steps.iter().find(|step| is_said(step))
}

/// The same, unless it only tells of the queue.
fn answered(steps: &[Step]) -> Option<&Step> {
    let tells_of_queue = |step: &&Step| matches!(&step.kind, StepKind::Act { action, .. } if action == SHOW_WAIT_TIME);
    steps.iter().filter(|step| is_said(step)).find(|step| !tells_of_queue(step))
}

impl<'a> Subject<'a> {
    /// The active triggers that answer, event by event, shipped ones too that the user has switched on.
    pub(super) fn answers(&self) -> BTreeMap<&'a EventName, Vec<Answer<'a>>> {
        let turns = self.turns();
        let mut by_event: BTreeMap<&EventName, Vec<Answer<'_>>> = BTreeMap::new();
        for trigger in self.book.triggers.iter().filter(|trigger| trigger.active) {
            let (Some(says), Some(location)) = (answered(&trigger.actions), self.switched_on(trigger)) else {
                continue;
            };
            let turn = turns.get(trigger.id.as_str()).copied();
            for event in &trigger.events {
                by_event.entry(event).or_default().push(Answer { trigger, location, says, turn });
            }
        }
        by_event
    }

    /// Where the user has declared a trigger or, if it ships, switched it on.
    fn switched_on(&self, trigger: &Trigger) -> Option<Location> {
        if self.is_own(FileId(trigger.place.file)) {
            return Some(self.location(trigger.place));
        }
        let words = self.names.activated.iter().filter(|declared| self.is_own(declared.file));
        let mut words = words.flat_map(|declared| declared.node.iter().map(|word| (declared.file, word)));
        let (file, word) = words.find(|(_, word)| word.text == trigger.id)?;
        Some(Location { file, span: word.span })
    }

    /// In which `first match` each trigger is that is in one, by its number.
    pub(super) fn turns(&self) -> BTreeMap<&'a str, usize> {
        let groups = self.book.first_matches.iter().enumerate();
        groups.flat_map(|(number, group)| group.members.iter().map(move |member| (member.as_str(), number))).collect()
    }
}

/// Whether all channels of the first are among those of the second.
pub(super) fn is_within(one: Option<&[String]>, other: Option<&[String]>) -> bool {
    match (one, other) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => one.iter().all(|channel| other.contains(channel)),
    }
}

/// Whether there is a channel on which both are.
pub(super) fn overlap(one: Option<&[String]>, other: Option<&[String]>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.iter().any(|channel| other.contains(channel)),
        _ => true,
    }
}

//! Who listens to what, so that not everybody is asked about everything.

use std::collections::BTreeMap;

use super::links::{Node, Signal, Told};
use crate::ir::EventName;
use crate::ir::lifecycle::Cause;

/// The nodes by what they listen to.
#[derive(Debug, Default)]
pub(super) struct Ears<'b> {
    by_event: BTreeMap<&'b str, Vec<usize>>,
    by_change: BTreeMap<&'b str, Vec<usize>>,
    /// Moves that actions make.
    by_action: Vec<usize>,
}

impl<'b> Ears<'b> {
    pub(super) fn of(nodes: &[Node<'b>]) -> Self {
        let mut ears = Self::default();
        for (index, node) in nodes.iter().enumerate() {
            match node {
                Node::Trigger(trigger) => ears.listen(&trigger.events, index),
                Node::Move(way) => match &way.transition.cause {
                    Cause::On(events) => ears.listen(events, index),
                    Cause::By(_) => ears.by_action.push(index),
                },
            }
        }
        ears
    }

    fn listen(&mut self, events: &'b [EventName], index: usize) {
        for event in events {
            match event.changed() {
                Some(key) => self.by_change.entry(key).or_default().push(index),
                None => self.by_event.entry(event.as_str()).or_default().push(index),
            }
        }
    }

    /// The nodes that listen to one of the signals, whatever their conditions say of it, in their order.
    pub(super) fn that_may_hear(&self, signals: &[Signal<'_>]) -> Vec<usize> {
        let ears = signals.iter().flat_map(|signal| match signal.told {
            Told::Raises(event) => self.by_event.get(event),
            Told::Changes(key) => self.by_change.get(key),
            Told::Does(..) => Some(&self.by_action),
        });
        let mut found: Vec<usize> = ears.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

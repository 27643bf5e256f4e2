//! Which of what is told comes back to who tells it, whatever conditions say: in a large book few nodes can be in a circle, and
//! only those are looked at closely.

use std::collections::{BTreeMap, BTreeSet};

use super::links::{Node, Told};
use super::surely::Words;
use crate::ir::lifecycle::{Cause, Lifecycle};

/// What a node hears or tells: an event, a change, or anything that moves states by an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word<'b> {
    Event(&'b str),
    Change(&'b str),
    Action,
}

/// What is told in consequence of what, through any number of nodes.
#[derive(Debug, Default)]
pub(super) struct Heard<'b> {
    /// What each node hears and tells.
    nodes: Vec<(Vec<Word<'b>>, Vec<Word<'b>>)>,
    consequences: BTreeMap<Word<'b>, BTreeSet<Word<'b>>>,
}

impl<'b> Heard<'b> {
    pub(super) fn of(nodes: &[Node<'b>], context: (Option<&'b Lifecycle>, Words<'_>)) -> Self {
        let mut next: BTreeMap<Word<'b>, BTreeSet<Word<'b>>> = BTreeMap::new();
        let nodes: Vec<_> = nodes.iter().map(|node| (hears(node), told(node, context))).collect();
        for (hears, told) in nodes.iter().filter(|(_, told)| !told.is_empty()) {
            for word in hears {
                next.entry(*word).or_default().extend(told);
            }
        }
        let consequences = next.keys().map(|word| (*word, reached(*word, &next))).collect();
        Self { nodes, consequences }
    }

    /// Whether something that the node of that number tells can have something that it hears as a consequence.
    pub(super) fn comes_back(&self, node: usize) -> bool {
        let Some((hears, told)) = self.nodes.get(node) else { return false };
        told.iter().any(|word| {
            let consequences = self.consequences.get(word);
            hears.iter().any(|heard| heard == word || consequences.is_some_and(|all| all.contains(heard)))
        })
    }
}

fn hears<'b>(node: &Node<'b>) -> Vec<Word<'b>> {
    let events = match node {
        Node::Trigger(trigger) => &trigger.events,
        Node::Move(way) => match &way.transition.cause {
            Cause::On(events) => events,
            Cause::By(_) => return vec![Word::Action],
        },
    };
    events.iter().map(|event| event.changed().map_or(Word::Event(event.as_str()), Word::Change)).collect()
}

fn told<'b>(node: &Node<'b>, (lifecycle, words): (Option<&'b Lifecycle>, Words<'_>)) -> Vec<Word<'b>> {
    let signals = node.signals(lifecycle, words).into_iter();
    let word = |told: Told<'b>| match told {
        Told::Raises(event) => Word::Event(event),
        Told::Changes(key) => Word::Change(key),
        Told::Does(..) => Word::Action,
    };
    signals.map(|signal| word(signal.told)).collect()
}

fn reached<'b>(from: Word<'b>, next: &BTreeMap<Word<'b>, BTreeSet<Word<'b>>>) -> BTreeSet<Word<'b>> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(word) = open.pop() {
        for other in next.get(&word).into_iter().flatten() {
            if reached.insert(*other) {
                open.push(*other);
            }
        }
    }
    reached
}

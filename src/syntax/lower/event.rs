//! Events where they are named.

use super::value;
use crate::syntax::{
    Kind, Node,
    ast::{EventReference, Path},
};

/// The events of the first list of events among a node's children.
pub(super) fn events_of(node: Node<'_>) -> Vec<EventReference> {
    node.child(Kind::events).map(events).unwrap_or_default()
}

/// The events of a list.
pub(super) fn events(list: Node<'_>) -> Vec<EventReference> {
    let references = list.children_of(Kind::event_reference);
    let mut events = Vec::with_capacity(references.clone().count());
    events.extend(references.filter_map(event));
    events
}

/// One event.
pub(super) fn event(node: Node<'_>) -> Option<EventReference> {
    let Some(change) = node.child(Kind::change_of) else {
        return value::path_of(node).map(EventReference::Event);
    };
    let nothing = || Path { span: change.span(), segments: Vec::new() };
    Some(EventReference::ChangeOf(value::path_of(change).unwrap_or_else(nothing), change.span()))
}

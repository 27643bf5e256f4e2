//! Actions.

use super::{event, text, value, word, word_of};
use crate::syntax::{
    Kind, Node,
    ast::{Action, ActionKind, ActionPart, Record, Value, Word},
};

/// The actions of the block among a node's children.
pub(super) fn actions_of(node: Node<'_>) -> Vec<Action> {
    node.parts()
        .filter(|part| matches!(part.kind(), Kind::block | Kind::bare_block))
        .flat_map(|block| block.children_of(Kind::action))
        .filter_map(action)
        .collect()
}

/// One action.
pub(super) fn action(node: Node<'_>) -> Option<Action> {
    let inner = node.parts().next()?;
    let kind = match inner.kind() {
        Kind::wait_action => wait(inner),
        Kind::set_action => ActionKind::Set { path: value::path_of(inner), value: set_value(inner) },
        _ => ActionKind::Call(inner.parts().filter_map(part).collect()),
    };
    Some(Action { span: node.span(), kind })
}

fn wait(node: Node<'_>) -> ActionKind {
    let check_again =
        node.child(Kind::k_then).zip(node.child(Kind::k_again)).map(|(then, again)| then.span().to(again.span()));
    ActionKind::Wait { duration: value::value_of(node), unless: event::events_of(node), check_again }
}

/// The value after the attribute.
fn set_value(node: Node<'_>) -> Value {
    value::values(node).nth(usize::from(node.has(Kind::path))).unwrap_or_else(|| value::missing(node.span()))
}

fn part(node: Node<'_>) -> Option<ActionPart> {
    match node.kind() {
        Kind::verb | Kind::plain_word => Some(ActionPart::Word(word(node))),
        Kind::record => Some(ActionPart::Record(record(node))),
        kind if value::is_value(kind) || text::is_text(kind) => Some(ActionPart::Value(value::value(node))),
        _ => None,
    }
}

fn record(node: Node<'_>) -> Record {
    Record { span: node.span(), entries: node.children_of(Kind::entry).filter_map(entry).collect() }
}

pub(super) fn entry(node: Node<'_>) -> Option<(Word, Value)> {
    Some((word_of(node, Kind::word)?, value::value_of(node)))
}

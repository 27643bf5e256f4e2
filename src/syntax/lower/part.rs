//! Named parts that triggers share.

use super::{condition, declared, text, value, word, word_of};
use crate::syntax::{
    Kind, Node,
    ast::{ConditionDeclaration, FirstMatch, List, Message, Status, Text, Word},
};

pub(super) fn first_match(node: Node<'_>) -> FirstMatch {
    FirstMatch {
        id: declared(node),
        members: after_brace(node).filter(|part| part.kind() == Kind::name).map(word).collect(),
    }
}

pub(super) fn condition(node: Node<'_>) -> ConditionDeclaration {
    ConditionDeclaration { id: declared(node), condition: condition::condition_of(node) }
}

pub(super) fn message(node: Node<'_>) -> Message {
    Message { id: declared(node), translations: node.children_of(Kind::translation).filter_map(translation).collect() }
}

fn translation(node: Node<'_>) -> Option<(Word, Text)> {
    let locale = node.child(Kind::locale)?;
    Some((Word { text: locale.text().into(), span: locale.span() }, text::text_of(node)?))
}

pub(super) fn list(node: Node<'_>) -> List {
    let items = after_brace(node).filter(|part| value::is_value(part.kind()));
    List { id: declared(node), values: items.map(value::value).collect() }
}

pub(super) fn status(node: Node<'_>) -> Status {
    let last_name = node.parts().skip_while(|part| part.kind() != Kind::k_as).find(|part| part.kind() == Kind::name);
    Status { id: declared(node), title: text::text_of(node), counts_as: last_name.map(word) }
}

/// What stands after the opening brace.
fn after_brace(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.parts().skip_while(|part| part.kind() != Kind::lbrace)
}

/// The values of an enum, and the states of a lifecycle, with their documentation.
pub(super) fn enum_values(node: Node<'_>) -> Vec<crate::syntax::ast::EnumValue> {
    let mut docs = super::Docs::default();
    let mut values = Vec::new();
    for part in node.children().skip_while(|part| part.kind() != Kind::lbrace) {
        if part.kind() == Kind::rbrace {
            break;
        }
        match (part.kind(), word_of(part, Kind::word)) {
            (Kind::enum_value, Some(name)) => values.push(crate::syntax::ast::EnumValue { name, docs: docs.take() }),
            _ => docs.see(part),
        }
    }
    values
}

//! The vocabulary: attributes, events, actions, enums, the directory.

use super::{names_of, part::enum_values, text, value, word, word_of};
use crate::syntax::{
    Kind, Node,
    ast::{
        ActionSignature, Attribute, AttributePath, AttributeSegment, Directory, Enum, Event, Parameter, SignaturePart,
        Text, Type, Word,
    },
};

pub(super) fn attribute(node: Node<'_>) -> Attribute {
    Attribute {
        path: node.child(Kind::attribute_path).map(attribute_path),
        value_type: type_of(node),
        default: node.child(Kind::k_default).map(|_| value::value_of(node)),
        optional: node.child(Kind::k_optional).map(Node::span),
        writable: node.child(Kind::k_writable).map(Node::span),
    }
}

fn attribute_path(node: Node<'_>) -> AttributePath {
    let mut segments: Vec<AttributeSegment> = Vec::new();
    for part in node.parts() {
        match part.kind() {
            Kind::name | Kind::segment => segments.push(AttributeSegment { name: word(part), parameters: Vec::new() }),
            Kind::parameters => {
                if let Some(segment) = segments.last_mut() {
                    segment.parameters = part.children_of(Kind::parameter).filter_map(parameter).collect();
                }
            }
            _ => {}
        }
    }
    AttributePath { span: node.span(), segments }
}

fn parameter(node: Node<'_>) -> Option<Parameter> {
    Some(Parameter { name: word_of(node, Kind::word)?, value_type: type_of(node)? })
}

fn type_of(node: Node<'_>) -> Option<Type> {
    let node = node.child(Kind::r#type)?;
    let innermost = node.parts().find_map(|part| match part.kind() {
        Kind::type_name => Some(Type::Named(Word { text: one_blank(part.text()).into(), span: part.span() })),
        Kind::one_of => Some(Type::OneOf(enum_values(part), part.span())),
        _ => None,
    })?;
    let lists = node.children_of(Kind::k_list).count();
    Some((0..lists).fold(innermost, |inner, _| Type::ListOf(Box::new(inner), node.span())))
}

/// The words of a type with one blank between them.
fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn event(node: Node<'_>) -> Event {
    Event { path: value::path_of(node), carries: names_of(node) }
}

pub(super) fn action(node: Node<'_>) -> ActionSignature {
    ActionSignature { parts: signature(node) }
}

fn signature(node: Node<'_>) -> Vec<SignaturePart> {
    node.parts()
        .filter_map(|part| match part.kind() {
            Kind::word => Some(SignaturePart::Word(word(part))),
            Kind::slot => {
                let name = word_of(part, Kind::word)?;
                Some(SignaturePart::Slot { name, value_type: type_of(part), span: part.span() })
            }
            Kind::signature_option => Some(SignaturePart::Optional(signature(part), part.span())),
            _ => None,
        })
        .collect()
}

pub(super) fn enumeration(node: Node<'_>) -> Enum {
    Enum { name: super::declared(node), values: enum_values(node) }
}

pub(super) fn directory(node: Node<'_>) -> Directory {
    Directory { entries: node.children_of(Kind::directory_entry).filter_map(directory_entry).collect() }
}

fn directory_entry(node: Node<'_>) -> Option<(Word, Vec<Text>)> {
    let texts = node.parts().filter(|part| text::is_text(part.kind())).map(text::text);
    Some((word_of(node, Kind::word)?, texts.collect()))
}

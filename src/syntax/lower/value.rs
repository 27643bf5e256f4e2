//! Values and dotted names.

use super::{exactly, text, word};
use crate::{
    diagnostic::Span,
    syntax::{
        Kind, Node,
        amounts::{self, Amount},
        ast::{Path, Segment, Value, ValueKind, Word},
    },
};

/// Whether nodes of that kind are values, or stand where one should.
pub(super) const fn is_value(kind: Kind) -> bool {
    text::is_text(kind)
        || matches!(
            kind,
            Kind::number
                | Kind::duration
                | Kind::clock
                | Kind::date
                | Kind::annual_date
                | Kind::percentage
                | Kind::bad_amount
                | Kind::thousands
                | Kind::bad_number
                | Kind::bad_date
                | Kind::regex
                | Kind::bad_regex
                | Kind::list
                | Kind::path
                | Kind::cell
                | Kind::path_argument
                | Kind::argument_path
                | Kind::missing_value
                | Kind::missing_duration
                | Kind::missing_time
                | Kind::missing_date
        )
}

/// The values among a node's children.
pub(super) fn values(node: Node<'_>) -> impl Iterator<Item = Value> {
    node.parts().filter(|part| is_value(part.kind())).map(value)
}

/// The first value among a node's children.
pub(super) fn value_of(node: Node<'_>) -> Value {
    values(node).next().unwrap_or_else(|| missing(node.span()))
}

/// A value that was not written, after what stands at `span`.
pub(super) const fn missing(span: Span) -> Value {
    Value { span: Span::empty(span.end), kind: ValueKind::Missing }
}

/// A value.
pub(super) fn value(node: Node<'_>) -> Value {
    let written = || node.text().to_owned();
    let kind = match node.kind() {
        kind if text::is_text(kind) => ValueKind::Text(text::text(node)),
        Kind::number => ValueKind::Number(written()),
        Kind::duration => ValueKind::Duration(written()),
        Kind::clock => ValueKind::ClockTime(written()),
        Kind::date => ValueKind::Date(written()),
        Kind::annual_date => ValueKind::AnnualDate(written()),
        Kind::percentage => ValueKind::Percentage(written()),
        Kind::bad_amount | Kind::thousands | Kind::bad_number | Kind::bad_date => amount(node),
        Kind::regex => regex(node.text()),
        Kind::bad_regex => quoted_regex(node.text()),
        Kind::list => ValueKind::List(exactly(node.parts().filter(|part| is_value(part.kind())), value)),
        Kind::cell if is_filled(node) => cell(node).map_or(ValueKind::Missing, ValueKind::Cell),
        Kind::path | Kind::path_argument | Kind::argument_path => ValueKind::Path(path(node)),
        _ => ValueKind::Missing,
    };
    Value { span: node.span(), kind }
}

/// The column of a cell; where it stands is all of it, with its brackets.
pub(super) fn cell(node: Node<'_>) -> Option<Word> {
    Some(Word { span: node.span(), ..word(node.child(Kind::name)?) })
}

/// Whether a cell stands where the rows of a test can fill it. Elsewhere it has been reported.
pub(in crate::syntax) fn is_filled(cell: Node<'_>) -> bool {
    let owner = cell.ancestors().find(|each| matches!(each.kind(), Kind::rows_clause | Kind::test_declaration));
    owner.is_some_and(|owner| owner.kind() == Kind::test_declaration)
}

/// A number, duration or time in a wrong form.
fn amount(node: Node<'_>) -> ValueKind {
    match amounts::reading(node.text()) {
        Some(Amount::Number(text)) => ValueKind::Number(text),
        Some(Amount::Duration(text)) => ValueKind::Duration(text),
        Some(Amount::ClockTime(text)) => ValueKind::ClockTime(text),
        Some(Amount::Date(text)) => ValueKind::Date(text),
        Some(Amount::Percentage(text)) => ValueKind::Percentage(text),
        None => ValueKind::Missing,
    }
}

fn regex(written: &str) -> ValueKind {
    let inner = written.strip_prefix('/').unwrap_or(written);
    let (pattern, flags) = inner.rsplit_once('/').unwrap_or((inner, ""));
    ValueKind::Regex { pattern: pattern.to_owned(), flags: flags.to_owned() }
}

/// A regular expression that stands in quotation marks.
fn quoted_regex(written: &str) -> ValueKind {
    written
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .map_or(ValueKind::Missing, |pattern| ValueKind::Regex { pattern: pattern.to_owned(), flags: String::new() })
}

/// A dotted name or bare word.
pub(super) fn path(node: Node<'_>) -> Path {
    let is_name = |part: &Node<'_>| matches!(part.kind(), Kind::name | Kind::segment | Kind::word);
    let mut segments: Vec<Segment> = Vec::with_capacity(node.children().filter(is_name).count());
    for part in node.parts() {
        match part.kind() {
            Kind::name | Kind::segment | Kind::word => {
                segments.push(Segment { name: word(part), arguments: Vec::new() })
            }
            Kind::arguments | Kind::placeholder_arguments => {
                if let Some(segment) = segments.last_mut() {
                    segment.arguments = part.parts().filter_map(argument).collect();
                }
            }
            _ => {}
        }
    }
    Path { span: node.span(), segments }
}

/// The first dotted name among a node's children.
pub(super) fn path_of(node: Node<'_>) -> Option<Path> {
    node.child(Kind::path).map(path)
}

fn argument(node: Node<'_>) -> Option<Value> {
    match node.kind() {
        Kind::plain_text | Kind::escaped_text => {
            Some(Value { span: node.span(), kind: ValueKind::Text(text::quoted(node)) })
        }
        kind if is_value(kind) => Some(value(node)),
        _ => None,
    }
}

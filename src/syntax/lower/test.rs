//! Tests.

use super::{action, condition, declared, event, text, value, word, word_of};
use crate::diagnostic::Span;
use crate::syntax::{
    Kind, Node,
    ast::{EventReference, Expectation, Fact, LocalTime, OrCell, Row, Rows, Scenario, Step, StepKind, Test, Word},
};

pub(super) fn test(node: Node<'_>) -> Test {
    Test { title: text::text_of(node), steps: steps(node), rows: rows(node) }
}

pub(super) fn scenario(node: Node<'_>) -> Scenario {
    Scenario { id: declared(node), title: text::text_of(node), steps: steps(node) }
}

fn steps(node: Node<'_>) -> Vec<Step> {
    node.parts().filter_map(|part| Some(Step { span: part.span(), kind: step(part)? })).collect()
}

fn rows(node: Node<'_>) -> Option<Rows> {
    let span = node.child(Kind::rows_clause)?.child(Kind::k_rows)?.span();
    let rows = node.children_of(Kind::rows_clause).flat_map(|rows| rows.children_of(Kind::row)).map(row).collect();
    Some(Rows { span, rows })
}

fn row(node: Node<'_>) -> Row {
    Row { span: node.span(), cells: node.children_of(Kind::entry).filter_map(action::entry).collect() }
}

fn step(node: Node<'_>) -> Option<StepKind> {
    Some(match node.kind() {
        Kind::given_step if node.has(Kind::name) => StepKind::Scenario(word_of(node, Kind::name)?),
        Kind::repeat_step => {
            let mut values = value::values(node);
            let times = values.next().unwrap_or_else(|| value::missing(node.span()));
            StepKind::Repeat { times, every: values.next(), steps: steps(node) }
        }
        Kind::given_step => StepKind::Given(facts(node)),
        Kind::at_step => StepKind::At(local_time(node)),
        Kind::receive_step if node.has(Kind::k_from) => StepKind::Series(text::text_of(node)),
        Kind::receive_step => {
            StepKind::Receive { event: received(node), conversation: word_of(node, Kind::name), facts: facts(node) }
        }
        Kind::as_step => StepKind::Command {
            by: node.child(Kind::commander).and_then(|by| word_of(by, Kind::name)),
            name: node.child(Kind::commander).and_then(text::text_of),
            actions: action::actions_of(node),
            conversation: word_of(node, Kind::name),
        },
        Kind::advance_step => StepKind::Advance(value::value_of(node)),
        Kind::expect_step => match word_of(node, Kind::name) {
            Some(conversation) => StepKind::ExpectIn(conversation, expectation(node)),
            None => StepKind::Expect(expectation(node)),
        },
        _ => return None,
    })
}

fn received(node: Node<'_>) -> Option<OrCell<EventReference>> {
    node.parts().find_map(|part| match part.kind() {
        Kind::event_reference => event::event(part).map(OrCell::Written),
        Kind::cell => value::cell(part).map(OrCell::Cell),
        _ => None,
    })
}

/// The names among a node's children, and the cells that hold some.
fn names(node: Node<'_>) -> impl Iterator<Item = OrCell<Word>> {
    node.parts().filter_map(|part| match part.kind() {
        Kind::name => Some(OrCell::Written(word(part))),
        Kind::cell => value::cell(part).map(OrCell::Cell),
        _ => None,
    })
}

fn rule_names(node: Node<'_>) -> Vec<OrCell<Word>> {
    node.child(Kind::rule_names).map(|list| names(list).collect()).unwrap_or_default()
}

fn facts(node: Node<'_>) -> Vec<Fact> {
    node.children_of(Kind::facts).flat_map(|facts| facts.children_of(Kind::fact)).filter_map(fact).collect()
}

fn fact(node: Node<'_>) -> Option<Fact> {
    let value = value::values(node).nth(1).unwrap_or_else(|| value::missing(node.span()));
    Some(Fact { path: value::path_of(node)?, value })
}

fn local_time(node: Node<'_>) -> LocalTime {
    let place = node.child(Kind::local_time).unwrap_or(node);
    let mut values = value::values(place);
    let mut next = || values.next().unwrap_or_else(|| value::missing(place.span()));
    LocalTime { date: next(), time: next() }
}

fn expectation(node: Node<'_>) -> Expectation {
    let Some(inner) = node.parts().last() else { return Expectation::Missing };
    let action = || inner.child(Kind::action).and_then(action::action);
    match inner.kind() {
        Kind::expect_not_fired => Expectation::NotFired(rule_names(inner)),
        Kind::expect_fired => Expectation::Fired(rule_names(inner)),
        Kind::expect_did => action().map_or(Expectation::Missing, Expectation::Did),
        Kind::expect_not_did => action().map_or(Expectation::Missing, Expectation::NotDid),
        Kind::expect_refused => action().map_or(Expectation::Missing, Expectation::Refused),
        Kind::expect_nothing if inner.has(Kind::k_done) => Expectation::NothingDone,
        Kind::expect_nothing => Expectation::NothingSent,
        Kind::expect_sent if inner.has(Kind::k_containing) => Expectation::SentContaining(value::value_of(inner)),
        Kind::expect_sent => Expectation::Sent(value::value_of(inner)),
        Kind::expect_no_timer => Expectation::NoTimer(names(inner).next()),
        Kind::expect_timer => Expectation::Timer(names(inner).next(), local_time(inner)),
        Kind::expect_timeline => {
            let text = text::text_of(inner);
            let place = text.as_ref().map_or(Span::empty(inner.span().end), |text| text.span);
            Expectation::Timeline(text, place)
        }
        Kind::condition => Expectation::Holds(condition::condition(inner)),
        _ => Expectation::Missing,
    }
}

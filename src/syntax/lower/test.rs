//! Tests.

use super::{action, condition, event, names_of, text, value, word_of};
use crate::syntax::{
    Kind, Node,
    ast::{Expectation, Fact, LocalTime, Step, StepKind, Test},
};

pub(super) fn test(node: Node<'_>) -> Test {
    let steps = node.parts().filter_map(|part| Some(Step { span: part.span(), kind: step(part)? })).collect();
    Test { title: text::text_of(node), steps }
}

fn step(node: Node<'_>) -> Option<StepKind> {
    Some(match node.kind() {
        Kind::given_step => StepKind::Given(facts(node)),
        Kind::at_step => StepKind::At(local_time(node)),
        Kind::receive_step => StepKind::Receive {
            event: node.child(Kind::event_reference).and_then(event::event),
            conversation: word_of(node, Kind::name),
            facts: facts(node),
        },
        Kind::as_step => StepKind::Command {
            by: node.child(Kind::commander).and_then(|by| word_of(by, Kind::name)),
            name: node.child(Kind::commander).and_then(text::text_of),
            actions: action::actions_of(node),
            conversation: word_of(node, Kind::name),
        },
        Kind::advance_step => StepKind::Advance(value::value_of(node)),
        Kind::expect_step => StepKind::Expect(expectation(node)),
        _ => return None,
    })
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
    let Some(inner) = node.parts().nth(1) else { return Expectation::Missing };
    match inner.kind() {
        Kind::expect_not_fired => Expectation::NotFired(names_of(inner)),
        Kind::expect_fired => Expectation::Fired(names_of(inner)),
        Kind::expect_nothing => Expectation::NothingSent,
        Kind::expect_sent if inner.has(Kind::k_containing) => Expectation::SentContaining(value::value_of(inner)),
        Kind::expect_sent => Expectation::Sent(value::value_of(inner)),
        Kind::expect_no_timer => Expectation::NoTimer(word_of(inner, Kind::name)),
        Kind::expect_timer => Expectation::Timer(word_of(inner, Kind::name), local_time(inner)),
        Kind::condition => Expectation::Holds(condition::condition(inner)),
        _ => Expectation::Missing,
    }
}

//! Triggers and automations.

use super::{action, condition, declared, event, names_of, schedule, text, value, word, word_of};
use crate::syntax::{
    Kind, Node,
    ast::{After, AfterBase, At, Clause, ClauseKind, EventReference, Every, Once, Trigger},
};

/// A trigger or an automation.
pub(super) fn trigger(node: Node<'_>) -> Trigger {
    let clauses = node.parts().filter_map(|part| Some(Clause { span: part.span(), kind: clause(part)? })).collect();
    Trigger { id: declared(node), title: text::text_of(node), clauses }
}

fn clause(node: Node<'_>) -> Option<ClauseKind> {
    Some(match node.kind() {
        Kind::inactive_clause => ClauseKind::Inactive,
        Kind::on_clause => ClauseKind::On(event::events_of(node)),
        Kind::channels_clause => ClauseKind::Channels(names_of(node)),
        Kind::once_clause => ClauseKind::Once(once(node)),
        Kind::order_clause => ClauseKind::Order(value::value_of(node)),
        Kind::when_clause | Kind::if_clause => ClauseKind::When(condition::condition_of(node)),
        Kind::do_clause => ClauseKind::Do(action::actions_of(node)),
        Kind::after_clause => ClauseKind::After(after(node)),
        Kind::at_clause => ClauseKind::At(at(node)),
        Kind::only_during_clause => ClauseKind::OnlyDuring(word_of(node, Kind::name)?),
        _ => return None,
    })
}

fn once(node: Node<'_>) -> Once {
    let period = node.child(Kind::k_every).map(|_| match node.child(Kind::k_day) {
        Some(day) => Every::Day(day.span()),
        None => Every::Duration(value::value_of(node)),
    });
    Once { scope: word_of(node, Kind::word), period }
}

fn after(node: Node<'_>) -> After {
    let schedule = node.child(Kind::k_of).and_then(|_| word_of(node, Kind::name));
    After { duration: value::value_of(node), schedule, base: base(node) }
}

fn base(node: Node<'_>) -> AfterBase {
    if node.has(Kind::k_while) {
        return AfterBase::While(condition::condition_of(node));
    }
    let mut lists = node.children_of(Kind::events).map(event::events);
    let mut next = || -> Vec<EventReference> { lists.next().unwrap_or_default() };
    if node.has(Kind::k_last) {
        AfterBase::SinceLast(next(), next())
    } else if node.has(Kind::k_first) {
        AfterBase::SinceFirst(next(), next())
    } else {
        AfterBase::Missing
    }
}

fn at(node: Node<'_>) -> At {
    let days = node.child(Kind::days).map(schedule::days).unwrap_or_default();
    let condition = node.child(Kind::k_while).map(|_| condition::condition_of(node));
    At { time: value::value_of(node), days, condition }
}

/// Words of an action as a lifecycle names it: `end session`.
pub(super) fn action_words(node: Node<'_>) -> Vec<Vec<crate::syntax::ast::Word>> {
    let lists =
        node.children_of(Kind::by_action).map(|list| list.children_of(Kind::word).map(word).collect::<Vec<_>>());
    lists.filter(|words| !words.is_empty()).collect()
}

//! Policies.

use super::{action, condition, value};
use crate::syntax::{
    Kind, Node,
    ast::{Accept, Assignment, AssignmentClause, CapacityRelease, Preference, Stage, Value, WaitTime, WaitTimeClause},
};

pub(super) fn capacity_release(node: Node<'_>) -> CapacityRelease {
    CapacityRelease {
        off: node.child(Kind::k_off).map(Node::span),
        stages: node.children_of(Kind::stage).map(stage).collect(),
    }
}

fn stage(node: Node<'_>) -> Stage {
    Stage {
        span: node.span(),
        first: node.has(Kind::k_inactive),
        after: value::value_of(node),
        actions: action::actions_of(node),
    }
}

pub(super) fn assignment(node: Node<'_>) -> Assignment {
    Assignment { clauses: node.parts().filter_map(|part| Some((assignment_clause(part)?, part.span()))).collect() }
}

fn assignment_clause(node: Node<'_>) -> Option<AssignmentClause> {
    Some(match node.kind() {
        Kind::capacity_clause => AssignmentClause::Capacity(value::value_of(node)),
        Kind::count_clause => AssignmentClause::InactiveCount(!node.has(Kind::k_not)),
        Kind::accept_clause => AssignmentClause::Accept(accept(node)),
        Kind::agents_clause => AssignmentClause::AgentsWhen(condition::condition_of(node)),
        Kind::prefer_clause if node.has(Kind::k_conversations) => {
            AssignmentClause::PreferConversations(preferences(node))
        }
        Kind::prefer_clause => AssignmentClause::PreferAgents(preferences(node)),
        Kind::if_nobody_clause => AssignmentClause::IfNobody(value::value_of(node), action::actions_of(node)),
        _ => return None,
    })
}

fn accept(node: Node<'_>) -> Accept {
    if node.has(Kind::k_anyone) {
        Accept::ByAnyone
    } else if node.has(Kind::k_hand) {
        Accept::ByHand
    } else if node.has(Kind::k_by) || node.has(Kind::missing_way) {
        Accept::Missing
    } else {
        Accept::Within(value::value_of(node))
    }
}

fn preferences(node: Node<'_>) -> Vec<Preference> {
    node.parts()
        .filter_map(|part| match part.kind() {
            Kind::preference => {
                let path = value::path_of(part)?;
                let make = if part.has(Kind::k_highest) { Preference::Highest } else { Preference::Lowest };
                Some(make(path, part.span()))
            }
            Kind::condition => Some(Preference::Condition(condition::condition(part))),
            _ => None,
        })
        .collect()
}

pub(super) fn wait_time(node: Node<'_>) -> WaitTime {
    WaitTime { clauses: node.parts().filter_map(|part| Some((wait_time_clause(part)?, part.span()))).collect() }
}

fn wait_time_clause(node: Node<'_>) -> Option<WaitTimeClause> {
    let mut values = value::values(node);
    let mut next = || -> Value { values.next().unwrap_or_else(|| value::missing(node.span())) };
    Some(match node.kind() {
        Kind::windows_clause => WaitTimeClause::Windows(values.collect()),
        Kind::samples_clause => WaitTimeClause::Samples(next()),
        Kind::known_clause => WaitTimeClause::KnownWhenRouted(next()),
        Kind::from_clause => WaitTimeClause::From(next(), next()),
        _ => return None,
    })
}

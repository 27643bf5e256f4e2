//! Lifecycles.

use super::{condition, declared, event, names, names_of, part::enum_values, trigger::action_words, value, word_of};
use crate::syntax::{
    Kind, Node,
    ast::{Cause, Lifecycle, LifecycleClause, StateRule, States, Value},
};

pub(super) fn lifecycle(node: Node<'_>) -> Lifecycle {
    let clauses = node.parts().filter_map(|part| Some((clause(part)?, part.span()))).collect();
    Lifecycle { id: declared(node), clauses }
}

fn clause(node: Node<'_>) -> Option<LifecycleClause> {
    Some(match node.kind() {
        Kind::states_clause => LifecycleClause::States(states(node)),
        Kind::new_conversation_clause => LifecycleClause::NewConversation(event::events_of(node), when(node)),
        Kind::limit_clause => LifecycleClause::Limit(value::path_of(node), limit(node)),
        Kind::only_may_clause => LifecycleClause::OnlyMay(word_of(node, Kind::name), action_words(node)),
        _ => return None,
    })
}

/// The value after the attribute.
fn limit(node: Node<'_>) -> Value {
    value::values(node).nth(usize::from(node.has(Kind::path))).unwrap_or_else(|| value::missing(node.span()))
}

fn when(node: Node<'_>) -> Option<crate::syntax::ast::Condition> {
    node.child(Kind::when_clause).map(condition::condition_of)
}

fn states(node: Node<'_>) -> States {
    let rules = node.parts().filter_map(|part| Some((rule(part)?, part.span()))).collect();
    States { attribute: value::path_of(node), states: enum_values(node), rules }
}

fn rule(node: Node<'_>) -> Option<StateRule> {
    Some(match node.kind() {
        Kind::start_rule => StateRule::Start(word_of(node, Kind::name)),
        Kind::active_rule => StateRule::Active(names_of(node)),
        Kind::final_rule => StateRule::Final(names_of(node)),
        Kind::transition => transition(node),
        _ => return None,
    })
}

fn transition(node: Node<'_>) -> StateRule {
    let mut lists = node.children_of(Kind::names).map(names);
    let from = lists.next().unwrap_or_default();
    let to = lists.next().unwrap_or_default();
    let cause = if node.has(Kind::k_on) {
        Cause::On(event::events_of(node))
    } else if node.has(Kind::k_by) {
        Cause::By(action_words(node))
    } else {
        Cause::Missing
    };
    let raises = node.child(Kind::raises_clause).map(event::events_of).unwrap_or_default();
    StateRule::Transition { from, to, cause, condition: when(node).map(Box::new), raises }
}

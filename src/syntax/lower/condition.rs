//! Conditions.

use super::{exactly, value};
use crate::{
    diagnostic::Span,
    syntax::{
        Kind, Node,
        ast::{Comparison, Condition, ConditionKind, Order, Quantity, Relation, RelationKind, TextEdge, Value},
        operators::{self, Meaning},
    },
};

/// The first condition among a node's children.
pub(super) fn condition_of(node: Node<'_>) -> Condition {
    optional_condition(node).unwrap_or_else(|| missing(node.span()))
}

/// The first condition among a node's children, if there is one.
pub(super) fn optional_condition(node: Node<'_>) -> Option<Condition> {
    node.child(Kind::condition).map(condition)
}

const fn missing(span: Span) -> Condition {
    Condition { span: Span::empty(span.end), kind: ConditionKind::Missing }
}

/// Terms joined by `and` and `or`; `and` binds first.
pub(super) fn condition(node: Node<'_>) -> Condition {
    let mut parts = node.parts();
    if let (Some(only), None) = (parts.next().filter(|part| part.kind() == Kind::term), parts.next()) {
        return term(only);
    }
    let mut alternatives = vec![Vec::new()];
    for part in node.parts() {
        let starts_alternative = match part.kind() {
            Kind::k_or => true,
            Kind::bad_and_or => !operators::means_and(part.text()),
            _ => false,
        };
        if starts_alternative {
            alternatives.push(Vec::new());
        } else if let Some(alternative) = alternatives.last_mut() {
            match part.kind() {
                Kind::term => alternative.push(term(part)),
                Kind::missing_condition => alternative.push(missing(part.span())),
                _ => {}
            }
        }
    }
    let alternatives = alternatives.into_iter().map(|terms| joined(terms, ConditionKind::And, node.span())).collect();
    joined(alternatives, ConditionKind::Or, node.span())
}

/// The one condition, or all of them joined.
fn joined(mut conditions: Vec<Condition>, join: fn(Vec<Condition>) -> ConditionKind, place: Span) -> Condition {
    match (conditions.first(), conditions.last()) {
        (Some(first), Some(last)) if conditions.len() > 1 => {
            Condition { span: first.span.to(last.span), kind: join(conditions) }
        }
        _ => conditions.pop().unwrap_or_else(|| missing(place)),
    }
}

fn term(node: Node<'_>) -> Condition {
    let negations = node.parts().filter(|part| matches!(part.kind(), Kind::k_not | Kind::bad_not)).count();
    let inner = node.parts().find_map(|part| match part.kind() {
        Kind::condition_block => Some(Condition { span: part.span(), kind: block(part) }),
        Kind::group => Some(Condition { span: part.span(), kind: condition_of(part).kind }),
        Kind::comparison => Some(Condition { span: part.span(), kind: ConditionKind::Test(comparison(part)) }),
        _ => None,
    });
    let inner = inner.unwrap_or_else(|| missing(node.span()));
    if negations % 2 == 1 { Condition { span: node.span(), kind: ConditionKind::Not(Box::new(inner)) } } else { inner }
}

fn block(node: Node<'_>) -> ConditionKind {
    let conditions = exactly(node.children_of(Kind::condition), condition);
    let quantifier = node.parts().next().and_then(|word| match word.kind() {
        Kind::k_any => Some("any"),
        Kind::k_none => Some("none"),
        Kind::bad_quantifier => operators::nearest_quantifier(word.text()),
        _ => None,
    });
    match quantifier {
        Some("any") => ConditionKind::Any(conditions),
        Some("none") => ConditionKind::None(conditions),
        _ => ConditionKind::All(conditions),
    }
}

fn comparison(node: Node<'_>) -> Comparison {
    let relation = node.parts().nth(1).and_then(|part| {
        let kind = relation(part)?;
        Some(Relation { operator: operator_span(part), kind })
    });
    Comparison { subject: value::value_of(node), relation }
}

/// From the first to the last word of the operator.
pub(in crate::syntax) fn operator_span(relation: Node<'_>) -> Span {
    let words = relation.parts().take_while(|part| !value::is_value(part.kind()));
    words.map(Node::span).reduce(Span::to).unwrap_or_else(|| Span::empty(relation.span().start))
}

fn relation(node: Node<'_>) -> Option<RelationKind> {
    let negated = node.has(Kind::k_not);
    let mut values = value::values(node);
    let mut next = || values.next().unwrap_or_else(|| value::missing(node.span()));
    Some(match node.kind() {
        Kind::is_relation => RelationKind::Is { negated, value: next() },
        Kind::was_relation => RelationKind::Was { negated, value: next() },
        Kind::order_relation => RelationKind::Order { order: order(node), value: next() },
        Kind::between_relation => RelationKind::Between { negated, low: next(), high: next() },
        Kind::last_relation => RelationKind::InTheLast { negated, duration: next() },
        Kind::in_relation => RelationKind::In { negated, value: next() },
        Kind::text_relation => {
            let exactly = node.has(Kind::k_exactly);
            RelationKind::Text { edge: edge(node), negated, quantity: quantity(node), exactly, value: next() }
        }
        Kind::match_relation => {
            let find = node.has(Kind::k_finds) || node.has(Kind::k_find);
            RelationKind::Matches { find, negated, value: next() }
        }
        Kind::fired_relation => RelationKind::HasFired { negated },
        Kind::has_relation => {
            RelationKind::Has { before: node.has(Kind::k_had), negated, quantity: quantity(node), value: next() }
        }
        Kind::ago_relation => RelationKind::Ago { more: node.has(Kind::k_more), negated, duration: next() },
        Kind::bad_relation => wrong_form(node, next)?,
        Kind::shouted_relation => {
            let word = node.child(Kind::shouted_operator)?.text().to_lowercase();
            from_meaning(operators::spelt_right(&word)?, next)
        }
        _ => return None,
    })
}

/// A wrong form whose meaning is sure.
fn wrong_form(node: Node<'_>, mut next: impl FnMut() -> Value) -> Option<RelationKind> {
    let operator = node.child(Kind::bad_operator).or_else(|| node.child(Kind::bad_between))?;
    let (_, meaning) = operators::reading(operator.text())?;
    if node.has(Kind::k_last)
        && let Meaning::In { negated } = meaning
    {
        return Some(RelationKind::InTheLast { negated, duration: next() });
    }
    if node.has(Kind::k_ago)
        && let Some(more) = operators::is_more(meaning)
    {
        return Some(RelationKind::Ago { more, negated: false, duration: next() });
    }
    Some(from_meaning(meaning, next))
}

fn from_meaning(meaning: Meaning, mut next: impl FnMut() -> Value) -> RelationKind {
    match meaning {
        Meaning::Is { negated } => RelationKind::Is { negated, value: next() },
        Meaning::Was { negated } => RelationKind::Was { negated, value: next() },
        Meaning::Order { order, negated } => {
            RelationKind::Order { order: if negated { operators::opposite(order) } else { order }, value: next() }
        }
        Meaning::Between { negated } => RelationKind::Between { negated, low: next(), high: next() },
        Meaning::In { negated } => RelationKind::In { negated, value: next() },
        Meaning::Text { edge, negated } => {
            RelationKind::Text { edge, negated, quantity: Quantity::One, exactly: false, value: next() }
        }
        Meaning::Matches { find, negated } => RelationKind::Matches { find, negated, value: next() },
        Meaning::Has { before, negated } => {
            RelationKind::Has { before, negated, quantity: Quantity::One, value: next() }
        }
    }
}

fn order(node: Node<'_>) -> Order {
    match node.child(Kind::order).map(Node::text) {
        Some("<") => Order::Less,
        Some("<=") => Order::LessOrEqual,
        Some(">=") => Order::GreaterOrEqual,
        _ => Order::Greater,
    }
}

fn edge(node: Node<'_>) -> TextEdge {
    if node.has(Kind::k_starts) || node.has(Kind::k_start) {
        TextEdge::Start
    } else if node.has(Kind::k_ends) || node.has(Kind::k_end) {
        TextEdge::End
    } else {
        TextEdge::Anywhere
    }
}

fn quantity(node: Node<'_>) -> Quantity {
    if node.has(Kind::k_any) {
        Quantity::Any
    } else if node.has(Kind::k_all) {
        Quantity::All
    } else if node.has(Kind::k_under) {
        Quantity::Under
    } else {
        Quantity::One
    }
}

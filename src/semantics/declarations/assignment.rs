//! `policy assignment`: who may take a conversation, who goes first, and what is done if nobody can.

use super::policies::{count, line_twice};
use crate::diagnostic::Span;
use crate::diagnostic::codes::policies;
use crate::ir::vocabulary::Holder;
use crate::semantics::types::Type;
use crate::semantics::{Checker, Reach};
use crate::syntax::ast::{self, ActionKind, ActionPart, AssignmentClause, Preference};

/// The agent that is being looked at.
const AGENT: &str = "agent";

/// Checks the policy.
pub fn check(checker: &mut Checker<'_>, policy: &ast::Assignment) {
    line_twice(checker, policy.clauses.iter().map(|(clause, span)| (name(clause), *span)));
    let mut before: Option<(i64, Span)> = None;
    for (clause, _) in &policy.clauses {
        match clause {
            AssignmentClause::Capacity(value) => count(checker, value, "how many conversations an agent has at a time"),
            AssignmentClause::InactiveCount(_) => {}
            AssignmentClause::AcceptWithin(value) => {
                checker.duration(value);
            }
            AssignmentClause::AgentsWhen(condition) => {
                checker.condition(condition, Reach::With(&[AGENT]));
            }
            AssignmentClause::PreferAgents(lines) => preferences(checker, lines, true),
            AssignmentClause::PreferConversations(lines) => preferences(checker, lines, false),
            AssignmentClause::IfNobody(after, actions) => {
                before = order(checker, after, before);
                for action in actions {
                    fallback(checker, action);
                }
            }
        }
    }
}

const fn name(clause: &AssignmentClause) -> Option<&'static str> {
    match clause {
        AssignmentClause::Capacity(_) => Some("capacity"),
        AssignmentClause::InactiveCount(_) => Some("inactive conversations"),
        AssignmentClause::AcceptWithin(_) => Some("accept within"),
        AssignmentClause::AgentsWhen(_) => Some("agents when"),
        AssignmentClause::PreferAgents(_) => Some("prefer agents"),
        AssignmentClause::PreferConversations(_) => Some("prefer conversations"),
        AssignmentClause::IfNobody(..) => None,
    }
}

fn preferences(checker: &mut Checker<'_>, lines: &[Preference], agents: bool) {
    for line in lines {
        match line {
            Preference::Highest(path, _) | Preference::Lowest(path, _) => sort_key(checker, path, agents),
            Preference::Condition(condition) => {
                let reach = if agents { Reach::With(&[AGENT]) } else { Reach::With(&[]) };
                checker.condition(condition, reach);
            }
        }
    }
}

fn sort_key(checker: &mut Checker<'_>, path: &ast::Path, agents: bool) {
    let Some((_, attribute)) = checker.attribute(path, false) else {
        return;
    };
    let of_agent = attribute.segments.first().is_some_and(|segment| segment.name == AGENT);
    let tells_apart = if agents { of_agent } else { matches!(attribute.holder, Holder::Conversation | Holder::User) };
    let message = if !attribute.value_type.is_ordered() {
        format!("`{}` is {}, which has no order", attribute.key, attribute.value_type)
    } else if !tells_apart {
        let whom = if agents { "agents" } else { "conversations" };
        format!("`{}` is the same for all {whom}", attribute.key)
    } else {
        return;
    };
    let help = if agents {
        "sort agents by a number, duration, time or enum of `agent`, such as `lowest agent.load`"
    } else {
        "sort conversations by a number, duration, time or enum of theirs, such as `lowest conversation.queued_at`"
    };
    let finding = checker.finding(&policies::UNSORTABLE, path.span, message).help(help);
    checker.push(finding);
}

fn order(checker: &mut Checker<'_>, after: &ast::Value, before: Option<(i64, Span)>) -> Option<(i64, Span)> {
    let Some(length) = checker.duration(after) else {
        return before;
    };
    if let Some((_, span)) = before.filter(|(known, _)| *known >= length) {
        let finding = checker
            .finding(&policies::FALLBACK_ORDER, after.span, "each `if nobody` comes later than the one before")
            .also(checker.at(span), "the one before")
            .help("write them in the order in which they come; what happens at one time stands in one line");
        checker.push(finding);
    }
    Some((length, after.span))
}

fn fallback(checker: &mut Checker<'_>, action: &ast::Action) {
    let ActionKind::Call(parts) = &action.kind else {
        not_a_fallback(checker, action.span);
        return;
    };
    let words: Vec<&str> = parts
        .iter()
        .map_while(|part| match part {
            ActionPart::Word(word) => Some(word.text.as_str()),
            _ => None,
        })
        .collect();
    let values: Vec<&ast::Value> = parts
        .iter()
        .skip(words.len())
        .filter_map(|part| match part {
            ActionPart::Value(value) => Some(value),
            _ => None,
        })
        .collect();
    match (words.as_slice(), values.as_slice()) {
        (["drop"], [ast::Value { kind: ast::ValueKind::Path(path), .. }]) => droppable(checker, path),
        (["move", "to", "group"], [group]) => {
            checker.literal(group, &Type::Group);
        }
        _ => not_a_fallback(checker, action.span),
    }
}

fn not_a_fallback(checker: &mut Checker<'_>, span: Span) {
    let finding = checker
        .finding(&policies::NOT_A_FALLBACK, span, "the policy cannot do that if nobody can take a conversation")
        .help("write `drop conversation.skills` or `move to group \"General\"`");
    checker.push(finding);
}

fn droppable(checker: &mut Checker<'_>, path: &ast::Path) {
    let Some((_, attribute)) = checker.attribute(path, false) else {
        return;
    };
    let is_list = matches!(attribute.value_type, Type::List(_));
    if is_list && attribute.holder == Holder::Conversation {
        return;
    }
    let message = format!("`{}` cannot be dropped", attribute.key);
    let finding = checker
        .finding(&policies::NOT_DROPPABLE, path.span, message)
        .help("only a list of the conversation can, such as `conversation.skills`");
    checker.push(finding);
}

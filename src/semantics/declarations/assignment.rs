//! `policy assignment`: who may take a conversation, who goes first, and what is done if nobody can.

use super::policies::{count, line_twice};
use crate::diagnostic::Span;
use crate::diagnostic::codes::policies;
use crate::ir::policy::{Accept, By, Fallback, FallbackStep, Preference};
use crate::ir::vocabulary::Holder;
use crate::ir::{Assignment, AttributeRead, Value};
use crate::semantics::types::Type;
use crate::semantics::vocabulary::Attribute;
use crate::semantics::{Checker, Reach};
use crate::syntax::ast::{self, ActionKind, ActionPart, AssignmentClause};

/// The agent that is being looked at.
const AGENT: &str = "agent";

/// Checks and compiles the policy; `head` is its first words.
pub fn compile(checker: &mut Checker<'_>, policy: &ast::Assignment, head: Span) -> Assignment {
    line_twice(checker, policy.clauses.iter().map(|(clause, span)| (name(clause), *span)));
    let mut before: Option<(i64, Span)> = None;
    let mut assignment = Assignment {
        place: checker.place(head),
        capacity: None,
        inactive_count: false,
        accept: Accept::AtOnce,
        agents: None,
        prefer_agents: Vec::new(),
        prefer_conversations: Vec::new(),
        fallbacks: Vec::new(),
    };
    for (clause, span) in &policy.clauses {
        match clause {
            AssignmentClause::Capacity(value) => {
                assignment.capacity = count(checker, value, "how many conversations an agent has at a time");
            }
            AssignmentClause::InactiveCount(counts) => assignment.inactive_count = *counts,
            AssignmentClause::Accept(way) => assignment.accept = accept(checker, way),
            AssignmentClause::AgentsWhen(condition) => {
                assignment.agents = checker.condition(condition, Reach::With(&[AGENT]));
            }
            AssignmentClause::PreferAgents(lines) => assignment.prefer_agents = preferences(checker, lines, true),
            AssignmentClause::PreferConversations(lines) => {
                assignment.prefer_conversations = preferences(checker, lines, false);
            }
            AssignmentClause::IfNobody(after, actions) => {
                before = order(checker, after, before);
                let steps = actions.iter().filter_map(|action| fallback(checker, action)).collect();
                let after = before.map_or(0, |(after, _)| after);
                assignment.fallbacks.push(Fallback { place: checker.place(*span), after, steps });
            }
        }
    }
    assignment
}

fn accept(checker: &mut Checker<'_>, way: &ast::Accept) -> Accept {
    match way {
        ast::Accept::Within(value) => checker.duration(value).map_or(Accept::AtOnce, Accept::Within),
        ast::Accept::ByAnyone => Accept::ByAnyone,
        ast::Accept::ByHand => Accept::ByHand,
        ast::Accept::Missing => Accept::AtOnce,
    }
}

const fn name(clause: &AssignmentClause) -> Option<&'static str> {
    match clause {
        AssignmentClause::Capacity(_) => Some("capacity"),
        AssignmentClause::InactiveCount(_) => Some("inactive conversations"),
        AssignmentClause::Accept(_) => Some("accept"),
        AssignmentClause::AgentsWhen(_) => Some("agents when"),
        AssignmentClause::PreferAgents(_) => Some("prefer agents"),
        AssignmentClause::PreferConversations(_) => Some("prefer conversations"),
        AssignmentClause::IfNobody(..) => None,
    }
}

fn preferences(checker: &mut Checker<'_>, lines: &[ast::Preference], agents: bool) -> Vec<Preference> {
    let compiled = lines.iter().map(|line| {
        let (by, span) = match line {
            ast::Preference::Highest(path, span) => (sort_key(checker, path, agents).map(By::Highest), *span),
            ast::Preference::Lowest(path, span) => (sort_key(checker, path, agents).map(By::Lowest), *span),
            ast::Preference::Condition(condition) => {
                let reach = if agents { Reach::With(&[AGENT]) } else { Reach::With(&[]) };
                (checker.condition(condition, reach).map(By::Condition), condition.span)
            }
        };
        by.map(|by| Preference { place: checker.place(span), by })
    });
    compiled.flatten().collect()
}

fn sort_key(checker: &mut Checker<'_>, path: &ast::Path, agents: bool) -> Option<AttributeRead> {
    let (read, attribute) = checker.attribute(path, false)?;
    let of_agent = attribute.segments.first().is_some_and(|segment| segment.name == AGENT);
    let tells_apart = if agents { of_agent } else { matches!(attribute.holder, Holder::Conversation | Holder::User) };
    let message = if !attribute.value_type.is_ordered() {
        format!("`{}` is {}, which has no order", attribute.key, attribute.value_type)
    } else if !tells_apart {
        let whom = if agents { "agents" } else { "conversations" };
        format!("`{}` is the same for all {whom}", attribute.key)
    } else {
        return Some(read);
    };
    let help = if agents {
        "sort agents by a number, duration, time or enum of `agent`, such as `lowest agent.load`"
    } else {
        "sort conversations by a number, duration, time or enum of theirs, such as `lowest conversation.queued_at`"
    };
    let finding = checker.finding(&policies::UNSORTABLE, path.span, message).help(help);
    checker.push(finding);
    None
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

fn fallback(checker: &mut Checker<'_>, action: &ast::Action) -> Option<FallbackStep> {
    let ActionKind::Call(parts) = &action.kind else {
        return not_a_fallback(checker, action.span);
    };
    let words = ActionPart::first_words(parts);
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
        (["move", "to", "group"], [group]) => match checker.literal(group, &Type::Group)? {
            Value::Text(name) => Some(FallbackStep::MoveToGroup(name.to_string())),
            _ => None,
        },
        _ => not_a_fallback(checker, action.span),
    }
}

fn not_a_fallback<T>(checker: &mut Checker<'_>, span: Span) -> Option<T> {
    let finding = checker
        .finding(&policies::NOT_A_FALLBACK, span, "the policy cannot do that if nobody can take a conversation")
        .help("write `drop conversation.skills` or `move to group \"General\"`");
    checker.push(finding);
    None
}

/// Whether the policy can drop it: only lists of the conversation.
pub fn is_droppable(attribute: &Attribute) -> bool {
    matches!(attribute.value_type, Type::List(_)) && attribute.holder == Holder::Conversation
}

fn droppable(checker: &mut Checker<'_>, path: &ast::Path) -> Option<FallbackStep> {
    let (_, attribute) = checker.attribute(path, false)?;
    if is_droppable(attribute) {
        return Some(FallbackStep::Drop(attribute.key.clone()));
    }
    let message = format!("`{}` cannot be dropped", attribute.key);
    let finding = checker
        .finding(&policies::NOT_DROPPABLE, path.span, message)
        .help("only a list of the conversation can, such as `conversation.skills`");
    checker.push(finding);
    None
}

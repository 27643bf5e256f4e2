//! `a is x or a is y` and `a in [x, y]` say the same.

use super::conditions::{Place, all};
use super::{At, Refactoring, RefactoringKind, has_comment};
use crate::diagnostic::{Edit, Span};
use crate::syntax::ast::{Condition, ConditionKind, RelationKind, Value, ValueKind};

/// Several comparisons of one attribute become a list.
pub(super) fn joined(at: &At<'_>) -> Option<Refactoring> {
    let found = all(at.ast);
    for each in found.iter().rev().filter(|each| at.is_in(each.condition.span)) {
        let (parts, negated, outside) = match &each.condition.kind {
            ConditionKind::Or(parts) | ConditionKind::Any(parts) => (parts, false, false),
            ConditionKind::And(parts) | ConditionKind::All(parts) => (parts, true, true),
            // Of a `none`, none of the parts holds.
            ConditionKind::None(parts) => (parts, false, true),
            _ => continue,
        };
        let Some((subject, values)) = same_subject(at, parts, negated) else { continue };
        if has_comment(at.text_of(each.condition.span)) {
            continue;
        }
        let not = if outside { "not " } else { "" };
        let list = format!("{subject} {not}in [{}]", values.join(", "));
        let edit = Edit { span: each.condition.span, text: list.clone() };
        return Some(at.offer(format!("write `{subject} {not}in [ … ]`"), RefactoringKind::Rewrite, vec![edit]));
    }
    None
}

/// What all parts compare, and with what.
fn same_subject(at: &At<'_>, parts: &[Condition], negated: bool) -> Option<(String, Vec<String>)> {
    let mut subject: Option<&str> = None;
    let mut values = Vec::new();
    for part in parts {
        let (own, more) = compared(at, part, negated)?;
        if subject.is_some_and(|subject| subject != own) {
            return None;
        }
        subject = Some(own);
        values.extend(more);
    }
    (parts.len() > 1).then_some(())?;
    let mut seen = Vec::new();
    values.retain(|value| {
        !seen.contains(value) && {
            seen.push(value.clone());
            true
        }
    });
    Some((subject?.to_owned(), values))
}

fn compared<'a>(at: &At<'a>, part: &Condition, negated: bool) -> Option<(&'a str, Vec<String>)> {
    let ConditionKind::Test(test) = &part.kind else { return None };
    let relation = test.relation.as_ref()?;
    let values: Vec<&Value> = match &relation.kind {
        RelationKind::Is { negated: own, value } if *own == negated && is_plain(at, value) => vec![value],
        RelationKind::In { negated: own, value } if *own == negated => match &value.kind {
            ValueKind::List(values) => values.iter().collect(),
            _ => return None,
        },
        _ => return None,
    };
    Some((at.text_of(test.subject.span), values.into_iter().map(|value| at.text_of(value.span).to_owned()).collect()))
}

/// Whether a value may stand in a list: no attribute, and none of the words that are no values.
fn is_plain(at: &At<'_>, value: &Value) -> bool {
    match &value.kind {
        ValueKind::Path(path) => {
            let word = at.text_of(value.span);
            path.bare_word().is_some() && !matches!(word, "known" | "unknown" | "true" | "false" | "open" | "closed")
        }
        ValueKind::Text(_) | ValueKind::Number(_) | ValueKind::Duration(_) | ValueKind::ClockTime(_) => true,
        ValueKind::Date(_) | ValueKind::Percentage(_) => true,
        _ => false,
    }
}

/// A list becomes several comparisons.
pub(super) fn apart(at: &At<'_>) -> Option<Refactoring> {
    let found = all(at.ast);
    let here = found.iter().rev().find(|each| at.is_in(each.condition.span))?;
    let ConditionKind::Test(test) = &here.condition.kind else { return None };
    let RelationKind::In { negated, value } = &test.relation.as_ref()?.kind else { return None };
    let ValueKind::List(values) = &value.kind else { return None };
    if values.len() < 2 || has_comment(at.text_of(here.condition.span)) {
        return None;
    }
    let subject = at.text_of(test.subject.span);
    let (is, word) = if *negated { ("is not", "and") } else { ("is", "or") };
    let parts: Vec<String> = values.iter().map(|value| format!("{subject} {is} {}", at.text_of(value.span))).collect();
    let text = match (here.place, negated) {
        (Place::Part, _) => format!("({})", parts.join(&format!(" {word} "))),
        (_, true) => format!("all {{\n{}\n}}", parts.join("\n")),
        (_, false) => format!("any {{\n{}\n}}", parts.join("\n")),
    };
    let edit = Edit { span: Span::new(here.condition.span.start, here.condition.span.end), text };
    Some(at.offer(format!("write one `{is}` for each value"), RefactoringKind::Rewrite, vec![edit]))
}

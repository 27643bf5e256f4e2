//! A condition, or some lines of a block, get a name: `condition NAME when …`.

use super::conditions::{Found, all};
use super::{At, Refactoring, RefactoringKind};
use crate::diagnostic::{Edit, Span};
use crate::semantics::names::Kind;
use crate::syntax::ast::{Condition, ConditionKind, DeclarationKind};

pub(super) fn extract(at: &At<'_>) -> Option<Refactoring> {
    // What only tests ask for is used by nothing.
    let is_of_a_test = |kind: &DeclarationKind| matches!(kind, DeclarationKind::Test(_) | DeclarationKind::Scenario(_));
    if at.ast.declarations.iter().any(|each| at.is_in(each.span) && is_of_a_test(&each.kind)) {
        return None;
    }
    let found = all(at.ast);
    let (span, written) = lines(at, &found).or_else(|| one(at, &found))?;
    let name = at.name_for(Kind::Condition, &words(&written), "condition");
    let declaration = format!("\n\ncondition {name} when {written}");
    let edits = vec![Edit { span, text: name.clone() }, Edit { span: at.below(span), text: declaration }];
    Some(at.offer(format!("give this condition a name: `{name}`"), RefactoringKind::Extract, edits))
}

/// The smallest condition that holds the part, unless it has a name already or is all of what has one.
fn one(at: &At<'_>, found: &[Found<'_>]) -> Option<(Span, String)> {
    let here = found.iter().rev().find(|each| at.is_in(each.condition.span))?;
    if is_named(here.condition) || matches!(here.condition.kind, ConditionKind::Missing) || is_declared(at, here) {
        return None;
    }
    Some((here.condition.span, at.text_of(here.condition.span).to_owned()))
}

/// Several lines of an `all`, an `any` or a `none` that are selected.
fn lines(at: &At<'_>, found: &[Found<'_>]) -> Option<(Span, String)> {
    if at.span.start == at.span.end {
        return None;
    }
    let touched = |part: &&Condition| part.span.start < at.span.end && at.span.start < part.span.end;
    let block = found.iter().rev().find(|each| at.is_in(each.condition.span))?;
    let (word, parts) = match &block.condition.kind {
        ConditionKind::All(parts) => ("all", parts),
        ConditionKind::Any(parts) | ConditionKind::None(parts) => ("any", parts),
        _ => return None,
    };
    let chosen: Vec<&Condition> = parts.iter().filter(touched).collect();
    let (first, last) = (chosen.first()?, chosen.last()?);
    // A selection of one line is that line, and of all of them the block.
    if chosen.len() < 2 || chosen.len() == parts.len() {
        return None;
    }
    let span = first.span.to(last.span);
    Some((span, format!("{word} {{\n{}\n}}", at.text_of(span))))
}

pub(super) fn is_named(condition: &Condition) -> bool {
    matches!(&condition.kind, ConditionKind::Test(test) if test.relation.is_none())
}

/// Whether it is all that a named condition says.
fn is_declared(at: &At<'_>, found: &Found<'_>) -> bool {
    at.ast.declarations.iter().any(|declaration| match &declaration.kind {
        DeclarationKind::Condition(named) => named.condition.span == found.condition.span,
        _ => false,
    })
}

/// What a name can be made of: without the first words of attributes and what only joins.
fn words(written: &str) -> String {
    let words = written
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '{' | '}' | '(' | ')' | '[' | ']' | '"'));
    let words =
        words.filter(|word| !matches!(*word, "all" | "any" | "none" | "is" | "the" | "true" | "")).map(|word| {
            word.split_once('.')
                .filter(|(first, _)| first.chars().all(|letter| letter.is_ascii_lowercase()))
                .map_or(word, |(_, rest)| rest)
        });
    words.collect::<Vec<_>>().join(" ")
}

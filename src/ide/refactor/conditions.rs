//! All conditions of a file, and where each stands.

use crate::syntax::ast::{
    AfterBase, Clause, ClauseKind, Condition, ConditionKind, Declaration, DeclarationKind, Expectation, File, Step,
    StepKind,
};

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is all of a `when`, a `while`, an `expect`, a named condition.
    Whole,
    /// It is a line of a block.
    Line,
    /// It is a part of a line, with `and`, `or` or `not` beside it.
    Part,
}

/// A condition with where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub condition: &'a Condition,
    pub place: Place,
}

/// All of a file, those that hold others before them.
pub(super) fn all(file: &File) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    for whole in file.declarations.iter().flat_map(wholes) {
        walk(whole, Place::Whole, &mut found);
    }
    found
}

fn walk<'a>(condition: &'a Condition, place: Place, found: &mut Vec<Found<'a>>) {
    found.push(Found { condition, place });
    let within = if place == Place::Part { Place::Part } else { Place::Line };
    match &condition.kind {
        ConditionKind::All(parts) | ConditionKind::Any(parts) | ConditionKind::None(parts) => {
            parts.iter().for_each(|part| walk(part, within, found));
        }
        ConditionKind::And(parts) | ConditionKind::Or(parts) => {
            parts.iter().for_each(|part| walk(part, Place::Part, found));
        }
        ConditionKind::Not(inner) => walk(inner, Place::Part, found),
        ConditionKind::Test(_) | ConditionKind::Missing => {}
    }
}

fn wholes(declaration: &Declaration) -> Vec<&Condition> {
    match &declaration.kind {
        DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => {
            rule.clauses.iter().filter_map(of_clause).collect()
        }
        DeclarationKind::Condition(named) => vec![&named.condition],
        DeclarationKind::Test(test) => of_steps(&test.steps),
        _ => Vec::new(),
    }
}

const fn of_clause(clause: &Clause) -> Option<&Condition> {
    match &clause.kind {
        ClauseKind::When(condition) => Some(condition),
        ClauseKind::After(after) => match &after.base {
            AfterBase::While(condition) => Some(condition),
            _ => None,
        },
        ClauseKind::At(at) => at.condition.as_ref(),
        _ => None,
    }
}

fn of_steps(steps: &[Step]) -> Vec<&Condition> {
    let found = steps.iter().flat_map(|step| match &step.kind {
        StepKind::Expect(Expectation::Holds(condition)) | StepKind::ExpectIn(_, Expectation::Holds(condition)) => {
            vec![condition]
        }
        StepKind::Repeat { steps, .. } => of_steps(steps),
        _ => Vec::new(),
    });
    found.collect()
}

//! What the three policies have in common, and that there is one of each at most.

use rust_decimal::Decimal;

use super::{assignment, capacity_release, wait_time};
use crate::diagnostic::codes::policies;
use crate::diagnostic::{Finding, Location, Span};
use crate::ir::Value;
use crate::semantics::names::Declared;
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast;

/// Checks all policies of a book.
pub fn check(context: &Context<'_>, report: &mut Report) {
    let names = &context.names;
    one_of_a_kind(&names.capacity_releases, "capacity release", report);
    one_of_a_kind(&names.assignments, "assignment", report);
    one_of_a_kind(&names.wait_times, "wait time", report);
    for declared in &names.capacity_releases {
        capacity_release::check(&mut Checker::new(context, declared.file, report), declared.node, declared.span);
    }
    for declared in &names.assignments {
        assignment::check(&mut Checker::new(context, declared.file, report), declared.node);
    }
    for declared in &names.wait_times {
        wait_time::check(&mut Checker::new(context, declared.file, report), declared.node);
    }
}

fn one_of_a_kind<T>(declared: &[Declared<'_, T>], kind: &str, report: &mut Report) {
    let mut all = declared.iter().map(|policy| Location { file: policy.file, span: policy.span });
    let Some(first) = all.next() else {
        return;
    };
    for second in all {
        report.findings.push(
            Finding::new(&policies::TWO_POLICIES, second, format!("a book has one `policy {kind}`"))
                .also(first, "the first one is here")
                .help("keep one of them; if one comes with a `use`, take the `use` out"),
        );
    }
}

/// Reports each line whose kind was there before; a line without a kind may stand as often as it likes.
pub(super) fn line_twice(checker: &mut Checker<'_>, lines: impl Iterator<Item = (Option<&'static str>, Span)>) {
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for (kind, span) in lines {
        let Some(kind) = kind else {
            continue;
        };
        match seen.iter().find(|(known, _)| *known == kind) {
            Some((_, first)) => {
                let finding = checker
                    .finding(&policies::LINE_TWICE, span, format!("the line `{kind}` stands twice"))
                    .also(checker.at(*first), "first here")
                    .help("keep one of them");
                checker.push(finding);
            }
            None => seen.push((kind, span)),
        }
    }
}

/// Reports a number that is not whole, or less than 1. `what` says what it counts.
pub(super) fn count(checker: &mut Checker<'_>, value: &ast::Value, what: &str) {
    let Some(Value::Number(number)) = checker.literal(value, &Type::Number) else {
        return;
    };
    if number.is_integer() && number >= Decimal::ONE {
        return;
    }
    let finding = checker
        .finding(&policies::POLICY_VALUE, value.span, format!("`{number}` is not a whole number from 1 on"))
        .help(format!("this line says {what}"));
    checker.push(finding);
}

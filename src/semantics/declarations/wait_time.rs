//! `policy wait time`: windows, samples, percentages.

use rust_decimal::Decimal;

use super::policies::{count, line_twice};
use crate::diagnostic::codes::policies;
use crate::ir::Value;
use crate::semantics::Checker;
use crate::semantics::types::Type;
use crate::syntax::ast::{self, WaitTimeClause};

/// Checks the policy.
pub fn check(checker: &mut Checker<'_>, policy: &ast::WaitTime) {
    line_twice(checker, policy.clauses.iter().map(|(clause, span)| (Some(name(clause)), *span)));
    for (clause, _) in &policy.clauses {
        match clause {
            WaitTimeClause::Windows(windows) => check_windows(checker, windows),
            WaitTimeClause::Samples(value) => count(checker, value, "how many waits are enough"),
            WaitTimeClause::KnownWhenRouted(value) => {
                checker.duration(value);
            }
            WaitTimeClause::From(low, high) => check_percentages(checker, low, high),
        }
    }
}

const fn name(clause: &WaitTimeClause) -> &'static str {
    match clause {
        WaitTimeClause::Windows(_) => "windows",
        WaitTimeClause::Samples(_) => "samples",
        WaitTimeClause::KnownWhenRouted(_) => "known when routed",
        WaitTimeClause::From(..) => "from",
    }
}

fn check_windows(checker: &mut Checker<'_>, windows: &[ast::Value]) {
    let mut before: Option<(i64, &ast::Value)> = None;
    for window in windows {
        let Some(length) = checker.duration(window) else {
            continue;
        };
        if let Some((_, shorter)) = before.filter(|(known, _)| *known >= length) {
            let finding = checker
                .finding(&policies::WINDOW_ORDER, window.span, "each window is longer than the one before")
                .also(checker.at(shorter.span), "the one before")
                .help("the first window with enough samples is taken, so a shorter one behind it is never looked at");
            checker.push(finding);
        }
        before = Some((length, window));
    }
}

fn check_percentages(checker: &mut Checker<'_>, low: &ast::Value, high: &ast::Value) {
    let (from, to) = (percentage(checker, low), percentage(checker, high));
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        let span = low.span.to(high.span);
        let finding = checker
            .finding(&policies::PERCENTAGES, span, "the first percentage is the lower one")
            .help("write them in order, such as `from 50% to 90%`");
        checker.push(finding);
    }
}

fn percentage(checker: &mut Checker<'_>, value: &ast::Value) -> Option<Decimal> {
    let Some(Value::Percentage(number)) = checker.literal(value, &Type::Percentage) else {
        return None;
    };
    if (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&number) {
        return Some(number);
    }
    let finding = checker
        .finding(&policies::PERCENTAGES, value.span, format!("`{number}%` of the waits is more than all of them"))
        .help("write percentages from `0%` to `100%`");
    checker.push(finding);
    None
}

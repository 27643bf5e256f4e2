//! `policy wait time`: windows, samples, percentages.

use rust_decimal::Decimal;

use crate::diagnostic::codes::policies;
use crate::diagnostic::{FileId, Finding, Location};
use crate::syntax::ast;

use super::{once, values};

/// Checks the policy.
pub fn check(policy: &ast::WaitTime, file: FileId) -> Vec<Finding> {
    let mut findings = Vec::new();
    once::check(policy.clauses.iter().map(|(clause, span)| (Some(name(clause)), *span)), file, &mut findings);
    for (clause, _) in &policy.clauses {
        match clause {
            ast::WaitTimeClause::Windows(windows) => check_windows(windows, file, &mut findings),
            ast::WaitTimeClause::Samples(value) => {
                values::count(value, "samples", file, &mut findings);
            }
            ast::WaitTimeClause::KnownWhenRouted(value) => {
                values::some_time(value, file, &mut findings);
            }
            ast::WaitTimeClause::From(low, high) => check_percentages(low, high, file, &mut findings),
        }
    }
    findings
}

const fn name(clause: &ast::WaitTimeClause) -> &'static str {
    match clause {
        ast::WaitTimeClause::Windows(_) => "windows",
        ast::WaitTimeClause::Samples(_) => "samples",
        ast::WaitTimeClause::KnownWhenRouted(_) => "known when routed",
        ast::WaitTimeClause::From(..) => "from",
    }
}

fn check_windows(windows: &[ast::Value], file: FileId, findings: &mut Vec<Finding>) {
    let mut before: Option<(i64, &ast::Value)> = None;
    for window in windows {
        let Some(length) = values::some_time(window, file, findings) else {
            continue;
        };
        if let Some((_, shorter)) = before.filter(|(known, _)| *known >= length) {
            findings.push(
                Finding::new(
                    &policies::WINDOW_ORDER,
                    Location { file, span: window.span },
                    "each window is longer than the one before",
                )
                .also(Location { file, span: shorter.span }, "the one before")
                .help("the first window with enough samples is taken, so a shorter one behind it is never looked at"),
            );
        }
        before = Some((length, window));
    }
}

fn check_percentages(low: &ast::Value, high: &ast::Value, file: FileId, findings: &mut Vec<Finding>) {
    let low_number = percentage(low, file, findings);
    let high_number = percentage(high, file, findings);
    if let (Some(from), Some(to)) = (low_number, high_number)
        && from >= to
    {
        findings.push(
            Finding::new(
                &policies::PERCENTAGES,
                Location { file, span: low.span.to(high.span) },
                "the first percentage is the lower one",
            )
            .help("write them in order, such as `from 50% to 90%`"),
        );
    }
}

fn percentage(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<Decimal> {
    let number = values::percentage(value, file, findings)?;
    if number <= Decimal::ONE_HUNDRED {
        return Some(number);
    }
    findings.push(
        Finding::new(
            &policies::PERCENTAGES,
            Location { file, span: value.span },
            format!("`{number}%` of the waits is more than all of them"),
        )
        .help("write percentages from `0%` to `100%`"),
    );
    None
}

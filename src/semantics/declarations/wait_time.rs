//! `policy wait time`: windows, samples, percentages.

use rust_decimal::Decimal;

use super::policies::{count, line_twice};
use crate::diagnostic::Span;
use crate::diagnostic::codes::policies;
use crate::ir::{Value, WaitTime};
use crate::semantics::Checker;
use crate::semantics::types::Type;
use crate::syntax::ast::{self, WaitTimeClause};

/// What is taken where the policy does not say: the windows of a vendor's estimate, and how much data it asks for.
const WINDOWS: [i64; 3] = [10 * MINUTE, 2 * HOUR, 21 * DAY];
const SAMPLES: u32 = 5;
const KNOWN_WITHIN: i64 = 7 * DAY;
const FROM: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
const TO: Decimal = Decimal::from_parts(90, 0, 0, false, 0);

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Checks and compiles the policy; `head` is its first words.
pub fn compile(checker: &mut Checker<'_>, policy: &ast::WaitTime, head: Span) -> WaitTime {
    let mut wait = WaitTime {
        place: checker.place(head),
        windows: WINDOWS.to_vec(),
        samples: SAMPLES,
        known_within: KNOWN_WITHIN,
        from: FROM,
        to: TO,
    };
    line_twice(checker, policy.clauses.iter().map(|(clause, span)| (Some(name(clause)), *span)));
    for (clause, _) in &policy.clauses {
        match clause {
            WaitTimeClause::Windows(windows) => wait.windows = check_windows(checker, windows),
            WaitTimeClause::Samples(value) => {
                wait.samples = count(checker, value, "how many waits are enough").unwrap_or(SAMPLES);
            }
            WaitTimeClause::KnownWhenRouted(value) => {
                wait.known_within = checker.duration(value).unwrap_or(KNOWN_WITHIN);
            }
            WaitTimeClause::From(low, high) => {
                (wait.from, wait.to) = check_percentages(checker, low, high).unwrap_or((FROM, TO));
            }
        }
    }
    wait
}

const fn name(clause: &WaitTimeClause) -> &'static str {
    match clause {
        WaitTimeClause::Windows(_) => "windows",
        WaitTimeClause::Samples(_) => "samples",
        WaitTimeClause::KnownWhenRouted(_) => "known when routed",
        WaitTimeClause::From(..) => "from",
    }
}

fn check_windows(checker: &mut Checker<'_>, windows: &[ast::Value]) -> Vec<i64> {
    let mut lengths = Vec::new();
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
        lengths.push(length);
    }
    lengths
}

fn check_percentages(checker: &mut Checker<'_>, low: &ast::Value, high: &ast::Value) -> Option<(Decimal, Decimal)> {
    let (from, to) = (percentage(checker, low), percentage(checker, high));
    let (from, to) = (from?, to?);
    if from >= to {
        let span = low.span.to(high.span);
        let finding = checker
            .finding(&policies::PERCENTAGES, span, "the first percentage is the lower one")
            .help("write them in order, such as `from 50% to 90%`");
        checker.push(finding);
    }
    Some((from, to))
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

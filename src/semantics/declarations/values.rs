//! Values in policies that are no facts: durations, counts, percentages.

use rust_decimal::Decimal;

use super::literals;
use crate::diagnostic::codes::policies;
use crate::diagnostic::{FileId, Finding, Location};
use crate::syntax::ast;

fn not_a(what: &str, example: &str, value: &ast::Value, file: FileId) -> Finding {
    Finding::new(
        &policies::POLICY_VALUE,
        Location { file, span: value.span },
        format!("this is not {}", what.trim_end_matches(',')),
    )
    .help(format!("write {what}, such as `{example}`"))
}

/// Milliseconds.
pub fn duration(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<i64> {
    let millis = match &value.kind {
        ast::ValueKind::Missing => return None,
        ast::ValueKind::Duration(text) => literals::duration(text),
        _ => None,
    };
    if millis.is_none() {
        findings.push(not_a("a duration", "5m", value, file));
    }
    millis
}

/// Milliseconds, more than none.
pub fn some_time(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<i64> {
    let millis = duration(value, file, findings)?;
    if millis > 0 {
        return Some(millis);
    }
    findings.push(not_a("a duration longer than nothing", "5m", value, file));
    None
}

/// A whole number from 1 on.
pub fn count(value: &ast::Value, of_what: &str, file: FileId, findings: &mut Vec<Finding>) -> Option<u32> {
    let number = match &value.kind {
        ast::ValueKind::Missing => return None,
        ast::ValueKind::Number(text) => text.parse::<u32>().ok().filter(|number| *number > 0),
        _ => None,
    };
    if number.is_none() {
        findings.push(not_a(&format!("a whole number of {of_what}, from 1 on,"), "5", value, file));
    }
    number
}

/// The number before the sign.
pub fn percentage(value: &ast::Value, file: FileId, findings: &mut Vec<Finding>) -> Option<Decimal> {
    let number = match &value.kind {
        ast::ValueKind::Missing => return None,
        ast::ValueKind::Percentage(text) => text.trim_end_matches('%').parse::<Decimal>().ok(),
        _ => None,
    };
    if number.is_none() {
        findings.push(not_a("a percentage", "50%", value, file));
    }
    number
}

//! Conditions: from what is written to what the engine evaluates.

mod comparisons;
mod extent;
mod lists;
pub(super) mod named;
mod pattern_size;
mod patterns;
mod several;
mod subjects;
mod times;

use super::checker::{Checker, Reach};
use crate::diagnostic::Span;
use crate::diagnostic::codes::types;
use crate::ir::{Condition, Test};
use crate::syntax::ast::{self, ConditionKind};
use extent::DEEPEST;
pub use extent::Extent;
pub use named::{Conditions, Named};

impl Checker<'_> {
    /// A condition, of which everything that it reads, through named conditions too, must be in `reach`.
    pub fn condition(&mut self, condition: &ast::Condition, reach: Reach<'_>) -> Option<Condition> {
        let compiled = self.lower(condition)?;
        let complaint = if depth(&compiled) > DEEPEST {
            Some(format!("nests more than {DEEPEST} deep"))
        } else {
            Extent::of(&compiled, &self.context.extents).complaint()
        };
        if let Some(complaint) = complaint {
            let finding = self
                .finding(&types::TOO_DEEP, condition.span, format!("this condition {complaint}"))
                .help("give parts of it names: `condition vip when …`");
            self.push(finding);
            return None;
        }
        self.reaches(&compiled, reach);
        Some(compiled)
    }

    /// Parts that are wrong are left out, so that the others are still checked.
    fn lower(&mut self, condition: &ast::Condition) -> Option<Condition> {
        let test = match &condition.kind {
            ConditionKind::Missing => return None,
            ConditionKind::All(parts) => Test::All(self.parts(parts, true)?),
            ConditionKind::Any(parts) => Test::Any(self.parts(parts, false)?),
            ConditionKind::And(parts) => Test::All(self.joined(parts, true)?),
            ConditionKind::Or(parts) => Test::Any(self.joined(parts, false)?),
            ConditionKind::None(parts) => {
                let parts = self.parts(parts, false)?;
                return Some(
                    self.not(condition.span, one_or(parts, |parts| self.test(condition.span, Test::Any(parts)))),
                );
            }
            ConditionKind::Not(inner) => {
                let inner = self.lower(inner)?;
                return Some(self.not(condition.span, inner));
            }
            ConditionKind::Test(comparison) => return self.comparison(comparison, condition.span),
        };
        let place = self.place(condition.span);
        Some(match test {
            Test::All(parts) => one_or(parts, |parts| Condition { place, test: Test::All(parts) }),
            Test::Any(parts) => one_or(parts, |parts| Condition { place, test: Test::Any(parts) }),
            test => Condition { place, test },
        })
    }

    fn joined(&mut self, parts: &[ast::Condition], all: bool) -> Option<Vec<Condition>> {
        let asking = self.without_values(parts, all);
        self.parts(asking, all)
    }

    /// The parts; those that say the same with other words (`and` in `all`) are taken up into the outer one.
    fn parts<'c>(&mut self, parts: impl IntoIterator<Item = &'c ast::Condition>, all: bool) -> Option<Vec<Condition>> {
        let mut flat = Vec::new();
        for part in parts {
            let Some(part) = self.lower(part) else {
                continue;
            };
            match part {
                Condition { test: Test::All(inner), .. } if all => flat.extend(inner),
                Condition { test: Test::Any(inner), .. } if !all => flat.extend(inner),
                other => flat.push(other),
            }
        }
        (!flat.is_empty()).then_some(flat)
    }

    pub(super) fn test(&self, span: Span, test: Test) -> Condition {
        Condition { place: self.place(span), test }
    }

    fn not(&self, span: Span, inner: Condition) -> Condition {
        self.test(span, Test::Not(Box::new(inner)))
    }

    /// The test, or its opposite.
    fn maybe_not(&self, span: Span, negated: bool, test: Test) -> Condition {
        let plain = self.test(span, test);
        if negated { self.not(span, plain) } else { plain }
    }
}

fn one_or(mut parts: Vec<Condition>, several: impl FnOnce(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            several(parts)
        }
        None => several(parts),
    }
}

/// How deep a condition nests as it is written; 1 for a single test.
fn depth(condition: &Condition) -> usize {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => 1 + parts.iter().map(depth).max().unwrap_or(0),
        Test::Not(inner) => 1 + depth(inner),
        _ => 1,
    }
}

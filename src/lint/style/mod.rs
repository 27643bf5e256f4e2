//! `11xx`: how a book reads to those who keep it.

mod long_condition;
mod missing_docs;
mod missing_title;
mod naming;
mod repeated_condition;
mod same_title;

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[
    &naming::LINT,
    &missing_docs::LINT,
    &missing_title::LINT,
    &same_title::LINT,
    &long_condition::LINT,
    &repeated_condition::LINT,
];

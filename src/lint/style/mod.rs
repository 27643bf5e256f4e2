//! `11xx`: how a book reads to those who keep it.

mod missing_docs;
mod naming;

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[&naming::LINT, &missing_docs::LINT];

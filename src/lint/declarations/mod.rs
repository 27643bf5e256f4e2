//! `071x`, `072x`: what stands in a book to no use.

mod never_activated;
mod same_declaration;

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[&never_activated::LINT, &same_declaration::LINT];

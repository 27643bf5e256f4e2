//! `071x`, `072x`: what stands in a book to no use.

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[];

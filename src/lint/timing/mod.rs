//! `09xx`: when and how often something happens.

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[];

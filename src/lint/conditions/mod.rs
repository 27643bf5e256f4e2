//! `08xx`: conditions, and rules that get in each other's way.

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[];

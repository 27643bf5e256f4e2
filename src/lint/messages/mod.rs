//! `10xx`: what customers read, and where.

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[];

//! `062x`, `063x`: rules without tests, tests without sense.

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[];

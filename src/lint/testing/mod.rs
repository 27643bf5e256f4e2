//! `062x`, `063x`: rules without tests, tests without sense.

mod nothing_happens;
mod same_test;
mod untested;
mod vacuous_expectation;

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] =
    &[&untested::LINT, &vacuous_expectation::LINT, &same_test::LINT, &nothing_happens::LINT];

//! `E06xx`, `W06xx`: tests.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

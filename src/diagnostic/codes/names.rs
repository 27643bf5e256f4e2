//! `E02xx`, `W02xx`: names that are unknown, double, unused or out of place.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

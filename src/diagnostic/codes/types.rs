//! `E03xx`, `W03xx`: types, units, optional values.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

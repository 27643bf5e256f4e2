//! `E05xx`, `W05xx`: policies and lifecycles.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

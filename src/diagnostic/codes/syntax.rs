//! `E01xx`, `W01xx`: the form of a file.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

//! `A0xxx`: advice.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

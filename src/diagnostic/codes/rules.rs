//! `E04xx`, `W04xx`: triggers, automations, schedules, messages.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[];

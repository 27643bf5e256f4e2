//! Facts by their keys.

use litemap::LiteMap;

use crate::ir::{Name, Value};

/// Facts by their keys: `user.name`, `group("Billing").status`. A fact that is not in it has its default or is unknown.
///
/// In a key, the arguments stand as JSON strings; so `"` and `\` in a name are escaped.
///
/// A sorted vector: a conversation has few facts, so that it is smaller than any tree and found as fast, and two of them are gone
/// through side by side.
pub type Facts = LiteMap<Name, Value>;

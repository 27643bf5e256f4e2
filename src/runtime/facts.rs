//! Facts by their keys.

use std::borrow::Cow;

use super::SortedMap;
use crate::ir::{Name, Value};

/// Facts by their keys: `user.name`, `group("Billing").status`. A fact that is not in it has its default or is unknown.
///
/// In a key, the arguments stand as JSON strings; so `"` and `\` in a name are escaped.
pub type Facts = SortedMap<Name, Value>;

/// A fact that has changed, with what it was before; `None` if it was not there.
pub(crate) type Overwritten<'a> = (Cow<'a, Name>, Option<Value>);

/// As [`Overwritten`], where the key is its own.
pub(crate) type Former = (Name, Option<Value>);

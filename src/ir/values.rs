//! Lists of values that are cheap to copy.

use std::fmt;
use std::ops::Deref;

use ecow::EcoVec;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Value;

/// The members of a list: once made it is handed about, never changed. A clone is the same list, not a copy.
///
/// As JSON a list. It is equal to and ordered as the plain list that it is.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Values(EcoVec<Value>);

impl Values {
    /// Without members, with room for so many.
    pub(crate) fn with_capacity(members: usize) -> Self {
        Self(EcoVec::with_capacity(members))
    }

    /// Puts a member behind the others.
    #[inline]
    pub(crate) fn push(&mut self, value: Value) {
        self.0.push(value);
    }
}

impl Deref for Values {
    type Target = [Value];

    #[inline]
    fn deref(&self) -> &[Value] {
        &self.0
    }
}

impl From<Vec<Value>> for Values {
    fn from(values: Vec<Value>) -> Self {
        Self(values.into())
    }
}

impl From<&[Value]> for Values {
    fn from(values: &[Value]) -> Self {
        Self(values.into())
    }
}

impl FromIterator<Value> for Values {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl IntoIterator for Values {
    type Item = Value;
    type IntoIter = ecow::vec::IntoIter<Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Values {
    type Item = &'a Value;
    type IntoIter = std::slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self).finish()
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Values {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Vec::<Value>::schema_name()
    }

    fn inline_schema() -> bool {
        Vec::<Value>::inline_schema()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<Value>::json_schema(generator)
    }
}

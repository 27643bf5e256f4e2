//! Names that are shared instead of copied.

use arcstr::ArcStr;

use super::plain_text::implement_plain_text;

/// The key of a fact, the id of a rule, a word of the vocabulary: a text that is handed about much and never changed. A clone of it
/// is the same text, not a copy.
///
/// As JSON a text. It is equal to, ordered and looked up as the plain text that it is.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(ArcStr);

implement_plain_text!(Name);

impl Name {
    /// The plain text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the two are one text in memory: a quick way to see that they are equal, not that they differ.
    #[must_use]
    #[inline]
    pub fn is_same(&self, other: &Self) -> bool {
        ArcStr::ptr_eq(&self.0, &other.0)
    }

    /// Keeps the text in memory to the end of the process: from now on nobody counts by how many it is shared.
    pub(crate) fn keep(&self) {
        self.0.leak();
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&Self> for Name {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_kept_is_shared_as_before() {
        let name = Name::from("conversation.tags".to_owned());
        let before = name.clone();
        name.keep();
        let after = name.clone();
        drop(name);
        assert!(before.is_same(&after));
        assert_eq!(after, "conversation.tags");
    }
}

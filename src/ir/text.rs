//! Texts that are cheap to copy.

use std::borrow::Cow;

use ecow::EcoString;

use super::plain_text::implement_plain_text;

/// The text of a [`Value`](super::Value): as others hand it about, never changed. One of up to 15 bytes lies where the value does;
/// a clone of a longer one is the same text, not a copy.
///
/// As JSON a text. It is equal to, ordered and looked up as the plain text that it is.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(EcoString);

implement_plain_text!(Text);

impl Text {
    /// The plain text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it lies somewhere else in memory, and only shared here: only long ones do.
    #[inline]
    pub(crate) fn is_elsewhere(&self) -> bool {
        !self.0.is_inline()
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Cow<'_, str>> for Text {
    #[inline(always)]
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

impl FromIterator<char> for Text {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        Self(chars.into_iter().collect())
    }
}

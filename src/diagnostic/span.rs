//! Where something stands in a file.

use std::fmt;

/// A range of bytes in one file: `start` included, `end` not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty range at `position`.
    #[must_use]
    pub const fn empty(position: u32) -> Self {
        Self { start: position, end: position }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What is between the quotation marks of a text.
    #[must_use]
    pub const fn within_marks(self) -> Self {
        if self.end - self.start < 2 { self } else { Self { start: self.start + 1, end: self.end - 1 } }
    }

    /// Whether `position` lies inside or at the end.
    #[must_use]
    pub const fn touches(self, position: u32) -> bool {
        self.start <= position && position <= self.end
    }

    /// The text of this range; empty if it does not lie in `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.start, self.end)
    }
}

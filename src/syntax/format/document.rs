//! What is to be written, before it is known where the lines break.

use std::borrow::Cow;

/// A piece of a file.
#[derive(Debug)]
pub(super) enum Doc<'text> {
    /// Characters of one line.
    Text(Cow<'text, str>),
    /// Other characters in a group that stands on one line than in one that does not.
    Choice { flat: &'static str, broken: &'static str },
    /// A new line; or in a group on one line, these characters. Without them, its groups cannot stand on one line.
    Line { flat: Option<&'static str>, blank: Blank },
    /// A blank; or a new line one step further in, if what follows up to the next one does not fit.
    Wrap,
    /// A comment at the end of the line. Whatever follows goes to the next line.
    Comment(&'text str),
    /// One after the other.
    Sequence(Vec<Self>),
    /// New lines in it begin one step further in.
    Indented(Box<Self>),
    /// Stands on one line if it can and fits.
    Group(Box<Self>),
}

/// Whether there is a blank line before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
    No,
    Yes,
}

impl<'text> Doc<'text> {
    pub(super) const NOTHING: Self = Self::Sequence(Vec::new());

    pub(super) const fn text(text: &'text str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A new line in any case.
    pub(super) const fn new_line() -> Self {
        Self::Line { flat: None, blank: Blank::No }
    }

    pub(super) fn indented(docs: Vec<Self>) -> Self {
        Self::Indented(Box::new(Self::Sequence(docs)))
    }

    pub(super) fn group(docs: Vec<Self>) -> Self {
        Self::Group(Box::new(Self::Sequence(docs)))
    }
}

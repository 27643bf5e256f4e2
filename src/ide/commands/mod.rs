//! What an editor's commands ask of a book, as far as its text tells.

mod tests;

pub(super) use tests::plain;
pub use tests::{ListedRow, ListedTest, TestKind, tests};

use crate::diagnostic::{FileId, Location, Span};
use crate::ir::Place;

/// The place of a compiled book in the files of its analysis.
#[must_use]
pub const fn location(place: Place) -> Location {
    Location { file: FileId(place.file), span: Span::new(place.start, place.end) }
}

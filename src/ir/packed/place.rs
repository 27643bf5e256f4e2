//! Places in few bytes: each by its distance to the one before.

use crate::ir::Place;

/// A place, as how far it is from the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Distance {
    /// `None` if it is in the same file.
    pub(super) file: Option<u32>,
    /// From the start of the last one.
    pub(super) start: i64,
    /// From its own start to its end.
    pub(super) length: i64,
    /// From the line of the last one.
    pub(super) line: i64,
    pub(super) column: u32,
}

impl Distance {
    pub(super) fn between(last: Place, place: Place) -> Self {
        Self {
            file: (place.file != last.file).then_some(place.file),
            start: i64::from(place.start) - i64::from(last.start),
            length: i64::from(place.end) - i64::from(place.start),
            line: i64::from(place.line) - i64::from(last.line),
            column: place.column,
        }
    }

    /// The place so far from the last one; `None` if there is none.
    pub(super) fn from(self, last: Place) -> Option<Place> {
        let start = i64::from(last.start).checked_add(self.start)?;
        Some(Place {
            file: self.file.unwrap_or(last.file),
            start: u32::try_from(start).ok()?,
            end: u32::try_from(start.checked_add(self.length)?).ok()?,
            line: u32::try_from(i64::from(last.line).checked_add(self.line)?).ok()?,
            column: self.column,
        })
    }
}

//! Where findings are, as people count: the lines of each file are found once.

use std::collections::BTreeMap;

use super::{Lines, Position};
use crate::diagnostic::{FileId, Location, Sources, Span};

/// The findings of one book, with the files that they speak of.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'a> {
    /// In reading order.
    pub list: &'a [crate::diagnostic::Finding],
    /// Their files.
    pub sources: &'a Sources,
}

/// Finds lines and columns in the files of one book.
#[derive(Debug)]
pub(super) struct Places<'a> {
    sources: &'a Sources,
    lines: BTreeMap<FileId, Lines<'a>>,
}

impl<'a> Places<'a> {
    pub(super) const fn new(sources: &'a Sources) -> Self {
        Self { sources, lines: BTreeMap::new() }
    }

    pub(super) fn path(&self, file: FileId) -> &'a str {
        self.sources.get(file).map_or("", |file| file.path.as_str())
    }

    pub(super) fn lines(&mut self, file: FileId) -> &Lines<'a> {
        let text = self.sources.get(file).map_or("", |file| file.text.as_str());
        self.lines.entry(file).or_insert_with(|| Lines::new(text))
    }

    /// The first character and the one after the last.
    pub(super) fn ends(&mut self, file: FileId, span: Span) -> (Position, Position) {
        let lines = self.lines(file);
        (lines.position(span.start as usize), lines.position(span.end as usize))
    }

    /// The first character.
    pub(super) fn start(&mut self, location: Location) -> Position {
        self.lines(location.file).position(location.span.start as usize)
    }

    /// How many characters of the file are before the position.
    pub(super) fn characters_before(&mut self, file: FileId, position: Position) -> usize {
        self.lines(file).characters_before(position.line - 1) + position.column - 1
    }

    /// The first and the last line that the place has a part of, from 1. A place that ends with a line break does not
    /// reach into the next line.
    pub(super) fn first_and_last_line(&mut self, location: Location) -> (usize, usize) {
        let (start, end) = self.ends(location.file, location.span);
        let ends_before = end.column == 1 && end.line > start.line;
        (start.line, if ends_before { end.line - 1 } else { end.line })
    }
}

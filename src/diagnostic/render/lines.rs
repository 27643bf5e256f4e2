//! Lines and columns of a text.

use std::sync::OnceLock;

/// Where a byte of a text stands, as people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The byte in the file, from 0.
    pub offset: usize,
}

/// The lines of a text, found once.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters are before each line; made when first asked for.
    characters: OnceLock<Vec<usize>>,
}

/// Some editors write it before the text; none counts it as a character.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl<'a> Lines<'a> {
    /// Finds where each line starts.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts, characters: OnceLock::new() }
    }

    /// How many lines there are; a text that ends with a line break has an empty last one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The index of the line (from 0) in which `offset` lies.
    #[must_use]
    pub fn index_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of the line of that index, with its line break.
    #[must_use]
    pub fn range(&self, index: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        start..self.starts.get(index + 1).copied().unwrap_or(self.text.len())
    }

    /// The text of the line of that index, without its line break.
    #[must_use]
    pub fn text_of(&self, index: usize) -> &'a str {
        self.text.get(self.range(index)).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// Where `offset` stands.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let index = self.index_of(offset);
        Position { line: index + 1, column: self.characters(self.range(index).start, offset) + 1, offset }
    }

    /// How many characters are before the line of that index.
    #[must_use]
    pub fn characters_before(&self, index: usize) -> usize {
        let before = self.characters.get_or_init(|| {
            let of_line = |index: usize| self.characters(self.range(index).start, self.range(index).end);
            (0..self.starts.len())
                .scan(0, |before, index| {
                    let here = *before;
                    *before += of_line(index);
                    Some(here)
                })
                .collect()
        });
        before.get(index).copied().unwrap_or_default()
    }

    /// How many characters begin in `start..end`.
    #[must_use]
    pub fn characters(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes().get(start..end).unwrap_or_default();
        // Counts characters by their first bytes, so that an offset inside one does no harm.
        let count = bytes.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count();
        let marked = start == 0 && end > 0 && self.text.starts_with(BYTE_ORDER_MARK);
        count.saturating_sub(usize::from(marked))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    #[test]
    fn positions_count_characters_and_survive_any_offset() {
        let lines = Lines::new("가나\r\nb");
        assert_eq!(lines.position(3), Position { line: 1, column: 2, offset: 3 });
        assert_eq!(lines.position(8), Position { line: 2, column: 1, offset: 8 });
        assert_eq!(lines.position(99), Position { line: 2, column: 2, offset: 9 });
        assert_eq!(lines.text_of(0), "가나");
        assert_eq!(lines.text_of(7), "");
    }

    #[test]
    fn a_byte_order_mark_is_no_character() {
        let lines = Lines::new("\u{feff}ab\nc");
        assert_eq!(lines.position(0), Position { line: 1, column: 1, offset: 0 });
        assert_eq!(lines.position(4), Position { line: 1, column: 2, offset: 4 });
        assert_eq!(lines.position(6), Position { line: 2, column: 1, offset: 6 });
    }
}

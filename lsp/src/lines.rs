//! Byte offsets of a text as positions of the protocol, and back.

use std::sync::Arc;

use tower_lsp::ls_types::{Position, PositionEncodingKind, Range};
use whenbook::diagnostic::Span;

/// In what an editor counts the letters of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as the protocol has it by default.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The best of those that the editor offers: bytes need no counting.
    #[must_use]
    pub fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind: &PositionEncodingKind| offered.is_some_and(|offered| offered.contains(kind));
        if offers(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(&PositionEncodingKind::UTF32) && !offers(&PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// What it is called in the protocol.
    #[must_use]
    pub const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, letter: char) -> u32 {
        let units = match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
            Self::Utf32 => 1,
        };
        u32::try_from(units).unwrap_or(1)
    }
}

/// A text with the starts of its lines, which end with `\n`, `\r\n` or `\r`. A copy is cheap.
#[derive(Clone, Debug)]
pub struct Lines {
    text: Arc<str>,
    starts: Arc<[u32]>,
    encoding: Encoding,
}

impl Lines {
    /// Finds the lines of a text.
    #[must_use]
    pub fn new(text: Arc<str>, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| small(at + 1))).collect();
        Self { text, starts, encoding }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position of a byte offset. One beyond the text is its end; one inside a letter is that letter's start.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(small(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let before = rest.char_indices().take_while(|(at, letter)| at + letter.len_utf8() <= (offset - start) as usize);
        let character = before.map(|(_, letter)| self.encoding.units(letter)).sum();
        Position { line: small(line), character }
    }

    /// The byte offset of a position. One beyond its line is the line's end, one beyond the text is its end.
    #[must_use]
    pub fn offset(&self, position: Position) -> u32 {
        let Some(start) = self.starts.get(position.line as usize) else { return small(self.text.len()) };
        let rest = self.text.get(*start as usize..).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let mut units = 0;
        for (at, letter) in line.char_indices() {
            units += self.encoding.units(letter);
            if units > position.character {
                return start + small(at);
            }
        }
        start + small(line.len())
    }

    /// The lines of another text, counted in the same way.
    #[must_use]
    pub fn like(&self, text: &str) -> Self {
        Self::new(Arc::from(text), self.encoding)
    }

    /// The range of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The span of a range.
    #[must_use]
    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// How long a span is, as the editor counts.
    #[must_use]
    pub fn length(&self, span: Span) -> u32 {
        span.of(&self.text).chars().map(|letter| self.encoding.units(letter)).sum()
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\r\n안😀b\rc";

    fn lines(encoding: Encoding) -> Lines {
        Lines::new(Arc::from(TEXT), encoding)
    }

    #[test]
    fn letters_are_counted_as_the_editor_counts_them() {
        let of = |encoding: Encoding, needle: char| {
            let position = lines(encoding).position(u32::try_from(TEXT.find(needle).unwrap()).unwrap());
            (position.line, position.character)
        };
        assert_eq!(of(Encoding::Utf16, '😀'), (1, 1));
        assert_eq!(of(Encoding::Utf16, 'b'), (1, 3));
        assert_eq!(of(Encoding::Utf8, 'b'), (1, 7));
        assert_eq!(of(Encoding::Utf32, 'b'), (1, 2));
        assert_eq!(of(Encoding::Utf16, 'c'), (2, 0));
    }

    #[test]
    fn positions_lead_back_to_their_offsets() {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let lines = lines(encoding);
            for (offset, letter) in TEXT.char_indices().filter(|(_, letter)| !matches!(letter, '\n' | '\r')) {
                let offset = u32::try_from(offset).unwrap();
                assert_eq!(lines.offset(lines.position(offset)), offset, "{encoding:?} {letter}");
            }
        }
    }

    #[test]
    fn what_is_beyond_is_brought_in() {
        let lines = lines(Encoding::Utf16);
        assert_eq!(lines.position(999), Position { line: 2, character: 1 });
        assert_eq!(lines.position(5), Position { line: 1, character: 0 }, "inside a letter");
        assert_eq!(lines.offset(Position { line: 0, character: 99 }), 1);
        assert_eq!(lines.offset(Position { line: 99, character: 0 }), u32::try_from(TEXT.len()).unwrap());
        assert_eq!(lines.offset(Position { line: 1, character: 2 }), 6, "inside a pair of units");
    }

    #[test]
    fn the_best_encoding_is_taken() {
        let kinds = [PositionEncodingKind::UTF16, PositionEncodingKind::UTF32, PositionEncodingKind::UTF8];
        assert_eq!(Encoding::chosen(None), Encoding::Utf16);
        assert_eq!(Encoding::chosen(Some(&kinds)), Encoding::Utf8);
        assert_eq!(Encoding::chosen(Some(&kinds[..2])), Encoding::Utf16);
        assert_eq!(Encoding::chosen(Some(&kinds[1..2])), Encoding::Utf32);
    }
}

//! From bytes to text.

use crate::diagnostic::{FileId, Finding, Location, Span, codes::files::NOT_UTF8};

/// How many places of wrong bytes are reported; a file that is no text at all has thousands.
const MOST: usize = 3;

/// The text of a file. Bytes that are not UTF-8 are replaced by `\u{fffd}` and reported; a byte order mark is kept.
#[must_use]
pub fn decode(file: FileId, bytes: &[u8]) -> (String, Vec<Finding>) {
    let mut text = String::with_capacity(bytes.len());
    let mut places = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            places.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let findings = places.iter().take(MOST).map(|place| finding(file, *place, bytes)).collect();
    (text, findings)
}

fn finding(file: FileId, place: usize, bytes: &[u8]) -> Finding {
    let start = u32::try_from(place).unwrap_or(u32::MAX);
    let location = Location { file, span: Span::new(start, start.saturating_add(3)) };
    let found =
        Finding::new(&NOT_UTF8, location, "the file is not UTF-8 text").label("this byte is no letter in UTF-8");
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        found.help("it is UTF-16; save it as UTF-8 in your editor")
    } else {
        found.help("save it as UTF-8 in your editor")
    }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::diagnostic::{FileId, Span};

    #[test]
    fn good_text_is_kept() {
        let text = "\u{feff}list 목록 { \"é\" }\r\n";
        assert_eq!(decode(FileId(0), text.as_bytes()), (text.to_owned(), Vec::new()));
    }

    #[test]
    fn wrong_bytes_are_replaced_and_reported() {
        let (text, findings) = decode(FileId(0), b"a\xe9b\xff\xffc\x80");
        assert_eq!(text, "a\u{fffd}b\u{fffd}\u{fffd}c\u{fffd}");
        assert_eq!(findings.len(), 3);
        assert_eq!(findings[0].primary.location.span, Span::new(1, 4));
    }
}

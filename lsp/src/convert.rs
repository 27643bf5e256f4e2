//! From our plain data to the types of the protocol: the only place that knows both.

use tower_lsp::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location as ProtocolLocation, NumberOrString,
    Position, Range, Uri,
};
use whenbook::diagnostic::{Finding, Location, Severity, Span};

/// The position of a byte offset: lines and UTF-16 units, both from 0. An offset beyond the text is its end; one inside a
/// character is that character's start.
#[must_use]
pub fn position(text: &str, offset: u32) -> Position {
    let (mut line, mut character) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((start, symbol)) = characters.next() {
        if start + symbol.len_utf8() > offset as usize {
            break;
        }
        let line_ends = symbol == '\n' || symbol == '\r' && characters.peek().is_none_or(|(_, next)| *next != '\n');
        if line_ends {
            (line, character) = (line + 1, 0);
        } else {
            character += if symbol.len_utf16() == 2 { 2 } else { 1 };
        }
    }
    Position { line, character }
}

/// The range of a span.
#[must_use]
pub fn range(text: &str, span: Span) -> Range {
    Range { start: position(text, span.start), end: position(text, span.end) }
}

/// A finding as a diagnostic of the file with this text. `place` tells the document and text of other files that it names.
pub fn diagnostic<'text>(
    finding: &Finding,
    text: &str,
    place: impl Fn(Location) -> Option<(Uri, &'text str)>,
) -> Diagnostic {
    let related = finding.further.iter().filter_map(|label| {
        let (uri, text) = place(label.location)?;
        Some(DiagnosticRelatedInformation {
            location: ProtocolLocation { uri, range: range(text, label.location.span) },
            message: label.text.clone(),
        })
    });
    Diagnostic {
        range: range(text, finding.primary.location.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Advice => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.id.to_owned())),
        source: Some("whenbook".to_owned()),
        message: message(finding),
        related_information: Some(related.collect::<Vec<_>>()).filter(|related| !related.is_empty()),
        ..Diagnostic::default()
    }
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if !finding.primary.text.is_empty() {
        message.push_str(": ");
        message.push_str(&finding.primary.text);
    }
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units_and_any_line_end() {
        let text = "a\r\n안😀b\rc";
        let at = |needle: char| {
            let position = position(text, u32::try_from(text.find(needle).unwrap()).unwrap());
            (position.line, position.character)
        };
        assert_eq!(at('a'), (0, 0));
        assert_eq!(at('안'), (1, 0));
        assert_eq!(at('😀'), (1, 1));
        assert_eq!(at('b'), (1, 3));
        assert_eq!(at('c'), (2, 0));
        assert_eq!(position(text, 999), Position { line: 2, character: 1 });
        assert_eq!(position(text, 5), Position { line: 1, character: 0 }, "inside a character");
    }
}

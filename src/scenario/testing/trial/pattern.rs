//! A text that a regular expression finds.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A text that the pattern fits; `None` if it cannot be read.
pub(super) fn example(pattern: &str) -> Option<String> {
    let parsed = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&parsed, &mut text);
    Some(text)
}

fn write(hir: &Hir, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(letter(class)),
        HirKind::Repetition(repetition) => {
            (0..repetition.min.max(u32::from(repetition.max != Some(0)))).for_each(|_| write(&repetition.sub, text))
        }
        HirKind::Capture(capture) => write(&capture.sub, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, text)),
        HirKind::Alternation(parts) => parts.iter().take(1).for_each(|part| write(part, text)),
    }
}

/// One that people like to read, if there is one.
fn letter(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let liked = ['a', 'A', '1', ' '];
    let has = |letter: &char| ranges.iter().any(|(first, last)| first <= letter && letter <= last);
    liked.into_iter().find(has).or_else(|| ranges.first().map(|(first, _)| *first))
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn a_pattern_has_an_example() {
        assert_eq!(example(r"\b[A-Z]{2}-\d{6}\b").as_deref(), Some("AA-111111"));
        assert_eq!(example("(refund|money back)s?").as_deref(), Some("refunds"));
        assert_eq!(example("a|b").as_deref(), Some("a"));
        assert_eq!(example("("), None);
    }
}

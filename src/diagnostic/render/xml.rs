//! Texts in XML.

/// The text as it stands between tags.
#[must_use]
pub fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            character if is_refused(character) => escaped.push(char::REPLACEMENT_CHARACTER),
            character => escaped.push(character),
        }
    }
    escaped
}

/// The text as it stands in the quotes of an attribute, where line breaks would be read as blanks.
#[must_use]
pub fn attribute(value: &str) -> String {
    text(value).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Whether no document of XML 1.0 can hold it, in whatever way it is written; other controls are only discouraged, and as
/// little to be shown.
fn is_refused(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t')) || matches!(character, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::{attribute, text};

    #[test]
    fn markup_and_controls_are_no_more() {
        assert_eq!(text("<a b=\"&\">\u{1b}\r\n한 😀"), "&lt;a b=&quot;&amp;&quot;&gt;\u{fffd}\u{fffd}\n한 😀");
        assert_eq!(attribute("a\nb"), "a&#10;b");
    }
}

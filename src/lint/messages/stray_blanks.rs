//! Blanks that nobody meant.

use super::texts::{self, Written};
use crate::diagnostic::{Code, Finding, Location, Span};
use crate::lint::{Lint, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1011",
        name: "stray-blanks",
        explanation: "A blank at the beginning or end of a message, or two between words, is mostly left over from copying. Some \
                      channels show it. Texts of several lines, where blanks may draw something, are left alone.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you  for writing! " }
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    texts::written(subject).iter().filter(|text| text.to_customers).filter_map(|text| finding(text, subject)).collect()
}

fn finding(text: &Written<'_>, subject: &Subject<'_>) -> Option<Finding> {
    let raw = subject.text(text.location());
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    // A text of several lines, and one that says nothing at all.
    if inner.starts_with('"') || inner.trim().is_empty() || inner.contains("\\n") {
        return None;
    }
    let mended = mended(inner);
    let (place, words) = if inner.starts_with(' ') {
        (0, "begins with a blank")
    } else if inner.ends_with(' ') {
        (inner.trim_end_matches(' ').len(), "ends with a blank")
    } else {
        (first_gap(inner)?, "has two blanks between words")
    };
    let blanks = inner.get(place..)?.chars().take_while(|letter| *letter == ' ').count();
    let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let start = text.text.span.start + 1 + length(place);
    let location = Location { file: text.file, span: Span::new(start, start + length(blanks)) };
    let span = Span::new(text.text.span.start + 1, text.text.span.end - 1);
    let finding = Finding::new(&LINT.code, location, format!("this text {words}"));
    Some(finding.help("take the blanks out").fix("take the blanks out", span, mended, true))
}

/// Where two blanks stand between two words. After the end of a sentence some write two on purpose.
fn first_gap(text: &str) -> Option<usize> {
    text.match_indices("  ").map(|(place, _)| place).find(|place| {
        let before = text.get(..*place).and_then(|before| before.chars().next_back());
        let after = text.get(*place..).and_then(|after| after.trim_start_matches(' ').chars().next());
        before.is_some_and(|letter| letter.is_alphanumeric() || letter == ',')
            && after.is_some_and(char::is_alphanumeric)
    })
}

fn mended(text: &str) -> String {
    let mut text = text.trim_matches(' ').to_owned();
    while let Some(place) = first_gap(&text) {
        text.remove(place);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_and_between_words_go() {
        assert_eq!(mended(" a   b  c "), "a b c");
        assert_eq!(mended("Hello.  How are you?"), "Hello.  How are you?");
        assert_eq!(mended("col  |  col"), "col  |  col");
        assert_eq!(first_gap("a b"), None);
    }
}

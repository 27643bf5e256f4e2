//! Messages in which nothing is said.

use super::texts::{self, By};
use crate::diagnostic::{Code, Finding};
use crate::lint::{Lint, Sees, Subject};
use crate::syntax::ast::TextPart;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1006",
        name: "empty-text",
        explanation: "A message of blanks or of nothing but punctuation was mostly forgotten while its rule was built. The \
                      customer sees an empty bubble, or the channel refuses the message.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send " " }
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
    let texts = texts::written(subject);
    let empty = texts.iter().filter(|text| {
        text.text.parts.iter().all(|part| match part {
            TextPart::Literal(literal) => literal.chars().all(says_nothing),
            TextPart::Placeholder(_) => false,
        })
    });
    empty
        .map(|text| {
            let message = match text.by {
                By::Message(name, language) => format!("the text of `{name}` in `{language}` says nothing"),
                _ => "this text says nothing".to_owned(),
            };
            Finding::new(&LINT.code, text.location(), message)
                .help(format!("{} see an empty message; write what it should say, or take it out", text.readers()))
        })
        .collect()
}

/// Blanks, and punctuation in any script; an emoji says something, and so does a question mark alone.
fn says_nothing(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '.' | ',' | '-' | '_' | ':' | ';' | '*' | '…' | '·' | '。' | '、' | '–' | '—' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    #[test]
    fn blanks_and_dots_say_nothing() {
        let sent = |text: &str| {
            told("W1006", "", &format!("trigger t {{\n  on customer.wrote\n  do {{ send \"{text}\" }}\n}}\n")).len()
        };
        assert_eq!(["", "  ", "...", "—", "\\n"].map(sent), [1; 5]);
        assert_eq!(["👍", "?", "{user.name or you}", "5", "네"].map(sent), [0; 5]);
    }
}

//! A text that was copied into another language and not translated.

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Sees, Subject};
use crate::syntax::ast::{Text, TextPart, Word};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1007",
        name: "same-translation",
        explanation: "Two languages of a message have the very same text. Mostly one was copied, to be translated later. Texts of \
                      a few words, and variants of one language such as `en` and `en-GB`, are left alone.",
        bad: r#"message thanks_text {
  en: "Thank you for writing to us!"
  ko: "Thank you for writing to us!"
}

trigger thanks {
  on customer.wrote
  once per session
  do { send thanks_text }
}
"#,
        good: r#"message thanks_text {
  en: "Thank you for writing to us!"
  ko: "문의해 주셔서 감사합니다!"
}

trigger thanks {
  on customer.wrote
  once per session
  do { send thanks_text }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

/// Fewer words than this are often the same in two languages.
const WORDS: usize = 4;
/// Where words are not parted by blanks, fewer letters than this.
const LETTERS: usize = 10;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for declared in subject.names.messages.iter().filter(|declared| subject.is_own(declared.file)) {
        let at = |word: &Word| Location { file: declared.file, span: word.span };
        let written = |text: &Text| subject.text(Location { file: declared.file, span: text.span });
        for (place, (language, text)) in declared.node.translations.iter().enumerate() {
            let before = declared.node.translations.iter().take(place);
            let mut same = before.filter(|(other, before)| {
                written(before) == written(text) && primary(&other.text) != primary(&language.text)
            });
            if let Some((other, _)) = same.next()
                && is_long(text)
            {
                let message = format!("the text in `{}` is the same as in `{}`", language.text, other.text);
                let finding = Finding::new(&LINT.code, at(language), message).also(at(other), "the same text");
                findings
                    .push(finding.help("customers of that language read it; translate it, or leave the language out"));
            }
        }
    }
    findings
}

/// `pt` of `pt-BR`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn is_long(text: &Text) -> bool {
    let literals: String = text
        .parts
        .iter()
        .map(|part| match part {
            TextPart::Literal(literal) => literal.as_str(),
            TextPart::Placeholder(_) => " ",
        })
        .collect();
    let words =
        literals.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic) && !word.contains("://"));
    let letters = |word: &str| word.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii()).count();
    words.clone().count() >= WORDS || words.map(letters).sum::<usize>() >= LETTERS
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn texts(texts: &str) -> usize {
        let rule = "trigger t {\n  on customer.wrote\n  do { send m }\n}\n";
        told("A1007", "", &format!("message m {{\n{texts}\n}}\n{rule}")).len()
    }

    #[test]
    fn sentences_are_translated_and_names_are_not() {
        assert_eq!(
            texts("en: \"We will be back soon\"\nde: \"We will be back soon\"\nfr: \"We will be back soon\""),
            2
        );
        assert_eq!(texts("ko: \"문의해주셔서감사합니다\"\nen: \"문의해주셔서감사합니다\""), 1);
        assert_eq!(texts("en: \"We will be back soon\"\nen-GB: \"We will be back soon\""), 0);
        assert_eq!(texts("en: \"OK, thanks!\"\nde: \"OK, thanks!\""), 0);
        assert_eq!(texts("en: \"https://example.com/a b c d\"\nde: \"https://example.com/a b c d\""), 0);
    }
}

//! Texts in one language in a book of several.

use super::texts::{self, By, Written};
use crate::diagnostic::{Code, Edit, Finding, Fix, Span};
use crate::lint::{Lint, Rule, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1002",
        name: "untranslated-text",
        explanation: "`languages` in `whenbook.toml` says that customers of several languages are served, and this text is the \
                      same for all of them. A `message` has a text for each language, and the user's own is sent.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send thanks_text }
}

message thanks_text {
  en: "Thank you for writing!"
  ko: "문의해 주셔서 감사합니다!"
}
"#,
    },
    opt_in: false,
    settings: "languages = [\"en\", \"ko\"]\n",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if subject.settings.languages.len() < 2 {
        return Vec::new();
    }
    let texts = texts::written(subject);
    let mut findings = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    for text in texts.iter().filter(|text| text.to_customers && has_words(text)) {
        let (By::Rule(_) | By::Release) = text.by else { continue };
        let finding = Finding::new(&LINT.code, text.location(), "customers of every language read this text")
            .help("give it a text for each language: `message NAME { … }`, and send that");
        findings.push(match text.by {
            By::Rule(rule) => match fix(text, rule, &mut taken, subject) {
                Some(fix) => Finding { fix: Some(fix), ..finding },
                None => finding,
            },
            _ => finding,
        });
    }
    findings
}

/// Emoji, numbers and the names of products need no translation; two words do.
fn has_words(text: &Written<'_>) -> bool {
    let words = text.literals().flat_map(str::split_whitespace);
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    words.filter(is_word).filter(|word| !word.contains("://")).count() > 1
}

/// Makes it a message below the rule, with what there is as the text in the first language.
fn fix(text: &Written<'_>, rule: Rule<'_>, taken: &mut Vec<String>, subject: &Subject<'_>) -> Option<Fix> {
    let written = subject.text(text.location());
    if written.starts_with("\"\"\"") {
        return None;
    }
    let names = (1..100).map(|number| match number {
        1 => format!("{}_text", rule.id()),
        number => format!("{}_text_{number}", rule.id()),
    });
    let name =
        names.into_iter().find(|name| !subject.names.index.contains_key(name.as_str()) && !taken.contains(name))?;
    let language = subject.settings.languages.first()?;
    let end = subject.written(rule)?.span.end;
    let message = format!("\n\nmessage {name} {{\n  {language}: {written}\n}}");
    let edits = vec![Edit { span: text.text.span, text: name.clone() }, Edit { span: Span::empty(end), text: message }];
    let title = format!("make it the message `{name}`, to be translated");
    taken.push(name);
    Some(Fix { title, edits, safe: false })
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    const TWO: &str = "languages = [\"en\", \"ko\"]\n";

    fn sent(settings: &str, action: &str) -> usize {
        told("A1002", settings, &format!("trigger t {{\n  on customer.wrote\n  do {{ {action} }}\n}}\n")).len()
    }

    #[test]
    fn only_sentences_for_customers_in_a_book_of_several_languages() {
        assert_eq!(sent(TWO, "send \"Thank you\""), 1);
        assert_eq!(sent(TWO, "send \"감사합니다 고객님\""), 1);
        assert_eq!(sent("", "send \"Thank you\""), 0);
        assert_eq!(sent("languages = [\"en\"]\n", "send \"Thank you\""), 0);
        assert_eq!(sent(TWO, "note \"Thank you\""), 0);
        assert_eq!(sent(TWO, "send \"👍 {user.name or you}\""), 0);
        assert_eq!(sent(TWO, "send \"https://example.com/help/me\""), 0);
    }
}

//! `message`: a text in several languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::language_tags;
use crate::diagnostic::codes::parts;
use crate::ir::{Message, Template, TemplatePart};
use crate::semantics::memory::{Memory, Shelf};
use crate::semantics::names::Declared;
use crate::semantics::suggest::listed;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, Word};

/// Compiles all messages of a book. Those of shipped files need not have the book's languages.
pub fn compile(context: (&Context<'_>, &mut Report), memory: &mut Memory) -> Vec<Arc<Message>> {
    let names = &context.0.names.messages;
    Shelf::fill(|memory| &mut memory.messages, memory, context, names, one)
}

fn one(checker: &mut Checker<'_>, declared: &Declared<'_, ast::Message>) -> Option<Message> {
    let id = declared.node.id.as_ref()?;
    let (texts, sound) = texts(checker, declared.node);
    if sound {
        same_placeholders(checker, &texts);
    }
    if !checker.context.is_shipped(declared.file) {
        all_languages(checker, id, &texts);
    }
    let texts = texts.into_iter().map(|(word, template)| (word.text.to_string(), template)).collect();
    Some(Message { id: id.text.to_string(), texts })
}

/// Its texts, each language once, and whether all their placeholders could be read.
fn texts<'a>(checker: &mut Checker<'_>, message: &'a ast::Message) -> (Vec<(&'a Word, Template)>, bool) {
    let mut texts: Vec<(&Word, Template)> = Vec::new();
    let mut sound = true;
    for (language, text) in &message.translations {
        if let Err(problem) = language_tags::check(&language.text) {
            checker.push(language_tags::finding(&problem, &language.text, checker.at(language.span), ""));
        }
        let before = checker.report.findings.len();
        let template = checker.template(text);
        sound &= checker.report.findings.len() == before;
        match texts.iter().find(|(known, _)| known.text == language.text) {
            Some((known, _)) => {
                let finding = checker
                    .finding(
                        &parts::TRANSLATED_TWICE,
                        language.span,
                        format!("there are two texts in `{}`", language.text),
                    )
                    .also(checker.at(known.span), "the first one is here")
                    .help("keep one of them");
                checker.push(finding);
            }
            None => texts.push((language, template)),
        }
    }
    (texts, sound)
}

fn all_languages(checker: &mut Checker<'_>, id: &Word, texts: &[(&Word, Template)]) {
    if texts.is_empty() {
        return;
    }
    let wanted = checker.context.settings.languages.iter();
    let missing: Vec<&String> =
        wanted.filter(|language| !texts.iter().any(|(known, _)| known.text == **language)).collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("the message `{}` has no text in {}", id.text, listed(&missing, "and"));
    let finding = checker
        .finding(&parts::MISSING_TRANSLATION, id.span, message)
        .help("users of that language get its first text; `languages` in whenbook.toml says which ones it should have");
    checker.push(finding);
}

fn same_placeholders(checker: &mut Checker<'_>, texts: &[(&Word, Template)]) {
    let all: BTreeSet<&str> = texts.iter().flat_map(|(_, template)| reads(template)).collect();
    for (language, template) in texts {
        let own: BTreeSet<&str> = reads(template).collect();
        let missing: Vec<&str> = all.difference(&own).copied().collect();
        if missing.is_empty() {
            continue;
        }
        let holder = texts.iter().find(|(_, other)| reads(other).any(|read| missing.contains(&read)));
        let missing = listed(&missing, "and");
        let message = format!("the text in `{}` does not have the placeholder {missing}", language.text);
        let finding = checker.finding(&parts::OTHER_PLACEHOLDERS, language.span, message);
        let finding = match holder {
            Some((other, _)) => finding.also(checker.at(other.span), "the text in this language has it"),
            None => finding,
        };
        checker.push(finding.help("the texts of a message mostly have the same placeholders; was it forgotten?"));
    }
}

fn reads(template: &Template) -> impl Iterator<Item = &str> {
    template.0.iter().filter_map(|part| match part {
        TemplatePart::Placeholder { read, .. } => Some(read.key.as_str()),
        TemplatePart::Literal(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::told_with;
    use crate::semantics::Settings;

    fn message(texts: &str) -> Vec<String> {
        let settings = Settings { languages: vec!["en".to_owned(), "ko".to_owned()], ..Settings::default() };
        let book =
            format!("message hello {{\n{texts}\n}}\n\ntrigger t {{\n  on customer.wrote\n  do {{ send hello }}\n}}\n");
        told_with(&settings, &book)
    }

    #[test]
    fn texts_and_their_languages() {
        assert_eq!(message("en: \"Hello\"\nko: \"안녕하세요\""), [""; 0]);
        assert_eq!(message("en: \"Hello\""), ["W0472 hello"]);
        assert_eq!(message("en: \"Hello\"\nkr: \"안녕하세요\""), ["W0472 hello", "E0470 kr"]);
        assert_eq!(message("en: \"Hello\"\nko: \"안녕하세요\"\nen: \"Hi\""), ["E0471 en"]);
        assert_eq!(message("en: \"Hello {user.name or there}\"\nko: \"안녕하세요\""), ["W0473 ko"]);
        assert_eq!(message("en: \"Hello {user.name}\"\nko: \"{user.name}\"").len(), 1);
        assert_eq!(message("en: \"Hello {user.nme or there}\"\nko: \"안녕하세요\"").len(), 1);
    }
}

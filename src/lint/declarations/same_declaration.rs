//! Two names for one thing.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::names::Declared;
use crate::syntax::ast::Word;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0714",
        name: "same-declaration",
        explanation: "Two conditions, messages or lists say the very same under two names. Whoever changes one forgets the other. Keep one, and \
                      write its name in place of the other's. Lists of one value, and texts of a word or two, may be equal by \
                      chance and are left alone.",
        bad: r#"condition vip when user.plan is enterprise or user.tags has "vip"

condition big_customer when user.plan is enterprise or user.tags has "vip"

trigger greet {
  on conversation.requested
  when vip
  do { send "Welcome!" }
}

trigger hurry {
  on conversation.queued
  when big_customer
  do { set conversation.priority to high }
}
"#,
        good: r#"condition vip when user.plan is enterprise or user.tags has "vip"

trigger greet {
  on conversation.requested
  when vip
  do { send "Welcome!" }
}

trigger hurry {
  on conversation.queued
  when vip
  do { set conversation.priority to high }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Fewer words than this in all may be equal by chance.
const WORDS: usize = 3;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let names = &subject.names;
    let conditions = names.conditions.iter().map(|declared| (declared.node.id.as_ref(), place(declared), WORDS));
    let messages = names.messages.iter().map(|declared| (declared.node.id.as_ref(), place(declared), WORDS + 1));
    let lists = names.lists.iter().filter(|declared| declared.node.values.len() > 1);
    let lists = lists.map(|declared| (declared.node.id.as_ref(), place(declared), 0));
    let mut findings = same("conditions", conditions, subject);
    findings.extend(same("messages", messages, subject));
    findings.extend(same("lists", lists, subject));
    findings
}

const fn place<T>(declared: &Declared<'_, T>) -> Location {
    Location { file: declared.file, span: declared.span }
}

/// Those of a kind that say what an earlier one says, each with its name, its place, and how many words it must have.
fn same<'a>(
    kind: &str,
    declared: impl Iterator<Item = (Option<&'a Word>, Location, usize)>,
    subject: &Subject<'_>,
) -> Vec<Finding> {
    let mut known: BTreeMap<String, (&str, Location)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (id, place, words) in declared {
        let Some(id) = id.filter(|_| subject.is_own(place.file)) else { continue };
        let Some(says) = says(id, place, words, subject) else { continue };
        let location = Location { file: place.file, span: id.span };
        match known.get(&says) {
            Some((first, there)) => {
                let message = format!("the {kind} `{}` and `{first}` say the same", id.text);
                let finding = Finding::new(&LINT.code, location, message).also(*there, "the first one is here");
                findings
                    .push(finding.help(format!("keep one of them, and write `{first}` where `{}` stands", id.text)));
            }
            None => {
                known.insert(says, (&id.text, location));
            }
        }
    }
    findings
}

/// What stands after the name, however it is laid out.
fn says(id: &Word, place: Location, least: usize, subject: &Subject<'_>) -> Option<String> {
    let written = subject.text(place);
    let rest = written.get((id.span.end - place.span.start) as usize..)?;
    let lines = rest.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).filter(|word| *word != ",").collect();
    let is_word = |word: &&&str| word.chars().any(char::is_alphabetic);
    (words.iter().filter(is_word).count() > least).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn two(one: &str, two: &str) -> usize {
        let rule = "trigger t {\n  on customer.wrote\n  do { close }\n}\n";
        told("A0714", "", &format!("{one}\n{two}\n{rule}")).len()
    }

    #[test]
    fn what_says_the_same_is_told_of() {
        assert_eq!(two("condition a when user.plan is pro", "condition b when user.plan  is pro"), 1);
        assert_eq!(two("condition a when user.plan is pro", "condition b when user.plan is free"), 0);
        assert_eq!(two("list a { \"x\", \"y\" }", "list b {\n  \"x\", \"y\"\n}"), 1);
        assert_eq!(two("list a { \"x\" }", "list b { \"x\" }"), 0);
        assert_eq!(two("message a { en: \"We are back soon\" }", "message b { en: \"We are back soon\" }"), 1);
        assert_eq!(two("message a { en: \"Hello!\" }", "message b { en: \"Hello!\" }"), 0);
    }
}

//! The same text in several rules.

use std::collections::BTreeMap;

use super::texts::{self, By, Written};
use crate::diagnostic::{Code, Finding};
use crate::lint::{Lint, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1012",
        name: "repeated-text",
        explanation: "Three rules or more send the very same text. Whoever changes it must find them all, and mostly forgets one. \
                      A `message` is written once and sent by its name, and can be translated.",
        bad: r#"trigger away {
  on conversation.requested
  when account.status is away
  do { send "Leave a message, we will answer tomorrow." }
}

trigger invisible {
  on conversation.requested
  when account.status is invisible
  do { send "Leave a message, we will answer tomorrow." }
}

trigger night {
  on conversation.requested
  when time.hour < 6
  do { send "Leave a message, we will answer tomorrow." }
}
"#,
        good: r#"trigger away {
  on conversation.requested
  when account.status is away
  do { send tomorrow_text }
}

trigger invisible {
  on conversation.requested
  when account.status is invisible
  do { send tomorrow_text }
}

trigger night {
  on conversation.requested
  when time.hour < 6
  do { send tomorrow_text }
}

message tomorrow_text { en: "Leave a message, we will answer tomorrow." }
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// So many rules, and so many words.
const RULES: usize = 3;
const WORDS: usize = 3;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let all = texts::written(subject);
    let mut places: BTreeMap<&str, Vec<(&str, &Written<'_>)>> = BTreeMap::new();
    for text in all.iter().filter(|text| text.to_customers) {
        let By::Rule(rule) = text.by else { continue };
        let written = subject.text(text.location());
        if written.split_whitespace().count() < WORDS && written.chars().count() < 20 {
            continue;
        }
        let rules = places.entry(written).or_default();
        if rules.last().is_none_or(|(id, _)| *id != rule.id()) {
            rules.push((rule.id(), text));
        }
    }
    places.into_values().filter(|rules| rules.len() >= RULES).filter_map(|rules| finding(&rules)).collect()
}

fn finding(rules: &[(&str, &Written<'_>)]) -> Option<Finding> {
    let ((_, first), others) = rules.split_first()?;
    let message = format!("{} rules send this text", rules.len());
    let help = "write it once: `message NAME { … }`, and send that by its name";
    let finding = Finding::new(&LINT.code, first.location(), message).help(help);
    Some(
        others
            .iter()
            .take(2)
            .fold(finding, |finding, (id, text)| finding.also(text.location(), format!("`{id}` sends it, too"))),
    )
}

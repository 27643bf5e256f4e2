//! What a name may be: the compiler is asked, with a small book that uses the name wherever one of its kind can stand.

use crate::diagnostic::{Location, Severity, SourceFile};
use crate::semantics::names::Kind;
use crate::semantics::{self, Compiled, Settings};

/// Stands for the name in the books below, and is not in them otherwise.
const NAME: &str = "NAME";
/// A name that is one everywhere.
const PLAIN: &str = "n_n";

/// Whether something of that kind can be called so. It says nothing of what is called so already.
pub(super) fn is_name(kind: Kind, name: &str) -> bool {
    // Those of dotted names are read as segments, and those of values by their enum.
    let Some(book) = book(kind) else { return true };
    let is_value = matches!(name, "true" | "false" | "unknown");
    is_word(name) && !is_value && uses(book, name).is_some_and(|found| Some(found) == uses(book, PLAIN))
}

/// Whether it is one word that can be a name.
pub(super) fn is_word(name: &str) -> bool {
    let begins = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
    begins && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// How often a name is used in a book that has it; `None` if that has an error.
fn uses(book: &str, name: &str) -> Option<usize> {
    let text = book.replace(NAME, name);
    let file = SourceFile { path: "book.when".to_owned(), text, shipped: false };
    let Compiled { findings, sources, checked, .. } = semantics::compile(&[file], &Settings::default());
    let text = |location: Location| sources.get(location.file).map_or("", |file| location.span.of(&file.text));
    let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    is_sound.then(|| checked.references.iter().filter(|each| text(each.location) == name).count())
}

/// A book that declares a name once and uses it in every way.
const fn book(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Condition => CONDITION,
        Kind::Trigger => TRIGGER,
        Kind::Automation => AUTOMATION,
        Kind::FirstMatch => {
            "first match NAME { x_x, y_y }\n\ntrigger x_x {\n  on customer.wrote\n  do { close }\n}\n\ntrigger y_y {\n  on customer.wrote\n  do { close }\n}\n"
        }
        Kind::Message => MESSAGE,
        Kind::List => LIST,
        Kind::Schedule => SCHEDULE,
        Kind::Scenario => {
            "scenario NAME {\n  receive customer.wrote\n}\n\ntest \"x\" {\n  given NAME\n  expect nothing sent\n}\n"
        }
        Kind::Status => STATUS,
        _ => return None,
    })
}

const CONDITION: &str = r#"condition NAME when conversation.status is open

condition x_x when all {
  NAME
  not NAME
  NAME and NAME
  any {
    NAME
    (NAME)
  }
}

trigger y_y {
  on customer.wrote
  when NAME
  do { close }
}

automation z_z {
  after 2d while NAME
  do { close }
}

test "x" {
  expect NAME
  expect not NAME
}
"#;

const TRIGGER: &str = r#"trigger NAME {
  on customer.wrote
  do { close }
}

trigger x_x {
  on customer.wrote
  when NAME has fired or NAME has not fired
  do { close }
}

first match y_y {
  NAME
  x_x
}

test "x" {
  expect fired NAME
  expect not fired x_x, NAME
  expect NAME has fired
}
"#;

const AUTOMATION: &str = r#"automation NAME {
  after 2d since last agent.wrote
  do { close }
}

trigger x_x {
  on customer.wrote
  when NAME has fired
  do { close }
}

test "x" {
  expect fired NAME
  expect not fired x_x, NAME
  expect timer NAME at 2026-12-01 10:00
  expect no timer NAME
}
"#;

const MESSAGE: &str = r#"message NAME { en: "x" }

trigger x_x {
  on customer.wrote
  do {
    send NAME
    send NAME as "x"
  }
}

policy capacity release {
  inactive after 5m { remind NAME }
}

test "x" {
  expect sent NAME
  expect did send NAME
}
"#;

const LIST: &str = r#"list NAME { "x" }

trigger x_x {
  on customer.wrote
  when all {
    user.country in NAME
    message.text contains any NAME
    user.tags has any NAME
  }
  do { close }
}
"#;

const SCHEDULE: &str = r#"schedule NAME { mon 09:00-10:00 }

trigger x_x {
  on customer.wrote
  when all {
    NAME is open
    not NAME is closed
  }
  do { close }
}

automation y_y {
  after 2h of NAME since last agent.wrote
  only during NAME
  do { close }
}
"#;

const STATUS: &str = r#"use std.lifecycle.ticket

status NAME "x" counts as pending

trigger x_x {
  on customer.wrote
  when conversation.status is NAME or conversation.status in [NAME, open]
  do { set conversation.status to NAME }
}

test "x" {
  given { conversation.status is NAME }
  expect conversation.status is NAME
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 9] = [
        Kind::Condition,
        Kind::Trigger,
        Kind::Automation,
        Kind::FirstMatch,
        Kind::Message,
        Kind::List,
        Kind::Schedule,
        Kind::Scenario,
        Kind::Status,
    ];

    #[test]
    fn plain_words_can_be_names_of_everything() {
        for kind in KINDS {
            for name in ["vip", "_x", "refund_2", "고객", "wanted"] {
                assert!(is_name(kind, name), "{kind:?} {name}");
            }
            for name in ["", "2nd", "two words", "a.b", "a\"", "and", "not"] {
                assert!(!is_name(kind, name), "{kind:?} {name}");
            }
        }
    }

    #[test]
    fn a_word_of_the_language_is_no_name_where_it_would_be_read_as_one() {
        for name in ["when", "known", "trigger", "do", "and", "all", "true", "fired"] {
            assert!(!is_name(Kind::Condition, name), "{name}");
        }
        for kind in [Kind::Trigger, Kind::List] {
            assert!(!is_name(kind, "or"));
        }
    }
}

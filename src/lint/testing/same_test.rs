//! Two tests that do and expect the same.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0622",
        name: "same-test",
        explanation: "Two tests have the same lines under two titles. Mostly one was copied to be changed, and the change forgotten: what its \
                      title says is not tested.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}

test "Thanks" {
  receive customer.wrote { message.text is "Hello" }
  expect fired thanks
}

test "No thanks for the second message" {
  receive customer.wrote { message.text is "Hello" }
  expect fired thanks
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}

test "Thanks" {
  receive customer.wrote { message.text is "Hello" }
  expect fired thanks
}

test "No thanks for the second message" {
  receive customer.wrote { message.text is "Hello" }
  receive customer.wrote { message.text is "Anybody?" }
  expect fired thanks
  receive customer.wrote { message.text is "Hello?" }
  expect not fired thanks
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut known: BTreeMap<String, (String, Location)> = BTreeMap::new();
    let mut findings = Vec::new();
    for declared in subject.names.tests.iter().filter(|declared| subject.is_own(declared.file)) {
        let Some(title) = declared.node.title.as_ref().filter(|_| !declared.node.steps.is_empty()) else { continue };
        let whole = subject.text(Location { file: declared.file, span: declared.span });
        let location = Location { file: declared.file, span: title.span };
        let lines = whole.get((title.span.end - declared.span.start) as usize..).unwrap_or_default();
        let lines = lines.lines().filter(|line| !line.trim_start().starts_with("//"));
        let does = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        match known.get(&does) {
            Some((first, there)) => {
                let message = format!("this test does and expects the same as {first}");
                let finding = Finding::new(&LINT.code, location, message).also(*there, "the first one is here");
                findings.push(finding.help("write what its title says, or take one of them out"));
            }
            None => {
                known.insert(does, (subject.text(location).to_owned(), location));
            }
        }
    }
    findings
}

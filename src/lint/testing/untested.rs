//! Rules of which no test expects anything.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Finding};
use crate::ir::test::{Expectation, TestStepKind};
use crate::lint::{Lint, Rule, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0620",
        name: "untested",
        explanation: "No test of the book has a line `expect fired` with the name of this trigger or automation. Whoever changes it learns \
                      from customers whether it still acts when it should. `whenbook test --coverage` shows more.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}

test "Thanks for the first message" {
  receive customer.wrote { message.text is "Hello" }
  expect fired thanks
}
"#,
    },
    opt_in: true,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let steps = subject.book.tests.iter().flat_map(|test| &test.steps);
    let fired: BTreeSet<&str> = steps
        .filter_map(|step| match &step.kind {
            TestStepKind::Expect(Expectation::Fired(names)) => Some(names),
            _ => None,
        })
        .flatten()
        .map(String::as_str)
        .collect();
    let untested = |rule: &Rule<'_>| rule.is_active() && !fired.contains(rule.id());
    let untested = subject.rules().filter(untested);
    untested
        .map(|rule| {
            let message = format!("no test expects the {} `{}` to fire", rule.word(), rule.id());
            let help = format!("write a test with a line `expect fired {}`", rule.id());
            Finding::new(&LINT.code, subject.id_of(rule), message).help(help)
        })
        .collect()
}

//! Rules without a `///` line.

use crate::diagnostic::{Code, Finding};
use crate::lint::{Lint, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1102",
        name: "missing-docs",
        explanation: "A `///` line above a trigger or automation says what it is for: who reads `whenbook why`, the editor or \
                      the graph sees it there. Say why the rule exists; what it does can be read below.",
        bad: r#"trigger thanks "Thanks" {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}
"#,
        good: r#"/// Customers were unsure whether their message had arrived.
trigger thanks "Thanks" {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}
"#,
    },
    opt_in: true,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    subject
        .rules()
        .filter(|rule| subject.written(*rule).is_some_and(|written| written.docs.is_none()))
        .map(|rule| {
            let message = format!("the {} `{}` does not say what it is for", rule.word(), rule.id());
            let help = "write a line above it that begins with `///`";
            Finding::new(&LINT.code, subject.id_of(rule), message).help(help)
        })
        .collect()
}

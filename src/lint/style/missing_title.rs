//! Rules without a title.

use crate::diagnostic::{Code, Finding};
use crate::lint::{Lint, Rule, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1103",
        name: "missing-title",
        explanation: "The title of a trigger or automation is what people see in reports, in the graph and in the messaging core; \
                      without one they see its identifier.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}
"#,
        good: r#"trigger thanks "Thanks for the first message" {
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
    let title = |rule: Rule<'_>| match rule {
        Rule::Trigger(trigger) => trigger.title.is_some(),
        Rule::Automation(automation) => automation.title.is_some(),
    };
    let untitled = subject.rules().filter(|rule| !title(*rule));
    untitled
        .map(|rule| {
            let message = format!("the {} `{}` has no title", rule.word(), rule.id());
            let help = format!("write one after its identifier: `{} {} \"…\"`", rule.word(), rule.id());
            Finding::new(&LINT.code, subject.id_of(rule), message).help(help)
        })
        .collect()
}

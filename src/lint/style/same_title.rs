//! Two rules of one title.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Rule, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1104",
        name: "same-title",
        explanation: "Two rules have the same title. In a report, in the graph and in the messaging core nobody can tell which of the \
                      two has acted. Mostly a rule was copied and its title forgotten.",
        bad: r#"trigger away "We are away" {
  on conversation.requested
  when account.status is away
  do { send "We are away right now." }
}

trigger invisible "We are away" {
  on conversation.requested
  when account.status is invisible
  do { send "We are closed right now." }
}
"#,
        good: r#"trigger away "We are away" {
  on conversation.requested
  when account.status is away
  do { send "We are away right now." }
}

trigger invisible "We are closed" {
  on conversation.requested
  when account.status is invisible
  do { send "We are closed right now." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<String, (&str, Location)> = BTreeMap::new();
    let mut findings = Vec::new();
    for rule in subject.rules() {
        let title = match rule {
            Rule::Trigger(trigger) => trigger.title.as_deref(),
            Rule::Automation(automation) => automation.title.as_deref(),
        };
        let Some(title) = title else { continue };
        let location = title_of(rule, subject).unwrap_or_else(|| subject.id_of(rule));
        match first.get(title.trim()) {
            Some((other, place)) => {
                let message = format!("`{}` and `{other}` have the same title", rule.id());
                let finding = Finding::new(&LINT.code, location, message).also(*place, "the first one is here");
                findings.push(finding.help("give each its own; reports show the title"));
            }
            None => {
                first.insert(title.trim().to_owned(), (rule.id(), location));
            }
        }
    }
    findings
}

fn title_of(rule: Rule<'_>, subject: &Subject<'_>) -> Option<Location> {
    let declared = subject.written(rule)?;
    Some(Location { file: declared.file, span: declared.node.title.as_ref()?.span })
}

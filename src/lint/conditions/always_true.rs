//! Conditions that always hold.

use super::contradiction::{Contradiction, certain, value_wanted};
use crate::diagnostic::{Code, Finding};
use crate::ir::{Condition, Test};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::Worlds;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0802",
        name: "always-true",
        explanation: "Whatever the facts are, the line holds: it keeps nobody out, and the rule reaches customers whom it was not \
                      meant for. `a is not x or a is not y` is the usual one: each value is not at least one of the two.",
        bad: r#"trigger upgrade_offer {
  on conversation.requested
  once per user
  when user.plan is not pro or user.plan is not enterprise
  do { send "There are larger plans, too." }
}
"#,
        good: r#"trigger upgrade_offer {
  on conversation.requested
  once per user
  when user.plan not in [pro, enterprise]
  do { send "There are larger plans, too." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asking in subject.askings() {
        look(subject, &subject.worlds, asking.condition, &mut findings);
    }
    findings
}

/// Tells of the condition or, if it does not always hold, of those of its lines that do.
fn look(subject: &Subject<'_>, worlds: &Worlds<'_>, condition: &Condition, findings: &mut Vec<Finding>) {
    if let Some(found) = certain(worlds, condition) {
        if !found.is_said_elsewhere(subject) {
            findings.push(finding(subject, found));
        }
        return;
    }
    if let Test::All(parts) | Test::Any(parts) = &condition.test {
        parts.iter().for_each(|part| look(subject, worlds, part, findings));
    }
}

fn finding(subject: &Subject<'_>, found: Contradiction<'_>) -> Finding {
    let at = |condition: &Condition| subject.location(condition.place);
    match found {
        Contradiction::One(line) => {
            Finding::new(&LINT.code, at(line), "this always holds, whoever the customer is: it keeps nobody out")
                .label("this always holds")
                .help("take it out, or look at what it compares")
        }
        Contradiction::Two(one, two) => {
            let message = "one of these two always holds, whoever the customer is: together they keep nobody out";
            let advice = match (value_wanted(one, subject), value_wanted(two, subject)) {
                (Some((name, first)), Some((other, second))) if name == other => {
                    format!("to keep both out, write `{name} not in [{first}, {second}]`")
                }
                _ => "where both are asked for, write `and` between them".to_owned(),
            };
            Finding::new(&LINT.code, at(two), message)
                .label("this holds")
                .also(at(one), "wherever this does not")
                .help(advice)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found_when;

    fn told(when: &str) -> Vec<String> {
        found_when(&super::LINT, when)
    }

    #[test]
    fn what_keeps_nobody_out_is_found() {
        for when in [
            "user.plan is not pro or user.plan is not free",
            "time.hour >= 0",
            "time.hour < 18 or time.hour > 8",
            "user.email is unknown or user.email is known",
            "user.plan in [free, pro, enterprise] and user.tags has \"a\"",
        ] {
            assert_eq!(told(when).len(), 1, "{when}");
        }
    }

    #[test]
    fn an_unknown_value_is_kept_out_by_a_comparison() {
        for when in
            ["user.email contains \"a\" or user.email is not \"a\" and user.email is known", "user.city is \"a\""]
        {
            assert_eq!(told(when), [""; 0], "{when}");
        }
    }
}

//! Conditions that never hold.

use super::contradiction::{Contradiction, impossible};
use crate::diagnostic::{Code, Finding};
use crate::ir::{Condition, Test};
use crate::lint::asked::Asking;
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::Worlds;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0801",
        name: "never-true",
        explanation: "A plain look at the lines shows that they cannot hold together, so the rule never fires and no customer \
                      ever hears of it. Mostly two values of one attribute were meant to be joined by `or`: an attribute has \
                      one value at a time.",
        bad: r#"trigger vip_route {
  on conversation.requested
  when all {
    user.plan is pro
    user.plan is enterprise
  }
  do { assign to group "VIP" }
}
"#,
        good: r#"trigger vip_route {
  on conversation.requested
  when user.plan in [pro, enterprise]
  do { assign to group "VIP" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut looking = Looking { subject, worlds: &subject.worlds, findings: Vec::new() };
    for asking in subject.askings() {
        looking.whole(&asking);
    }
    looking.findings
}

struct Looking<'s, 'a> {
    subject: &'s Subject<'a>,
    worlds: &'s Worlds<'a>,
    findings: Vec<Finding>,
}

impl<'a> Looking<'_, 'a> {
    fn whole(&mut self, asking: &Asking<'a>) {
        match impossible(self.worlds, asking.condition) {
            Some(found) => {
                let reason = match found {
                    Contradiction::One(_) => "one of its lines never holds",
                    Contradiction::Two(..) => "two of its lines cannot both hold",
                };
                self.tell(found, format!("{} {}: {reason}", asking.whose, asking.outcome));
            }
            None => self.branches(asking.condition, &[]),
        }
    }

    /// Looks for branches of an `any` that never hold where the lines around it do.
    fn branches(&mut self, condition: &'a Condition, around: &[&'a Condition]) {
        match &condition.test {
            Test::All(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    let others = parts.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, other)| other);
                    let around: Vec<&Condition> = around.iter().copied().chain(others).collect();
                    self.branches(part, &around);
                }
            }
            Test::Any(parts) => parts.iter().for_each(|part| self.branch(part, around)),
            _ => {}
        }
    }

    fn branch(&mut self, part: &'a Condition, around: &[&'a Condition]) {
        let message = "one of the ways to meet this condition never comes to pass".to_owned();
        if let Some(found) = impossible(self.worlds, part) {
            return self.tell(found, message);
        }
        let against = around.iter().find(|line| !self.worlds.can_both_hold(line, part));
        match against {
            Some(line) => self.tell(Contradiction::Two(line, part), message),
            None => self.branches(part, around),
        }
    }

    fn tell(&mut self, found: Contradiction<'a>, message: String) {
        if found.is_said_elsewhere(self.subject) {
            return;
        }
        let at = |condition: &Condition| self.subject.location(condition.place);
        let finding = match found {
            Contradiction::One(line) => Finding::new(&LINT.code, at(line), message)
                .label("this never holds")
                .help("look at what it compares; if nothing is to come of it, take it out"),
            Contradiction::Two(one, two) => Finding::new(&LINT.code, at(two), message)
                .label("this cannot hold")
                .also(at(one), "where this does")
                .help(found.advice(self.subject)),
        };
        self.findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found_when;

    fn told(when: &str) -> Vec<String> {
        found_when(&super::LINT, when)
    }

    #[test]
    fn what_cannot_be_is_found() {
        for when in [
            "user.plan is pro and user.plan is free",
            "time.hour > 17 and time.hour < 9",
            "time.hour is 24",
            "user.email is unknown and user.email contains \"@\"",
            "message.text is \"a\" and message.text does not contain \"A\"",
            "user.tags has \"a\" and user.tags does not have any [\"a\", \"b\"]",
            "user.tags has \"a/b\" and user.tags does not have under \"a\"",
            "agent.wrote in the last 5m and not agent.wrote in the last 1h",
            "user.plan in [pro] and not user.plan is pro",
        ] {
            assert_eq!(told(when).len(), 1, "{when}");
        }
    }

    #[test]
    fn what_can_be_is_not() {
        for when in [
            "user.plan is pro or user.plan is free",
            "time.hour < 9 or time.hour > 17",
            "user.email is unknown and user.email does not contain \"@\"",
            "user.tags has \"a\" and user.tags has \"b\"",
            "user.tags has under \"a\" and user.tags does not have \"a\"",
            "message.text contains \"a\" and message.text contains \"b\"",
            "user.country is not \"KR\" and user.country is not \"JP\"",
        ] {
            assert_eq!(told(when), [""; 0], "{when}");
        }
    }
}

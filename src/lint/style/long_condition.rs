//! Conditions that nobody can read at a glance.

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Sees, Subject};
use crate::syntax::ast::ClauseKind;

/// From so many lines on a condition is long.
const LINES: usize = 12;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1105",
        name: "long-condition",
        explanation: "The `when` of a rule has a dozen lines or more. Lines that belong together can have a name of their own: \
                      `condition vip when …`, and the rule says just `vip`. Then each can be read, tested and used again.",
        bad: r#"trigger big_customer {
  on customer.wrote
  when all {
    any {
      user.plan is enterprise
      user.company is "Acme"
      user.company is "Apex"
      user.tags has "vip"
    }
    none {
      conversation.tags has "spam"
      conversation.tags has "test"
      user.suspended is true
    }
    conversation.priority is not urgent
  }
  do { set conversation.priority to urgent }
}
"#,
        good: r#"condition vip when any {
  user.plan is enterprise
  user.company is "Acme"
  user.company is "Apex"
  user.tags has "vip"
}

condition real when none {
  conversation.tags has "spam"
  conversation.tags has "test"
  user.suspended is true
}

trigger big_customer {
  on customer.wrote
  when vip and real and conversation.priority is not urgent
  do { set conversation.priority to urgent }
}
"#,
    },
    opt_in: true,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in subject.rules() {
        let Some(declared) = subject.written(rule) else { continue };
        for clause in &declared.node.clauses {
            if !matches!(clause.kind, ClauseKind::When(_)) {
                continue;
            }
            let location = Location { file: declared.file, span: clause.span };
            let lines = subject.text(location).lines().filter(|line| !line.trim().is_empty()).count();
            if lines >= LINES {
                let message = format!("the condition of `{}` has {lines} lines", rule.id());
                let finding = Finding::new(&LINT.code, subject.id_of(rule), message);
                findings.push(finding.help("give what belongs together a name: `condition NAME when …`"));
            }
        }
    }
    findings
}

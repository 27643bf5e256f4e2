//! Tests in which nothing happens.

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Sees, Subject};
use crate::syntax::ast::{Expectation, StepKind};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0623",
        name: "nothing-happens",
        explanation: "The test receives nothing, commands nothing and lets no time pass before what it expects. It looks at the facts as they \
                      were given, and no rule of the book has anything to do with that.",
        bad: r#"trigger hurry {
  on conversation.requested
  when user.plan is enterprise
  do { set conversation.priority to high }
}

test "Big customers go first" {
  given { user.plan is enterprise, conversation.priority is high }
  expect conversation.priority is high
}
"#,
        good: r#"trigger hurry {
  on conversation.requested
  when user.plan is enterprise
  do { set conversation.priority to high }
}

test "Big customers go first" {
  given { user.plan is enterprise }
  receive conversation.requested
  expect conversation.priority is high
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for declared in subject.names.tests.iter().filter(|declared| subject.is_own(declared.file)) {
        let steps = &declared.node.steps;
        // The clock that is moved on from an earlier `at` goes through timers.
        let clocks = steps.iter().filter(|step| matches!(step.kind, StepKind::At(_))).count();
        let is_still = steps.iter().all(|step| match &step.kind {
            StepKind::Given(_) | StepKind::At(_) => true,
            // Of the other expectations `expects-too-early` speaks.
            StepKind::Expect(expectation) => matches!(expectation, Expectation::Holds(_)),
            _ => false,
        });
        let expects = steps.iter().any(|step| matches!(step.kind, StepKind::Expect(_)));
        if let Some(title) = &declared.node.title
            && is_still
            && expects
            && clocks < 2
        {
            let location = Location { file: declared.file, span: title.span };
            let finding = Finding::new(&LINT.code, location, "nothing happens in this test");
            findings.push(finding.help("write what comes in before the `expect` lines: `receive …`, or `advance …`"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    #[test]
    fn a_test_must_have_something_that_happens() {
        let rule = "trigger t {\n  on customer.wrote\n  do { close }\n}\n";
        let test = |steps: &str| told("W0623", "", &format!("{rule}test \"a\" {{\n{steps}\n}}\n")).len();
        let expect = "expect conversation.status is new";
        assert_eq!(test(&format!("given {{ user.name is \"Mina\" }}\n{expect}")), 1);
        assert_eq!(test(&format!("at 2026-12-01 10:00\n{expect}")), 1);
        assert_eq!(test(&format!("at 2026-12-01 10:00\nat 2026-12-01 11:00\n{expect}")), 0);
        assert_eq!(test(&format!("advance 1h\n{expect}")), 0);
        assert_eq!(test("expect nothing sent"), 0);
    }
}

//! Expectations that hold whatever the book does.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Finding, Location};
use crate::ir::EventName;
use crate::ir::test::{Expectation, Test, TestStepKind};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::semantics::suggest::listed;
use crate::syntax::ast::{LifecycleClause, StateRule};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0621",
        name: "vacuous-expectation",
        explanation: "`expect not fired` with a rule that cannot fire in this test at all: it is inactive, or the test receives none of the \
                      events that it listens to. The line holds whatever the conditions of the rule are, so it tests \
                      nothing. Receive what the rule listens to, and see that it keeps still.",
        bad: r#"trigger rated {
  on customer.rated
  when rating.score < 3
  do { notify group "Leads" "A bad rating." }
}

test "A good rating needs no lead" {
  receive customer.wrote { message.text is "Five stars!" }
  expect not fired rated
}
"#,
        good: r#"trigger rated {
  on customer.rated
  when rating.score < 3
  do { notify group "Leads" "A bad rating." }
}

test "A good rating needs no lead" {
  receive customer.rated { rating.score is 5 }
  expect not fired rated
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Events of the standard vocabulary that only come from outside. Others can be raised by the engine itself, by a lifecycle
/// or by a policy.
const FROM_OUTSIDE: [&str; 10] = [
    "agent.wrote",
    "bot.failed",
    "bot.wrote",
    "call.ended",
    "call.started",
    "conversation.started",
    "customer.rated",
    "customer.wrote",
    "note.written",
    "page.opened",
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let rules: BTreeMap<&str, Rule<'_>> = subject
        .book
        .triggers
        .iter()
        .map(|it| (it.id.as_str(), Rule::Trigger(it)))
        .chain(subject.book.automations.iter().map(|it| (it.id.as_str(), Rule::Automation(it))))
        .collect();
    let known = Known { from_outside: from_outside(subject), expected_to_fire: expected_to_fire(subject) };
    // A line of a test with rows, or of lines that tests share, is there several times; if it can fail once, it is sound.
    let mut lines: BTreeMap<(Location, &str), Option<Finding>> = BTreeMap::new();
    for (location, rule, finding) in subject.book.tests.iter().flat_map(|test| of_test(test, &rules, &known, subject)) {
        let line = lines.entry((location, rule)).or_insert_with(|| finding.clone());
        if finding.is_none() {
            *line = None;
        }
    }
    lines.into_values().flatten().collect()
}

/// What is known of the book.
struct Known<'a> {
    /// The events that nothing in it can raise.
    from_outside: BTreeSet<&'a str>,
    /// The rules that some test expects to fire. One of them that is inactive is tested as if it were not, as files are whose
    /// rules others may activate.
    expected_to_fire: BTreeSet<&'a str>,
}

fn expected_to_fire<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    let steps = subject.book.tests.iter().flat_map(|test| &test.steps);
    let fired = steps.filter_map(|step| match &step.kind {
        TestStepKind::Expect(Expectation::Fired(names)) => Some(names),
        _ => None,
    });
    fired.flatten().map(String::as_str).collect()
}

/// The events that nothing in the book can raise.
fn from_outside<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    let own = subject.names.events.iter().filter(|declared| subject.is_own(declared.file));
    let own = own.filter_map(|declared| declared.node.path.as_ref());
    let own = own.map(|path| path.segments.iter().map(|part| part.name.text.as_str()).collect::<Vec<_>>().join("."));
    let mut events: BTreeSet<String> = FROM_OUTSIDE.iter().map(|name| (*name).to_owned()).chain(own).collect();
    for raised in raised(subject) {
        events.remove(raised);
    }
    let known = subject.book.vocabulary.events.iter().map(|event| event.name.as_str());
    known.filter(|name| events.contains(*name)).collect()
}

/// The events that lifecycles raise.
fn raised<'a>(subject: &Subject<'a>) -> Vec<&'a str> {
    let mut raised = Vec::new();
    for declared in &subject.names.lifecycles {
        let states = declared.node.clauses.iter().filter_map(|(clause, _)| match clause {
            LifecycleClause::States(states) => Some(&states.rules),
            _ => None,
        });
        for (rule, _) in states.flatten() {
            if let StateRule::Transition { raises, .. } = rule {
                let at = |span| Location { file: declared.file, span };
                raised.extend(raises.iter().map(|event| subject.text(at(event.span()))));
            }
        }
    }
    raised
}

/// Each rule that a line expects not to fire, with a finding if it cannot.
fn of_test<'a>(
    test: &Test,
    rules: &BTreeMap<&'a str, Rule<'a>>,
    known: &Known<'_>,
    subject: &Subject<'_>,
) -> Vec<(Location, &'a str, Option<Finding>)> {
    let mut received: BTreeSet<&EventName> = BTreeSet::new();
    // What else is done may bring any event.
    let mut all_known = true;
    let mut expected = Vec::new();
    for step in &test.steps {
        let location = subject.location(step.place);
        match &step.kind {
            TestStepKind::Receive { event, .. } => {
                received.insert(event);
            }
            // The names in a cell of a table are what else there is; some of it has nothing to do with the row.
            TestStepKind::Expect(Expectation::NotFired(names)) if !subject.text(location).contains('<') => {
                for rule in names.iter().filter_map(|name| rules.get(name.as_str())) {
                    let why = why_never(*rule, &received, all_known, known);
                    let finding = why.map(|(why, help)| {
                        let message = format!("`{}` cannot fire here: {why}", rule.id());
                        Finding::new(&LINT.code, location, message).help(help)
                    });
                    expected.push((location, rule.id(), finding));
                }
            }
            TestStepKind::Given(_) | TestStepKind::At(_) | TestStepKind::Advance(_) | TestStepKind::Expect(_) => {}
            _ => all_known = false,
        }
    }
    expected
}

/// Why the rule cannot fire, and what to do about it.
fn why_never(
    rule: Rule<'_>,
    received: &BTreeSet<&EventName>,
    all_known: bool,
    known: &Known<'_>,
) -> Option<(String, &'static str)> {
    if !rule.is_active() {
        let why = ("it is inactive".to_owned(), "activate it, or take the line out");
        return (!known.expected_to_fire.contains(rule.id())).then_some(why);
    }
    let Rule::Trigger(trigger) = rule else { return None };
    let never =
        trigger.events.iter().all(|event| known.from_outside.contains(event.as_str()) && !received.contains(event));
    (all_known && never).then(|| {
        let events: Vec<&str> = trigger.events.iter().map(EventName::as_str).collect();
        let why = format!("the test has received no {}", listed(&events, "or"));
        (why, "receive what it listens to above this line, so that its conditions are looked at")
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn test(rule: &str, steps: &str) -> Vec<String> {
        told("W0621", "", &format!("{rule}\ntest \"a\" {{\n{steps}\n}}\n"))
    }

    #[test]
    fn what_cannot_fire() {
        let rule = "trigger t {\n  on agent.wrote, bot.wrote\n  do { close }\n}";
        assert_eq!(test(rule, "receive customer.wrote\nexpect not fired t").len(), 1);
        assert_eq!(test(rule, "receive bot.wrote\nexpect not fired t").len(), 0);
        assert_eq!(test(rule, "as agent do { send \"a\" }\nexpect not fired t").len(), 0);
        let inactive = rule.replace("  on", "  inactive\n  on");
        assert_eq!(test(&inactive, "receive bot.wrote\nexpect not fired t").len(), 1);
        let both = "receive bot.wrote\nexpect fired t\nreceive bot.wrote\nexpect not fired t";
        assert_eq!(test(&inactive, both).len(), 0);
        let raised = rule.replace("agent.wrote, bot.wrote", "conversation.closed");
        assert_eq!(test(&raised, "receive customer.wrote\nexpect not fired t").len(), 0);
        let changed = rule.replace("agent.wrote, bot.wrote", "change of conversation.tags");
        assert_eq!(test(&changed, "receive customer.wrote\nexpect not fired t").len(), 0);
        let timed = "automation t {\n  after 1h since last agent.wrote\n  do { close }\n}";
        assert_eq!(test(timed, "receive customer.wrote\nexpect not fired t").len(), 0);
    }

    #[test]
    fn a_line_that_can_fail_in_one_row_is_sound() {
        let rule = "trigger t {\n  on agent.wrote\n  do { close }\n}";
        let rows = |one: &str, two: &str| {
            format!("receive <event>\nexpect not fired t\nrows {{\nevent: {one}\nevent: {two}\n}}")
        };
        assert_eq!(test(rule, &rows("customer.wrote", "bot.wrote")).len(), 1);
        assert_eq!(test(rule, &rows("customer.wrote", "agent.wrote")).len(), 0);
        let names = "receive customer.wrote\nexpect not fired <name>\nrows {\nname: t\n}";
        assert_eq!(test(rule, names).len(), 0);
    }

    #[test]
    fn events_of_the_books_own_come_from_outside_unless_a_lifecycle_raises_them() {
        let rule = "event order.paid\ntrigger t {\n  on order.paid\n  do { close }\n}";
        assert_eq!(test(rule, "receive customer.wrote\nexpect not fired t").len(), 1);
    }
}

//! Lines that say what another line says already.

use crate::diagnostic::{Code, Finding};
use crate::ir::{Condition, Test};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::{Cases, Verdict, Worlds};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0810",
        name: "implied",
        explanation: "Another line of the same block makes sure of this one already: where that holds, this does. Whoever changes \
                      one of them later may think that the other still asks for something.",
        bad: r#"trigger enterprise_route {
  on conversation.requested
  when all {
    user.plan is enterprise
    user.plan is not free
  }
  do { assign to group "VIP" }
}
"#,
        good: r#"trigger enterprise_route {
  on conversation.requested
  when user.plan is enterprise
  do { assign to group "VIP" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

/// In longer blocks nobody reads line by line.
const MOST_LINES: usize = 64;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asking in subject.askings() {
        look(subject, &subject.worlds, asking.condition, &mut findings);
    }
    findings
}

fn look(subject: &Subject<'_>, worlds: &Worlds<'_>, condition: &Condition, findings: &mut Vec<Finding>) {
    let (parts, all) = match &condition.test {
        Test::All(parts) => (parts, true),
        Test::Any(parts) => (parts, false),
        Test::Not(inner) => return look(subject, worlds, inner, findings),
        _ => return,
    };
    // Of what always or never holds, other lints tell.
    if parts.len() <= MOST_LINES && worlds.verdict(condition) == Verdict::Sometimes {
        findings.extend(redundant(worlds, parts, all).into_iter().map(|(line, by)| finding(subject, line, by, all)));
    }
    parts.iter().for_each(|part| look(subject, worlds, part, findings));
}

/// The parts that can go, each with the one that stays.
fn redundant<'c>(worlds: &Worlds<'_>, parts: &'c [Condition], all: bool) -> Vec<(&'c Condition, &'c Condition)> {
    let sides: Vec<(Cases, Cases)> = parts.iter().map(|part| (worlds.holds(part), worlds.fails(part))).collect();
    let sometimes: Vec<bool> = sides.iter().map(|(yes, no)| !yes.is_impossible() && !no.is_impossible()).collect();
    let implies = |one: usize, two: usize| match (sides.get(one), sides.get(two)) {
        (Some((yes, _)), Some((_, no))) => !yes.meet(no),
        _ => false,
    };
    // In an `all`, what follows can go; in an `any`, that from which something follows.
    let makes_needless = |stays: usize, goes: usize| if all { implies(stays, goes) } else { implies(goes, stays) };
    let mut gone = Vec::new();
    let mut found = Vec::new();
    for (goes, line) in parts.iter().enumerate().rev() {
        let by = parts.iter().enumerate().find(|(stays, _)| {
            *stays != goes
                && !gone.contains(stays)
                && sometimes.get(goes) == Some(&true)
                && sometimes.get(*stays) == Some(&true)
                && makes_needless(*stays, goes)
        });
        if let Some((_, by)) = by {
            gone.push(goes);
            found.push((line, by));
        }
    }
    found.reverse();
    found
}

fn finding(subject: &Subject<'_>, line: &Condition, by: &Condition, all: bool) -> Finding {
    let (line, by) = (subject.location(line.place), subject.location(by.place));
    let finding = if all {
        Finding::new(&LINT.code, line, "this line asks for nothing more: another line makes sure of it")
            .label("always so")
            .also(by, "where this holds")
    } else {
        Finding::new(&LINT.code, line, "this line lets nobody else in: another line does already")
            .label("wherever this holds")
            .also(by, "this does, too")
    };
    let finding = finding.help("take the line out, or ask for what was meant");
    match subject.without(line) {
        Some(span) => finding.fix("take the line out", span, "", true),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found_when;

    fn told(when: &str) -> Vec<String> {
        found_when(&super::LINT, when)
    }

    #[test]
    fn what_follows_is_found_once() {
        for when in [
            "user.plan is pro and user.plan is pro",
            "user.email is known and user.email contains \"@acme.com\"",
            "conversation.customer_messages > 3 and conversation.customer_messages > 1",
            "message.text contains \"refund\" or message.text contains \"refunds\"",
            "user.tags has \"a/b\" and user.tags has under \"a\" and user.tags has under \"a/b\" and user.plan is pro",
        ] {
            let expected = if when.contains("under") { 2 } else { 1 };
            assert_eq!(told(when).len(), expected, "{when}");
        }
    }

    #[test]
    fn what_asks_for_more_is_not() {
        for when in [
            "user.email is known and user.name is known",
            "user.plan is not pro and user.plan is not free",
            "message.text contains \"refund\" and message.text does not contain \"refunds policy\"",
            "message.text contains exactly \"a\" and message.text contains \"a\"",
        ] {
            assert_eq!(told(when), [""; 0], "{when}");
        }
    }
}

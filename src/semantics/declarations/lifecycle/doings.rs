//! What a book does, against what its lifecycle lets it do.

use crate::diagnostic::codes::moves;
use crate::diagnostic::{Finding, Location};
use crate::ir::lifecycle::{Cause, Lifecycle, Permission};
use crate::ir::test::{Test, TestStepKind};
use crate::ir::{Automation, CapacityRelease, Place, Step, StepKind, Trigger};
use crate::runtime::maintained::{MOVERS, PERSONAL};
use crate::semantics::Report;
use crate::semantics::context::location;
use crate::semantics::suggest::listed;

/// Everything in a book that does something.
#[derive(Clone, Copy, Debug)]
pub struct Doings<'a> {
    /// All triggers.
    pub triggers: &'a [Trigger],
    /// All automations.
    pub automations: &'a [Automation],
    /// Its policy of capacity release.
    pub release: Option<&'a CapacityRelease>,
    /// All tests.
    pub tests: &'a [Test],
}

impl<'a> Doings<'a> {
    fn of_rules(self) -> impl Iterator<Item = &'a Step> {
        let triggers = self.triggers.iter().flat_map(|trigger| &trigger.actions);
        let automations = self.automations.iter().flat_map(|automation| &automation.actions);
        let stages = self.release.into_iter().flat_map(|release| &release.stages).flat_map(|stage| &stage.actions);
        triggers.chain(automations).chain(stages)
    }

    fn of_people(self) -> impl Iterator<Item = &'a Step> {
        self.tests.iter().flat_map(|test| &test.steps).flat_map(|step| match &step.kind {
            TestStepKind::Command { actions, .. } => actions.as_slice(),
            _ => &[],
        })
    }
}

/// Reports actions that would move states if the lifecycle knew them, and what a rule does that only people may.
pub fn check(lifecycle: &Lifecycle, doings: Doings<'_>, report: &mut Report) {
    for (action, place) in doings.of_rules().chain(doings.of_people()).filter_map(acted) {
        if !does_something(Some(lifecycle), action) {
            report.findings.push(moves_nothing(lifecycle, action, place));
        }
    }
    for (action, place) in doings.of_rules().filter_map(acted) {
        let permission =
            lifecycle.permissions.iter().find(|permission| permission.actions.iter().any(|own| own == action));
        report.findings.extend(permission.map(|permission| forbidden(permission, action, place)));
    }
}

/// Reports what a rule does that concerns only the person who does it, with or without a lifecycle.
pub fn check_personal(doings: Doings<'_>, report: &mut Report) {
    let personal = |action: &str| PERSONAL.iter().any(|(words, _)| *words == action);
    for (action, place) in doings.of_rules().filter_map(acted).filter(|(action, _)| personal(action)) {
        let message = format!("`{action}` is for the person who does it; no rule does it");
        let finding = Finding::new(&moves::NOT_FOR_RULES, location(place), message);
        report.findings.push(finding.help("take it out; people do it by hand, each for themselves"));
    }
}

/// Whether a rule may do it, and whether it then does anything.
pub fn is_for_rules(lifecycle: Option<&Lifecycle>, action: &str) -> bool {
    let is_personal = PERSONAL.iter().any(|(words, _)| *words == action);
    let is_forbidden = |lifecycle: &Lifecycle| {
        lifecycle.permissions.iter().any(|permission| permission.actions.iter().any(|own| own == action))
    };
    !is_personal && !lifecycle.is_some_and(is_forbidden) && does_something(lifecycle, action)
}

/// Whether an action does anything under a lifecycle.
pub fn does_something(lifecycle: Option<&Lifecycle>, action: &str) -> bool {
    lifecycle.is_none_or(|lifecycle| !moves_states(action) || named(lifecycle, action))
}

fn acted(step: &Step) -> Option<(&str, Place)> {
    match &step.kind {
        StepKind::Act { action, .. } => Some((action, step.place)),
        StepKind::Wait { .. } => None,
    }
}

/// Whether the action is one that moves states and does nothing else.
fn moves_states(action: &str) -> bool {
    MOVERS.iter().any(|words| begins_with(action, words))
}

fn named(lifecycle: &Lifecycle, action: &str) -> bool {
    movers(lifecycle).any(|words| begins_with(action, words))
}

/// The actions by which some transition is made.
fn movers(lifecycle: &Lifecycle) -> impl Iterator<Item = &str> {
    let transitions = lifecycle.machines.iter().flat_map(|machine| &machine.transitions);
    transitions
        .filter_map(|transition| match &transition.cause {
            Cause::By(actions) => Some(actions),
            Cause::On(_) => None,
        })
        .flatten()
        .map(String::as_str)
}

/// Whether these are the action's first words: `snooze` those of `snooze for`.
pub(super) fn begins_with(action: &str, words: &str) -> bool {
    action.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn moves_nothing(lifecycle: &Lifecycle, action: &str, place: Place) -> Finding {
    let mut known: Vec<&str> = movers(lifecycle).collect();
    known.sort_unstable();
    known.dedup();
    let message = format!("`{action}` moves nothing: no transition of the lifecycle `{}` is made by it", lifecycle.id);
    let finding =
        Finding::new(&moves::MOVES_NOTHING, location(place), message).also(location(lifecycle.place), "this lifecycle");
    if known.is_empty() {
        finding.help(format!("write a transition `by {action}`, or take the action out"))
    } else {
        finding.help(format!("it is moved by {}", listed(&known, "and")))
    }
}

fn forbidden(permission: &Permission, action: &str, place: Place) -> Finding {
    let message = format!("only people with the role `{}` may `{action}`; no rule does it", permission.role);
    let there: Location = location(permission.place);
    Finding::new(&moves::NOT_FOR_RULES, location(place), message)
        .also(there, "this says so")
        .help("take it out; whoever may do it does it by hand")
}

#[cfg(test)]
mod tests {
    use crate::semantics::declarations::sample::told;

    fn book(lifecycle: &str, action: &str) -> Vec<String> {
        told(&format!(
            "{lifecycle}\ntrigger t {{\n  on customer.wrote\n  do {{ {action} }}\n}}\n\ntest \"a\" {{\n  receive \
             customer.wrote\n  as agent do {{ {action} }}\n  expect fired t\n}}\n"
        ))
    }

    #[test]
    fn what_moves_states_is_known_to_the_lifecycle() {
        let ticket = |action: &str| book("use std.lifecycle.ticket", action);
        assert_eq!(ticket("end session"), [""; 0]);
        assert_eq!(ticket("suspend user"), [""; 0]);
        assert_eq!(ticket("close"), ["E0518 close", "E0518 close"]);
        assert_eq!(ticket("snooze for 2h").len(), 2);
        let inbox = |action: &str| book("use std.lifecycle.inbox", action);
        assert_eq!(inbox("snooze until 09:00"), [""; 0]);
        assert_eq!(inbox("hand back").len(), 2);
        assert_eq!(book("", "close"), [""; 0]);
    }

    #[test]
    fn what_only_people_may_is_for_no_rule() {
        let rule = ["E0519 delete conversation"];
        assert_eq!(book("use std.lifecycle.inbox", "delete conversation"), rule);
        let own = |may: &str| {
            book(
                &format!(
                    "lifecycle l {{\n  states conversation.order {{ a, b }} {{\n    start a\n    final b\n    from a to b on \
                     customer.wrote\n  }}\n  only owner may {may}\n}}\n"
                ),
                "add tag \"x\"",
            )
        };
        assert_eq!(own("notify"), [""; 0]);
        assert_eq!(own("add"), ["E0519 add tag \"x\""]);
        assert_eq!(own("delet conversation"), ["E0511 delet conversation"]);
        assert_eq!(own("set"), ["E0511 set"]);
    }

    #[test]
    fn what_is_a_persons_own_is_for_no_rule() {
        assert_eq!(book("", "star"), ["E0519 star"]);
        assert_eq!(book("use std.lifecycle.inbox", "leave conversation"), ["E0519 leave conversation"]);
    }

    #[test]
    fn what_is_set_in_a_test_may_be_set() {
        let new = "use std.lifecycle.ticket\n\ntest \"a\" {\n  receive customer.wrote\n  as agent do { set conversation.status to new \
                   }\n  expect conversation.status is new\n}\n";
        assert_eq!(told(new), ["E0512 new"]);
    }
}

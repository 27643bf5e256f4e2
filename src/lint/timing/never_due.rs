//! Automations for a conversation that is done: it has no timers any more.

use super::is;
use crate::diagnostic::{Code, Finding};
use crate::ir::lifecycle::Machine;
use crate::ir::{Automation, Base, Condition, EventName, Place, Test, Timing};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::runtime::maintained::{STATUS, STATUS_CATEGORY};
use crate::semantics::suggest;
use crate::syntax::ast::ClauseKind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0907",
        name: "never-due",
        explanation: "A conversation in a final status is done for good: all its timers end, and none is set. An automation that \
                      counts while the status is final, or since an event with which it becomes final, is never due. Let it count \
                      from what comes before: in the lifecycle of tickets that is `solved`.",
        bad: r#"use std.lifecycle.ticket

automation ask_rating {
  after 30m while conversation.status is closed
  do { request rating }
}
"#,
        good: r#"use std.lifecycle.ticket

automation ask_rating {
  after 30m while conversation.status is solved
  do { request rating }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let machines = subject.book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
    let Some(status) = machines.into_iter().find(|machine| machine.attribute == *STATUS.0) else { return Vec::new() };
    if status.finals.is_empty() {
        return Vec::new();
    }
    let own = subject.book.statuses.iter().filter(|own| status.finals.contains(&own.counts_as)).map(|own| &own.id);
    let finals: Vec<&str> = status.finals.iter().chain(own).map(String::as_str).collect();
    let done = [is_one_of(STATUS.0, &finals), is_one_of(STATUS_CATEGORY, &finals)];
    let rules = subject.rules().filter(|rule| rule.is_active());
    rules.filter_map(|rule| of_rule(subject, rule, status, &done)).collect()
}

fn of_rule(subject: &Subject<'_>, rule: Rule<'_>, status: &Machine, done: &[Condition]) -> Option<Finding> {
    let Rule::Automation(automation) = rule else { return None };
    let holding = automation.timing.condition().into_iter().chain(&automation.condition);
    let is_at_end = |condition: &&Condition| done.iter().any(|done| subject.worlds.implies(condition, done));
    let place = match holding.into_iter().find(is_at_end) {
        Some(condition) => subject.location(condition.place),
        None if since_the_end(automation, status) => {
            subject.clause(rule, |kind| matches!(kind, ClauseKind::After(_))).unwrap_or_else(|| subject.id_of(rule))
        }
        None => return None,
    };
    let message = format!("the automation `{}` is never due: a conversation that is done has no timers", automation.id);
    let states = suggest::listed(&status.finals, "and");
    let help = format!("nothing leaves {states}; let it count from a status before");
    Some(Finding::new(&LINT.code, place, message).label("here it is done already").help(help))
}

/// Whether it counts from events that come only with a final status.
fn since_the_end(automation: &Automation, status: &Machine) -> bool {
    let Timing::After { base: Base::SinceLast { events, .. } | Base::SinceFirst { events, .. }, .. } =
        &automation.timing
    else {
        return false;
    };
    let comes_at_the_end = |event: &EventName| {
        let mut raising = status.transitions.iter().filter(|way| way.raises.contains(event)).peekable();
        raising.peek().is_some() && raising.all(|way| way.to.iter().all(|state| status.finals.contains(state)))
    };
    events.iter().all(comes_at_the_end)
}

/// That an attribute has one of these values of its enum.
fn is_one_of(key: &str, values: &[&str]) -> Condition {
    Condition { place: Place::default(), test: Test::Any(values.iter().map(|value| is(key, value)).collect()) }
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(timing: &str) -> usize {
        let text = format!("use std.lifecycle.ticket\n\nautomation a {{\n  {timing}\n  do {{ request rating }}\n}}\n");
        found(&super::LINT, &text).len()
    }

    #[test]
    fn what_counts_while_all_is_done_is_found() {
        assert_eq!(told("after 30m while conversation.status is closed"), 1);
        assert_eq!(told("at 09:00 while conversation.status is closed and conversation.tags has \"vip\""), 1);
        assert_eq!(told("after 2h while conversation.status_category is closed"), 1);
        assert_eq!(told("after 5m since last customer.wrote\n  when conversation.status is closed"), 1);
    }

    #[test]
    fn what_may_be_due_is_not() {
        assert_eq!(told("after 30m while conversation.status is solved"), 0);
        assert_eq!(told("after 30m while conversation.status in [solved, closed]"), 0);
        assert_eq!(told("at 09:00 while conversation.status is not open"), 0);
    }
}

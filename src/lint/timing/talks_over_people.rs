//! Texts after a wait that nobody can stop.

use crate::diagnostic::{Code, Finding};
use crate::ir::{EventName, Step, StepKind, Trigger};
use crate::lint::answers::{is_said, said};
use crate::lint::{Lint, Sees, Subject};
use crate::runtime::maintained::{AGENT_WROTE, OVER};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0904",
        name: "talks-over-people",
        explanation: "Conditions are not looked at again after a `wait`. An agent who answers within these seconds is talked over: \
                      the customer reads the answer, and below it that somebody will be with them shortly. `unless agent.wrote` \
                      drops the text as soon as an agent writes, `then check again` if the `when` does not hold any more.",
        bad: r#"trigger thanks {
  on conversation.requested
  do {
    wait 5s
    send "One of us will be with you shortly."
  }
}
"#,
        good: r#"trigger thanks {
  on conversation.requested
  do {
    wait 5s unless agent.wrote
    send "One of us will be with you shortly."
  }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

/// A pause between two texts of the same rule, in milliseconds: the talk has begun already.
const PAUSE: i64 = 10_000;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let triggers = subject.triggers().filter(|trigger| trigger.active && is_in_a_talk(&trigger.events));
    triggers.filter_map(|trigger| of_trigger(subject, trigger)).collect()
}

/// Whether an agent may be about to answer: not where the event is the agent's own message or the end of it all.
fn is_in_a_talk(events: &[EventName]) -> bool {
    !events.iter().any(|event| event.as_str() == AGENT_WROTE || OVER.contains(&event.as_str()))
}

fn of_trigger(subject: &Subject<'_>, trigger: &Trigger) -> Option<Finding> {
    let (place, wait) = trigger.actions.iter().enumerate().find(|(place, step)| {
        let spoken = trigger.actions.iter().take(*place).any(is_said);
        is_blind(step, trigger.condition.is_some(), spoken)
    })?;
    // A later wait that looks again stands between this one and what comes after it.
    let rest = trigger.actions.get(place + 1..)?;
    let until = rest.iter().position(|step| is_wait(step) && !is_blind(step, trigger.condition.is_some(), false));
    let said = said(rest.get(..until.unwrap_or(rest.len()))?)?;
    let location = subject.location(wait.place);
    let old = subject.text(location);
    let finding = Finding::new(&LINT.code, location, "an agent who answers during this wait is talked over")
        .label("nothing stops it")
        .also(subject.location(said.place), "the customer hears this all the same");
    let StepKind::Wait { unless, .. } = &wait.kind else { return Some(finding) };
    let new = match (unless.is_empty(), old.split_once(" then check again")) {
        (true, None) => format!("{old} unless {AGENT_WROTE}"),
        (false, None) => format!("{old}, {AGENT_WROTE}"),
        _ => return Some(finding.help(format!("write `{AGENT_WROTE}` after `unless`: it drops the rest"))),
    };
    let finding = finding.help(format!("write `{new}`: then an agent's message drops the rest"));
    Some(finding.fix(format!("add `{AGENT_WROTE}`"), location.span, new, false))
}

const fn is_wait(step: &Step) -> bool {
    matches!(step.kind, StepKind::Wait { .. })
}

/// Whether nothing that an agent does ends this wait.
fn is_blind(step: &Step, has_condition: bool, spoken: bool) -> bool {
    let StepKind::Wait { duration, unless, check_again } = &step.kind else { return false };
    let asks_again = *check_again && has_condition;
    let is_pause = spoken && *duration <= PAUSE;
    !asks_again && !is_pause && !unless.iter().any(|event| event.as_str() == AGENT_WROTE)
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(event: &str, actions: &str) -> usize {
        let lines = format!("  on {event}\n  once per session\n  when user.plan is pro\n");
        found(&super::LINT, &format!("trigger t {{\n{lines}  do {{\n    {actions}\n  }}\n}}\n")).len()
    }

    #[test]
    fn who_is_talked_over() {
        let send = "send \"a\"";
        assert_eq!(told("customer.wrote", &format!("wait 5s\n    {send}")), 1);
        assert_eq!(told("customer.wrote", &format!("wait 5m unless customer.wrote\n    {send}")), 1);
        assert_eq!(told("customer.wrote", &format!("wait 5s unless agent.wrote\n    {send}")), 0);
        assert_eq!(told("customer.wrote", &format!("wait 5s then check again\n    {send}")), 0);
        assert_eq!(told("customer.wrote", &format!("{send}\n    wait 3s\n    {send}")), 0);
        assert_eq!(told("customer.wrote", "wait 5s\n    add tag \"a\""), 0);
        assert_eq!(told("session.ended", &format!("wait 5m\n    {send}")), 0);
        assert_eq!(
            told("customer.wrote", &format!("wait 5s\n    add tag \"a\"\n    wait 5s unless agent.wrote\n    {send}")),
            0
        );
    }
}

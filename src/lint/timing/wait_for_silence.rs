//! Silence that is measured with a `wait`.

use crate::diagnostic::{Code, Finding};
use crate::ir::{EventName, StepKind, Trigger};
use crate::lint::answers::said;
use crate::lint::{Lint, Sees, Subject};
use crate::runtime::maintained::MESSAGES;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0906",
        name: "wait-for-silence",
        explanation: "While a trigger waits, it does not fire again in that conversation: the wait counts from the first message, \
                      not from the last. A customer to whom the agent wrote nine minutes later is reminded one minute after that. \
                      `after 10m since last agent.wrote unless customer.wrote` begins anew with each message.",
        bad: r#"trigger still_there {
  on agent.wrote
  do {
    wait 10m unless customer.wrote
    send "Are you still there?"
  }
}
"#,
        good: r#"automation still_there {
  after 10m since last agent.wrote unless customer.wrote
  do { send "Are you still there?" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

/// A shorter wait is for those who type on, in milliseconds.
const SHORT: i64 = 60_000;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let triggers = subject.triggers().filter(|trigger| trigger.active && trigger.once.is_none());
    triggers.filter_map(|trigger| of_trigger(subject, trigger)).collect()
}

fn of_trigger(subject: &Subject<'_>, trigger: &Trigger) -> Option<Finding> {
    let [event] = trigger.events.as_slice() else { return None };
    let is_message = |event: &EventName| MESSAGES.contains(&event.as_str());
    let (wait, rest) = trigger.actions.split_first().filter(|_| is_message(event))?;
    let StepKind::Wait { duration, unless, .. } = &wait.kind else { return None };
    let is_ended_by_others = !unless.is_empty() && !unless.contains(event) && unless.iter().all(is_message);
    if *duration < SHORT || !is_ended_by_others {
        return None;
    }
    let said = said(rest)?;
    let location = subject.location(wait.place);
    let duration = subject.text(location).split_whitespace().nth(1).unwrap_or_default();
    let unless: Vec<&str> = unless.iter().map(EventName::as_str).collect();
    let unless = unless.join(", ");
    let finding =
        Finding::new(&LINT.code, location, format!("this counts from the first `{event}`, not from the last"))
            .label("another one does not begin it anew")
            .also(subject.location(said.place), "so this may come too early")
            .help(format!("write an automation: `after {duration} since last {event} unless {unless}`"));
    Some(finding)
}

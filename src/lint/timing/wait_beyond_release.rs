//! Reminders that come after capacity release has let the conversation go.

use super::is;
use crate::diagnostic::{Code, Finding, Location};
use crate::ir::policy::Stage;
use crate::ir::{Argument, Base, CapacityRelease, EventName, Operand, Step, StepKind, Timing, Value, Write};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::runtime::maintained::{AGENT_WROTE, REMIND, STATUS};
use crate::semantics::satisfiable::Worlds;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0902",
        name: "wait-beyond-release",
        explanation: "The capacity release of the book counts from the agent's last message, too, and at its last stage the \
                      conversation is solved or its session ended. What is due after that comes too late: the customer is asked \
                      “are you still there?” in a conversation that has been closed on them, or never hears it at all. Let it be \
                      due before, or leave it to the stages.",
        bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to solved
  }
}

automation ask_again {
  after 30m since last agent.wrote unless customer.wrote
  do { remind "Can we help you with anything else?" }
}
"#,
        good: r#"policy capacity release {
  inactive after 5m { remind "Are you still there?" }
  then after 25m {
    remind "Can we help you with anything else?"
    set conversation.status to solved
  }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(end) = subject.book.capacity_release.as_ref().and_then(End::of) else { return Vec::new() };
    let late = subject.rules().filter(|rule| rule.is_active()).filter_map(|rule| {
        let (after, place) = due(subject, rule)?;
        let comes_too_late = after > end.after && !is_for_the_end(&subject.worlds, &end, rule);
        comes_too_late.then(|| finding(subject, rule, &end, place))
    });
    late.collect()
}

/// When and how capacity release lets a conversation go.
struct End<'a> {
    /// Milliseconds since the agent's last message.
    after: i64,
    stage: &'a Stage,
    /// The status that it sets, if it does that.
    status: Option<&'a str>,
}

impl<'a> End<'a> {
    fn of(release: &'a CapacityRelease) -> Option<Self> {
        let stage = release.stages.last()?;
        let after = release.stages.iter().fold(0_i64, |sum, stage| sum.saturating_add(stage.after));
        let status =
            stage.actions.iter().find_map(status_set).filter(|set| release.resting.iter().any(|rest| rest == set));
        let ends =
            stage.actions.iter().any(|step| matches!(&step.kind, StepKind::Act { action, .. } if is_end(action)));
        (ends || status.is_some()).then_some(Self { after, stage, status })
    }
}

fn is_end(action: &str) -> bool {
    action == "end session"
}

fn status_set(step: &Step) -> Option<&str> {
    let StepKind::Act { arguments, write: Some(Write::Set { key, argument }), .. } = &step.kind else { return None };
    let (_, value) = arguments.iter().find(|(slot, _)| slot == argument).filter(|_| key == STATUS.0)?;
    match value {
        Argument::Value(Operand::Literal(Value::Enum(status))) => Some(status),
        _ => None,
    }
}

/// How long after the agent's last message it is due, and which line says so.
fn due(subject: &Subject<'_>, rule: Rule<'_>) -> Option<(i64, Location)> {
    let is_agents = |events: &[EventName]| events.iter().any(|event| event.as_str() == AGENT_WROTE);
    match rule {
        Rule::Automation(automation) => match &automation.timing {
            Timing::After { duration, of: None, base: Base::SinceLast { events, .. } } if is_agents(events) => {
                let line = subject.clause(rule, |kind| matches!(kind, crate::syntax::ast::ClauseKind::After(_)));
                Some((*duration, line.unwrap_or_else(|| subject.id_of(rule))))
            }
            _ => None,
        },
        Rule::Trigger(trigger) if is_agents(&trigger.events) => {
            let wait = trigger.actions.iter().find_map(|step| match &step.kind {
                StepKind::Wait { duration, .. } => Some((*duration, step.place)),
                StepKind::Act { .. } => None,
            });
            wait.map(|(duration, place)| (duration, subject.location(place)))
        }
        Rule::Trigger(_) => None,
    }
}

/// Whether it is meant for what has been let go: it neither reminds nor asks for another status.
fn is_for_the_end(worlds: &Worlds<'_>, end: &End<'_>, rule: Rule<'_>) -> bool {
    let reminds =
        rule.actions().iter().any(|step| matches!(&step.kind, StepKind::Act { action, .. } if action == REMIND));
    let Some(status) = end.status else { return !reminds };
    let solved = is(STATUS.0, status);
    match rule.condition() {
        Some(condition) if worlds.implies(condition, &solved) => true,
        Some(condition) => worlds.can_both_hold(condition, &solved) && !reminds,
        None => !reminds,
    }
}

fn finding(subject: &Subject<'_>, rule: Rule<'_>, end: &End<'_>, place: Location) -> Finding {
    let minutes = end.after / 60_000;
    let becomes = end.status.map_or_else(|| "its session is ended".to_owned(), |status| format!("it is {status}"));
    let message = format!(
        "the {} `{}` comes too late: {minutes} minutes after the agent's last message {becomes} by capacity release",
        rule.word(),
        rule.id()
    );
    Finding::new(&LINT.code, place, message)
        .label("due after that")
        .also(subject.location(end.stage.place), "this has let the conversation go")
        .help(format!("let it be due within {minutes} minutes, or make it a stage of capacity release"))
}

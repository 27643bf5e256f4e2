//! Texts that are told again each time a conversation comes back to a queue.

use crate::diagnostic::{Code, Finding, Location};
use crate::ir::Trigger;
use crate::lint::answers::said;
use crate::lint::rare::Changes;
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::runtime::maintained::{Keep, QUEUE_MOVED, QUEUED, UPKEEP};
use crate::syntax::ast::{self, ClauseKind, ConditionKind};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0804",
        name: "first-routing-missing",
        explanation: "A conversation comes into a queue more than once: when an agent gives it back, when it is moved to another \
                      group, when the customer writes again later. Without `conversation.first_routing is true` or a `once`, the \
                      customer hears the same text each time.",
        bad: r#"trigger please_wait {
  on conversation.queued
  do { send "You are in the queue, please wait." }
}
"#,
        good: r#"trigger please_wait {
  on conversation.queued
  when conversation.first_routing is true
  do { send "You are in the queue, please wait." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let triggers = subject.triggers().filter(|trigger| trigger.active && trigger.once.is_none());
    let changes = Changes::of(subject);
    triggers.filter_map(|trigger| of_trigger(subject, &changes, trigger)).collect()
}

fn of_trigger<'a>(subject: &Subject<'a>, changes: &Changes<'_>, trigger: &'a Trigger) -> Option<Finding> {
    let event = trigger.events.iter().find(|event| event.as_str() == QUEUED)?;
    let said = said(&trigger.actions)?;
    // Who is told of each step forward is told on purpose.
    if trigger.events.iter().any(|event| event.as_str() == QUEUE_MOVED) || changes.make_rare(subject, trigger, event) {
        return None;
    }
    let rule = Rule::Trigger(trigger);
    let first = first_time()?;
    let message = format!("customers hear `{}` again each time their conversation comes back to a queue", trigger.id);
    let finding = Finding::new(&LINT.code, subject.id_of(rule), message)
        .label("this answers each time")
        .also(subject.location(said.place), "they hear this")
        .help(format!("ask for `{first} is true`, or write `once per session`"));
    Some(match addition(subject, rule, &format!("{first} is true")) {
        Some((at, text)) => finding.fix(format!("ask for `{first} is true`"), at.span, text, false),
        None => finding,
    })
}

/// The fact that tells whether it is the first time.
fn first_time() -> Option<&'static str> {
    let first = UPKEEP.iter().find(|upkeep| upkeep.event == QUEUED && matches!(upkeep.keep, Keep::WasUnknown(_)));
    first.map(|upkeep| upkeep.attribute)
}

/// Where and how a rule as it is written is made to ask for one thing more.
fn addition(subject: &Subject<'_>, rule: Rule<'_>, line: &str) -> Option<(Location, String)> {
    let written = subject.written(rule)?;
    let at = |span| Location { file: written.file, span };
    let when = written.node.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::When(condition) => Some(condition),
        _ => None,
    });
    let Some(condition) = when else {
        let last = written.node.clauses.iter().rfind(|clause| is_before_when(&clause.kind))?;
        return Some((at(last.span), format!("{}\n  when {line}", subject.text(at(last.span)))));
    };
    let old = subject.text(at(condition.span));
    let new = match (&condition.kind, old.split_once('{')) {
        (ConditionKind::All(_), Some((all, rest))) => format!("{all}{{\n    {line}{rest}"),
        _ => format!("all {{\n    {line}\n    {old}\n  }}"),
    };
    Some((at(condition.span), new))
}

const fn is_before_when(kind: &ast::ClauseKind) -> bool {
    matches!(kind, ClauseKind::On(_) | ClauseKind::Channels(_))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(when: &str) -> Vec<String> {
        found(&super::LINT, &format!("trigger t {{\n  on conversation.queued\n  {when}\n  do {{ send \"a\" }}\n}}\n"))
    }

    #[test]
    fn what_is_said_again_is_found() {
        for when in ["", "when queue.position > 3", "when all {\n    queue.position > 3\n    user.plan is pro\n  }"] {
            assert_eq!(told(when).len(), 1, "{when}");
        }
    }

    #[test]
    fn what_is_said_once_is_not() {
        for when in [
            "when conversation.first_routing is true",
            "when conversation.first_routing is false",
            "once per session",
            "when t has not fired",
            "when not conversation.queued in the last 1h",
        ] {
            assert_eq!(told(when), [""; 0], "{when}");
        }
    }
}

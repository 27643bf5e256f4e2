//! Answers that come after each message.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Finding, Location};
use crate::ir::{EventName, StepKind, Trigger};
use crate::lint::answers::{is_said, said};
use crate::lint::rare::Changes;
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::runtime::maintained::{MESSAGES, RESPONDER};
use crate::semantics::reads::Read;
use crate::syntax::ast::ClauseKind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0901",
        name: "missing-once",
        explanation: "Customers write in pieces: “Hi”, “I have a question”, “about my order”. A trigger that answers \
                      `customer.wrote`, and asks nothing about the message and nothing that its answer changes, answers each \
                      piece. `once per session` lets it speak once.",
        bad: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you for your message!" }
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for your message!" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let (changes, turns) = (Changes::of(subject), subject.turns());
    let talks: BTreeSet<usize> = subject
        .book
        .triggers
        .iter()
        .filter_map(|trigger| turns.get(trigger.id.as_str()).copied().filter(|_| subject.asks_of_the_event(trigger)))
        .collect();
    // What is left in a `first match` of which others look at the message, is part of a talk.
    let is_in_a_talk = |trigger: &Trigger| turns.get(trigger.id.as_str()).is_some_and(|turn| talks.contains(turn));
    let triggers = subject.triggers().filter(|trigger| trigger.active && trigger.once.is_none());
    triggers
        .filter(|trigger| !is_in_a_talk(trigger))
        .filter_map(|trigger| of_trigger(subject, &changes, trigger))
        .collect()
}

fn of_trigger<'a>(subject: &Subject<'a>, changes: &Changes<'_>, trigger: &'a Trigger) -> Option<Finding> {
    let event = trigger.events.iter().find(|event| MESSAGES.contains(&event.as_str()))?;
    let said = said(&trigger.actions)?;
    let has_reason = changes.make_rare(subject, trigger, event)
        || subject.asks_of_the_event(trigger)
        || asks_who_answers(subject, trigger)
        || waits_for_silence(trigger, event);
    if has_reason {
        return None;
    }
    let rule = Rule::Trigger(trigger);
    let message = format!("customers hear `{}` again with every message: each `{event}` fires it", trigger.id);
    let finding = Finding::new(&LINT.code, subject.id_of(rule), message)
        .label("this answers each time")
        .also(subject.location(said.place), "they hear this")
        .help("write `once per session` below `on`, or ask about the message");
    Some(match below_on(subject, rule) {
        Some((location, text)) => {
            finding.fix("write `once per session`", location.span, format!("{text}\n  once per session"), false)
        }
        None => finding,
    })
}

/// Whether it asks if the bot answers: then it is a talk.
fn asks_who_answers<'a>(subject: &Subject<'a>, trigger: &'a Trigger) -> bool {
    subject.reads_of(trigger).into_iter().any(|read| matches!(read, Read::Attribute(read) if read.key == RESPONDER))
}

/// Whether each new message puts the answer off.
fn waits_for_silence(trigger: &Trigger, event: &EventName) -> bool {
    let before = trigger.actions.iter().take_while(|step| !is_said(step));
    before.into_iter().any(|step| matches!(&step.kind, StepKind::Wait { unless, .. } if unless.contains(event)))
}

/// The line below which a `once` stands, with its text.
fn below_on<'a>(subject: &Subject<'a>, rule: Rule<'_>) -> Option<(Location, &'a str)> {
    let written = subject.written(rule)?;
    let is_above = |kind: &ClauseKind| matches!(kind, ClauseKind::On(_) | ClauseKind::Channels(_));
    let last = written.node.clauses.iter().rfind(|clause| is_above(&clause.kind))?;
    let location = Location { file: written.file, span: last.span };
    Some((location, subject.text(location)))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(lines: &str, actions: &str) -> Vec<String> {
        found(&super::LINT, &format!("trigger t {{\n  on customer.wrote\n  {lines}\n  do {{ {actions} }}\n}}\n"))
    }

    #[test]
    fn what_comes_at_each_message_is_found() {
        for lines in ["", "when user.plan is pro", "channels ios", "when account.status is away"] {
            assert_eq!(told(lines, "send \"a\"").len(), 1, "{lines}");
        }
    }

    #[test]
    fn what_has_a_reason_is_not() {
        for lines in [
            "once per session",
            "when message.text contains \"refund\"",
            "when conversation.customer_messages is 1",
            "when t has not fired",
            "when not bot.wrote in the last 1h",
            "when conversation.responder is bot",
            "when conversation.status was solved",
        ] {
            assert_eq!(told(lines, "send \"a\""), [""; 0], "{lines}");
        }
        assert_eq!(told("", "add tag \"a\""), [""; 0]);
        assert_eq!(told("when conversation.tags does not have \"a\"", "send \"a\"\n    add tag \"a\""), [""; 0]);
        assert_eq!(told("", "wait 10m unless customer.wrote\n    send \"a\""), [""; 0]);
    }
}

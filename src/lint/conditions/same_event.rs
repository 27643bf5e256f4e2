//! Triggers that answer the same event under the same condition.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Finding};
use crate::lint::answers::{Answer, overlap};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::plain_condition;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0803",
        name: "same-event",
        explanation: "Two active triggers answer the same event, and both ask for the same or for nothing. So each of these \
                      customers hears both texts, one after the other. One of them is often a copy that was to replace the other.",
        bad: r#"trigger welcome {
  on conversation.requested
  do { send "Hello!" }
}

trigger welcome_new {
  on conversation.requested
  do { send "Hi, how can we help?" }
}
"#,
        good: r#"trigger welcome {
  inactive
  on conversation.requested
  do { send "Hello!" }
}

trigger welcome_new {
  on conversation.requested
  do { send "Hi, how can we help?" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for (event, answers) in subject.answers() {
        let mut asked: Vec<(String, Answer<'_>)> = answers.into_iter().map(|answer| (asks(&answer), answer)).collect();
        // Those that ask the same stand together; among them, the order of the book.
        asked.sort_by(|(one, _), (other, _)| one.cmp(other));
        for same in asked.chunk_by(|(one, _), (other, _)| one == other) {
            for (place, (_, later)) in same.iter().enumerate() {
                let first = same.iter().take(place).find(|(_, first)| speak_both(first, later));
                if let Some((_, first)) = first
                    && told.insert((first.trigger.id.as_str(), later.trigger.id.as_str()))
                {
                    findings.push(finding(event.as_str(), first, later));
                }
            }
        }
    }
    findings
}

fn asks(answer: &Answer<'_>) -> String {
    answer.trigger.condition.as_ref().map_or_else(String::new, |condition| format!("{:?}", plain_condition(condition)))
}

/// Whether nothing keeps the two apart that ask the same.
pub(super) fn speak_both(one: &Answer<'_>, other: &Answer<'_>) -> bool {
    one.turn.zip(other.turn).is_none_or(|(first, second)| first != second)
        && overlap(one.trigger.channels.as_deref(), other.trigger.channels.as_deref())
}

fn finding(event: &str, first: &Answer<'_>, later: &Answer<'_>) -> Finding {
    let (one, two) = (&first.trigger.id, &later.trigger.id);
    let asked = if later.trigger.condition.is_some() { "both ask for the same" } else { "neither asks for anything" };
    let message = format!("customers hear both `{one}` and `{two}` at `{event}`: {asked}");
    let help = "take one of them out, or write `inactive` in it; where they are for different customers, let each ask for its own";
    Finding::new(&LINT.code, later.location, message)
        .label("this answers")
        .also(first.location, "as does this")
        .help(help)
}

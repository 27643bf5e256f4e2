//! Triggers of which a customer hears one on top of the other.

use std::collections::BTreeSet;

use super::demand::Demand;
use super::same_event::speak_both;
use crate::diagnostic::{Code, Finding};
use crate::ir::{StepKind, Trigger};
use crate::lint::answers::{Answer, is_within};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::{Worlds, plain_condition};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0808",
        name: "two-replies",
        explanation: "Whenever the more particular of the two answers, the general one does, too: they listen to the same event, and \
                      the condition of the one makes sure of the other's. These customers hear two texts at once, which often \
                      contradict each other. A `first match` lets only the first speak whose condition holds.",
        bad: r#"trigger offline {
  on conversation.requested
  when account.status is invisible
  do { send "Nobody is here right now." }
}

trigger welcome {
  on conversation.requested
  do { send "We will be with you shortly." }
}
"#,
        good: r#"trigger offline {
  on conversation.requested
  when account.status is invisible
  do { send "Nobody is here right now." }
}

trigger welcome {
  on conversation.requested
  do { send "We will be with you shortly." }
}

first match answers { offline, welcome }
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Where more triggers answer one event, they are not compared two by two.
const MOST_ANSWERS: usize = 300;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for (event, answers) in subject.answers() {
        if answers.len() < 2 || answers.len() > MOST_ANSWERS {
            continue;
        }
        let speakers: Vec<Speaker<'_>> =
            answers.into_iter().map(|answer| Speaker::new(&subject.worlds, answer)).collect();
        for special in &speakers {
            let general = speakers.iter().find(|general| speaks_too(special, general));
            if let Some(general) = general
                && told.insert((special.answer.trigger.id.as_str(), general.answer.trigger.id.as_str()))
            {
                findings.push(finding(subject, event.as_str(), special, general));
            }
        }
    }
    findings
}

struct Speaker<'a> {
    answer: Answer<'a>,
    demand: Demand,
    asks: String,
}

impl<'a> Speaker<'a> {
    fn new(worlds: &Worlds<'_>, answer: Answer<'a>) -> Self {
        let condition = answer.trigger.condition.as_ref();
        Self {
            answer,
            demand: Demand::of(worlds, answer.trigger),
            asks: condition.map_or_else(String::new, |condition| format!("{:?}", plain_condition(condition))),
        }
    }
}

/// Whether the general one speaks each time that the special one does.
fn speaks_too(special: &Speaker<'_>, general: &Speaker<'_>) -> bool {
    let (one, other) = (special.answer.trigger, general.answer.trigger);
    one.id != other.id
        // What asks the very same is told by another lint.
        && special.asks != general.asks
        && speak_both(&special.answer, &general.answer)
        && is_within(one.channels.as_deref(), other.channels.as_deref())
        // In a `first match`, an earlier member may take its turn.
        && general.answer.turn.is_none()
        && !looks_again(other)
        && !special.demand.is_impossible()
        && general.demand.holds_with(&special.demand)
}

/// Whether its condition is asked again before it speaks: by then the other one may have changed what it asks about.
fn looks_again(trigger: &Trigger) -> bool {
    trigger.actions.iter().any(|step| matches!(step.kind, StepKind::Wait { check_again: true, .. }))
}

fn finding(subject: &Subject<'_>, event: &str, special: &Speaker<'_>, general: &Speaker<'_>) -> Finding {
    let (one, other) = (special.answer.trigger, general.answer.trigger);
    let message = format!("customers whom `{}` answers at `{event}` hear `{}`, too", one.id, other.id);
    let finding = Finding::new(&LINT.code, special.answer.location, message)
        .label("this answers")
        .also(general.answer.location, "and so does this")
        .also(subject.location(special.answer.says.place), "they hear this")
        .also(subject.location(general.answer.says.place), "and this");
    let turn = special.answer.turn.and_then(|turn| subject.book.first_matches.get(turn));
    let enough = match turn {
        Some(group) => format!("add `{}` behind the members of `first match {}`", other.id, group.id),
        None => format!("write `first match answers {{ {}, {} }}`", one.id, other.id),
    };
    finding.help(format!("where one of them is enough, {enough}; or let `{}` ask for the opposite", other.id))
}

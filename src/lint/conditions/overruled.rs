//! Triggers whose value another one writes over each time.

use std::collections::{BTreeMap, BTreeSet};

use super::demand::Demand;
use crate::diagnostic::{Code, Finding};
use crate::ir::{Argument, EventName, Operand, Place, Step, StepKind, Trigger, Value, Write};
use crate::lint::answers::is_within;
use crate::lint::{Lint, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0814",
        name: "overruled",
        explanation: "Both triggers listen to the same event, and whenever the first fires, the second does, too, after it. Both set \
                      the same thing, so that what the first has set never stays. Mostly the general one was meant to come first \
                      and the particular one after it, or only one of the two to fire.",
        bad: r#"trigger refunds {
  on customer.wrote
  when message.text contains "refund"
  do { assign to group "Refunds" }
}

trigger everything {
  on customer.wrote
  do { assign to group "Support" }
}
"#,
        good: r#"trigger refunds {
  on customer.wrote
  when message.text contains "refund"
  do { assign to group "Refunds" }
}

trigger everything {
  on customer.wrote
  do { assign to group "Support" }
}

first match whose { refunds, everything }
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Where more triggers set one thing at one event, they are not compared two by two.
const MOST_WRITERS: usize = 300;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let turns = subject.turns();
    let mut writers: BTreeMap<(&EventName, &str), Vec<Writer<'_>>> = BTreeMap::new();
    for trigger in subject.triggers().filter(|trigger| trigger.active) {
        let turn = turns.get(trigger.id.as_str()).copied();
        for (what, value, place) in written(&trigger.actions) {
            for event in &trigger.events {
                writers.entry((event, what)).or_default().push(Writer { trigger, value, place, turn });
            }
        }
    }
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for ((_, what), writers) in writers {
        if writers.len() < 2 || writers.len() > MOST_WRITERS {
            continue;
        }
        let demands: Vec<Demand> = writers.iter().map(|own| Demand::of(&subject.worlds, own.trigger)).collect();
        let all: Vec<_> = writers.iter().zip(&demands).collect();
        for (number, first) in all.iter().enumerate() {
            let later = all.iter().skip(number + 1).find(|later| always_overrules(**later, *first));
            if let Some((later, _)) = later
                && told.insert((what, first.0.trigger.id.as_str(), later.trigger.id.as_str()))
            {
                findings.push(finding(subject, what, first.0, later));
            }
        }
    }
    findings
}

/// A trigger that sets something.
struct Writer<'a> {
    trigger: &'a Trigger,
    value: &'a Value,
    place: Place,
    turn: Option<usize>,
}

/// What actions surely set at once: the attribute, or the words of the assignment, with the value, each as it is last.
fn written(actions: &[Step]) -> Vec<(&str, &Value, Place)> {
    let at_once = actions.iter().take_while(|step| !matches!(step.kind, StepKind::Wait { .. }));
    let mut all: Vec<(&str, &Value, Place)> = Vec::new();
    for (what, value, place) in at_once.filter_map(set_by) {
        all.retain(|(other, ..)| *other != what);
        all.push((what, value, place));
    }
    all
}

fn set_by(step: &Step) -> Option<(&str, &Value, Place)> {
    let StepKind::Act { action, arguments, write, .. } = &step.kind else { return None };
    let (what, slot) = match write {
        Some(Write::Set { key, argument }) => (key.as_str(), argument.as_str()),
        None if action.starts_with("assign to ") => (action.as_str(), arguments.first()?.0.as_str()),
        _ => return None,
    };
    let (_, value) = arguments.iter().find(|(name, _)| name == slot)?;
    match value {
        Argument::Value(Operand::Literal(value)) => Some((what, value, step.place)),
        _ => None,
    }
}

/// Whether the later one writes another value each time that the first does.
fn always_overrules((later, asks): (&Writer<'_>, &Demand), (first, known): (&Writer<'_>, &Demand)) -> bool {
    let (one, other) = (first.trigger, later.trigger);
    one.id != other.id
        && first.value != later.value
        && other.once.is_none()
        && later.turn.is_none()
        && is_within(one.channels.as_deref(), other.channels.as_deref())
        && !known.is_impossible()
        && asks.holds_with(known)
}

fn finding(subject: &Subject<'_>, what: &str, first: &Writer<'_>, later: &Writer<'_>) -> Finding {
    let (one, other) = (&first.trigger.id, &later.trigger.id);
    let message =
        format!("the `{what}` of `{one}` never stays: whenever it fires, `{other}` comes after it and sets another");
    Finding::new(&LINT.code, subject.location(first.place), message)
        .label("this does not stay")
        .also(subject.location(later.place), "this comes after it")
        .help(format!(
            "put `{one}` below `{other}`, or let only one of them fire: `first match {one}_first {{ {one}, {other} }}`"
        ))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(first: &str, later: &str) -> usize {
        let trigger = |id: &str, lines: &str| format!("trigger {id} {{\n  on customer.wrote\n  {lines}\n}}\n");
        found(&super::LINT, &format!("{}{}", trigger("one", first), trigger("two", later))).len()
    }

    #[test]
    fn what_never_stays_is_found() {
        let vip = "when user.plan is pro\n  do { set conversation.priority to high }";
        assert_eq!(told(vip, "do { set conversation.priority to low }"), 1);
        assert_eq!(told(vip, "when user.plan in [pro, free]\n  do { set conversation.priority to low }"), 1);
        assert_eq!(told("do { assign to group \"A\" }", "do { assign to group \"B\" }"), 1);
    }

    #[test]
    fn what_may_stay_is_not() {
        let (high, low) = ("do { set conversation.priority to high }", "do { set conversation.priority to low }");
        assert_eq!(told(low, &format!("when user.plan is pro\n  {high}")), 0, "the particular one comes later");
        assert_eq!(told(high, high), 0, "the same");
        assert_eq!(told(high, &format!("once per session\n  {low}")), 0, "seldom");
        assert_eq!(told(high, "do {\n    wait 5s\n    set conversation.priority to low\n  }"), 0, "not at once");
        assert_eq!(told(high, "do { set conversation.topic to \"x\" }"), 0, "something else");
        assert_eq!(told("do { assign to group \"A\" }", "do { assign to agent \"B\" }"), 0, "an agent of the group");
    }
}

//! Out-of-hours answers in the middle of a talk.

use crate::diagnostic::{Code, Finding};
use crate::ir::{Condition, Place, Test, Trigger};
use crate::lint::answers::said;
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::runtime::maintained::{AGENT_WROTE, ASSIGNED, CUSTOMER_WROTE, Keep, RESPONDER, STATUS, UPKEEP};
use crate::semantics::reads::Read;
use crate::semantics::satisfiable::Worlds;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0905",
        name: "closed-while-talking",
        explanation: "An agent who is still talking at six o'clock does not stop then. The customer writes “thanks, one more thing”, \
                      and is told that the office is closed, by the same company that is answering. So an out-of-hours answer to \
                      a message asks whether an agent has just written.",
        bad: r#"schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

trigger we_are_closed {
  on customer.wrote
  once per session
  when office_hours is closed
  do { send "We are closed right now." }
}
"#,
        good: r#"schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

trigger we_are_closed {
  on customer.wrote
  once per session
  when office_hours is closed and agent.wrote not in the last 5m
  do { send "We are closed right now." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let triggers = subject.triggers().filter(|trigger| trigger.active);
    triggers.filter_map(|trigger| of_trigger(subject, &subject.worlds, trigger)).collect()
}

fn of_trigger<'a>(subject: &Subject<'a>, worlds: &Worlds<'_>, trigger: &'a Trigger) -> Option<Finding> {
    trigger.events.iter().find(|event| event.as_str() == CUSTOMER_WROTE)?;
    let (said, condition) = (said(&trigger.actions)?, trigger.condition.as_ref()?);
    if subject.reads(condition).iter().any(tells_of_agents) {
        return None;
    }
    let schedule = subject.book.schedules.iter().find(|schedule| worlds.implies(condition, &closed(&schedule.id)))?;
    let lines = subject.tests(condition);
    let line = lines.iter().find(|test| matches!(&test.test, Test::Open(id) if *id == schedule.id));
    let message =
        format!("an agent who is still talking when `{}` closes is talked over by `{}`", schedule.id, trigger.id);
    let ask = format!("{AGENT_WROTE} not in the last 5m");
    let location = line.map_or_else(|| subject.id_of(Rule::Trigger(trigger)), |line| subject.location(line.place));
    let finding = Finding::new(&LINT.code, location, message)
        .label("whoever is just talking")
        .also(subject.location(said.place), "their customer hears this")
        .help(format!("ask for `{ask}`, too"));
    Some(match line {
        Some(_) => finding.fix(
            format!("ask for `{ask}`"),
            location.span,
            format!("{} and {ask}", subject.text(location)),
            false,
        ),
        None => finding,
    })
}

fn closed(schedule: &str) -> Condition {
    let place = Place::default();
    let open = Condition { place, test: Test::Open(schedule.to_owned()) };
    Condition { place, test: Test::Not(Box::new(open)) }
}

/// Whether it says anything of what agents have done, or that the talk has only begun.
fn tells_of_agents(read: &Read<'_>) -> bool {
    match read {
        Read::Attribute(read) => {
            let key = read.key.as_str();
            let kept = |upkeep: &&crate::runtime::maintained::Upkeep| upkeep.attribute == key;
            let tells = UPKEEP.iter().filter(kept).any(|upkeep| {
                [AGENT_WROTE, ASSIGNED].contains(&upkeep.event)
                    || (upkeep.event == CUSTOMER_WROTE && upkeep.keep == Keep::Count)
            });
            tells || key == RESPONDER || key == STATUS.0
        }
        Read::Recently(event, _) => event.as_str() == AGENT_WROTE,
        _ => false,
    }
}

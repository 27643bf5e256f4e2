//! What can raise what: events and facts, the rules that hear them, and what those write and raise.

use super::reads::reads;
use super::{NodeKind, Part, RULES, WIDTH, folded, written};
use crate::ir::action::{Argument, Write};
use crate::ir::automation::{Base, Timing};
use crate::ir::condition::Operand;
use crate::ir::lifecycle::{Cause, Machine, NewConversation, Transition};
use crate::ir::{Automation, Book, EventName, Step, StepKind, Trigger, Value};
use crate::runtime::maintained::{
    AGENT_WROTE, ALSO, ASSIGNED, Asks, CUSTOMER_WROTE, DESK_ACTIONS, PROVIDED, Provided, QUEUE_MOVED, QUEUED,
    REQUESTED, SNOOZE_OVER, SNOOZED_UNTIL, UNASSIGNED, UPKEEP, WENT_INACTIVE,
};
use crate::scenario::words;

const NEW_CONVERSATION: &str = "new conversation";

const RELEASE: &str = "capacity release";

const ASSIGNMENT: &str = "assignment";

/// All that is connected. Events and facts that nothing hears are left out, as are inactive rules.
pub(super) fn part(book: &Book) -> Part {
    let mut part = Part { name: RULES.to_owned(), title: "What can raise what".to_owned(), ..Part::default() };
    for trigger in book.triggers.iter().filter(|trigger| trigger.active) {
        draw_trigger(book, trigger, &mut part);
    }
    for automation in book.automations.iter().filter(|automation| automation.active) {
        draw_automation(book, automation, &mut part);
    }
    draw_release(book, &mut part);
    if book.assignment.is_some() {
        draw_assignment(&mut part);
    }
    for each in book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.new_conversations) {
        draw_new_conversation(book, each, &mut part);
    }
    for (machine, transition) in transitions(book) {
        draw_transition(machine, transition, &mut part);
    }
    for upkeep in UPKEEP {
        let (from, to) = (event(&mut part, upkeep.event), fact(&mut part, upkeep.attribute));
        part.edge(&from, &to, None);
    }
    prune(&mut part);
    part
}

fn transitions(book: &Book) -> impl Iterator<Item = (&Machine, &Transition)> {
    let machines = book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
    machines.flat_map(|machine| machine.transitions.iter().map(move |transition| (machine, transition)))
}

/// The node of a declared event, or of the fact whose change it is.
fn hearable(part: &mut Part, name: &EventName) -> String {
    match name.changed() {
        Some(key) => fact(part, key),
        None => event(part, name.as_str()),
    }
}

fn event(part: &mut Part, name: &str) -> String {
    let id = format!("event {name}");
    part.node(&id, NodeKind::Event, vec![name.to_owned()]);
    id
}

/// The node of a fact; what is computed from another one is that one.
fn fact(part: &mut Part, key: &str) -> String {
    let source = PROVIDED.iter().find_map(|(provided, _, from)| match from {
        Provided::As(source) if *provided == key => Some(*source),
        _ => None,
    });
    let key = source.unwrap_or(key);
    let id = format!("fact {key}");
    part.node(&id, NodeKind::Fact, vec![key.to_owned()]);
    id
}

fn titled(id: &str, title: Option<&String>) -> Vec<String> {
    folded(title.map_or(id, String::as_str), WIDTH)
}

fn draw_trigger(book: &Book, trigger: &Trigger, part: &mut Part) {
    let id = format!("rule {}", trigger.id);
    let heard: Vec<String> = trigger.events.iter().map(|name| hearable(part, name)).collect();
    part.node(&id, NodeKind::Trigger, titled(&trigger.id, trigger.title.as_ref()));
    for from in heard {
        part.edge(&from, &id, None);
    }
    draw_actions(book, &id, &trigger.actions, part);
}

fn draw_automation(book: &Book, automation: &Automation, part: &mut Part) {
    let id = format!("rule {}", automation.id);
    let mut lines = titled(&automation.id, automation.title.as_ref());
    let heard: Vec<String> = match &automation.timing {
        Timing::After { duration, base, .. } => {
            lines.push(format!("after {}", words::duration(*duration)));
            match base {
                Base::While(condition) => reads(book, condition).iter().map(|key| fact(part, key)).collect(),
                Base::SinceLast { events, .. } | Base::SinceFirst { events, .. } => {
                    events.iter().map(|name| hearable(part, name)).collect()
                }
            }
        }
        Timing::At { time, condition, .. } => {
            lines.push(format!("at {}", words::clock_time(*time)));
            let keys = condition.as_ref().map(|condition| reads(book, condition)).unwrap_or_default();
            keys.iter().map(|key| fact(part, key)).collect()
        }
    };
    part.node(&id, NodeKind::Automation, lines);
    for from in heard {
        part.edge(&from, &id, None);
    }
    draw_actions(book, &id, &automation.actions, part);
}

/// Capacity release, with what it raises by itself.
fn draw_release(book: &Book, part: &mut Part) {
    let Some(policy) = &book.capacity_release else { return };
    let mut lines = vec!["capacity release".to_owned()];
    let stages: Vec<String> = policy.stages.iter().map(|stage| words::duration(stage.after)).collect();
    if !stages.is_empty() {
        lines.push(format!("after {}", stages.join(", ")));
    }
    let (agent, customer) = (event(part, AGENT_WROTE), event(part, CUSTOMER_WROTE));
    part.node(RELEASE, NodeKind::Policy, lines);
    part.edge(&agent, RELEASE, None);
    let (inactive, requested) = (event(part, WENT_INACTIVE), event(part, REQUESTED));
    part.edge(RELEASE, &inactive, None);
    part.edge(&customer, &requested, Some("in an inactive session with an agent".to_owned()));
    for stage in &policy.stages {
        draw_actions(book, RELEASE, &stage.actions, part);
    }
}

/// The desk queues who asks for a person, and assigns.
fn draw_assignment(part: &mut Part) {
    let requested = event(part, REQUESTED);
    part.node(ASSIGNMENT, NodeKind::Policy, vec![ASSIGNMENT.to_owned()]);
    part.edge(&requested, ASSIGNMENT, None);
    for raised in [QUEUED, ASSIGNED, UNASSIGNED, QUEUE_MOVED] {
        let to = event(part, raised);
        part.edge(ASSIGNMENT, &to, None);
    }
}

fn draw_new_conversation(book: &Book, new: &NewConversation, part: &mut Part) {
    for name in &new.events {
        let from = hearable(part, name);
        part.node(NEW_CONVERSATION, NodeKind::Conversation, vec!["a new conversation begins".to_owned()]);
        let told = new.condition.as_ref().map(|condition| format!("when {}", written(book, condition)));
        part.edge(&from, NEW_CONVERSATION, told);
    }
}

/// An event that moves a state: the fact changes by it, and what the transition raises comes of it.
fn draw_transition(machine: &Machine, transition: &Transition, part: &mut Part) {
    let Cause::On(causes) = &transition.cause else { return };
    for cause in causes {
        let from = hearable(part, cause);
        let to = fact(part, &machine.attribute);
        part.edge(&from, &to, None);
        for raised in &transition.raises {
            let to = hearable(part, raised);
            part.edge(&from, &to, None);
        }
    }
}

/// What the actions of a rule write, which states they move, and what that raises.
fn draw_actions(book: &Book, id: &str, steps: &[Step], part: &mut Part) {
    for step in steps {
        let StepKind::Act { action, arguments, write, .. } = &step.kind else { continue };
        let written = write.as_ref().map(key);
        let told = told(book, action, arguments);
        if let Some(key) = written {
            let to = fact(part, key);
            part.edge(id, &to, told.clone());
        }
        for (_, key, ..) in ALSO.iter().filter(|(words, ..)| words == action) {
            let to = fact(part, key);
            part.edge(id, &to, Some(action.clone()));
            if *key == SNOOZED_UNTIL.0 {
                let over = event(part, SNOOZE_OVER);
                part.edge(id, &over, Some(action.clone()));
            }
        }
        for (_, asks) in DESK_ACTIONS.iter().filter(|(words, _)| words == action) {
            let to = event(part, asked(*asks));
            part.edge(id, &to, Some(action.clone()));
        }
        let value = literal(arguments).filter(|_| written.is_some());
        for (machine, transition) in transitions(book).filter(|(machine, transition)| {
            moves(machine, transition, action, written) && value.is_none_or(|value| goes_to(book, transition, value))
        }) {
            if written.is_none() {
                let to = fact(part, &machine.attribute);
                part.edge(id, &to, Some(action.clone()));
            }
            for raised in &transition.raises {
                let to = hearable(part, raised);
                part.edge(id, &to, told.clone().or_else(|| Some(action.clone())));
            }
        }
    }
}

/// What a desk mostly answers to what it is asked for.
const fn asked(asks: Asks) -> &'static str {
    match asks {
        Asks::Group(_) | Asks::Automatically => QUEUED,
        Asks::Agent(_) => ASSIGNED,
        Asks::Nobody => UNASSIGNED,
    }
}

/// Whether an action can be what moves a transition; `written` is what it sets.
fn moves(machine: &Machine, transition: &Transition, action: &str, written: Option<&str>) -> bool {
    let own = written.is_none_or(|key| key == machine.attribute);
    own && matches!(&transition.cause, Cause::By(actions) if actions.iter().any(|words| is_called(action, words)))
}

/// Whether a transition goes to that value, or to what it counts as.
fn goes_to(book: &Book, transition: &Transition, value: &Value) -> bool {
    let Value::Enum(name) = value else { return true };
    let own = book.statuses.iter().find(|status| status.id == *name);
    let state = own.map_or(name.as_str(), |status| &status.counts_as);
    transition.to.iter().any(|to| *to == state)
}

/// Whether an action is one of those that go by these first words: `snooze for` by `snooze`.
fn is_called(action: &str, words: &str) -> bool {
    action.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn key(write: &Write) -> &str {
    match write {
        Write::Set { key, .. } | Write::Add { key, .. } | Write::Remove { key, .. } => key,
    }
}

/// What is written, if it stands in the book: `to closed`, `add tag "vip"`.
fn told(book: &Book, action: &str, arguments: &[(String, Argument)]) -> Option<String> {
    let value = words::value(literal(arguments)?, words::zone(book));
    let sets = arguments.last().is_some_and(|(slot, _)| slot == "value");
    Some(if sets { format!("to {value}") } else { format!("{action} {value}") })
}

/// The value of the last slot, if it stands in the book.
fn literal(arguments: &[(String, Argument)]) -> Option<&Value> {
    match arguments.last() {
        Some((_, Argument::Value(Operand::Literal(value)))) => Some(value),
        _ => None,
    }
}

/// Takes out events and facts that nothing hears, until there is none.
fn prune(part: &mut Part) {
    loop {
        let idle = |node: &super::Node| {
            let passes = matches!(node.kind, NodeKind::Event | NodeKind::Fact);
            passes && part.edges.iter().all(|edge| edge.from != node.id)
        };
        let gone: Vec<String> = part.nodes.iter().filter(|node| idle(node)).map(|node| node.id.clone()).collect();
        if gone.is_empty() {
            return;
        }
        part.nodes.retain(|node| !gone.contains(&node.id));
        part.edges.retain(|edge| !gone.contains(&edge.to));
    }
}

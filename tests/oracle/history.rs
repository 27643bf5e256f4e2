//! Everything that has happened in a conversation, and what follows from it.
//!
//! Nothing is kept up to date: each question walks the whole list again.

use std::collections::BTreeMap;
use std::rc::Rc;

use whenbook::ir::{Automation, Base, Book, Condition, EventName, Moment, Once, Period, Scope, Test, Timing};

use super::hours;
use super::silence::Noticed;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Happened {
    pub input: u64,
    pub time: Moment,
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// A book took over (the first one, or an edit).
    Edited(Rc<Book>),
    /// A round with these events is over; whether the status was final then, or the round has ended everything.
    Came { events: Vec<EventName>, over: bool },
    /// A state that ends everything was entered.
    Final,
    /// Something that capacity release looks at.
    Silence(Noticed),
    /// This fired, in that session.
    Fired { id: String, session: u64 },
    /// The timer of this automation came; `moved` tells where `only during` moved it.
    Due { id: String, moved: Option<Option<Moment>> },
    /// An input is over; the conditions of `while` of the active automations were so, and the status was final or not.
    End { holds: BTreeMap<String, bool>, done: bool },
}

/// When the last occurrence of the event was, leaving out one input. Changes are remembered only while some rule or lifecycle of
/// the book looks back at them.
pub fn last_time(history: &[Happened], event: &EventName, except: Option<u64>) -> Option<Moment> {
    let (mut remembered, mut last) = (true, None);
    for entry in history {
        match &entry.what {
            What::Edited(book) => remembered = event.changed().is_none() || looks_back(book, event),
            What::Came { events, .. } if remembered && events.contains(event) && Some(entry.input) != except => {
                last = Some(entry.time);
            }
            _ => {}
        }
    }
    last
}

fn looks_back(book: &Book, event: &EventName) -> bool {
    let triggers = book.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
    let automations = book.automations.iter().flat_map(|automation| {
        let holding = match &automation.timing {
            Timing::After { base: Base::While(condition), .. } => Some(condition),
            Timing::At { condition, .. } => condition.as_ref(),
            Timing::After { .. } => None,
        };
        automation.condition.iter().chain(holding)
    });
    let lifecycle = book.lifecycle.iter().flat_map(|lifecycle| {
        let transitions = lifecycle.machines.iter().flat_map(|machine| &machine.transitions);
        let moved = transitions.filter_map(|transition| transition.condition.as_ref());
        moved.chain(lifecycle.new_conversations.iter().filter_map(|rule| rule.condition.as_ref()))
    });
    triggers.chain(automations).chain(lifecycle).any(|condition| asks_for(book, condition, event))
}

fn asks_for(book: &Book, condition: &Condition, event: &EventName) -> bool {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().any(|part| asks_for(book, part, event)),
        Test::Not(inner) => asks_for(book, inner, event),
        Test::Named(name) => {
            let mut named = book.conditions.iter().filter(|named| named.id == *name);
            named.any(|named| asks_for(book, &named.condition, event))
        }
        Test::InTheLast { event: asked, .. } => asked == event,
        _ => false,
    }
}

/// Whether this firing holds back the next one (and is what `has fired` sees), for the marks of the conversation.
pub fn marked(
    history: &[Happened],
    id: &str,
    once: Option<&Once>,
    session: u64,
    now: Moment,
    zone: chrono_tz::Tz,
) -> Option<Moment> {
    let mark = history.iter().rev().find_map(|entry| match &entry.what {
        What::Fired { id: fired, session } if fired == id => Some((entry.time, *session)),
        _ => None,
    });
    let (time, fired_session) = mark?;
    let Some(once) = once else { return Some(time) };
    if once.scope == Scope::Session && fired_session != session {
        return None;
    }
    in_period(time, once.period.as_ref(), now, zone).then_some(time)
}

/// Whether the period that began with a firing still runs.
pub fn in_period(fired: Moment, period: Option<&Period>, now: Moment, zone: chrono_tz::Tz) -> bool {
    match period {
        None => true,
        Some(Period::Duration(length)) => now.millis() - fired.millis() < *length,
        Some(Period::Day) => hours::local(zone, fired).date() == hours::local(zone, now).date(),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Arm {
    Idle,
    Due(Moment),
    Spent,
}

/// When the automation of that id is due, by all that has happened.
pub fn due(history: &[Happened], id: &str) -> Option<Moment> {
    let mut book: Option<&Book> = None;
    let mut arm = Arm::Idle;
    for entry in history {
        if let What::Edited(new) = &entry.what {
            if !same_timing(book, new, id) {
                arm = Arm::Idle;
            }
            book = Some(new);
        }
        let automation = book.and_then(|book| active(book, id).map(|automation| (book, automation)));
        if let Some((book, automation)) = automation {
            arm = next(arm, entry, book, automation);
        }
    }
    match arm {
        Arm::Due(time) => Some(time),
        Arm::Idle | Arm::Spent => None,
    }
}

fn active<'a>(book: &'a Book, id: &str) -> Option<&'a Automation> {
    book.automations.iter().find(|automation| automation.id == id && automation.active)
}

fn same_timing(old: Option<&Book>, new: &Book, id: &str) -> bool {
    match (old.and_then(|old| active(old, id)), active(new, id)) {
        (Some(old), Some(new)) => old.timing_fingerprint == new.timing_fingerprint,
        _ => false,
    }
}

fn next(arm: Arm, entry: &Happened, book: &Book, automation: &Automation) -> Arm {
    if let What::Due { id, moved } = &entry.what
        && *id == automation.id
    {
        return moved.flatten().map_or(Arm::Spent, Arm::Due);
    }
    match (&automation.timing, &entry.what) {
        // A new book may have made the present status final.
        (
            Timing::After { base: Base::SinceLast { .. } | Base::SinceFirst { .. }, .. },
            What::Final | What::End { done: true, .. },
        ) => Arm::Idle,
        (Timing::After { base: Base::SinceLast { events, unless }, .. }, What::Came { events: came, over }) => {
            let cancelled = if meets(came, unless) { Arm::Idle } else { arm };
            if meets(came, events) && !over { counted(entry, book, automation) } else { cancelled }
        }
        (Timing::After { base: Base::SinceFirst { events, unless }, .. }, What::Came { events: came, over }) => {
            let cancelled = if meets(came, unless) { Arm::Idle } else { arm };
            if meets(came, events) && !over && cancelled == Arm::Idle {
                counted(entry, book, automation)
            } else {
                cancelled
            }
        }
        (Timing::After { base: Base::While(_), .. }, What::End { holds, .. }) => match (holds.get(&automation.id), arm)
        {
            (Some(true), Arm::Idle) => counted(entry, book, automation),
            (Some(true), arm) => arm,
            _ => Arm::Idle,
        },
        (Timing::At { time, days, .. }, What::End { holds, .. }) => match (holds.get(&automation.id), arm) {
            (Some(true), Arm::Due(_)) => arm,
            (Some(true), _) => hours::next_clock_time(hours::zone(&book.time_zone), *time, Some(days), entry.time)
                .map_or(Arm::Spent, Arm::Due),
            _ => Arm::Idle,
        },
        _ => arm,
    }
}

fn meets(came: &[EventName], named: &[EventName]) -> bool {
    came.iter().any(|event| named.contains(event))
}

fn counted(entry: &Happened, book: &Book, automation: &Automation) -> Arm {
    let Timing::After { duration, of, .. } = &automation.timing else { return Arm::Spent };
    let due = match of {
        None => Some(entry.time.plus(*duration)),
        Some(schedule) => hours::add_open_time(hours::schedule(book, schedule), entry.time, *duration),
    };
    due.map_or(Arm::Spent, Arm::Due)
}

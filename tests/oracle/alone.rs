//! A user's conversations, alone and among others': the driver does the same for them.

use whenbook::ir::test::Commander;
use whenbook::ir::{EventName, Moment, Name, Step, Value};
use whenbook::runtime::{self, Delivery, Driver, Event};

use super::Case;
use super::engine::engine;
use super::make::book::Seed;
use super::make::stream::Command;
use super::world::{ACCOUNT, OWNERS, name};

/// Longer steps would give a snooze of a second that begins anew whenever it is over too many of them.
const LONGEST: i64 = 60_000;

/// What a host does, and when.
enum Done {
    Event(usize, Event, Vec<(Name, Option<Value>)>),
    Act(usize, runtime::Command),
    Advance,
    Edit(Box<Seed>),
}

/// Plays the stream with all conversations, and with those of each user alone; says where the latter differ.
pub fn compare(case: &Case) -> Result<(), String> {
    let mut done = Vec::new();
    let all = play(case, &mut done);
    for user in [0, 1] {
        let own = |delivery: &&Delivery| (0..OWNERS.len()).any(|row| OWNERS[row] == user && is_of(row, delivery));
        let among: Vec<&Delivery> = all.iter().filter(own).collect();
        let alone = play_alone(case, &done, user);
        if let Some(at) = (0..among.len().max(alone.len())).find(|at| among.get(*at).copied() != alone.get(*at)) {
            return Err(format!("alone\n{:#?}\namong others\n{:#?}", alone.get(at), among.get(at)));
        }
    }
    Ok(())
}

fn is_of(row: usize, delivery: &Delivery) -> bool {
    delivery.conversation.split('~').next() == Some(&name(row))
}

fn begin(case: &Case) -> (Seed, Driver) {
    // The desk knows all conversations of the account.
    let seed = Seed { assigns: false, ..case.seed.clone() };
    let driver = Driver::new(engine(&seed.book()));
    (seed, driver)
}

/// Plays the stream, and notes what was done when.
fn play(case: &Case, done: &mut Vec<(Moment, Done)>) -> Vec<Delivery> {
    let (mut seed, mut driver) = begin(case);
    let mut deliveries = Vec::new();
    let mut clock = case.stream.start;
    for (number, command) in case.stream.commands.iter().enumerate() {
        // A clock that runs behind shows how far the others have come.
        let next = match command {
            Command::Event { conversation, name: event, later, carried, kept, user } => {
                clock = clock.plus((*later).clamp(0, LONGEST));
                let carried = carried.iter().map(|(key, value)| (key.clone(), Some(value.clone())));
                let mut facts: Vec<(Name, Option<Value>)> = user.iter().chain(kept).cloned().chain(carried).collect();
                facts.push(("user.id".into(), Some(Value::Text(format!("u{}", OWNERS[*conversation]).into()))));
                Done::Event(*conversation, told(number, *conversation, event, clock), facts)
            }
            Command::Act { conversation, later, by, step } => {
                clock = clock.plus((*later).clamp(0, LONGEST));
                Done::Act(*conversation, act(number, *conversation, by, step, clock))
            }
            Command::Timer { late, .. } => {
                clock = driver.next_due().unwrap_or(clock).max(clock).plus((*late).min(LONGEST));
                Done::Advance
            }
            Command::Edit(edit) => {
                seed = seed.edited(edit);
                Done::Edit(Box::new(seed.clone()))
            }
            _ => continue,
        };
        perform(&mut driver, (clock, &next), &mut deliveries);
        done.push((clock, next));
    }
    deliveries
}

fn told(number: usize, row: usize, event: &EventName, time: Moment) -> Event {
    Event {
        id: format!("e{number}"),
        account: ACCOUNT.into(),
        conversation: name(row),
        name: event.clone(),
        time,
        data: serde_json::Map::new(),
    }
}

fn act(number: usize, row: usize, by: &Commander, step: &Step, time: Moment) -> runtime::Command {
    let (id, account, conversation) = (format!("e{number}"), ACCOUNT.into(), name(row));
    runtime::Command { id, account, conversation, time, by: by.clone(), step: step.clone() }
}

fn play_alone(case: &Case, done: &[(Moment, Done)], user: usize) -> Vec<Delivery> {
    let (_, mut driver) = begin(case);
    let mut deliveries = Vec::new();
    for (time, next) in done {
        if let Done::Event(row, ..) | Done::Act(row, ..) = next
            && OWNERS[*row] != user
        {
            continue;
        }
        perform(&mut driver, (*time, next), &mut deliveries);
    }
    // What the others' events have let come.
    let end = done.last().map_or(case.stream.start, |(time, _)| time.plus(-1));
    driver.advance(end, &mut |delivery| deliveries.push(delivery));
    deliveries
}

fn perform(driver: &mut Driver, (time, done): (Moment, &Done), deliveries: &mut Vec<Delivery>) {
    let sink = &mut |delivery| deliveries.push(delivery);
    match done {
        Done::Event(_, event, facts) => driver.receive_facts(event, facts, sink),
        Done::Act(_, command) => driver.command(command, sink),
        Done::Advance => driver.advance(time, sink),
        Done::Edit(seed) => driver.replace_book(engine(&seed.book()), time, sink),
    }
}

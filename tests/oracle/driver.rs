//! The driver in memory: what it delivers, checked with the oracle and with the rules of section 6.7.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use whenbook::ir::{Moment, Name, Once, Value};
use whenbook::runtime::conversation::TimerKey;
use whenbook::runtime::{Claim, Delivery, Driver, Event, Facts, InputKind, SortedMap, ToUser};

use super::Case;
use super::engine::{change, differs_in_outcome, engine};
use super::facts::effective;
use super::history::in_period;
use super::hours;
use super::machine::Oracle;
use super::make::book::Seed;
use super::make::stream::{Command, Told};
use super::upkeep::{put, user_upkeep};
use super::world::{ACCOUNT, OWNERS, Place, Taken, name};

/// How many timers may come between two commands.
const MOST_TIMERS: usize = 60;

/// What is due so shortly before an event is left to the driver.
const JUST_BEFORE: i64 = 60_000;

/// Everything that must be so of a driver's deliveries so far.
struct Watch {
    book: Rc<whenbook::Book>,
    oracles: Vec<Oracle>,
    places: Vec<Place>,
    /// Those that were deleted.
    gone: BTreeSet<usize>,
    /// The conversation whose place the next one takes.
    begins: Option<usize>,
    timers: Vec<BTreeMap<TimerKey, (Moment, u64)>>,
    users: [Facts; 2],
    marks: [SortedMap<Name, Moment>; 2],
    /// Not answered yet.
    claims: Vec<(usize, Claim)>,
    log: Vec<String>,
    /// The event that comes next, and what it tells of the user.
    telling: (String, Vec<Told>),
}

/// Gives the events of the stream to a driver; says what is wrong.
pub fn drive(case: &Case) -> Result<(), String> {
    // The desk has tests of its own.
    let mut seed = Seed { assigns: false, ..case.seed.clone() };
    let book = Rc::new(seed.book());
    let mut watch = Watch {
        oracles: (0..OWNERS.len()).map(|number| Oracle::new(ACCOUNT, &name(number), book.clone())).collect(),
        places: (0..OWNERS.len()).map(|row| Place { row, number: 1 }).collect(),
        gone: BTreeSet::new(),
        begins: None,
        book,
        timers: vec![BTreeMap::new(); OWNERS.len()],
        users: Default::default(),
        marks: Default::default(),
        claims: Vec::new(),
        log: Vec::new(),
        telling: Default::default(),
    };
    let mut driver = Driver::new(engine(&watch.book));
    (0..OWNERS.len()).for_each(|row| identify(&mut driver, row));
    let mut clock = case.stream.start;
    for (number, command) in case.stream.commands.iter().enumerate() {
        let until = match command {
            Command::Event { later, .. } => clock.plus(*later - 1 - JUST_BEFORE),
            Command::Act { later, .. } => clock.plus(*later - 1),
            Command::Timer { late, .. } => driver.next_due().unwrap_or(clock).max(clock).plus(*late),
            _ => clock.plus(-1),
        };
        if !watch.run_timers(&mut driver, until)? {
            return Ok(());
        }
        let mut deliveries = Vec::new();
        let mut sink = |delivery: Delivery| deliveries.push(delivery);
        match command {
            Command::Event { conversation, name: event, later, carried, kept, user } => {
                let time = clock.plus(*later);
                clock = clock.max(time);
                let told = user.iter().chain(kept).cloned();
                let mut facts: Vec<(Name, Option<Value>)> = told.collect();
                facts.extend(carried.iter().map(|(key, value)| (key.clone(), Some(value.clone()))));
                facts.push(("user.id".into(), Some(Value::Text(format!("u{}", OWNERS[*conversation]).into()))));
                let event = Event {
                    id: format!("e{number}"),
                    account: ACCOUNT.into(),
                    conversation: name(*conversation),
                    name: event.clone(),
                    time,
                    data: serde_json::Map::new(),
                };
                let mut user = user.clone();
                if let Some((key, value)) = user_upkeep(&event.name)
                    && user.iter().all(|(told, _)| *told != key)
                {
                    user.push((key, Some(value)));
                }
                watch.telling = (event.id.clone(), user);
                driver.receive_facts(&event, &facts, &mut sink);
                // The same event once more changes nothing.
                driver.receive_facts(&event, &facts, &mut sink);
                let times = deliveries.iter().filter(|delivery| delivery.input.id == event.id).count();
                let begun = deliveries.iter().filter(|delivery| delivery.outcome.new_conversation).count();
                if times != 1 + begun {
                    return Err(format!("{} was delivered {times} times", event.id));
                }
                let (before, after) = deliveries
                    .split_at(deliveries.iter().position(|delivery| delivery.input.id == event.id).unwrap_or_default());
                watch.all(before, None)?;
                watch.all(after, None)?;
            }
            Command::Timer { .. } => {
                clock = until;
                driver.advance(clock, &mut sink);
                watch.all(&deliveries, Some(driver.clock()))?;
            }
            Command::Act { conversation, later, by, step } => {
                let time = clock.plus(*later);
                clock = clock.max(time);
                identify(&mut driver, *conversation);
                let (id, account) = (format!("e{number}"), ACCOUNT.to_owned());
                let (by, step) = (by.clone(), (**step).clone());
                let command =
                    whenbook::runtime::Command { id, account, conversation: name(*conversation), time, by, step };
                driver.command(&command, &mut sink);
                driver.command(&command, &mut sink);
                watch.all(&deliveries, None)?;
            }
            Command::Edit(edit) => {
                seed = seed.edited(edit);
                watch.book = Rc::new(seed.book());
                for oracle in watch.oracles.iter_mut().filter(|oracle| oracle.inputs == 0) {
                    *oracle = Oracle::new(ACCOUNT, &oracle.id, watch.book.clone());
                }
                driver.replace_book(engine(&watch.book), clock, &mut sink);
                watch.all(&deliveries, None)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A command does not say whose conversation it is.
fn identify(driver: &mut Driver, row: usize) {
    let user = ("user.id".into(), Some(Value::Text(format!("u{}", OWNERS[row]).into())));
    driver.give(ACCOUNT, &name(row), &[user]);
}

impl Watch {
    /// Moves the clock from timer to timer. Gives whether that came to an end: a snooze of a second that begins anew whenever
    /// it is over goes on for ever.
    fn run_timers(&mut self, driver: &mut Driver, until: Moment) -> Result<bool, String> {
        for _ in 0..MOST_TIMERS {
            let Some(due) = driver.next_due().filter(|due| *due <= until) else { return Ok(true) };
            let mut deliveries = Vec::new();
            driver.advance(due, &mut |delivery: Delivery| deliveries.push(delivery));
            self.all(&deliveries, Some(due))?;
        }
        Ok(false)
    }

    fn told(&mut self, user: usize) {
        for (key, value) in std::mem::take(&mut self.telling.1) {
            let key = key.as_str();
            let declared = super::facts::attribute(&self.book, key);
            let fits =
                |value: &Value| declared.is_some_and(|found| super::facts::fits(&self.book, value, &found.value_type));
            if value.as_ref().is_none_or(fits) {
                put(&mut self.users[user], key, value.clone());
            }
        }
    }

    /// After `advance`, nothing that is due may be left.
    fn all(&mut self, deliveries: &[Delivery], advanced: Option<Moment>) -> Result<(), String> {
        for delivery in deliveries {
            let wrong = self.one(delivery);
            if let Err(wrong) = wrong {
                return Err(format!("{wrong}\nafter\n{}", self.log.join("\n")));
            }
        }
        self.all_have_heard(deliveries)?;
        if !self.claims.is_empty() {
            return Err(format!("not answered: {:?}", self.claims));
        }
        let overdue = |due: Moment| advanced.is_some_and(|clock| due <= clock);
        let left = self.timers.iter().flatten().find(|(_, (due, _))| overdue(*due));
        left.map_or(Ok(()), |left| Err(format!("not delivered: {left:?}\nafter\n{}", self.log.join("\n"))))
    }

    /// What changed in a user's record, all conversations of the user hear.
    fn all_have_heard(&self, deliveries: &[Delivery]) -> Result<(), String> {
        let mut heard: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for delivery in deliveries {
            let Some(number) = self.number(&delivery.conversation) else { continue };
            if let InputKind::Event { name, .. } = &delivery.input.kind
                && let Some(key) = name.changed()
            {
                heard.entry((self.places[number].owner(), key)).or_default().push(number);
            }
        }
        for ((owner, key), hearers) in heard {
            let begun = (0..self.places.len()).filter(|number| self.oracles[*number].inputs > 0);
            let begun = begun.filter(|number| !self.gone.contains(number));
            let mut own = begun.filter(|number| self.places[*number].owner() == owner);
            if let Some(deaf) = own.find(|number| !hearers.contains(number)) {
                return Err(format!("{} did not hear of the change of {key}", self.places[deaf].name()));
            }
        }
        Ok(())
    }

    fn number(&self, conversation: &str) -> Option<usize> {
        (0..self.places.len()).find(|number| self.places[*number].name() == conversation)
    }

    fn one(&mut self, delivery: &Delivery) -> Result<(), String> {
        self.log.push(format!(
            "{} {}",
            delivery.conversation,
            serde_json::to_string(&delivery.input).unwrap_or_default()
        ));
        let former = self.begins.take();
        if let Some(former) = former {
            self.succeed(former, |oracle, name| oracle.successor(name));
        }
        let number = self.number(&delivery.conversation).ok_or("a strange name")?;
        if former.is_some() && number != self.places.len() - 1 {
            return Err(format!("{} did not begin", self.places[self.places.len() - 1].name()));
        }
        if self.gone.contains(&number) {
            return Err("it came to a deleted one".to_owned());
        }
        let place = self.places[number];
        let user = place.owner();
        let input = delivery.input.clone();
        self.claim_first(number, &input.kind)?;
        self.timer_in_turn(number, input.time, &input.kind)?;
        let mut oracle = self.oracles[number].clone();
        let answer = oracle.step(&input, false, &self.book);
        change(&mut self.timers[number], &delivery.outcome.timers);
        self.begins = answer.new_conversation.then_some(number);
        let taken = Taken {
            conversation: number,
            place,
            former,
            input: input.clone(),
            stale: false,
            book: self.book.clone(),
            answer,
            after: oracle.clone(),
        };
        if let Some(difference) = differs_in_outcome(&taken, &delivery.outcome, &self.timers[number]) {
            return Err(difference);
        }
        self.oracles[number] = oracle;
        if delivery.input.id == self.telling.0 {
            self.told(user);
        }
        self.user_is_fresh(user, &input.user)?;
        for message in &delivery.outcome.to_user {
            match message {
                ToUser::Claim(claim) => self.claims.push((number, claim.clone())),
                ToUser::Write { key, value, .. } => put(&mut self.users[user], key, value.clone()),
            }
        }
        if delivery.outcome.is_deleted() {
            self.delete(number);
        }
        Ok(())
    }

    /// Another one takes the place of that one.
    fn succeed(&mut self, former: usize, begin: impl FnOnce(&Oracle, &str) -> Oracle) {
        let place = Place { number: self.places[former].number + 1, ..self.places[former] };
        self.oracles.push(begin(&self.oracles[former], &place.name()));
        self.places.push(place);
        self.timers.push(BTreeMap::new());
    }

    /// It is forgotten; the next event of its row begins a new one. What it has asked the user's record for is taken.
    fn delete(&mut self, number: usize) {
        self.gone.insert(number);
        self.timers[number].clear();
        let (own, others) = std::mem::take(&mut self.claims).into_iter().partition(|(asking, _)| *asking == number);
        self.claims = others;
        let own: Vec<(usize, Claim)> = own;
        for (_, claim) in own {
            self.mark(number, &claim.source, &claim.once);
        }
        let row = self.places[number].row;
        if self.places.iter().rposition(|place| place.row == row) == Some(number) {
            let book = self.book.clone();
            self.succeed(number, |_, name| Oracle::new(ACCOUNT, name, book));
        }
    }

    /// Whether the claim of a conversation is free; it is marked then.
    fn mark(&mut self, number: usize, source: &Name, once: &Once) -> bool {
        let now = self.oracles[number].time;
        let marks = &mut self.marks[self.places[number].owner()];
        let zone = hours::zone(&self.book.time_zone);
        let free = marks.get(source).is_none_or(|mark| !in_period(*mark, once.period.as_ref(), now, zone));
        if free {
            marks.insert(source.clone(), now);
        }
        free
    }

    /// The user's record answers before anything else comes.
    fn claim_first(&mut self, number: usize, kind: &InputKind) -> Result<(), String> {
        if self.claims.is_empty() {
            return Ok(());
        }
        let (conversation, claim) = self.claims.remove(0);
        let Claim { source, once, .. } = &claim;
        let answered = match kind {
            InputKind::Claim { granted, .. } if *kind == claim.answer(*granted) && conversation == number => *granted,
            _ => return Err(format!("the claim of {source} was not answered first")),
        };
        let free = self.mark(number, source, once);
        if answered == free { Ok(()) } else { Err(format!("the claim of {source} was answered {answered}")) }
    }

    /// Timers come when they are due, the first of all first; nothing else comes while one is overdue.
    fn timer_in_turn(&mut self, number: usize, time: Moment, kind: &InputKind) -> Result<(), String> {
        let due = match kind {
            InputKind::Timer { key, generation } => {
                let set = self.timers[number].get(key).copied();
                let first = self.timers[number].iter().map(|(key, (due, _))| (*due, key)).min();
                let (due, current) = set.ok_or(format!("{key} is not set"))?;
                if first != Some((due, key)) || current != *generation {
                    return Err(format!("{key} came out of turn: first {first:?}"));
                }
                if time != due.max(self.oracles[number].time) {
                    return Err(format!("{key} came at {time}, due {due}"));
                }
                self.timers[number].remove(key);
                due
            }
            // It is answered at once, in the conversation's own time: that is ahead of an event whose clock runs behind.
            InputKind::Claim { .. } => return Ok(()),
            _ => time,
        };
        let earlier = self.timers.iter().flatten().find(|(_, (other, _))| *other < due);
        earlier.map_or(Ok(()), |earlier| Err(format!("before {kind:?} this was due: {earlier:?}")))
    }

    /// What an input says of the user is what the record holds.
    fn user_is_fresh(&self, user: usize, said: &Facts) -> Result<(), String> {
        let told = |key: &str| key.starts_with("user.") && key != "user.id";
        let attributes = self.book.vocabulary.attributes.iter().filter(|attribute| told(&attribute.key));
        for attribute in attributes {
            let (seen, is) = (
                effective(&self.book, attribute, said.get(attribute.key.as_str())),
                effective(&self.book, attribute, self.users[user].get(attribute.key.as_str())),
            );
            if seen != is {
                return Err(format!("{} is {is:?}, not {seen:?}", attribute.key));
            }
        }
        Ok(())
    }
}

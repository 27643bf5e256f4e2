//! The world around three conversations: clocks, users' records, timers, an admin. It is played with the oracle, and gives
//! every input that was taken with the oracle's answer.

use std::rc::Rc;

use whenbook::ir::{Book, EventName, Moment, Name};
use whenbook::runtime::conversation::{Purpose, TimerKey};
use whenbook::runtime::{Carried, Claim, Facts, Input, InputKind, SortedMap, ToUser};

use super::facts::{attribute, normal};
use super::history::in_period;
use super::hours;
use super::machine::{Answer, Oracle};
use super::make::book::Seed;
use super::make::stream::{Command, Stream, Told};
use super::upkeep::{put, user_upkeep};

pub const ACCOUNT: &str = "50%/acme";

/// Whose the first conversations are.
pub const OWNERS: [usize; 3] = [0, 0, 1];

/// A conversation of a row: those that have taken one another's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub row: usize,
    /// From 1.
    pub number: usize,
}

impl Place {
    pub fn owner(self) -> usize {
        OWNERS[self.row]
    }

    pub fn name(self) -> String {
        let first = name(self.row);
        if self.number == 1 { first } else { format!("{first}~{}", self.number) }
    }
}

/// An input with what the oracle made of it.
#[derive(Clone, Debug)]
pub struct Taken {
    pub conversation: usize,
    pub place: Place,
    /// It takes the place of that one.
    pub former: Option<usize>,
    /// Generations are left at 0: they are the engine's.
    pub input: Input,
    /// Its timer is not the one that is set.
    pub stale: bool,
    /// The book that took it.
    pub book: Rc<Book>,
    pub answer: Answer,
    /// The oracle afterwards.
    pub after: Oracle,
}

struct World {
    seed: Seed,
    book: Rc<Book>,
    clock: Moment,
    prompt: bool,
    account: Facts,
    users: [Facts; 2],
    marks: [SortedMap<Name, Moment>; 2],
    claims: Vec<(usize, Claim)>,
    conversations: Vec<Oracle>,
    places: Vec<Place>,
    taken: Vec<Taken>,
}

/// Plays a stream.
pub fn play(seed: &Seed, stream: &Stream) -> Vec<Taken> {
    let book = Rc::new(seed.book());
    let conversations = (0..OWNERS.len()).map(|number| Oracle::new(ACCOUNT, &name(number), book.clone())).collect();
    let mut world = World {
        seed: seed.clone(),
        book,
        clock: stream.start,
        prompt: stream.prompt,
        account: Facts::new(),
        users: Default::default(),
        marks: Default::default(),
        claims: Vec::new(),
        conversations,
        places: (0..OWNERS.len()).map(|row| Place { row, number: 1 }).collect(),
        taken: Vec::new(),
    };
    for command in &stream.commands {
        world.perform(command);
    }
    world.taken
}

pub fn name(conversation: usize) -> String {
    format!("c/{conversation}")
}

impl World {
    fn perform(&mut self, command: &Command) {
        match command {
            Command::Event { conversation, name, later, carried, kept, user } => {
                let time = self.clock.plus(*later);
                self.clock = self.clock.max(time);
                let mut user = user.clone();
                if let Some((key, value)) = user_upkeep(name)
                    && user.iter().all(|(told, _)| *told != key)
                {
                    user.push((key, Some(value)));
                }
                let previous = self.change_user(OWNERS[*conversation], &user);
                let (name, carried, kept) = (name.clone(), carried.clone(), kept.clone());
                let newest = self.newest(*conversation);
                self.give(newest, time, InputKind::Event { name, carried: carried.into(), kept }, previous.clone());
                self.tell_changes(OWNERS[*conversation], &previous);
            }
            Command::Act { conversation, later, by, step } => {
                let time = self.clock.plus(*later);
                self.clock = self.clock.max(time);
                let (newest, by, step) = (self.newest(*conversation), by.clone(), (**step).clone());
                self.give(newest, time, InputKind::Command { by, step }, vec![]);
            }
            Command::Account(key, value) => put(&mut self.account, key, value.clone()),
            Command::User { user, fact } => {
                let previous = self.change_user(*user, std::slice::from_ref(fact));
                self.tell_changes(*user, &previous);
            }
            Command::Timer { pick, late } => self.timer(*pick, *late),
            Command::Stale { conversation, pick } => {
                let ids = ["t0", "a0", "t1", "capacity release", "the snooze"];
                let purposes = [Purpose::Wait, Purpose::Due, Purpose::Wait, Purpose::Release, Purpose::Snooze];
                let key = TimerKey { source: ids[*pick].into(), purpose: purposes[*pick] };
                self.take(
                    self.newest(*conversation),
                    self.clock,
                    InputKind::Timer { key, generation: 0 },
                    vec![],
                    true,
                );
            }
            Command::Answer { pick, elsewhere } if !self.claims.is_empty() => {
                let pick = pick % self.claims.len();
                if *elsewhere {
                    let (conversation, claim) = self.claims[pick].clone();
                    self.marks[self.places[conversation].owner()].insert(claim.source, self.clock);
                }
                self.answer(pick);
            }
            Command::Answer { .. } => {}
            Command::Edit(edit) => {
                self.seed = self.seed.edited(edit);
                self.book = Rc::new(self.seed.book());
                for conversation in 0..self.places.len() {
                    if self.conversations[conversation].inputs == 0 {
                        // Nobody knows of it yet.
                        let name = self.places[conversation].name();
                        self.conversations[conversation] = Oracle::new(ACCOUNT, &name, self.book.clone());
                    } else {
                        self.take(conversation, self.clock, InputKind::Book, vec![], false);
                    }
                }
            }
        }
    }

    /// Changes the record; gives what was there before.
    fn change_user(&mut self, user: usize, facts: &[Told]) -> Vec<Told> {
        let mut previous = Vec::new();
        for (key, value) in facts {
            // Texts are normalised as they are taken in.
            let value = value.as_ref().map(normal);
            if self.users[user].get(key) != value.as_ref() {
                previous.push((key.clone(), self.users[user].get(key).cloned()));
                put(&mut self.users[user], key, value.clone());
            }
        }
        previous
    }

    fn tell_changes(&mut self, user: usize, previous: &[Told]) {
        let book = self.book.clone();
        for fact in previous.iter().filter(|(key, _)| attribute(&book, key).is_some()) {
            for conversation in
                (0..self.places.len()).filter(|number| self.places[*number].owner() == user).collect::<Vec<_>>()
            {
                let (name, carried, kept) = (EventName::change_of(&fact.0), Carried::new(), vec![]);
                self.give(conversation, self.clock, InputKind::Event { name, carried, kept }, vec![fact.clone()]);
            }
        }
    }

    /// One of the next timers comes: those that are due, or else those due next.
    fn timer(&mut self, pick: usize, late: i64) {
        let mut timers: Vec<(Moment, usize, TimerKey)> = Vec::new();
        for (number, conversation) in self.conversations.iter().enumerate() {
            timers.extend(conversation.timers().into_iter().map(|(key, due)| (due, number, key)));
        }
        timers.sort();
        let Some((first, _, _)) = timers.first() else { return };
        let horizon = self.clock.max(*first);
        timers.retain(|(due, _, _)| *due <= horizon);
        let (due, conversation, key) = timers[pick % timers.len()].clone();
        self.clock = self.clock.max(due).plus(late);
        self.give(conversation, self.clock, InputKind::Timer { key, generation: 0 }, vec![]);
    }

    fn answer(&mut self, pick: usize) {
        let (conversation, claim) = self.claims.remove(pick);
        let Claim { source, once, .. } = &claim;
        let marks = &mut self.marks[self.places[conversation].owner()];
        let zone = hours::zone(&self.book.time_zone);
        let held = marks.get(source).is_some_and(|mark| in_period(*mark, once.period.as_ref(), self.clock, zone));
        if !held {
            marks.insert(source.clone(), self.clock);
        }
        self.give(conversation, self.clock, claim.answer(!held), vec![]);
    }

    fn give(&mut self, conversation: usize, time: Moment, kind: InputKind, previous: Vec<Told>) {
        self.take(conversation, time, kind, previous, false);
        while self.prompt && !self.claims.is_empty() {
            self.answer(0);
        }
    }

    fn take(&mut self, conversation: usize, time: Moment, kind: InputKind, previous: Vec<Told>, stale: bool) {
        let user = self.places[conversation].owner();
        let id = format!("e{}", self.taken.len() + 1);
        let input = Input {
            id,
            time,
            user: self.users[user].clone().into(),
            account: self.account.clone().into(),
            previous,
            refused: vec![],
            user_marks: self.marks[user].clone().into(),
            from_desk: false,
            kind,
        };
        self.step(conversation, input, stale, None);
    }

    /// The newest conversation of a row.
    fn newest(&self, row: usize) -> usize {
        (0..self.places.len()).rfind(|number| self.places[*number].row == row).expect("a conversation")
    }

    fn step(&mut self, conversation: usize, input: Input, stale: bool, former: Option<usize>) {
        let place = self.places[conversation];
        let user = place.owner();
        let oracle = &mut self.conversations[conversation];
        let book = self.book.clone();
        let answer = oracle.step(&input, stale, &book);
        let after = oracle.clone();
        for message in &answer.to_user {
            match message {
                ToUser::Claim(claim) => self.claims.push((conversation, claim.clone())),
                ToUser::Write { key, value, .. } => put(&mut self.users[user], key, value.clone()),
            }
        }
        let begins = answer.new_conversation.then(|| input.clone());
        self.taken.push(Taken { conversation, place, former, input, stale, book, answer, after });
        if let Some(input) = begins {
            let next = Place { number: place.number + 1, ..place };
            let fresh = self.conversations[conversation].successor(&next.name());
            self.places.push(next);
            self.conversations.push(fresh);
            self.step(self.places.len() - 1, input, false, Some(conversation));
        }
    }
}

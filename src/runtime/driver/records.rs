//! What a driver keeps: conversations, users, accounts. Each has a number, by which everything else knows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use slab::Slab;

use super::kept::{Awake, Kept};
use super::numbers::{Numbers, hash};
use super::seen::Seen;
use super::timers::Addresses;
use crate::ir::{Moment, Name, Text, Value};
use crate::runtime::bind::BoundFact;
use crate::runtime::facts::Former;
use crate::runtime::maintained::CHANNEL;
use crate::runtime::{Conversation, Engine, Facts, User};

/// Where a conversation is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    pub(super) account: Name,
    pub(super) conversation: Name,
}

impl Address {
    fn hash(&self) -> u64 {
        hash(&[&self.account, &self.conversation])
    }
}

/// The number of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(u32);

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<Number> for u32 {
    fn from(number: Number) -> Self {
        number.0
    }
}

/// Whose conversation it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Person {
    /// The user of that id. Short ones lie here, next to what they are compared with.
    Known(Text),
    /// Nobody has said yet; only this conversation has this user.
    Of(Name),
}

/// All that is kept of an id of a conversation.
#[derive(Debug)]
struct Entry {
    address: Address,
    account: u32,
    slot: Option<Box<Slot>>,
    /// What the id means instead of its own conversation: the first of a row its newest one, another one that was erased what
    /// the first of its row means.
    latest: Option<Number>,
}

#[derive(Debug)]
pub(super) struct Slot {
    pub(super) conversation: Kept,
    /// Whether it is among those that are open.
    pub(super) awake: bool,
    /// Whether facts were ever given to it without an input.
    pub(super) given: bool,
    pub(super) seen: Seen,
    person: Person,
    user: usize,
    /// The first conversation of its row, and the number of this one in it; `None` for one that took nobody's place.
    row: Option<Row>,
}

#[derive(Debug)]
pub(super) struct UserSlot {
    pub(super) user: User,
    /// In the order of their addresses.
    pub(super) conversations: BTreeMap<Address, Number>,
}

impl UserSlot {
    fn hash(&self) -> u64 {
        hash(&[&self.user.account, &self.user.id])
    }
}

#[derive(Debug)]
struct Account {
    name: Name,
    /// As the host tells them.
    told: Arc<Facts>,
    /// As its desk knows them.
    known: Facts,
    /// Both, if there are both and somebody has asked for them: what the host tells goes first.
    all: OnceLock<Arc<Facts>>,
}

impl Account {
    fn new(name: Name) -> Self {
        Self { name, told: Arc::default(), known: Facts::new(), all: OnceLock::new() }
    }

    fn facts(&self) -> &Arc<Facts> {
        if self.known.is_empty() {
            return &self.told;
        }
        self.all.get_or_init(|| {
            let mut all = self.known.clone();
            all.extend(self.told.iter().map(|(key, value)| (key.clone(), value.clone())));
            Arc::new(all)
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Records {
    accounts: Vec<Account>,
    account_numbers: Numbers,
    entries: Vec<Entry>,
    numbers: Numbers,
    users: Slab<UserSlot>,
    /// Those of users whose ids are known: of the others only their one conversation knows.
    user_numbers: Numbers,
    awake: Awake,
}

/// The first conversation of a row, and a number in it.
type Row = (Number, u32);

impl Slot {
    /// Whether an event of that id came before; it is remembered.
    pub(super) fn has_seen(&mut self, id: &str) -> bool {
        self.seen.has_seen(id)
    }
}

fn number_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Records {
    fn entry(&self, number: Number) -> Option<&Entry> {
        self.entries.get(index(number.0))
    }

    fn entry_mut(&mut self, number: Number) -> Option<&mut Entry> {
        self.entries.get_mut(index(number.0))
    }

    /// A conversation; `None` if it was erased.
    pub(super) fn slot(&self, number: Number) -> Option<&Slot> {
        self.entry(number)?.slot.as_deref()
    }

    pub(super) fn slot_mut(&mut self, number: Number) -> Option<&mut Slot> {
        self.entry_mut(number)?.slot.as_deref_mut()
    }

    fn account_of(&self, number: Number) -> u32 {
        self.entry(number).map_or(u32::MAX, |entry| entry.account)
    }

    /// The number of an id, be there a conversation or not.
    fn find(&self, account: &str, conversation: &str) -> Option<Number> {
        let is = |number| {
            let address = self.entries.get(index(number)).map(|entry| &entry.address);
            address.is_some_and(|own| own.conversation == *conversation && own.account == *account)
        };
        self.numbers.find(hash(&[account, conversation]), is).map(Number)
    }

    fn account_number(&self, account: &str) -> Option<u32> {
        let is = |number| self.accounts.get(index(number)).is_some_and(|known| known.name == *account);
        self.account_numbers.find(hash(&[account]), is)
    }

    /// The number of an account, be it new.
    pub(super) fn open_account(&mut self, account: &str) -> u32 {
        if let Some(number) = self.account_number(account) {
            return number;
        }
        let number = number_of(self.accounts.len());
        self.accounts.push(Account::new(account.into()));
        let accounts = &self.accounts;
        let hash_of = |number| accounts.get(index(number)).map_or(0, |account| hash(&[&account.name]));
        self.account_numbers.add(hash(&[account]), number, hash_of);
        number
    }

    /// The conversation that an id means now: itself, or the newest that a lifecycle has begun in its place; `None` if nothing
    /// came to it yet, or it was erased.
    pub(super) fn latest(&self, account: &str, conversation: &str) -> Option<Number> {
        let number = self.latest_of(self.find(account, conversation)?);
        self.slot(number).map(|_| number)
    }

    fn latest_of(&self, mut number: Number) -> Number {
        while let Some(latest) = self.entry(number).and_then(|entry| entry.latest) {
            number = latest;
        }
        number
    }

    /// The very conversation of that id; `None` if there is none.
    pub(super) fn known(&self, account: &str, conversation: &str) -> Option<Number> {
        self.find(account, conversation).filter(|number| self.slot(*number).is_some())
    }

    /// All conversations, in the order of their addresses.
    pub(super) fn in_order(&self) -> Vec<(Address, Number)> {
        let all = self.entries.iter().zip(0..).filter(|(entry, _)| entry.slot.is_some());
        let mut all: Vec<_> = all.map(|(entry, number)| (entry.address.clone(), Number(number))).collect();
        all.sort_unstable();
        all
    }

    /// Something has come to a conversation.
    pub(super) fn touch(&mut self, number: Number, time: Moment) {
        if let Some(slot) = self.entries.get_mut(index(number.0)).and_then(|entry| entry.slot.as_deref_mut()) {
            self.awake.note(number, slot, time);
        }
        self.let_rest(time);
    }

    /// The time has gone on: conversations to which nothing has come for an hour rest.
    pub(super) fn let_rest(&mut self, now: Moment) {
        while let Some(number) = self.awake.next(now) {
            if let Some(slot) = self.entries.get_mut(index(number.0)).and_then(|entry| entry.slot.as_deref_mut()) {
                self.awake.look_at(number, slot, now);
            }
        }
    }

    /// Begins a new conversation in the place of that one: with its user and its channel, and nothing else. It is called as
    /// the first of the row, with `~2`, `~3`, … behind it. If another one has its place already, that is it.
    pub(super) fn succeed(&mut self, engine: &Engine, number: Number) -> Number {
        let Some(former) = self.slot(number) else {
            return number;
        };
        let (row, seen, person) = (row_after(number, former.row), former.seen.clone(), former.person.clone());
        let latest = self.latest_of(row.0);
        if latest != number {
            self.slot_mut(latest).into_iter().for_each(|slot| slot.seen.remember_last(&seen));
            return latest;
        }
        let channel = former.conversation.get().facts.get(CHANNEL.0).cloned();
        let next = self.next_of(row, seen);
        if let Some(slot) = self.slot_mut(next) {
            engine.give(slot.conversation.get_mut(), CHANNEL.0, channel);
        }
        if let Person::Known(id) = person {
            self.identify_as(next, id);
        }
        next
    }

    /// Forgets a conversation, and its user if nothing else is known of them. If it was the newest of its row, the next one
    /// takes its place, of which nothing is known but which events came before.
    pub(super) fn erase(&mut self, number: Number) {
        let Some(entry) = self.entry_mut(number) else { return };
        let address = entry.address.clone();
        let Some(slot) = entry.slot.take() else {
            return;
        };
        match slot.person {
            Person::Known(_) => {
                if let Some(user) = self.users.get_mut(slot.user) {
                    user.conversations.remove(&address);
                }
            }
            Person::Of(_) => drop(self.users.try_remove(slot.user)),
        }
        let row = row_after(number, slot.row);
        if self.latest_of(row.0) == number {
            self.next_of(row, slot.seen);
        }
        if let Some(entry) = self.entry_mut(number).filter(|_| row.0 != number) {
            entry.latest = Some(row.0);
        }
    }

    /// Opens a conversation of that number in a row, or of the first number behind it whose name is free: the host may have given
    /// the name to another. From now on the first id of the row means it. It knows which events came.
    fn next_of(&mut self, (first, number): Row, seen: Seen) -> Number {
        let Some(Address { account, conversation }) = self.address(first).cloned() else { return first };
        let mut names = (number..=u32::MAX).map(|number| (number, format!("{conversation}~{number}")));
        let free = names.find(|(_, name)| self.find(&account, name).is_none());
        let Some((number, name)) = free else { return first };
        let next = self.open(&account, &name);
        if let Some(entry) = self.entry_mut(first) {
            entry.latest = Some(next);
        }
        if let Some(slot) = self.slot_mut(next) {
            (slot.seen, slot.row) = (seen, Some((first, number)));
        }
        next
    }

    /// Makes sure that there is such a conversation; gives the one that the id means now.
    pub(super) fn open(&mut self, account: &str, conversation: &str) -> Number {
        let id = self.number(account, conversation);
        self.open_at(id)
    }

    /// The number of an id, be it new.
    pub(super) fn number(&mut self, account: &str, conversation: &str) -> Number {
        self.find(account, conversation).unwrap_or_else(|| self.enter(account, conversation))
    }

    /// As [`Records::open`], by the number of the id.
    pub(super) fn open_at(&mut self, id: Number) -> Number {
        let number = self.latest_of(id);
        if self.slot(number).is_none() {
            self.begin(number);
        }
        number
    }

    /// A number for an id that came for the first time.
    fn enter(&mut self, account: &str, conversation: &str) -> Number {
        let hash = hash(&[account, conversation]);
        let account = self.open_account(account);
        let number = number_of(self.entries.len());
        let name = self.accounts.get(index(account)).map(|account| account.name.clone()).unwrap_or_default();
        let address = Address { account: name, conversation: conversation.into() };
        self.entries.push(Entry { address, account, slot: None, latest: None });
        let entries = &self.entries;
        let hash_of = |number| entries.get(index(number)).map_or(0, |entry| entry.address.hash());
        self.numbers.add(hash, number, hash_of);
        Number(number)
    }

    /// A conversation under an id that has none.
    fn begin(&mut self, number: Number) {
        let Some(entry) = self.entry(number) else { return };
        let (address, account) = (entry.address.clone(), entry.account);
        let person = Person::Of(address.conversation.clone());
        let user = self.user_of(account, &person);
        if let Some(user) = self.users.get_mut(user) {
            user.conversations.insert(address.clone(), number);
        }
        let conversation = Conversation::new(address.account.clone(), address.conversation.clone());
        let slot = Slot {
            conversation: Kept::new(conversation),
            awake: false,
            given: false,
            seen: Seen::default(),
            person,
            user,
            row: None,
        };
        if let Some(entry) = self.entry_mut(number) {
            entry.slot = Some(Box::new(slot));
        }
    }

    /// What an event says of who the user is.
    pub(super) fn identify(&mut self, number: Number, said: Option<&Value>) {
        let Some(Value::Text(id)) = said else { return };
        let Some(slot) = self.slot(number).filter(|_| !id.is_empty()) else { return };
        if !matches!(&slot.person, Person::Known(known) if known.as_str() == id.as_str()) {
            self.identify_as(number, id.clone());
        }
    }

    /// What was known of a user without an id goes to the one who now has one.
    fn identify_as(&mut self, number: Number, id: Text) {
        let account = self.account_of(number);
        let Some(address) = self.address(number).cloned() else { return };
        let person = Person::Known(id);
        let user = self.user_of(account, &person);
        let Some(slot) = self.slot_mut(number) else { return };
        let (former, former_user) =
            (std::mem::replace(&mut slot.person, person), std::mem::replace(&mut slot.user, user));
        let mut unknown = None;
        if matches!(former, Person::Of(_)) {
            unknown = self.users.try_remove(former_user);
        } else if let Some(former) = self.users.get_mut(former_user) {
            former.conversations.remove(&address);
        }
        let Some(user) = self.users.get_mut(user) else { return };
        user.conversations.insert(address, number);
        if let Some(unknown) = unknown {
            user.user.absorb(unknown.user);
        }
    }

    /// The user of a conversation; `None` if there is no such conversation.
    pub(super) fn user(&self, number: Number) -> Option<&UserSlot> {
        self.users.get(self.slot(number)?.user)
    }

    pub(super) fn user_mut(&mut self, number: Number) -> Option<&mut UserSlot> {
        let user = self.slot(number)?.user;
        self.users.get_mut(user)
    }

    /// The user of a conversation of that account that has none yet.
    fn user_of(&mut self, account: u32, person: &Person) -> usize {
        let account = self.accounts.get(index(account)).map(|account| account.name.clone()).unwrap_or_default();
        match person {
            Person::Known(id) => self.known_user(account, id),
            Person::Of(id) => self.new_user(account, id),
        }
    }

    fn known_user(&mut self, account: Name, id: &str) -> usize {
        let (users, hash) = (&self.users, hash(&[&account, id]));
        let user = |number| users.get(index(number)).map(|slot: &UserSlot| &slot.user);
        let is = |number| user(number).is_some_and(|user| user.id == *id && user.account == *account);
        if let Some(number) = self.user_numbers.find(hash, is) {
            return index(number);
        }
        let number = self.new_user(account, id);
        let users = &self.users;
        let hash_of = |number| users.get(index(number)).map_or(0, |slot| slot.hash());
        self.user_numbers.add(hash, number_of(number), hash_of);
        number
    }

    fn new_user(&mut self, account: Name, id: &str) -> usize {
        let user = User::new(account, id);
        self.users.insert(UserSlot { user, conversations: BTreeMap::new() })
    }

    /// Takes what is told of an account.
    pub(super) fn tell_account(&mut self, account: &str, mut told: Vec<BoundFact<'_>>) {
        if !told.is_empty() {
            let number = self.open_account(account);
            self.tell(number, &mut told, &mut Vec::new());
        }
    }

    /// Takes what is told of the account of a conversation; notes what has changed, each fact once, with what it was.
    pub(super) fn tell_account_of(&mut self, number: Number, told: &mut [BoundFact<'_>], changes: &mut Vec<Former>) {
        if !told.is_empty() {
            self.tell(self.account_of(number), told, changes);
        }
    }

    fn tell(&mut self, account: u32, told: &mut [BoundFact<'_>], changes: &mut Vec<Former>) {
        let Some(own) = self.accounts.get_mut(index(account)) else { return };
        let before = changes.len();
        let mut is_mixed = false;
        Arc::make_mut(&mut own.told).merging(|facts| {
            for BoundFact { key, value, .. } in told {
                let has_changed = facts.swap(key, value);
                let former = value.take();
                if has_changed {
                    is_mixed |= changes.get(before..).and_then(<[_]>::last).is_some_and(|(last, _)| *last >= **key);
                    changes.push((Name::clone(key), former));
                }
            }
        });
        if is_mixed {
            let mut known = BTreeSet::new();
            let mut own = changes.split_off(before);
            own.retain(|(key, _)| known.insert(key.clone()));
            changes.append(&mut own);
        }
        if changes.len() > before {
            own.all = OnceLock::new();
        }
    }

    /// Takes what the desk knows of its account.
    pub(super) fn know_of_account(&mut self, account: u32, facts: Facts) {
        if let Some(own) = self.accounts.get_mut(index(account)).filter(|own| own.known != facts) {
            (own.known, own.all) = (facts, OnceLock::new());
        }
    }

    /// The facts of an account: as the host tells them, else as the desk knows them.
    pub(super) fn account_facts(&self, account: &str) -> Arc<Facts> {
        self.account_number(account).map(|number| self.facts_of(number)).unwrap_or_default()
    }

    /// Those of the account of a conversation.
    pub(super) fn facts_around(&self, number: Number) -> Arc<Facts> {
        self.facts_of(self.account_of(number))
    }

    /// Those of the account of that number.
    pub(super) fn facts_of(&self, account: u32) -> Arc<Facts> {
        self.accounts.get(index(account)).map(|account| Arc::clone(account.facts())).unwrap_or_default()
    }
}

impl Addresses for Records {
    fn address(&self, number: Number) -> Option<&Address> {
        self.entry(number).map(|entry| &entry.address)
    }
}

/// The place behind a conversation with that place in a row; one without is the first of a row.
fn row_after(number: Number, row: Option<Row>) -> Row {
    row.map_or((number, 2), |(first, place)| (first, place + 1))
}

//! What a driver keeps: conversations, users, accounts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::kept::{Awake, Kept};
use super::timers::Own;
use crate::ir::vocabulary::Holder;
use crate::ir::{Moment, Name, Value};
use crate::runtime::maintained::{CHANNEL, USER_ID};
use crate::runtime::{Conversation, Engine, Facts, User};

/// How many ids of events a conversation remembers.
const REMEMBERED: usize = 1024;

/// Where a conversation is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    pub(super) account: String,
    pub(super) conversation: String,
}

/// Whose conversation it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Person {
    /// The user of that id.
    Known(String),
    /// Nobody has said yet; only this conversation has this user.
    Of(String),
}

#[derive(Debug)]
pub(super) struct Slot {
    pub(super) conversation: Kept,
    /// Whether it is among those that are open.
    pub(super) awake: bool,
    pub(super) person: Person,
    pub(super) timers: Own,
    pub(super) seen: Seen,
    /// The first conversation of its row, and the number of this one in it; `None` for one that took nobody's place.
    row: Option<Row>,
}

/// The ids of events that came before.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(VecDeque<u64>);

#[derive(Debug)]
pub(super) struct UserSlot {
    pub(super) user: User,
    pub(super) conversations: BTreeSet<Arc<Address>>,
}

#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) conversations: BTreeMap<Arc<Address>, Slot>,
    /// The newest conversation of each row, by the address of its first one.
    successors: BTreeMap<Arc<Address>, Arc<Address>>,
    users: BTreeMap<(String, Person), UserSlot>,
    accounts: BTreeMap<String, Facts>,
    awake: Awake,
}

/// The first conversation of a row, and a number in it.
type Row = (Arc<Address>, u32);

/// The place behind a conversation with that place in a row; one without is the first of a row.
fn row_after(address: &Arc<Address>, row: Option<Row>) -> Row {
    row.map_or((Arc::clone(address), 2), |(first, number)| (first, number + 1))
}

impl Address {
    pub(super) fn new(account: &str, conversation: &str) -> Self {
        Self { account: account.to_owned(), conversation: conversation.to_owned() }
    }
}

impl Slot {
    /// Whether an event of that id came before; it is remembered.
    pub(super) fn has_seen(&mut self, id: &str) -> bool {
        self.seen.has_seen(id)
    }
}

impl Seen {
    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Whether an event of that id came before; it is remembered.
    pub(super) fn has_seen(&mut self, id: &str) -> bool {
        if id.is_empty() {
            return false;
        }
        let short = Sha256::digest(id).first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        if self.0.contains(&short) {
            return true;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(short);
        false
    }
}

impl Records {
    /// The conversation that an id means now: itself, or the newest that a lifecycle has begun in its place.
    pub(super) fn latest(&self, account: &str, conversation: &str) -> Address {
        let address = Address::new(account, conversation);
        self.successors.get(&address).map_or(address, |latest| Address::clone(latest))
    }

    /// The very conversation of that id; `None` if there is none.
    pub(super) fn known(&self, account: &str, conversation: &str) -> Option<Arc<Address>> {
        let address = Address::new(account, conversation);
        self.conversations.get_key_value(&address).map(|(address, _)| Arc::clone(address))
    }

    /// Something has come to a conversation.
    pub(super) fn touch(&mut self, address: &Arc<Address>, time: Moment) {
        if let Some(slot) = self.conversations.get_mut(address) {
            self.awake.note(address, slot, time);
        }
        self.let_rest(time);
    }

    /// The time has gone on: conversations to which nothing has come for an hour rest.
    pub(super) fn let_rest(&mut self, now: Moment) {
        while let Some(address) = self.awake.next(now) {
            if let Some(slot) = self.conversations.get_mut(&address) {
                self.awake.look_at(&address, slot, now);
            }
        }
    }

    /// Begins a new conversation in the place of that one: with its user and its channel, and nothing else. It is called as
    /// the first of the row, with `~2`, `~3`, … behind it.
    pub(super) fn succeed(&mut self, engine: &Engine, address: &Arc<Address>) -> Arc<Address> {
        let Some(former) = self.conversations.get(address) else {
            return Arc::clone(address);
        };
        let (row, seen, person) = (former.row.clone(), former.seen.clone(), former.person.clone());
        let channel = former.conversation.get().facts.get(CHANNEL.0).cloned();
        let next = self.next_of(row_after(address, row), seen);
        if let Some(slot) = self.conversations.get_mut(&next) {
            engine.give(slot.conversation.get_mut(), CHANNEL.0, channel);
        }
        if let Person::Known(id) = person {
            self.identify(&next, &[(USER_ID.0.into(), Some(Value::Text(id)))]);
        }
        next
    }

    /// Forgets a conversation, and its user if nothing else is known of them. If it was the newest of its row, the next one
    /// takes its place, of which nothing is known but which events came before.
    pub(super) fn erase(&mut self, address: &Arc<Address>) {
        let Some(slot) = self.conversations.remove(address) else {
            return;
        };
        let user = (address.account.clone(), slot.person);
        match self.users.get_mut(&user) {
            Some(known) if matches!(user.1, Person::Known(_)) => drop(known.conversations.remove(address)),
            _ => drop(self.users.remove(&user)),
        }
        let row = row_after(address, slot.row);
        if self.latest(&row.0.account, &row.0.conversation) == **address {
            self.next_of(row, slot.seen);
        }
    }

    /// Opens the conversation of that number in a row, which its first id means from now on. It knows which events came.
    fn next_of(&mut self, (first, number): Row, seen: Seen) -> Arc<Address> {
        let next = self.open(&first.account, &format!("{}~{number}", first.conversation));
        self.successors.insert(Arc::clone(&first), Arc::clone(&next));
        if let Some(slot) = self.conversations.get_mut(&next) {
            (slot.seen, slot.row) = (seen, Some((first, number)));
        }
        next
    }

    /// Makes sure that there is such a conversation; gives the one that the id means now.
    pub(super) fn open(&mut self, account: &str, conversation: &str) -> Arc<Address> {
        let address = self.latest(account, conversation);
        if let Some((address, _)) = self.conversations.get_key_value(&address) {
            return Arc::clone(address);
        }
        let address = Arc::new(address);
        let person = Person::Of(conversation.to_owned());
        let slot = Slot {
            conversation: Kept::new(Conversation::new(account, conversation)),
            awake: false,
            person: person.clone(),
            timers: Own::default(),
            seen: Seen::default(),
            row: None,
        };
        self.conversations.insert(Arc::clone(&address), slot);
        self.user_slot(account, person).conversations.insert(Arc::clone(&address));
        address
    }

    /// What an event says of who the user is. What was known of a user without an id goes to the one who now has one.
    pub(super) fn identify(&mut self, address: &Arc<Address>, facts: &[(Name, Option<Value>)]) {
        let said = facts.iter().rev().find(|(key, _)| key == USER_ID.0);
        let Some((_, Some(Value::Text(id)))) = said.filter(|(_, id)| *id != Some(Value::Text(String::new()))) else {
            return;
        };
        let person = Person::Known(id.clone());
        let Some(slot) = self.conversations.get_mut(address).filter(|slot| slot.person != person) else {
            return;
        };
        let former = std::mem::replace(&mut slot.person, person.clone());
        let key = (address.account.clone(), former);
        let mut unknown = None;
        if matches!(key.1, Person::Of(_)) {
            unknown = self.users.remove(&key);
        } else if let Some(former) = self.users.get_mut(&key) {
            former.conversations.remove(address);
        }
        let user = self.user_slot(&address.account, person);
        user.conversations.insert(Arc::clone(address));
        if let Some(unknown) = unknown {
            user.user.absorb(unknown.user);
        }
    }

    /// The user of a conversation; `None` if there is no such conversation.
    pub(super) fn user(&self, address: &Address) -> Option<&UserSlot> {
        let slot = self.conversations.get(address)?;
        self.users.get(&(address.account.clone(), slot.person.clone()))
    }

    pub(super) fn user_mut(&mut self, address: &Address) -> Option<&mut UserSlot> {
        let slot = self.conversations.get(address)?;
        self.users.get_mut(&(address.account.clone(), slot.person.clone()))
    }

    fn user_slot(&mut self, account: &str, person: Person) -> &mut UserSlot {
        let id = match &person {
            Person::Known(id) | Person::Of(id) => id.clone(),
        };
        self.users
            .entry((account.to_owned(), person))
            .or_insert_with(|| UserSlot { user: User::new(account, id), conversations: BTreeSet::new() })
    }

    /// Takes what is told of the account; gives what has changed, with what it was.
    pub(super) fn tell_account(
        &mut self,
        engine: &Engine,
        account: &str,
        facts: &[(Name, Option<Value>)],
    ) -> Vec<(Name, Option<Value>)> {
        let own = self.accounts.entry(account.to_owned()).or_default();
        let mut before = Vec::new();
        for (key, value) in facts.iter().filter(|(key, _)| engine.holder(key) == Some(Holder::Account)) {
            let value = match value.clone().map(|value| engine.accept(key, value)).transpose() {
                Ok(value) => value,
                Err(_) => continue,
            };
            let former = match value.clone() {
                Some(value) => own.insert(key.clone(), value),
                None => own.remove(key.as_str()),
            };
            if former != value && before.iter().all(|(other, _)| other != key) {
                before.push((key.clone(), former));
            }
        }
        before
    }

    /// Facts of the account.
    pub(super) fn account(&self, account: &str) -> &Facts {
        static NONE: Facts = Facts::new();
        self.accounts.get(account).unwrap_or(&NONE)
    }

    /// What the book reads of the account's and the user's facts.
    pub(super) fn view(&self, engine: &Engine, address: &Address, account: &Facts) -> Facts {
        static NONE: Facts = Facts::new();
        let user = self.user(address).map_or(&NONE, |slot| &slot.user.facts);
        engine.view(user, account)
    }
}

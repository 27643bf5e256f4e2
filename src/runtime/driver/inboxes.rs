//! The inboxes of the accounts, and what is deleted for good.

use std::collections::BTreeMap;

use super::{Driver, Number};
use crate::ir::{Book, Name, Value};
use crate::runtime::{Conversation, Engine, Inbox, Input, Outcome};

/// The inbox of each account to which something came.
#[derive(Debug, Default)]
pub(super) struct Inboxes(BTreeMap<String, Inbox>);

impl Inboxes {
    /// Another book from now on.
    pub(super) fn edit(&mut self, book: &Book) {
        self.0.values_mut().for_each(|inbox| inbox.edit(book));
    }

    /// A conversation has taken an input.
    pub(super) fn take(&mut self, engine: &Engine, conversation: &Conversation, input: &Input, outcome: &Outcome) {
        // Looked up by reference first: the name is copied only once.
        match self.0.get_mut(conversation.account.as_str()) {
            Some(inbox) => inbox.take(conversation, input, outcome),
            None => self.begin(&conversation.account, engine).take(conversation, input, outcome),
        }
    }

    /// The host tells of an agent.
    pub(super) fn hear_agent(&mut self, engine: &Engine, account: &str, facts: &[(Name, Option<Value>)]) {
        let fact = |wanted: &str| facts.iter().rev().find(|(key, _)| key == wanted)?.1.as_ref();
        self.begin(account, engine).hear_agent(fact);
    }

    /// An agent is gone from the team.
    pub(super) fn agent_left(&mut self, account: &str, agent: &str) {
        if let Some(inbox) = self.0.get_mut(account) {
            inbox.agent_left(agent);
        }
    }

    fn begin(&mut self, account: &str, engine: &Engine) -> &mut Inbox {
        self.0.entry(account.to_owned()).or_insert_with(|| Inbox::new(engine.frame()))
    }

    /// Facts of a conversation were given without an input.
    pub(super) fn tell(&mut self, conversation: &Conversation) {
        if let Some(inbox) = self.0.get_mut(conversation.account.as_str()) {
            inbox.tell(conversation);
        }
    }
}

impl Driver {
    /// What the team of an account sees; `None` if nothing came to the account yet.
    #[must_use]
    pub fn inbox(&self, account: &str) -> Option<&Inbox> {
        self.inboxes.0.get(account)
    }

    /// What each team sees, by the accounts.
    pub fn inboxes(&self) -> impl Iterator<Item = (&str, &Inbox)> {
        self.inboxes.0.iter().map(|(account, inbox)| (account.as_str(), inbox))
    }

    /// Forgets a conversation that was deleted, with its timers. A later event of its id begins another one, which is called
    /// otherwise: the keys of old effects do not come again.
    pub(super) fn erase(&mut self, number: Number) {
        if let Some(slot) = self.records.slot_mut(number) {
            self.timers.clear(&mut slot.timers);
        }
        if let Some(address) = self.records.address(number) {
            self.waits.left(address);
        }
        self.records.erase(number);
    }
}

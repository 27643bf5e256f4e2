//! The inboxes of the accounts, and what is deleted for good.

use std::collections::BTreeMap;

use super::timers::Addresses;
use super::{Driver, Number};
use crate::ir::{Book, Name, Value};
use crate::runtime::{Conversation, Engine, Inbox, Input, Outcome};

/// The inbox of each account to which something came.
#[derive(Debug, Default)]
pub(super) struct Inboxes {
    kept: BTreeMap<String, Inbox>,
    /// Whether nobody looks at them, and so none is kept.
    unseen: bool,
}

impl Inboxes {
    /// Another book from now on.
    pub(super) fn edit(&mut self, book: &Book) {
        self.kept.values_mut().for_each(|inbox| inbox.edit(book));
    }

    /// A conversation has taken an input.
    pub(super) fn take(&mut self, engine: &Engine, conversation: &Conversation, input: &Input, outcome: &Outcome) {
        if self.unseen {
            return;
        }
        // Looked up by reference first: the name is copied only once.
        match self.kept.get_mut(conversation.account.as_str()) {
            Some(inbox) => inbox.take(conversation, input, outcome),
            None => self.begin(&conversation.account, engine).take(conversation, input, outcome),
        }
    }

    /// The host tells of an agent.
    pub(super) fn hear_agent(&mut self, engine: &Engine, account: &str, facts: &[(Name, Option<Value>)]) {
        if self.unseen {
            return;
        }
        let fact = |wanted: &str| facts.iter().rev().find(|(key, _)| key == wanted)?.1.as_ref();
        self.begin(account, engine).hear_agent(fact);
    }

    /// An agent is gone from the team.
    pub(super) fn agent_left(&mut self, account: &str, agent: &str) {
        if let Some(inbox) = self.kept.get_mut(account) {
            inbox.agent_left(agent);
        }
    }

    fn begin(&mut self, account: &str, engine: &Engine) -> &mut Inbox {
        self.kept.entry(account.to_owned()).or_insert_with(|| Inbox::new(engine.frame()))
    }

    /// Facts of a conversation were given without an input.
    pub(super) fn tell(&mut self, conversation: &Conversation) {
        if let Some(inbox) = self.kept.get_mut(conversation.account.as_str()) {
            inbox.tell(conversation);
        }
    }
}

impl Driver {
    /// The same, which keeps no inboxes: for those who do not look at them.
    #[must_use]
    pub fn without_inboxes(mut self) -> Self {
        self.inboxes = Inboxes { unseen: true, ..Inboxes::default() };
        self
    }

    /// What the team of an account sees; `None` if nothing came to the account yet.
    #[must_use]
    pub fn inbox(&self, account: &str) -> Option<&Inbox> {
        self.inboxes.kept.get(account)
    }

    /// What each team sees, by the accounts.
    pub fn inboxes(&self) -> impl Iterator<Item = (&str, &Inbox)> {
        self.inboxes.kept.iter().map(|(account, inbox)| (account.as_str(), inbox))
    }

    /// Forgets a conversation that was deleted, with its timers. A later event of its id begins another one, which is called
    /// otherwise: the keys of old effects do not come again.
    pub(super) fn erase(&mut self, number: Number) {
        self.timers.clear(number, &self.records);
        if let Some(address) = self.records.address(number) {
            self.waits.left(address);
        }
        self.records.erase(number);
    }
}

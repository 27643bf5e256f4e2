//! One of the two books, and what it does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Key;
use super::deed::{Deed, Reader};
use super::reasons::Looked;
use crate::ir::{Book, Moment, Value};
use crate::runtime::driver::Delivery;
use crate::runtime::maintained::USER_ID;
use crate::runtime::{Engine, Event};
use crate::scenario::replay::Replay;
use crate::scenario::summary::Summary;

/// A replay with what is read off it.
#[derive(Debug)]
pub(super) struct Side {
    replay: Replay,
    engine: Arc<Engine>,
    until: Option<Moment>,
    watch: Watch,
}

/// An input that a conversation has taken, as far as it is compared.
#[derive(Debug)]
pub(super) struct Happened {
    pub(super) key: Key,
    /// The id of the input.
    pub(super) input: String,
    pub(super) deeds: Vec<Deed>,
    pub(super) looked: Looked,
}

#[derive(Debug)]
struct Watch {
    reader: Reader,
    /// The first conversation of its row, of each that follows another in its place.
    rows: BTreeMap<Key, String>,
    /// The row whose next conversation is about to take the input.
    succeeding: Option<Key>,
    seen: Vec<Happened>,
}

impl Side {
    pub(super) fn new(engine: Arc<Engine>, until: Option<Moment>, traced: bool) -> Self {
        let replay = Replay::new(Arc::clone(&engine), until).without_inboxes();
        let replay = if traced { replay.traced() } else { replay };
        let reader = Reader::new(engine.book());
        let watch = Watch { reader, rows: BTreeMap::new(), succeeding: None, seen: Vec::new() };
        Self { replay, engine, until, watch }
    }

    pub(super) fn book(&self) -> &Book {
        self.engine.book()
    }

    pub(super) fn summary(&self) -> &Summary {
        &self.replay.summary
    }

    pub(super) fn until(&self) -> Option<Moment> {
        self.until
    }

    pub(super) fn next_due(&self) -> Option<Moment> {
        self.replay.next_of_aftermath()
    }

    pub(super) fn take(&mut self, event: &Event) -> Vec<Happened> {
        let watch = &mut self.watch;
        self.replay.take(event, &mut |delivery| watch.see(delivery));
        std::mem::take(&mut self.watch.seen)
    }

    pub(super) fn advance(&mut self, to: Moment) -> Vec<Happened> {
        let watch = &mut self.watch;
        self.replay.advance(to, &mut |delivery| watch.see(delivery));
        std::mem::take(&mut self.watch.seen)
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) {
        self.replay.note_left();
    }

    /// Whose conversation it is, if somebody has said.
    pub(super) fn user(&self, (account, conversation): &Key) -> Option<String> {
        match self.replay.driver().fact(account, conversation, USER_ID.0) {
            Some(Value::Text(id)) if !id.is_empty() => Some(id.to_string()),
            _ => None,
        }
    }

    /// The rules that are switched off.
    pub(super) fn inactive(&self) -> BTreeSet<&str> {
        let book = self.book();
        let triggers = book.triggers.iter().filter(|each| !each.active).map(|each| each.id.as_str());
        triggers.chain(book.automations.iter().filter(|each| !each.active).map(|each| each.id.as_str())).collect()
    }
}

impl Watch {
    fn see(&mut self, delivery: &Delivery) {
        let own = (delivery.account.to_string(), delivery.conversation.to_string());
        if let Some((_, row)) = self.succeeding.take() {
            self.rows.entry(own.clone()).or_insert(row);
        }
        let row = self.rows.get(&own).cloned().unwrap_or(own.1);
        let key = (own.0, row);
        if delivery.outcome.new_conversation {
            self.succeeding = Some(key.clone());
        }
        self.seen.push(Happened {
            key,
            input: delivery.input.id.clone(),
            deeds: self.reader.deeds(delivery),
            looked: Looked::at(delivery),
        });
    }
}

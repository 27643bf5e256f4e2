//! What all conversations of one user share.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::bind::{BoundFact, Told};
use super::fact::AttributeNumber;
use super::facts::Former;
use super::maintained::{AGENT_ID, AGENT_NAME, ASSIGNED, USER_LAST_ASSIGNEE, USER_UPKEEP};
use super::sorted::Merge;
use super::{Claim, Engine, Facts, LoadError, SortedMap, once};
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Moment, Name, Value};

/// The format of the state that this version writes.
pub const USER_VERSION: u32 = 2;

/// A user's record: facts and `once per user` marks. It is one serial stream: its driver gives it one message after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// [`USER_VERSION`] of the version that wrote it.
    pub version: u32,
    /// The account.
    pub account: String,
    /// Its own id.
    pub id: String,
    /// `user.*`, where they differ from their defaults.
    pub facts: Arc<Facts>,
    /// When each `once per user` was last granted, by id.
    pub marks: Arc<SortedMap<Name, Moment>>,
    /// To whom, by id: who asks again is answered as before. Those of version 1 did not know.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub granted: SortedMap<Name, Grant>,
}

/// The claim that was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The conversation that has asked.
    pub conversation: Name,
    /// The number of its input.
    pub input: u64,
}

/// A fact of the record that has changed. Each conversation of the user whose book hears `change of` it gets that event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Its key.
    pub key: Name,
    /// What it was; `None` if nobody had said.
    pub before: Option<Value>,
}

impl User {
    /// A record in which nothing stands yet.
    #[must_use]
    pub fn new(account: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            version: USER_VERSION,
            account: account.into(),
            id: id.into(),
            facts: Arc::default(),
            marks: Arc::default(),
            granted: SortedMap::new(),
        }
    }

    /// Reads a stored record, as JSON.
    ///
    /// # Errors
    /// If it is damaged, or was written by a newer version.
    pub fn load(json: &[u8]) -> Result<Self, LoadError> {
        let user: Self = super::load::state(json, USER_VERSION)?;
        Ok(Self { version: USER_VERSION, ..user })
    }

    /// An event of one of the user's conversations, with all facts that it tells: takes those of the user (`user.*`; `None` takes a
    /// fact away), and keeps up to date what the runtime keeps, for which it reads others (`user.last_assignee` is the `agent.name` of
    /// `conversation.assigned`). Gives what has changed, by key.
    pub fn hear(&mut self, engine: &Engine, event: &EventName, facts: &[(Name, Option<Value>)]) -> Vec<UserChange> {
        let mut changes = Vec::new();
        self.hear_told(engine, event, &mut Told::of_pairs(engine, facts), &mut changes);
        changes_of(changes)
    }

    /// As [`User::hear`], of facts whose attributes are known: takes the values of those that the record holds. What has changed is put
    /// behind those changes.
    pub(crate) fn hear_told(
        &mut self,
        engine: &Engine,
        event: &EventName,
        told: &mut Told<'_>,
        changes: &mut Vec<Former>,
    ) {
        let mut changes = Changes::behind(changes);
        if !told.of_user.is_empty() {
            Arc::make_mut(&mut self.facts).merging(|facts| {
                for fact in &mut told.of_user {
                    changes.put(facts, fact);
                }
            });
        }
        for (name, key, value) in USER_UPKEEP {
            if event.as_str() == *name && told.all().all(|(told, _)| *told != *key) {
                self.write_own(engine, key, Some(Value::Boolean(*value)), &mut changes);
            }
        }
        if event.as_str() == ASSIGNED {
            let named = |wanted: &str| {
                told.all().find_map(|(key, value)| match value {
                    Some(Value::Text(name)) if *key == wanted && !name.is_empty() => Some(Value::Text(name.clone())),
                    _ => None,
                })
            };
            if let Some(agent) = named(AGENT_NAME.0).or_else(|| named(AGENT_ID.0)) {
                self.write_own(engine, USER_LAST_ASSIGNEE.0, Some(agent), &mut changes);
            }
        }
        changes.settle(&self.facts);
    }

    /// An action of one of the user's conversations has changed a fact ([`ToUser::Write`](super::ToUser::Write)). Gives what
    /// has changed.
    pub fn write(&mut self, engine: &Engine, key: &str, value: Option<Value>) -> Vec<UserChange> {
        changes_of(self.write_bound(engine, key, value))
    }

    /// As [`User::write`].
    pub(crate) fn write_bound(&mut self, engine: &Engine, key: &str, value: Option<Value>) -> Vec<Former> {
        let mut all = Vec::new();
        let mut changes = Changes::behind(&mut all);
        self.write_own(engine, key, value, &mut changes);
        changes.settle(&self.facts);
        all
    }

    /// Whether a `once per user` of that conversation may fire ([`ToUser::Claim`](super::ToUser::Claim)). If so, it counts as fired
    /// then. Asked once more, it gives the same answer, until another claim for the same is granted.
    pub fn claim(&mut self, engine: &Engine, conversation: &str, claim: &Claim) -> bool {
        let Claim { source, once, time, input } = claim;
        let is_asker = |grant: &Grant| grant.input == *input && grant.conversation == *conversation;
        if self.granted.get(source).is_some_and(is_asker) {
            return true;
        }
        let zone = engine.prepared().zone;
        let held = self.marks.get(source).is_some_and(|mark| once::counts(*mark, *time, once.period.as_ref(), zone));
        if !held {
            Arc::make_mut(&mut self.marks).insert(source.clone(), *time);
            let grant = Grant { conversation: conversation.into(), input: *input };
            self.granted.insert(source.clone(), grant);
        }
        !held
    }

    /// Takes over the record of a user who was not known by this id yet: what this one says goes first.
    pub fn absorb(&mut self, other: Self) {
        let facts = Arc::make_mut(&mut self.facts);
        for (key, value) in Arc::unwrap_or_clone(other.facts) {
            facts.entry(key).or_insert(value);
        }
        if other.marks.is_empty() {
            return;
        }
        let marks = Arc::make_mut(&mut self.marks);
        for (source, mark) in Arc::unwrap_or_clone(other.marks) {
            if marks.get(&source).is_some_and(|own| *own >= mark) {
                continue;
            }
            if let Some(grant) = other.granted.get(&source) {
                self.granted.insert(source.clone(), grant.clone());
            }
            marks.insert(source, mark);
        }
    }

    /// Takes a value that may be of a wrong type, or for a fact that the record does not hold: then nothing changes.
    fn write_own(&mut self, engine: &Engine, key: &str, value: Option<Value>, changes: &mut Changes<'_>) {
        let attribute = engine.prepared().attribute(key).filter(|attribute| attribute.holder == Holder::User);
        let Some(attribute) = attribute else { return };
        let key = if attribute.is_plain { attribute.declared.clone() } else { key.into() };
        let Ok(value) = value.map(|value| attribute.kind.accept(value)).transpose() else { return };
        let mut fact = BoundFact { key: Cow::Owned(key), attribute: Some(attribute), value };
        Arc::make_mut(&mut self.facts).merging(|facts| changes.put(facts, &mut fact));
    }
}

fn changes_of(formers: Vec<Former>) -> Vec<UserChange> {
    formers.into_iter().map(|(key, before)| UserChange { key, before }).collect()
}

/// What changes in a record.
struct Changes<'c> {
    all: &'c mut Vec<Former>,
    /// How many others stand before them.
    others: usize,
    /// The attribute of the last one.
    last: Option<AttributeNumber>,
    /// Whether some may not be in the order of their keys, or come twice.
    is_mixed: bool,
}

impl<'c> Changes<'c> {
    /// None yet, behind those others.
    fn behind(others: &'c mut Vec<Former>) -> Self {
        Self { others: others.len(), all: others, last: None, is_mixed: false }
    }

    /// Takes the value of a fact into a record: only what differs from the default is kept.
    #[inline(always)]
    fn put(&mut self, facts: &mut Merge<'_>, fact: &mut BoundFact<'_>) {
        let Some(attribute) = fact.attribute else { return };
        if attribute.kept(fact.value.as_ref()).is_none() {
            fact.value = None;
        }
        if facts.swap(&fact.key, &mut fact.value) {
            self.all.push((Name::clone(&fact.key), fact.value.take()));
            // Attributes without parameters have their numbers in the order of their keys.
            let last = self.last.replace(attribute.number);
            self.is_mixed |= last >= Some(attribute.number) || !attribute.is_plain;
        } else {
            // Nobody takes it any more.
            fact.value = None;
        }
    }

    /// Leaves what has changed in the end, by key: what was changed several times, once.
    fn settle(self, now: &Facts) {
        if !self.is_mixed {
            return;
        }
        let mut own = self.all.split_off(self.others);
        own.sort_by(|(one, _), (other, _)| one.cmp(other));
        let several = own.len();
        own.dedup_by(|(later, _), (first, _)| later == first);
        if own.len() < several {
            own.retain(|(key, before)| now.get(key) != before.as_ref());
        }
        self.all.append(&mut own);
    }
}

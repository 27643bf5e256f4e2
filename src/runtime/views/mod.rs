//! The views of an inbox: which conversations of an account a person sees, and how many.
//!
//! An [`Inbox`] is plain data, one an account. Its keeper tells it of each input that a conversation has taken
//! ([`Inbox::take`]); it changes only what that input changed, and answers from what it has counted.

mod entry;
mod shape;
mod view;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::entry::{Bucket, Entry, Mark, buckets};
use self::shape::Shape;
pub use self::view::{About, Of, Person, States, View};
use super::maintained::{AGENT_NAMES, AGENT_OPERATOR, AGENT_WROTE, PERSONAL, Personal};
use super::{Conversation, Input, InputKind, LoadError, Outcome};
use crate::ir::{Book, Moment, StepKind, Value};

/// What the people of a team see of an account's conversations, with live counts.
///
/// As JSON it holds what it was told; what it has counted is counted again when it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Inbox {
    shape: Shape,
    entries: BTreeMap<Arc<str>, Entry>,
    /// What each person has marked, by conversation.
    marks: BTreeMap<Arc<str>, BTreeMap<String, Mark>>,
    /// Everybody of whom an event told, with their operator mode.
    people: BTreeMap<String, bool>,
    /// The conversations of each bucket and state, those with the latest message first.
    index: BTreeMap<Bucket, BTreeMap<String, BTreeSet<Rank>>>,
}

/// The format that this version writes.
const VERSION: u32 = 1;

/// Where a conversation stands in a view.
type Rank = (Reverse<Moment>, Arc<str>);

/// What is kept of an [`Inbox`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: u32,
    shape: Shape,
    entries: BTreeMap<Arc<str>, Entry>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    marks: BTreeMap<Arc<str>, BTreeMap<String, Mark>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    people: BTreeMap<String, bool>,
}

impl From<Kept> for Inbox {
    fn from(kept: Kept) -> Self {
        let Kept { shape, entries, marks, people, .. } = kept;
        let mut inbox = Self { shape, entries, marks, people, index: BTreeMap::new() };
        inbox.count_anew();
        inbox
    }
}

impl From<Inbox> for Kept {
    fn from(inbox: Inbox) -> Self {
        let Inbox { shape, entries, marks, people, .. } = inbox;
        Self { version: VERSION, shape, entries, marks, people }
    }
}

impl Inbox {
    /// An inbox without any conversation.
    #[must_use]
    pub fn new(book: &Book) -> Self {
        Self {
            shape: Shape::of(book),
            entries: BTreeMap::new(),
            marks: BTreeMap::new(),
            people: BTreeMap::new(),
            index: BTreeMap::new(),
        }
    }

    /// Reads a stored inbox.
    ///
    /// # Errors
    /// If it is damaged, or was written by a newer version.
    pub fn load(json: &[u8]) -> Result<Self, LoadError> {
        super::load::state(json, VERSION)
    }

    /// The account has another book from now on.
    pub fn edit(&mut self, book: &Book) {
        self.shape = Shape::of(book);
        self.count_anew();
    }

    /// A conversation has taken an input, and this came of it.
    pub fn take(&mut self, conversation: &Conversation, input: &Input, outcome: &Outcome) {
        if outcome.is_deleted() {
            self.forget(&conversation.id);
            return;
        }
        self.tell(conversation);
        match &input.kind {
            InputKind::Event { .. } if outcome.new_conversation => {}
            InputKind::Event { name, carried, .. } => {
                let agent = self.hear_agent(|key| carried.get(key));
                if let (AGENT_WROTE, Some(agent)) = (name.as_str(), agent) {
                    self.mark(&conversation.id, &agent, Personal::Read);
                }
            }
            InputKind::Command { by, step } => {
                let StepKind::Act { action, .. } = &step.kind else { return };
                let done = outcome.effects.first().is_some_and(|effect| effect.action == *action);
                let personal = PERSONAL.iter().find(|(words, _)| done && words == action);
                if let (Some((_, personal)), Some(name)) = (personal, &by.name) {
                    self.mark(&conversation.id, name, *personal);
                }
            }
            InputKind::Timer { .. } | InputKind::Claim { .. } | InputKind::Book => {}
        }
    }

    /// What is told of an agent; gives what they are called.
    pub fn hear_agent<'f>(&mut self, fact: impl Fn(&str) -> Option<&'f Value>) -> Option<String> {
        let name = AGENT_NAMES.iter().find_map(|key| match fact(key) {
            Some(Value::Text(name)) if !name.is_empty() => Some(name.clone()),
            _ => None,
        })?;
        if let Some(Value::Boolean(operator)) = fact(AGENT_OPERATOR.0) {
            self.set_operator(&name, *operator);
        }
        Some(name.to_string())
    }

    /// A conversation is as it is now. One to which nothing came yet is not in any view.
    pub fn tell(&mut self, conversation: &Conversation) {
        let fresh = |entry: &Entry| !entry.is_of(conversation, &self.shape);
        if conversation.inputs > 0 && self.entries.get(conversation.id.as_str()).is_none_or(fresh) {
            self.put(&conversation.id, Entry::of(conversation, &self.shape));
        }
    }

    /// A conversation is gone for good, with everybody's marks.
    pub fn forget(&mut self, conversation: &str) {
        self.unindex(conversation);
        self.entries.remove(conversation);
        self.marks.remove(conversation);
    }

    /// What a person marks in a conversation. What it does not know is passed over.
    pub fn mark(&mut self, conversation: &str, person: &str, what: Personal) {
        let Some((id, entry)) = self.entries.get_key_value(conversation) else { return };
        let (id, written) = (Arc::clone(id), entry.written);
        self.unindex(conversation);
        let marks = self.marks.entry(Arc::clone(&id)).or_default();
        let mark = marks.entry(person.to_owned()).or_default();
        match what {
            Personal::Read => mark.read = written,
            Personal::Star => mark.starred = true,
            Personal::Unstar => mark.starred = false,
            Personal::Leave => {}
        }
        if *mark == Mark::default() {
            marks.remove(person);
        }
        if marks.is_empty() {
            self.marks.remove(&id);
        }
        self.index(conversation);
    }

    /// Whether a person takes part in automatic assignment, and so sees what is unassigned among their sessions.
    pub fn set_operator(&mut self, person: &str, operator: bool) {
        self.people.insert(person.to_owned(), operator);
    }

    /// A person is gone from the team: they are shown only as long as they are assignee or follower of something.
    pub fn agent_left(&mut self, person: &str) {
        self.people.remove(person);
    }

    /// How many conversations a view has.
    #[must_use]
    pub fn count(&self, view: &View) -> usize {
        self.ranks(view).map(BTreeSet::len).sum()
    }

    /// The first conversations of a view, at most so many: those with the latest message first, then by id.
    #[must_use]
    pub fn list(&self, view: &View, at_most: usize) -> Vec<&str> {
        let mut ranks: Vec<&Rank> = self.ranks(view).flat_map(|ranks| ranks.iter().take(at_most)).collect();
        ranks.sort_unstable();
        ranks.truncate(at_most);
        ranks.into_iter().map(|(_, id)| &**id).collect()
    }

    /// The states of the lifecycle, in their order.
    #[must_use]
    pub fn states(&self) -> &[String] {
        &self.shape.states
    }

    /// Everybody who is known: told of, assignees, followers. With their operator mode and how many active conversations
    /// they have.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        let taking = self.index.keys().filter_map(|bucket| match bucket {
            Bucket::Assigned(name) | Bucket::Taking(name, _) => Some(name),
            _ => None,
        });
        let names: BTreeSet<&String> = taking.chain(self.people.keys()).collect();
        let person = |name: &String| Person {
            name: name.clone(),
            operator: self.is_operator(name),
            active: self.count(&View::new(Of::Assigned(name.clone())).active()),
        };
        names.into_iter().map(person).collect()
    }

    /// Each tag, and each that has one below it, with how many active conversations have it or one below it.
    #[must_use]
    pub fn tags(&self) -> Vec<(String, usize)> {
        let tags = self.index.keys().filter_map(|bucket| match bucket {
            Bucket::Tag(tag) => Some(tag),
            _ => None,
        });
        tags.map(|tag| (tag.clone(), self.count(&View::new(Of::Tag(tag.clone())).active()))).collect()
    }

    /// What is shown of a conversation; `None` if it is not there.
    #[must_use]
    pub fn about(&self, conversation: &str) -> Option<About<'_>> {
        let (id, entry) = self.entries.get_key_value(conversation)?;
        Some(About {
            id,
            status: &entry.status,
            assignee: entry.assignee.as_deref(),
            followers: &entry.followers,
            tags: &entry.tags,
            last_activity: entry.last_activity,
        })
    }

    fn is_operator(&self, person: &str) -> bool {
        self.people.get(person).copied().unwrap_or(self.shape.operator)
    }

    /// The buckets of a view: no conversation is in two of them.
    fn buckets_of(&self, of: &Of) -> Vec<Bucket> {
        match of {
            Of::All => vec![Bucket::All],
            Of::Unassigned => vec![Bucket::Unassigned],
            Of::Assigned(name) => vec![Bucket::Assigned(name.clone())],
            Of::Sessions(name) if self.is_operator(name) => {
                vec![Bucket::Taking(name.clone(), true), Bucket::Unassigned]
            }
            Of::Sessions(name) => vec![Bucket::Taking(name.clone(), true), Bucket::Taking(name.clone(), false)],
            Of::Unread(name) => vec![Bucket::Unread(name.clone())],
            Of::Starred(name) => vec![Bucket::Starred(name.clone())],
            Of::Tag(tag) => vec![Bucket::Tag(tag.clone())],
        }
    }

    fn ranks<'a, 'v>(&'a self, view: &'v View) -> impl Iterator<Item = &'a BTreeSet<Rank>> + use<'a, 'v> {
        let by_state = self.buckets_of(&view.of).into_iter().filter_map(|bucket| self.index.get(&bucket)).flatten();
        by_state.filter(|(state, _)| self.shape.is_in(state, &view.states)).map(|(_, ranks)| ranks)
    }

    fn put(&mut self, conversation: &str, entry: Entry) {
        self.unindex(conversation);
        match self.entries.get_mut(conversation) {
            Some(known) => *known = entry,
            None => drop(self.entries.insert(Arc::from(conversation), entry)),
        }
        self.index(conversation);
    }

    fn index(&mut self, conversation: &str) {
        let Some((id, entry)) = self.entries.get_key_value(conversation) else { return };
        let state = self.shape.category(&entry.status).to_owned();
        let rank = (Reverse(entry.last_activity), Arc::clone(id));
        for bucket in buckets(entry, self.marks.get(conversation)) {
            self.index.entry(bucket).or_default().entry(state.clone()).or_default().insert(rank.clone());
        }
    }

    /// Takes a conversation out of all buckets; those that are empty go.
    fn unindex(&mut self, conversation: &str) {
        let Some((id, entry)) = self.entries.get_key_value(conversation) else { return };
        let state = self.shape.category(&entry.status);
        let rank = (Reverse(entry.last_activity), Arc::clone(id));
        for bucket in buckets(entry, self.marks.get(conversation)) {
            let Some(states) = self.index.get_mut(&bucket) else { continue };
            if let Some(ranks) = states.get_mut(state) {
                ranks.remove(&rank);
                if ranks.is_empty() {
                    states.remove(state);
                }
            }
            if states.is_empty() {
                self.index.remove(&bucket);
            }
        }
    }

    fn count_anew(&mut self) {
        self.index.clear();
        let ids: Vec<Arc<str>> = self.entries.keys().map(Arc::clone).collect();
        for id in ids {
            self.index(&id);
        }
    }
}

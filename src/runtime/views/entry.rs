//! What an inbox knows of a conversation.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::shape::Shape;
use crate::ir::{Moment, Value};
use crate::runtime::Conversation;
use crate::runtime::maintained::{ASSIGNEE, CREATED_AT, CUSTOMER_WROTE, FOLLOWERS, MESSAGES, STATUS, TAGS};

/// A conversation, as far as views ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Exactly, not what it counts as.
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) assignee: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) followers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    pub(super) last_activity: Moment,
    /// The number of the input in which the customer last wrote; 0 if never.
    pub(super) written: u64,
}

/// What a person has marked in a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    /// The customer's messages are read up to the input of this number.
    pub(super) read: u64,
    pub(super) starred: bool,
}

/// Conversations that belong together in a view.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bucket {
    All,
    Unassigned,
    Assigned(String),
    /// That person takes part; and whether there is an assignee.
    Taking(String, bool),
    Unread(String),
    Starred(String),
    /// That tag or one below it.
    Tag(String),
}

impl Entry {
    pub(super) fn of(conversation: &Conversation, shape: &Shape) -> Self {
        Self {
            status: status(conversation, shape).to_owned(),
            assignee: text(conversation, ASSIGNEE.0).map(str::to_owned),
            followers: texts(conversation, FOLLOWERS.0).map(str::to_owned).collect(),
            tags: texts(conversation, TAGS.0).map(str::to_owned).collect(),
            last_activity: last_activity(conversation),
            written: written(conversation),
        }
    }

    /// Whether it is what [`Entry::of`] would give: most inputs change nothing, and nothing is copied then.
    pub(super) fn is_of(&self, conversation: &Conversation, shape: &Shape) -> bool {
        self.last_activity == last_activity(conversation)
            && self.written == written(conversation)
            && self.status == status(conversation, shape)
            && self.assignee.as_deref() == text(conversation, ASSIGNEE.0)
            && self.followers.iter().map(String::as_str).eq(texts(conversation, FOLLOWERS.0))
            && self.tags.iter().map(String::as_str).eq(texts(conversation, TAGS.0))
    }
}

fn status<'a>(conversation: &'a Conversation, shape: &'a Shape) -> &'a str {
    match conversation.facts.get(STATUS.0) {
        Some(Value::Enum(status) | Value::Text(status)) => status,
        _ => &shape.start,
    }
}

fn text<'a>(conversation: &'a Conversation, key: &str) -> Option<&'a str> {
    match conversation.facts.get(key) {
        Some(Value::Text(text)) if !text.is_empty() => Some(text),
        _ => None,
    }
}

fn texts<'a>(conversation: &'a Conversation, key: &str) -> impl Iterator<Item = &'a str> {
    let values: &[Value] = match conversation.facts.get(key) {
        Some(Value::List(values)) => values,
        _ => &[],
    };
    values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// When a message last came or went; before the first one, when the conversation began.
fn last_activity(conversation: &Conversation) -> Moment {
    let of = |name: &&str| Some(conversation.occurrences.get(*name)?.last.time);
    let began = || match conversation.facts.get(CREATED_AT.0) {
        Some(Value::Time(began)) => Some(*began),
        _ => None,
    };
    MESSAGES.iter().filter_map(of).max().or_else(began).unwrap_or_default()
}

fn written(conversation: &Conversation) -> u64 {
    let wrote = conversation.occurrences.get(CUSTOMER_WROTE);
    wrote.map_or(0, |wrote| wrote.last.input)
}

/// The buckets of a conversation, each once.
pub(super) fn buckets(entry: &Entry, marks: Option<&BTreeMap<String, Mark>>) -> BTreeSet<Bucket> {
    let mark = |person: &str| marks.and_then(|marks| marks.get(person)).copied().unwrap_or_default();
    let mut buckets = BTreeSet::from([Bucket::All]);
    buckets.insert(entry.assignee.clone().map_or(Bucket::Unassigned, Bucket::Assigned));
    for person in entry.assignee.iter().chain(&entry.followers) {
        buckets.insert(Bucket::Taking(person.clone(), entry.assignee.is_some()));
        if entry.written > mark(person).read {
            buckets.insert(Bucket::Unread(person.clone()));
        }
    }
    let starred = marks.into_iter().flatten().filter(|(_, mark)| mark.starred);
    buckets.extend(starred.map(|(person, _)| Bucket::Starred(person.clone())));
    for tag in &entry.tags {
        buckets.extend(tag.match_indices('/').filter_map(|(end, _)| Some(Bucket::Tag(tag.get(..end)?.to_owned()))));
        buckets.insert(Bucket::Tag(tag.clone()));
    }
    buckets
}

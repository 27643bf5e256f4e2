//! The policy of assignment made ready, and what a conversation tells the desk for it.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;
use sha2::{Digest, Sha256};

use super::super::maintained::{AGENT_CAPACITY, Provided};
use super::super::{Facts, LoadError};
use super::condition::{self, Condition, Preparer, Read};
use super::names::Names;
use super::reads::Reads;
use crate::ir::policy::{Accept, By, FallbackStep, Preference as Declared};
use crate::ir::vocabulary::Holder;
use crate::ir::{self, Book, Name, Place, Value};

/// Who asks, in the errors of loading.
const USER: &str = "policy assignment";

/// The policy of assignment.
#[derive(Debug)]
pub(crate) struct Assignment {
    /// `None` for no limit.
    pub(crate) capacity: Option<u32>,
    pub(crate) inactive_count: bool,
    pub(crate) accept: Accept,
    pub(crate) agents: Option<Condition>,
    pub(crate) prefer_agents: Vec<Preference>,
    pub(crate) prefer_conversations: Vec<Preference>,
    pub(crate) fallbacks: Vec<Fallback>,
    /// The same as long as offers and fallbacks are.
    pub(crate) fingerprint: String,
    /// What it reads of the conversation.
    kept: BTreeSet<Name>,
    /// What it reads of the user.
    user: Reads,
}

/// A line of `prefer`.
#[derive(Debug)]
pub(crate) struct Preference {
    pub(crate) place: Place,
    pub(crate) by: Order,
    /// What it asks, or by what it sorts, in words.
    pub(crate) words: String,
}

#[derive(Debug)]
pub(crate) enum Order {
    Highest(Read),
    Lowest(Read),
    Condition(Condition),
}

#[derive(Debug)]
pub(crate) struct Fallback {
    pub(crate) after: i64,
    pub(crate) steps: Vec<FallbackStep>,
}

impl Assignment {
    pub(super) fn new(names: &Names, book: &Book, declared: &ir::Assignment) -> Result<Self, LoadError> {
        let preparer = Preparer { names, user: USER };
        let agents = preparer.optional(declared.agents.as_ref())?;
        if let Accept::Within(time) = declared.accept {
            preparer.duration(time)?;
        }
        let preferences = |lines: &[Declared]| -> Result<Vec<Preference>, LoadError> {
            lines.iter().map(|line| preference(&preparer, book, line)).collect()
        };
        let mut fallbacks = Vec::new();
        for fallback in &declared.fallbacks {
            fallbacks.push(Fallback { after: preparer.duration(fallback.after)?, steps: fallback.steps.clone() });
        }
        let mut ready = Self {
            capacity: declared.capacity.or_else(|| default_capacity(names)),
            inactive_count: declared.inactive_count,
            accept: declared.accept,
            agents,
            prefer_agents: preferences(&declared.prefer_agents)?,
            prefer_conversations: preferences(&declared.prefer_conversations)?,
            fallbacks,
            fingerprint: fingerprint(declared),
            kept: BTreeSet::new(),
            user: Reads::default(),
        };
        ready.note_reads();
        Ok(ready)
    }

    fn note_reads(&mut self) {
        let (mut kept, mut user) = (BTreeSet::new(), Reads::default());
        self.reads(&mut |read| match (read.attribute.holder, read.attribute.provided) {
            (Holder::Conversation, Some(Provided::As(other))) => drop(kept.insert(other.into())),
            (Holder::Conversation, _) => drop(kept.insert(read.attribute.declared.clone())),
            (Holder::User, _) => user.note(read),
            _ => {}
        });
        // What is dropped is told to the conversation only where there is something.
        let steps = self.fallbacks.iter().flat_map(|fallback| &fallback.steps);
        kept.extend(steps.filter_map(|step| match step {
            FallbackStep::Drop(key) => Some(key.as_str().into()),
            FallbackStep::MoveToGroup(_) => None,
        }));
        self.kept = kept;
        self.user = user;
    }

    /// Hands everything that it reads to `visit`.
    fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        self.agents.iter().for_each(|agents| agents.reads(visit));
        for line in self.prefer_agents.iter().chain(&self.prefer_conversations) {
            match &line.by {
                Order::Highest(read) | Order::Lowest(read) => read.reads(visit),
                Order::Condition(condition) => condition.reads(visit),
            }
        }
    }

    /// What of these facts it reads, beside those of the account.
    pub(super) fn facts(&self, kept: &Facts, user: &Facts) -> Facts {
        let mut facts = self.user.of(user);
        let own = self.kept.iter().filter_map(|key| Some((key, kept.get(key.as_str())?)));
        facts.extend(own.map(|(key, value)| (key.clone(), value.clone())));
        facts
    }
}

fn preference(preparer: &Preparer<'_>, book: &Book, line: &Declared) -> Result<Preference, LoadError> {
    let ordered = |read: &ir::AttributeRead| -> Result<Read, LoadError> {
        let read = preparer.read(read)?;
        preparer.check(read.attribute.kind.is_ordered(), "it sorts by what has no order")?;
        Ok(read)
    };
    let by = match &line.by {
        By::Highest(read) => Order::Highest(ordered(read)?),
        By::Lowest(read) => Order::Lowest(ordered(read)?),
        By::Condition(asked) => Order::Condition(condition::condition(preparer.names, USER, asked)?.0),
    };
    let words = match &by {
        // `agent.load` is `load` to those who read of agents only.
        Order::Highest(read) | Order::Lowest(read) => read.attribute.declared.rsplit('.').next().map(spaced),
        Order::Condition(_) => written(book, line.place),
    };
    let words = words.unwrap_or_else(|| format!("line {}", line.place.line));
    Ok(Preference { place: line.place, by, words })
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// What stands at a place of the book, on one line.
fn written(book: &Book, place: Place) -> Option<String> {
    let at = |number: u32| usize::try_from(number).ok();
    let text = book.sources.get(at(place.file)?)?.text.get(at(place.start)?..at(place.end)?)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn default_capacity(names: &Names) -> Option<u32> {
    match names.vocabulary.declared(AGENT_CAPACITY.0)?.default.as_ref()? {
        Value::Number(number) => number.to_u32(),
        _ => None,
    }
}

/// Where it is written does not matter.
fn fingerprint(declared: &ir::Assignment) -> String {
    let fallbacks: Vec<_> = declared.fallbacks.iter().map(|fallback| (fallback.after, &fallback.steps)).collect();
    let json = serde_json::to_vec(&(declared.accept, fallbacks)).unwrap_or_default();
    Sha256::digest(json).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl super::Prepared {
    /// The facts of the conversation that the policy of assignment reads; `None` if it reads facts of the user as well.
    pub(crate) fn desk_reads(&self) -> Option<impl Iterator<Item = &Name>> {
        let policy = self.assignment.as_ref();
        let of_user = policy.is_some_and(|policy| !policy.user.is_empty());
        (!of_user).then(|| policy.into_iter().flat_map(|policy| &policy.kept))
    }

    /// What the policy of assignment reads of these facts; nothing without one.
    pub(crate) fn desk_facts(&self, kept: &Facts, user: &Facts) -> Facts {
        self.assignment.as_ref().map(|policy| policy.facts(kept, user)).unwrap_or_default()
    }

    /// Whether somebody may want to hear of that event.
    pub(crate) fn hears(&self, event: &ir::EventName) -> bool {
        self.spoken_of.contains(event)
    }
}

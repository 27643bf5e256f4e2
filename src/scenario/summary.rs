//! What a replay came to, added up as it goes. It grows with the conversations, never with the events.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashTable;

use crate::ir::{Moment, Name};
use crate::runtime::driver::{Delivery, DeskDelivery};
use crate::runtime::{Audit, InputKind, TimerChange};

/// Kinds of unknown events and wrong values beyond this many are counted together.
const MOST_KINDS: usize = 200;

/// What a replay came to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// How many events and commands the log had.
    pub events: u64,
    /// How many timers were delivered.
    pub timers: u64,
    /// How many effects there were.
    pub effects: u64,
    /// The time of the first and of the last input.
    pub span: Option<(Moment, Moment)>,
    /// What each trigger and automation did that did anything.
    pub sources: BTreeMap<Name, SourceSummary>,
    /// Events that the book does not declare, with how often each came.
    pub unknown_events: BTreeMap<String, u64>,
    /// Facts whose values counted as missing, with the reason, and how often.
    pub wrong_values: BTreeMap<(String, String), u64>,
    /// What desks could not do, in words, and how often.
    pub desk: BTreeMap<String, u64>,
    /// How many events came with an id that was there before, and changed nothing.
    pub repeated: u64,
    /// How many events were earlier than the one before them.
    pub out_of_order: u64,
    /// How many events were later than the end of the replay, and left out.
    pub too_late: u64,
    accounts: BTreeSet<Name>,
    conversations: Conversations,
    /// When the first timer is due that was left when a replay ended of itself.
    pub left_until: Option<Moment>,
    /// Whether nothing is counted but what went wrong.
    only_wrong: bool,
}

/// What one trigger or automation did.
#[derive(Clone, Debug, Default)]
pub struct SourceSummary {
    /// How often it fired.
    pub fired: u64,
    /// Its effects by their actions.
    pub effects: BTreeMap<Name, u64>,
    /// How often the rest after a wait was dropped.
    pub dropped: u64,
    conversations: Conversations,
}

/// Conversations by their fingerprints. It is asked only how many there are: nothing can depend on the order in it.
#[derive(Clone, Debug, Default)]
struct Conversations(HashTable<u64>);

impl Conversations {
    fn insert(&mut self, fingerprint: u64) {
        self.0.entry(fingerprint, |own| *own == fingerprint, |own| *own).or_insert(fingerprint);
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl SourceSummary {
    /// In how many conversations it fired.
    #[must_use]
    pub fn conversations(&self) -> usize {
        self.conversations.len()
    }
}

impl Summary {
    /// One that counts nothing but what went wrong: what the book does not know, wrong values, what desks could not do, and
    /// events at the wrong time.
    #[must_use]
    pub fn only_wrong() -> Self {
        Self { only_wrong: true, ..Self::default() }
    }

    /// Adds what one input gave.
    pub fn add(&mut self, delivery: &Delivery) {
        for audit in &delivery.outcome.audit {
            self.add_wrong(audit);
        }
        if !self.only_wrong {
            self.count(delivery);
        }
    }

    fn count(&mut self, delivery: &Delivery) {
        let time = delivery.input.time;
        self.span = Some(self.span.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
        self.timers += u64::from(matches!(delivery.input.kind, InputKind::Timer { .. }));
        if self.accounts.last() != Some(&delivery.account) {
            self.accounts.insert(delivery.account.clone());
        }
        let conversation = fingerprint(&(&delivery.account, &delivery.conversation));
        self.conversations.insert(conversation);
        for source in &delivery.outcome.fired {
            let summary = self.source(source);
            summary.fired += 1;
            summary.conversations.insert(conversation);
        }
        for effect in &delivery.outcome.effects {
            self.effects += 1;
            *self.source(&effect.source).effects.entry(effect.action.clone()).or_default() += 1;
        }
        for audit in &delivery.outcome.audit {
            if let Audit::WaitDropped { source, .. } = audit {
                self.source(source).dropped += 1;
            }
        }
    }

    /// How many accounts there were.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.accounts.len()
    }

    /// How many conversations there were.
    #[must_use]
    pub fn conversations(&self) -> usize {
        self.conversations.len()
    }

    /// Adds what one input of a desk gave.
    pub fn add_desk(&mut self, delivery: &DeskDelivery) {
        for audit in delivery.outcome.audit.iter().filter(|audit| audit.is_refusal()) {
            count(&mut self.desk, audit.to_string(), || "others".to_owned());
        }
    }

    fn add_wrong(&mut self, audit: &Audit) {
        match audit {
            Audit::UnknownEvent(name) => count(&mut self.unknown_events, name.to_string(), || "others".to_owned()),
            Audit::WrongValue { key, reason } => {
                let others = || ("others".to_owned(), String::new());
                count(&mut self.wrong_values, (key.to_string(), reason.clone()), others);
            }
            Audit::WaitDropped { .. }
            | Audit::DroppedByEdit { .. }
            | Audit::StaleTimer { .. }
            | Audit::StaleClaim { .. }
            | Audit::Refused { .. }
            | Audit::Released { .. }
            | Audit::Woken
            | Audit::DroppedByFinalState { .. } => {}
        }
    }

    fn source(&mut self, id: &Name) -> &mut SourceSummary {
        self.sources.entry(id.clone()).or_default()
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K, others: impl FnOnce() -> K) {
    let full = counts.len() >= MOST_KINDS && !counts.contains_key(&key);
    *counts.entry(if full { others() } else { key }).or_default() += 1;
}

fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Whether people want to see this input: something fired, was done, refused or dropped, or a policy acted.
#[must_use]
pub fn is_eventful(delivery: &Delivery) -> bool {
    let outcome = &delivery.outcome;
    let noted = outcome.audit.iter().any(|audit| {
        matches!(
            audit,
            Audit::WaitDropped { .. }
                | Audit::Refused { .. }
                | Audit::Released { .. }
                | Audit::Woken
                | Audit::DroppedByFinalState { .. }
        )
    });
    noted || outcome.new_conversation || !outcome.fired.is_empty() || !outcome.effects.is_empty()
}

/// The timers that an input set and that are still set at its end.
pub fn timers_set(delivery: &Delivery) -> impl Iterator<Item = &TimerChange> {
    let timers = &delivery.outcome.timers;
    timers.iter().enumerate().filter_map(|(index, change)| {
        let TimerChange::Set { key, .. } = change else { return None };
        let later = timers.iter().skip(index + 1);
        let undone = later.into_iter().any(|other| match other {
            TimerChange::Set { key: other, .. } | TimerChange::Cancel { key: other } => other == key,
        });
        (!undone).then_some(change)
    })
}

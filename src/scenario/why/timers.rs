//! What became of the timers of one rule, conversation by conversation: when each was set and taken back, and by what.

use std::collections::BTreeMap;

use crate::ir::{Book, Moment, Name};
use crate::runtime::conversation::{Purpose, TimerKey};
use crate::runtime::{Delivery, InputKind, TimerChange};
use crate::scenario::words;

/// What is said of a timer that is left at the end of a log.
pub(super) const PENDING: &str = "and the log ends before";

/// When something was done, and on what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    time: Moment,
    on: String,
}

/// A timer as it was set last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Timer {
    purpose: Purpose,
    due: Moment,
    set: Stamp,
    taken_back: Option<Stamp>,
}

/// The timers of rules, by conversation: the account, the conversation, the rule. It grows with the conversations in which one was set.
#[derive(Clone, Debug, Default)]
pub(in crate::scenario) struct Timers {
    set: BTreeMap<(Name, Name, Name), Timer>,
    /// Of the timer that was set last.
    last: Option<(Name, Name, Name)>,
}

impl Timers {
    /// Remembers what a delivery changes of the timers of those rules that are of interest; `came` says what it is.
    pub(in crate::scenario) fn hear(
        &mut self,
        delivery: &Delivery,
        is_of_interest: impl Fn(&Name) -> bool,
        came: impl Fn(&Delivery) -> String,
    ) {
        if let InputKind::Timer { key, .. } = &delivery.input.kind {
            self.set.remove(&whose(delivery, key));
        }
        for change in &delivery.outcome.timers {
            let key = change.key();
            if !matches!(key.purpose, Purpose::Due | Purpose::Wait) || !is_of_interest(&key.source) {
                continue;
            }
            let whose = whose(delivery, key);
            let stamp = Stamp { time: delivery.input.time, on: came(delivery) };
            match change {
                TimerChange::Set { due, .. } => {
                    self.last = Some(whose.clone());
                    let timer = Timer { purpose: key.purpose, due: *due, set: stamp, taken_back: None };
                    self.set.insert(whose, timer);
                }
                TimerChange::Cancel { .. } => {
                    if let Some(timer) = self.set.get_mut(&whose) {
                        timer.taken_back.get_or_insert(stamp);
                    }
                }
            }
        }
    }

    /// The timer that a delivery is of.
    pub(super) fn of(&self, delivery: &Delivery) -> Option<Timer> {
        let InputKind::Timer { key, .. } = &delivery.input.kind else { return None };
        self.set.get(&whose(delivery, key)).filter(|timer| timer.purpose == key.purpose).cloned()
    }

    /// What became of the timer that a rule set in the conversation of a delivery, then or later, and that never came due.
    pub(super) fn later(&self, delivery: &Delivery, rule: &str, book: &Book) -> Option<String> {
        let whose = (delivery.account.clone(), delivery.conversation.clone(), rule.into());
        let timer = self.set.get(&whose).filter(|timer| timer.set.time >= delivery.input.time)?;
        Some(format!("Then {}.", timer.never_due(book, PENDING)))
    }

    /// What became of the timer that was set last and never came due, and in which conversation; `pending` says what is so if
    /// nothing has taken it back.
    pub(in crate::scenario) fn never_due(&self, book: &Book, pending: &str) -> Option<(String, &Name)> {
        let whose = self.last.as_ref()?;
        let timer = self.set.get(whose)?;
        Some((timer.never_due(book, pending), &whose.1))
    }
}

fn whose(delivery: &Delivery, key: &TimerKey) -> (Name, Name, Name) {
    (delivery.account.clone(), delivery.conversation.clone(), key.source.clone())
}

impl Timer {
    fn never_due(&self, book: &Book, pending: &str) -> String {
        let due = words::local(self.due, words::zone(book));
        let what = if self.purpose == Purpose::Wait { "wait" } else { "timer" };
        let set = format!("its {what} was set for {due} at {}", self.set.told(book));
        match &self.taken_back {
            Some(stamp) => format!("{set}, and taken back at {}", stamp.told(book)),
            None => format!("{set}, {pending}"),
        }
    }

    /// Since when it ran, in a sentence.
    pub(super) fn since(&self, book: &Book) -> String {
        let what = if self.purpose == Purpose::Wait { "The wait began" } else { "The timer was set" };
        format!("{what} at {}.", self.set.told(book))
    }
}

impl Stamp {
    fn told(&self, book: &Book) -> String {
        format!("{} on {}", words::local(self.time, words::zone(book)), self.on)
    }
}

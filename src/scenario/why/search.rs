//! Looking for an input of a log that is no event of it, or not known to be one: by what it did, or by the rule that was looked at.

use super::timers::{PENDING, Timer, Timers};
use super::{Head, Told, came, only};
use crate::ir::{Book, Name};
use crate::runtime::{Delivery, EffectKey, InputKind, ToUser};
use crate::scenario::{explain, words};

/// Which input is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The one that gave the effect of this key.
    Effect(EffectKey),
    /// One in which this trigger or automation was looked at.
    Rule {
        /// Its id.
        rule: String,
        /// Only in this account.
        account: Option<String>,
        /// Only in this conversation.
        conversation: Option<String>,
        /// Of all those, the one of this number, from 1; the last if it is not said.
        nth: Option<usize>,
    },
}

/// Goes through the deliveries of a traced replay.
#[derive(Clone, Debug)]
pub struct Search {
    wanted: Wanted,
    timers: Timers,
    /// The deliveries that belong to the last input: itself, and answers of the user's record to it.
    together: Vec<Delivery>,
    /// The timer that the last input was.
    timer: Option<Timer>,
    /// Whether anything came where it is looked for.
    has_heard: bool,
    /// How many inputs were right.
    count: usize,
    /// Whether the last input was.
    is_right: bool,
    found: Option<Found>,
}

/// What was found.
#[derive(Clone, Debug)]
struct Found {
    deliveries: Vec<Delivery>,
    timer: Option<Timer>,
}

impl Search {
    /// A search that has heard nothing.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            timers: Timers::default(),
            together: Vec::new(),
            timer: None,
            has_heard: false,
            count: 0,
            is_right: false,
            found: None,
        }
    }

    /// Hears the next delivery.
    pub fn hear(&mut self, delivery: &Delivery) {
        if self.is_done() || !self.is_in_scope(delivery) {
            return;
        }
        self.has_heard = true;
        if !matches!(delivery.input.kind, InputKind::Claim { .. }) {
            self.together.clear();
            self.timer = self.timers.of(delivery);
            self.is_right = false;
        }
        let is_right = self.is_it(delivery);
        let asks = || delivery.outcome.to_user.iter().any(|message| matches!(message, ToUser::Claim(_)));
        if is_right || asks() {
            self.together.push(delivery.clone());
        }
        if is_right {
            self.take();
        }
        let wanted = &self.wanted;
        let is_of_interest = |source: &Name| match wanted {
            Wanted::Effect(_) => true,
            Wanted::Rule { rule, .. } => source == rule.as_str(),
        };
        self.timers.hear(delivery, is_of_interest, came);
    }

    /// Whether nothing that comes can be a better answer.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.found.is_some()
            && match &self.wanted {
                Wanted::Effect(_) => true,
                // What belongs to it may still come.
                Wanted::Rule { nth, .. } => nth.is_some_and(|nth| self.count > nth),
            }
    }

    fn take(&mut self) {
        self.count += usize::from(!self.is_right);
        self.is_right = true;
        if let Wanted::Rule { nth: Some(nth), .. } = &self.wanted
            && self.count != *nth
        {
            return;
        }
        self.found = Some(Found { deliveries: self.together.clone(), timer: self.timer.clone() });
    }

    fn is_in_scope(&self, delivery: &Delivery) -> bool {
        match &self.wanted {
            Wanted::Effect(key) => delivery.conversation == key.conversation && delivery.account == key.account,
            Wanted::Rule { account, conversation, .. } => {
                account.as_ref().is_none_or(|wanted| delivery.account == wanted.as_str())
                    && conversation.as_ref().is_none_or(|wanted| delivery.conversation == wanted.as_str())
            }
        }
    }

    fn is_it(&self, delivery: &Delivery) -> bool {
        match &self.wanted {
            Wanted::Effect(key) => delivery.outcome.effects.iter().any(|effect| effect.key == *key),
            Wanted::Rule { rule, .. } => {
                let rounds = delivery.outcome.trace.iter().flat_map(|trace| &trace.rounds);
                rounds.flat_map(|round| &round.candidates).any(|each| each.source == *rule)
            }
        }
    }

    /// The answer. That a rule was never looked at is one too.
    ///
    /// # Errors
    /// What there is none of: such an effect, such a conversation, or so many times that the rule was looked at.
    pub fn told(&self, book: &Book) -> Result<Told, String> {
        let Some(Found { deliveries, timer }) = self.found.clone() else { return self.never(book) };
        let source = match &self.wanted {
            Wanted::Rule { rule, .. } => rule.as_str(),
            Wanted::Effect(key) => {
                let mut effects = deliveries.iter().flat_map(|each| &each.outcome.effects);
                effects.find(|effect| effect.key == *key).map_or("", |effect| &effect.source)
            }
        }
        .to_owned();
        let last = deliveries.last();
        let head = last.map(|last| Head {
            id: last.input.id.clone(),
            name: words::input(&last.input.kind),
            time: last.input.time,
            conversation: last.conversation.to_string(),
        });
        let mut told = Told {
            verdict: last.map(|last| format!("`{source}` acted on {}.", came(last))).unwrap_or_default(),
            since: timer.map(|timer| timer.since(book)),
            later: last.and_then(|last| self.timers.later(last, &source, book)).filter(|_| self.is_of_rule()),
            head,
            inputs: deliveries.iter().map(|each| explain::input(each, book)).collect(),
            deliveries,
        };
        only(&source, &mut told);
        Ok(told)
    }

    const fn is_of_rule(&self) -> bool {
        matches!(self.wanted, Wanted::Rule { nth: None, .. })
    }

    /// Why the rule was never looked at.
    fn never(&self, book: &Book) -> Result<Told, String> {
        let Wanted::Rule { rule, conversation, nth, .. } = &self.wanted else {
            return Err("there is no such effect".to_owned());
        };
        if let (Some(conversation), false) = (conversation, self.has_heard) {
            return Err(format!("there is no conversation `{conversation}`"));
        }
        if let (Some(nth), 1..) = (nth, self.count) {
            return Err(format!("there is no time of number {nth} that `{rule}` was looked at"));
        }
        let (place, what) = match (self.timers.never_due(book, PENDING), conversation) {
            (Some((what, place)), Some(_)) => (format!(" in {place}"), what),
            (Some((what, place)), None) => (String::new(), format!("in {place}, the last conversation, {what}")),
            (None, conversation) => {
                let place = conversation.as_ref().map(|each| format!(" in {each}")).unwrap_or_default();
                let what = if book.is_automation(rule) {
                    "its timer was never set"
                } else {
                    "nothing came that it listens to"
                };
                (place, what.to_owned())
            }
        };
        let verdict = format!("`{rule}` was not looked at{place}: {what}.");
        Ok(Told { verdict, since: None, later: None, head: None, inputs: Vec::new(), deliveries: Vec::new() })
    }
}

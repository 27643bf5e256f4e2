//! What a condition sees.

use chrono::{NaiveTime, Timelike};
use rust_decimal::Decimal;
use std::borrow::Cow;

use super::super::calendar;
use super::super::fact::{Fact, Reader};
use super::super::facts::Overwritten;
use super::super::kind::Kind;
use super::super::maintained::Provided;
use super::super::once;
use super::super::prepare::Prepared;
use super::super::prepare::condition::Read;
use super::super::prepare::vocabulary::Attribute;
use super::super::{Conversation, Facts, SortedMap};
use super::{Folded, Seen};
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Moment, Name, Once, Scope, Value};

/// What the event that is handled tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    /// What it carries.
    pub(crate) carried: &'a Facts,
    /// The event and the number of its input, where it is not the present one: it does not count as having come before.
    pub(crate) event: Option<(&'a EventName, u64)>,
}

/// Where earlier values come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Earlier<'a> {
    /// From the state before, and what the input says of the user and the account.
    Snapshot {
        /// What the conversation has written since then: the first entry of a key has what it was.
        written: &'a [Overwritten<'a>],
        /// The facts of the user as they were taken.
        user: &'a Facts,
        /// What of them, and of those of the account, the input has changed.
        previous: &'a [(Name, Option<Value>)],
    },
    /// From what a continuation has saved.
    Saved(&'a [(Name, Option<Value>)]),
}

/// What a condition sees.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) book: &'a Prepared,
    pub(crate) time: Moment,
    pub(crate) conversation: &'a Conversation,
    pub(crate) user: &'a Facts,
    pub(crate) account: &'a Facts,
    pub(crate) user_marks: &'a SortedMap<Name, Moment>,
    pub(crate) told: Told<'a>,
    pub(crate) earlier: Earlier<'a>,
    /// What came and was not taken, with the reasons.
    pub(crate) refused: &'a [(String, String)],
    /// The host that keeps the facts, if they are not with the conversation, its user, the account and the event.
    pub(crate) host: Option<&'a dyn Reader>,
    /// The text that was looked into last.
    pub(crate) folded: Option<&'a Folded>,
}

impl<'a> Sight<'a> {
    /// What is seen of facts that a host keeps; nothing is known of what was before.
    pub(crate) fn of_host(
        book: &'a Prepared,
        time: Moment,
        conversation: &'a Conversation,
        host: &'a dyn Reader,
    ) -> Self {
        static NOTHING: Facts = Facts::new();
        static NO_MARKS: SortedMap<Name, Moment> = SortedMap::new();
        Self {
            book,
            time,
            conversation,
            user: &NOTHING,
            account: &NOTHING,
            user_marks: &NO_MARKS,
            told: Told { carried: &NOTHING, event: None },
            earlier: Earlier::Saved(&[]),
            refused: &[],
            host: Some(host),
            folded: None,
        }
    }

    /// The key of the instance that is read; `None` if an argument is unknown.
    pub(super) fn key<'s>(&'s self, read: &'s Read, seen: &mut Seen<'_>) -> Option<Cow<'s, str>> {
        if read.is_plain() || read.arguments().is_empty() {
            return Some(Cow::Borrowed(&read.attribute.declared));
        }
        let mut arguments = Vec::with_capacity(read.arguments().len());
        for argument in read.arguments() {
            match self.value(argument, seen)? {
                Fact::Text(text) => arguments.push(text),
                _ => return None,
            }
        }
        Some(Cow::Owned(read.attribute.key.with_arguments(arguments)))
    }

    /// The value of an attribute's instance. One that is there and does not fit the type does not count.
    #[inline]
    pub(super) fn look_up<'s>(&'s self, attribute: &'s Attribute, key: &str, before: bool) -> Option<Fact<'s>> {
        let found = self.there(attribute, key, before).filter(|fact| attribute.kind.takes(*fact));
        found.or_else(|| attribute.default.as_ref().map(Fact::of))
    }

    /// Why the value that is there does not count.
    pub(super) fn misfit(&self, attribute: &Attribute, key: &str, before: bool) -> Option<String> {
        let found = self.there(attribute, key, before).filter(|fact| !attribute.kind.takes(*fact))?;
        attribute.kind.accept(found.to_value()).err()
    }

    /// What is there, be it a value of the attribute's type or not.
    #[inline]
    pub(super) fn there<'s>(&'s self, attribute: &'s Attribute, key: &str, before: bool) -> Option<Fact<'s>> {
        if before { self.earlier(attribute, key) } else { self.present(attribute, key) }
    }

    #[inline]
    fn present<'s>(&'s self, attribute: &'s Attribute, key: &str) -> Option<Fact<'s>> {
        if let Some(provided) = attribute.provided {
            return self.provided(provided, &attribute.kind);
        }
        if let Some(host) = self.host {
            return if attribute.is_plain { host.read(attribute.number) } else { host.read_instance(key) };
        }
        let facts = match attribute.holder {
            Holder::Conversation => &self.conversation.facts,
            Holder::User => self.user,
            Holder::Account => self.account,
            Holder::Event => self.told.carried,
            Holder::Clock => return None,
        };
        facts.get(key).map(Fact::of)
    }

    fn earlier<'s>(&'s self, attribute: &'s Attribute, key: &str) -> Option<Fact<'s>> {
        let unchanging = matches!(attribute.provided, Some(Provided::ConversationId | Provided::SessionNumber));
        if unchanging || self.host.is_some() {
            return self.present(attribute, key);
        }
        let among = |facts: &'a [(Name, Option<Value>)]| facts.iter().find(|(other, _)| other == key);
        match self.earlier {
            Earlier::Saved(saved) => among(saved).and_then(|(_, value)| value.as_ref()).map(Fact::of),
            Earlier::Snapshot { written, user, previous } => match attribute.holder {
                Holder::Conversation => {
                    let kept = |key: &str| match written.iter().find(|(other, _)| **other == *key) {
                        Some((_, former)) => former.as_ref(),
                        None => self.conversation.facts.get(key),
                    };
                    match attribute.provided {
                        Some(Provided::As(other)) => kept(other).map(|value| self.as_category(value)),
                        _ => kept(key).map(Fact::of),
                    }
                }
                Holder::User | Holder::Account => match among(previous) {
                    Some((_, value)) => value.as_ref().map(Fact::of),
                    None if attribute.holder == Holder::User => user.get(key).map(Fact::of),
                    None => self.account.get(key).map(Fact::of),
                },
                Holder::Event | Holder::Clock => None,
            },
        }
    }

    /// A status of the account's own as the state as which it counts.
    fn as_category<'s>(&'s self, value: &'s Value) -> Fact<'s> {
        match value {
            Value::Enum(name) => Fact::Enum(self.book.lifecycle.category(name)),
            _ => Fact::of(value),
        }
    }

    fn provided<'s>(&'s self, provided: Provided, kind: &'s Kind) -> Option<Fact<'s>> {
        let local = || calendar::local(self.book.zone, self.time);
        Some(match provided {
            Provided::ConversationId => Fact::Text(&self.conversation.id),
            Provided::SessionNumber => Fact::Number(Decimal::from(self.conversation.session)),
            Provided::As(other) => self.as_category(self.conversation.facts.get(other)?),
            Provided::Now => Fact::Time(self.time),
            Provided::Hour => Fact::Number(Decimal::from(local().hour())),
            Provided::Date => Fact::Date(local().date()),
            Provided::Clock => {
                let minutes = local().time().signed_duration_since(NaiveTime::MIN).num_minutes();
                Fact::ClockTime(u16::try_from(minutes).ok()?)
            }
            Provided::Weekday => {
                let Kind::Enum(choices) = kind else {
                    return None;
                };
                // The enum declares the days in the order of the week, whatever it calls them.
                let day = usize::try_from(chrono::Datelike::weekday(&local()).num_days_from_monday()).ok()?;
                Fact::Enum(choices.names().nth(day)?)
            }
        })
    }

    /// The present value of an attribute without parameters.
    #[inline]
    pub(crate) fn now<'s>(&'s self, attribute: &'s Attribute) -> Option<Fact<'s>> {
        self.look_up(attribute, &attribute.declared, false)
    }

    /// Whether the present value of an attribute without parameters is that one. Whether what is there fits the type is looked at
    /// only where it matters.
    pub(super) fn is(&self, attribute: &Attribute, value: Fact<'_>) -> bool {
        let is_default = || attribute.default.as_ref().is_some_and(|default| Fact::of(default) == value);
        match self.present(attribute, &attribute.declared) {
            Some(fact) if fact == value => attribute.kind.takes(fact) || is_default(),
            Some(fact) => is_default() && !attribute.kind.takes(fact),
            None => is_default(),
        }
    }

    /// When that event last came, other than the one that is being handled.
    pub(super) fn last(&self, event: &EventName) -> Option<Moment> {
        let own = self.told.event.filter(|(own, _)| *own == event).map(|(_, input)| input);
        let occurrences = self.conversation.occurrences.get(event)?;
        occurrences.iter().find(|occurrence| Some(occurrence.input) != own).map(|occurrence| occurrence.time)
    }

    /// When that has fired last, in the scope and period of its `once`.
    pub(crate) fn fired(&self, id: &str, once: Option<&Once>) -> Option<Moment> {
        let fired = match once.map(|once| once.scope) {
            Some(Scope::User) => *self.user_marks.get(id)?,
            Some(Scope::Session) => {
                self.conversation.marks.get(id).filter(|mark| mark.session == self.conversation.session)?.time
            }
            Some(Scope::Conversation) | None => self.conversation.marks.get(id)?.time,
        };
        let period = once.and_then(|once| once.period.as_ref());
        once::counts(fired, self.time, period, self.book.zone).then_some(fired)
    }

    /// Why something that came with the input was not taken.
    pub(super) fn refusal(&self, key: &str) -> Option<String> {
        self.refused.iter().find(|(other, _)| other == key).map(|(_, reason)| reason.clone())
    }
}

//! Conditions: whether they hold, and why.

mod compare;
mod folded;
mod observe;
mod sight;

pub(crate) use folded::Folded;
pub(crate) use sight::{Earlier, Sight, Told};

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::fact::Fact;
use super::kind;
use super::prepare::Rule;
use super::prepare::condition::{Condition, Operand, Read, Test};
use super::prepare::search::{Needles, Search};
use super::trace::{self, ConditionTrace, Verdict};
use crate::ir::{Comparison, Name, Quantity, Value};

/// Where the values go that are read, for those who want to see them.
type Seen<'a> = Option<&'a mut Vec<trace::Read>>;

impl Sight<'_> {
    /// Whether a condition holds; what does not matter any more is not looked at.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        match condition.test() {
            Test::All(parts) => parts.iter().all(|part| self.holds(part)),
            Test::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Test::Not(inner) => !self.holds(inner),
            Test::Named(named) => self.holds(named),
            // Most tests are of this form.
            Test::Compare {
                left: Operand::Attribute(read),
                comparison: Comparison::Is,
                right: Operand::Literal(value),
                ..
            } if read.is_plain() => self.is(&read.attribute, Fact::of(value)),
            single => self.single(single, &mut None),
        }
    }

    /// Whether a condition holds, with all values in it.
    pub(crate) fn explain(&self, condition: &Condition) -> ConditionTrace {
        let mut read = Vec::new();
        let mut parts = Vec::new();
        let holds = match condition.test() {
            Test::All(inner) => {
                parts = inner.iter().map(|part| self.explain(part)).collect();
                parts.iter().all(|part| part.holds)
            }
            Test::Any(inner) => {
                parts = inner.iter().map(|part| self.explain(part)).collect();
                parts.iter().any(|part| part.holds)
            }
            Test::Not(inner) => {
                let inner = self.explain(inner);
                let holds = !inner.holds;
                parts.push(inner);
                holds
            }
            Test::Named(named) => {
                let named = self.explain(named);
                let holds = named.holds;
                parts.push(named);
                holds
            }
            single => self.single(single, &mut Some(&mut read)),
        };
        ConditionTrace { place: condition.place, holds, read, parts }
    }

    /// A test without parts. An unknown value makes it false.
    fn single(&self, test: &Test, seen: &mut Seen<'_>) -> bool {
        self.compared(test, seen).unwrap_or(false)
    }

    fn compared(&self, test: &Test, seen: &mut Seen<'_>) -> Option<bool> {
        Some(match test {
            Test::Compare { left, comparison, right } => {
                let choices = left.choices().or_else(|| right.choices());
                let (left, right) = (self.value(left, seen), self.value(right, seen));
                compare::compare(left?, *comparison, right?, choices)
            }
            Test::Between(operands) => {
                let [value, low, high] = &**operands;
                let choices = operands.iter().find_map(Operand::choices);
                let (value, low, high) = (self.value(value, seen), self.value(low, seen), self.value(high, seen));
                compare::between(value?, low?, high?, choices)
            }
            Test::In { value, list } => {
                let (value, list) = (self.value(value, seen), self.value(list, seen));
                list?.has(value?)
            }
            Test::Text { text, search, needles } => {
                let (text, needles) = (self.value(text, seen), self.needles(needles, search, seen));
                let (Fact::Text(text), needles) = (text?, needles?) else {
                    return Some(false);
                };
                if search.exactly {
                    search.finds(text, &needles)
                } else {
                    self.in_folded(text, |text| search.finds(text, &needles))
                }
            }
            Test::Matches { text, pattern } => match self.value(text, seen)? {
                Fact::Text(text) => pattern.is_match(text),
                _ => false,
            },
            Test::Has { list, quantity, members: wanted } => {
                let (list, wanted) = (self.value(list, seen), self.value(wanted, seen));
                let (list, wanted) = (list?, wanted?);
                match quantity {
                    Quantity::One => list.has(wanted),
                    Quantity::Under => list.members().any(|tag| compare::is_under(tag, wanted)),
                    Quantity::Any => wanted.members().any(|value| list.has(value)),
                    Quantity::All => wanted.members().all(|value| list.has(value)),
                }
            }
            Test::Known(operand) => self.value(operand, seen).is_some(),
            Test::Ago { time, more, duration } => match self.value(time, seen)? {
                Fact::Time(time) => compare::ago(time, self.time, *more, *duration),
                _ => false,
            },
            Test::InTheLast { event, duration } => {
                let last = self.last(event);
                note(seen, event.as_str(), last.map(Value::Time));
                kind::between(last?, self.time) <= *duration
            }
            Test::Open(calendar) => {
                let open = calendar.is_open(self.time);
                note(seen, &calendar.id, Some(Value::Boolean(open)));
                open
            }
            Test::HasFired { id, once } => {
                let fired = self.fired(id, once.as_ref());
                note(seen, id, fired.map(Value::Time));
                fired.is_some()
            }
            Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Named(_) => return None,
        })
    }

    /// The value of an operand.
    pub(crate) fn value<'s>(&'s self, operand: &'s Operand, seen: &mut Seen<'_>) -> Option<Fact<'s>> {
        match operand {
            Operand::Literal(value) => Some(Fact::of(value)),
            Operand::Attribute(read) => self.read(read, seen),
        }
    }

    /// The value of an attribute.
    pub(crate) fn read<'s>(&'s self, read: &'s Read, seen: &mut Seen<'_>) -> Option<Fact<'s>> {
        let Some(key) = self.key(read, seen) else {
            note(seen, &read.attribute.declared, None);
            return None;
        };
        let value = self.look_up(&read.attribute, &key, read.before());
        if let Some(seen) = seen {
            let note = self
                .misfit(&read.attribute, &key, read.before())
                .or_else(|| self.refusal(&key).filter(|_| !read.before()));
            let value = value.map(Fact::to_value);
            seen.push(trace::Read { key: key.as_ref().into(), before: read.before(), value, note });
        }
        value
    }

    /// What is looked for: ready made, or as it is read now.
    fn needles<'s>(
        &'s self,
        needles: &'s Needles,
        search: &Search,
        seen: &mut Seen<'_>,
    ) -> Option<Cow<'s, [Finder<'s>]>> {
        match needles {
            Needles::Ready(finders) => Some(Cow::Borrowed(finders)),
            Needles::Read(operand) => Some(Cow::Owned(search.finders(self.value(operand, seen)?))),
        }
    }

    /// Looks into a text without regard to large and small letters.
    fn in_folded(&self, text: &str, look: impl FnOnce(&str) -> bool) -> bool {
        match self.folded {
            Some(folded) => folded.with(text, look),
            None => look(&kind::folded(text)),
        }
    }

    /// Why a rule for some channels does not count in this one.
    pub(crate) fn other_channel(&self, rule: &Rule) -> Option<Verdict> {
        let channels = rule.channels.as_ref()?;
        match self.book.channel.as_ref().and_then(|read| self.read(read, &mut None)) {
            Some(Fact::Enum(name) | Fact::Text(name)) if channels.iter().any(|channel| channel == name) => None,
            other => Some(Verdict::OtherChannel(other.map(Fact::to_value))),
        }
    }

    /// The key and the value of an attribute, to be kept until a wait is over; no value where only the default is seen, which
    /// another book may have changed by then.
    pub(crate) fn save(&self, read: &Read) -> Option<(Name, Option<Value>)> {
        let key = self.key(read, &mut None)?;
        let value = self.there(&read.attribute, &key, read.before()).map(Fact::to_value);
        Some((key.as_ref().into(), value))
    }
}

fn note(seen: &mut Seen<'_>, key: &str, value: Option<Value>) {
    if let Some(seen) = seen {
        seen.push(trace::Read { key: key.into(), before: false, value, note: None });
    }
}

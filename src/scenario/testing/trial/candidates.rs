//! Values that could answer the tests of a fact.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::atoms::Atom;
use super::holds::holds;
use super::pattern;
use crate::ir::vocabulary::Attribute;
use crate::ir::{Book, Moment, Operand, Quantity, Test, TextEdge, Type, Value, Values};

/// What a book has written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'b> {
    pub book: &'b Book,
}

impl<'b> Known<'b> {
    /// The value that is written.
    pub fn literal(&self, operand: &'b Operand) -> Option<&'b Value> {
        match operand {
            Operand::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The values of a list that is written out or named.
    pub fn values(&self, operand: &'b Operand) -> Option<&'b [Value]> {
        match operand {
            Operand::Literal(Value::List(values)) => Some(values),
            Operand::List(name) => {
                self.book.lists.iter().find(|list| list.id == *name).map(|list| list.values.as_slice())
            }
            _ => None,
        }
    }

    /// One value, or those of a list.
    pub fn members(&self, operand: &'b Operand) -> Vec<Value> {
        match operand {
            Operand::Literal(Value::List(_)) | Operand::List(_) => self.values(operand).unwrap_or_default().to_vec(),
            Operand::Literal(value) => vec![value.clone()],
            Operand::Attribute(_) => Vec::new(),
        }
    }

    /// The texts among them.
    pub fn texts(&self, operand: &'b Operand) -> Vec<String> {
        let texts = self.members(operand).into_iter().filter_map(|value| match value {
            Value::Text(text) => Some(String::from(text)),
            _ => None,
        });
        texts.collect()
    }

    /// The values of an enum, in their order.
    pub fn choices(&self, of: &Type) -> Vec<Value> {
        let Type::Enum(name) = of else { return Vec::new() };
        let found = self.book.vocabulary.enums.iter().find(|each| each.name == *name);
        found.into_iter().flat_map(|each| &each.values).map(|value| Value::Enum(value.name.as_str().into())).collect()
    }

    pub fn order(&self, of: &Type, one: &Value, other: &Value) -> Ordering {
        let choices = self.choices(of);
        let rank = |value: &Value| choices.iter().position(|choice| choice == value);
        if choices.is_empty() { one.cmp(other) } else { rank(one).cmp(&rank(other)) }
    }
}

/// A value that answers all of the tests, if one is found: `None` in it means unknown. The one that the fact has anyway is
/// the best.
pub(super) fn answering<'b>(
    attribute: &'b Attribute,
    atoms: &[Atom<'b>],
    now: Moment,
    known: Known<'b>,
    but: Option<&Value>,
) -> Option<Option<Value>> {
    let fits = |value: &Option<Value>| {
        let of = &attribute.value_type;
        (but.is_none() || value.as_ref() != but)
            && atoms.iter().all(|atom| holds(atom.test, value.as_ref(), of, now, &known) == atom.holds)
    };
    let usual = std::iter::once(attribute.default.clone());
    usual.chain(made(attribute, atoms, now, known).into_iter().map(Some)).find(fits)
}

fn made<'b>(attribute: &'b Attribute, atoms: &[Atom<'b>], now: Moment, known: Known<'b>) -> Vec<Value> {
    let of = &attribute.value_type;
    match of {
        Type::Text => texts(atoms, known).into_iter().map(|text| Value::Text(text.into())).collect(),
        Type::List(part) => lists(part, atoms, known),
        Type::Enum(_) => known.choices(of),
        Type::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        Type::Time => atoms.iter().flat_map(|atom| times(atom.test, now)).chain([Value::Time(now)]).collect(),
        _ => {
            let written = atoms.iter().flat_map(|atom| written(atom.test, known));
            written.flat_map(|value| around(&value)).chain(example(of)).collect()
        }
    }
}

/// What is written in a test that is compared with the fact.
fn written(test: &Test, known: Known<'_>) -> Vec<Value> {
    let literal = |operand| known.literal(operand).cloned();
    match test {
        Test::Compare { left, right, .. } => literal(left).into_iter().chain(literal(right)).collect(),
        Test::Between { low, high, .. } => literal(low).into_iter().chain(literal(high)).collect(),
        Test::In { list, .. } => known.values(list).unwrap_or_default().to_vec(),
        _ => Vec::new(),
    }
}

/// The value and its neighbours.
fn around(value: &Value) -> Vec<Value> {
    let near: Vec<Option<Value>> = match value {
        Value::Number(number) => {
            vec![
                number.checked_add(Decimal::ONE).map(Value::Number),
                number.checked_sub(Decimal::ONE).map(Value::Number),
            ]
        }
        Value::Percentage(number) => vec![
            number.checked_add(Decimal::ONE).map(Value::Percentage),
            number.checked_sub(Decimal::ONE).map(Value::Percentage),
        ],
        Value::Duration(millis) => {
            vec![millis.checked_add(60_000).map(Value::Duration), Some(Value::Duration((millis - 60_000).max(0)))]
        }
        Value::ClockTime(minutes) => vec![
            Some(Value::ClockTime(minutes.saturating_add(1).min(1439))),
            Some(Value::ClockTime(minutes.saturating_sub(1))),
        ],
        Value::Date(date) => vec![
            date.checked_add_days(Days::new(1)).map(Value::Date),
            date.checked_sub_days(Days::new(1)).map(Value::Date),
        ],
        _ => Vec::new(),
    };
    std::iter::once(value.clone()).chain(near.into_iter().flatten()).collect()
}

/// Any value of the type; of texts and lists, none.
pub(super) fn example(of: &Type) -> Option<Value> {
    match of {
        Type::Number => Some(Value::Number(Decimal::ONE)),
        Type::Duration => Some(Value::Duration(60_000)),
        Type::ClockTime => Some(Value::ClockTime(10 * 60)),
        Type::Date => NaiveDate::from_ymd_opt(2026, 1, 5).map(Value::Date),
        Type::Percentage => Some(Value::Percentage(Decimal::from(50))),
        _ => None,
    }
}

fn times(test: &Test, now: Moment) -> Vec<Value> {
    match test {
        Test::Ago { duration, .. } => {
            vec![Value::Time(now.plus(-duration / 2)), Value::Time(now.plus(-duration - 60_000))]
        }
        _ => Vec::new(),
    }
}

/// What is looked for, put together: what a text begins with, what is in it, what it ends with.
fn texts(atoms: &[Atom<'_>], known: Known<'_>) -> Vec<String> {
    let mut made = Vec::new();
    let (mut starts, mut middles, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for atom in atoms.iter().filter(|atom| atom.holds) {
        match atom.test {
            Test::Text { edge, quantity, needles, .. } => {
                let needles = known.texts(needles);
                let wanted = if *quantity == Quantity::All { needles.len() } else { 1 };
                let place = match edge {
                    TextEdge::Start => &mut starts,
                    TextEdge::Anywhere => &mut middles,
                    TextEdge::End => &mut ends,
                };
                made.extend(needles.iter().cloned());
                place.extend(needles.into_iter().take(wanted));
            }
            Test::Matches { pattern, .. } => middles.extend(pattern::example(pattern)),
            test => made.extend(written(test, known).into_iter().filter_map(|value| match value {
                Value::Text(text) => Some(text.into()),
                _ => None,
            })),
        }
    }
    let parts = [starts, middles, ends].concat();
    let mut all = vec![parts.join(" "), parts.concat()];
    all.retain(|text| !text.is_empty());
    all.extend(made);
    all.extend(["Hello".to_owned(), "Something else".to_owned()]);
    all
}

/// What has to be in the list, and nothing else; nothing; something of no matter.
fn lists(part: &Type, atoms: &[Atom<'_>], known: Known<'_>) -> Vec<Value> {
    let mut wanted = Vec::new();
    let mut made = Vec::new();
    for atom in atoms.iter().filter(|atom| atom.holds) {
        match atom.test {
            Test::Has { quantity, members, .. } => {
                let members = known.members(members);
                let count = if *quantity == Quantity::All { members.len() } else { 1 };
                wanted.extend(members.into_iter().take(count));
            }
            test => made.extend(written(test, known)),
        }
    }
    let other = match part {
        Type::Text => Some(Value::Text("something else".into())),
        other => known.choices(other).into_iter().next().or_else(|| example(other)),
    };
    let other = Value::List(other.into_iter().collect());
    std::iter::once(Value::List(wanted.into())).chain(made).chain([Value::List(Values::default()), other]).collect()
}

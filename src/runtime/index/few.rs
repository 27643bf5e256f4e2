//! A clause of a rule among few: rows would not pay there, so what is asked most is asked in the shortest way.

use crate::ir::{Comparison, Quantity, Value};
use crate::runtime::fact::{Fact, whole};
use crate::runtime::prepare::condition::{Condition, Operand, Test};

use super::sample::Nothing;
use super::source::Subject;

/// Compares one attribute with values of the book.
#[derive(Debug)]
pub(super) struct Short {
    pub(super) subject: Subject,
    with: With,
    /// What it says of a value that is as `with` says.
    holds: bool,
    /// What it says if there is no value.
    absent: bool,
}

#[derive(Debug)]
enum With {
    Boolean(bool),
    /// It is this one.
    Text(Box<str>),
    /// It is one of these.
    Texts(Box<[Box<str>]>),
    /// It has this member.
    Member(Box<str>),
    Number(Comparison, i64),
}

impl Short {
    /// The short form of a condition that asks only this, if it has one.
    pub(super) fn new(condition: &Condition, subject: Subject, nothing: &Nothing<'_>) -> Option<Self> {
        let (with, holds) = with(condition)?;
        Some(Self { subject, with, holds, absent: nothing.holds(condition, None) })
    }

    /// Whether it holds of that fact; `None` if it has to be evaluated at length.
    #[inline(always)]
    pub(super) fn tell(&self, fact: Option<Fact<'_>>) -> Option<bool> {
        let Some(fact) = fact else { return Some(self.absent) };
        let is = match (&self.with, fact) {
            (With::Boolean(with), Fact::Boolean(is)) => *with == is,
            (With::Text(with), Fact::Text(text)) => **with == *text,
            (With::Texts(with), Fact::Text(text)) => with.iter().any(|own| **own == *text),
            (With::Member(with), Fact::Texts(texts)) => texts.iter().any(|own| **own == **with),
            (With::Member(with), Fact::List(values)) => has(values, with)?,
            (With::Number(Comparison::Is, with), Fact::Whole(number)) => number == *with,
            (With::Number(Comparison::Less, with), Fact::Whole(number)) => number < *with,
            (With::Number(Comparison::LessOrEqual, with), Fact::Whole(number)) => number <= *with,
            (With::Number(Comparison::Greater, with), Fact::Whole(number)) => number > *with,
            (With::Number(Comparison::GreaterOrEqual, with), Fact::Whole(number)) => number >= *with,
            _ => return None,
        };
        Some(is == self.holds)
    }
}

/// Whether a list of texts has that member; `None` if it is none, since something else is in it.
#[inline]
fn has(values: &[Value], member: &str) -> Option<bool> {
    let mut has = false;
    for value in values {
        let Value::Text(own) = value else { return None };
        has |= *own == *member;
    }
    Some(has)
}

/// With what a condition of one attribute compares it, and what it says if that is so.
fn with(condition: &Condition) -> Option<(With, bool)> {
    let with = match condition.test() {
        Test::Not(inner) => {
            let (with, holds) = with(inner)?;
            return Some((with, !holds));
        }
        Test::Compare { left: Operand::Attribute(_), comparison, right: Operand::Literal(value), .. } => {
            match (comparison, value) {
                (Comparison::Is, Value::Boolean(boolean)) => With::Boolean(*boolean),
                (Comparison::Is, Value::Text(text)) => With::Text(text.as_str().into()),
                (_, Value::Number(number)) => With::Number(*comparison, whole(&number.normalize())?),
                _ => return None,
            }
        }
        Test::In { value: Operand::Attribute(_), list: Operand::Literal(Value::List(values)) } => {
            let text = |value: &Value| if let Value::Text(text) = value { Some(text.as_str().into()) } else { None };
            With::Texts(values.iter().map(text).collect::<Option<_>>()?)
        }
        Test::Has {
            list: Operand::Attribute(_),
            quantity: Quantity::One,
            members: Operand::Literal(Value::Text(member)),
        } => With::Member(member.as_str().into()),
        _ => return None,
    };
    Some((with, true))
}

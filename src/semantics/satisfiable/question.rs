//! A single test as plain questions about facts.

use super::Worlds;
use super::ranges::Ranges;
use super::searches::{Member, Search};
use super::shape::{Fact, Shape, is_of};
use crate::ir::{AttributeRead, Comparison, Condition, Operand, Place, Quantity, Test, Type, Value};

/// A question and its answer.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub question: Question,
    pub yes: bool,
    pub written: Written,
}

/// The line that a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it stands.
    pub place: Place,
    /// Whether it holds as it stands there.
    pub holds: bool,
}

/// A question about a fact. An unknown fact answers no to all.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// What is asked about.
    pub about: Fact,
    /// What is asked.
    pub asks: Asks,
    /// What else must be known for a yes.
    pub needs: Vec<Fact>,
}

/// What is asked of a fact.
#[derive(Clone, Debug)]
pub(super) enum Asks {
    /// Whether it has a value.
    Known,
    /// Whether it is one of these, by their places.
    Choice(Vec<usize>),
    /// Whether it is among these values.
    Range(Ranges),
    /// Whether it is so long ago, in milliseconds.
    Age(Ranges),
    /// Whether it is one of these texts.
    Text(Vec<String>),
    /// Whether the search succeeds in it.
    Search(Search),
    /// Whether it has one of these members.
    Members(Vec<Member>),
    /// Something that is not looked into: equal questions have equal answers.
    Other,
}

impl Worlds<'_> {
    /// The questions that must all be answered with yes for a test to hold; never for a composed one.
    pub(super) fn questions(&self, test: &Test) -> Vec<Question> {
        self.plain(test).unwrap_or_else(|| vec![self.other(test)])
    }

    fn plain(&self, test: &Test) -> Option<Vec<Question>> {
        match test {
            Test::Compare { left: Operand::Attribute(read), comparison, right } => {
                self.compared(read, *comparison, self.literal(right)?)
            }
            Test::Compare { left, comparison, right: Operand::Attribute(read) } => {
                self.compared(read, turned(*comparison), self.literal(left)?)
            }
            Test::Between { value: Operand::Attribute(read), low, high } => {
                let low = self.compared(read, Comparison::GreaterOrEqual, self.literal(low)?)?;
                let high = self.compared(read, Comparison::LessOrEqual, self.literal(high)?)?;
                Some([low, high].concat())
            }
            Test::In { value: Operand::Attribute(read), list } => self.one_of(read, self.literals(list)?),
            Test::Text { text: Operand::Attribute(read), edge, quantity, exactly, needles } => {
                let search = |needles: Vec<String>| Asks::Search(Search::new(*edge, *exactly, needles));
                let needles = self.texts(needles)?;
                self.quantified(read, *quantity, needles, &search)
            }
            Test::Has { list: Operand::Attribute(read), quantity, members } => {
                let under = *quantity == Quantity::Under;
                let member = |value: Value| Member { value, under };
                let asks = |values: Vec<Value>| Asks::Members(values.into_iter().map(member).collect());
                let members = if matches!(quantity, Quantity::One | Quantity::Under) {
                    vec![self.literal(members)?.clone()]
                } else {
                    self.literals(members)?.to_vec()
                };
                self.quantified(read, *quantity, members, &asks)
            }
            Test::Known(Operand::Attribute(read)) => Some(vec![self.ask(read, Asks::Known)?]),
            Test::Ago { time: Operand::Attribute(read), more, duration } => {
                let (age, zero) = (Value::Duration(*duration), Value::Duration(0));
                let ages = if *more {
                    Ranges::compared(Comparison::Greater, age)
                } else {
                    Ranges::compared(Comparison::Less, age).and(&Ranges::from(zero))
                };
                let is_time = self.attributes.get(read.key.as_str())?.value_type == Type::Time;
                is_time.then(|| self.ask(read, Asks::Age(ages)).map(|one| vec![one]))?
            }
            Test::InTheLast { event, duration } => {
                let about = Fact { id: format!("event {event}"), optional: true, shape: Shape::List };
                let ages = Ranges::compared(Comparison::LessOrEqual, Value::Duration(*duration));
                Some(vec![Question { about, asks: Asks::Age(ages), needs: Vec::new() }])
            }
            _ => None,
        }
    }

    fn compared(&self, read: &AttributeRead, comparison: Comparison, value: &Value) -> Option<Vec<Question>> {
        let of = &self.attributes.get(read.key.as_str())?.value_type;
        if !is_of(value, of) {
            return None;
        }
        let asks = match of {
            Type::Boolean | Type::Enum(_) => Asks::Choice(self.choices(of, comparison, value)?),
            Type::Text if comparison == Comparison::Is => Asks::Text(vec![text(value)?]),
            Type::Text | Type::List(_) => return None,
            _ => Asks::Range(Ranges::compared(comparison, value.clone())),
        };
        Some(vec![self.ask(read, asks)?])
    }

    /// The places of the choices that stand in that relation to the value.
    fn choices(&self, of: &Type, comparison: Comparison, value: &Value) -> Option<Vec<usize>> {
        let Some(rank) = self.rank(of, value) else { return Some(Vec::new()) };
        let count = match of {
            Type::Enum(name) => self.enums.get(name.as_str())?.len(),
            _ if comparison == Comparison::Is => 2,
            _ => return None,
        };
        let fits = |place: &usize| match comparison {
            Comparison::Is => *place == rank,
            Comparison::Less => *place < rank,
            Comparison::LessOrEqual => *place <= rank,
            Comparison::Greater => *place > rank,
            Comparison::GreaterOrEqual => *place >= rank,
        };
        Some((0..count).filter(fits).collect())
    }

    fn one_of(&self, read: &AttributeRead, values: &[Value]) -> Option<Vec<Question>> {
        let of = &self.attributes.get(read.key.as_str())?.value_type;
        if !values.iter().all(|value| is_of(value, of)) {
            return None;
        }
        let asks = match of {
            Type::Boolean | Type::Enum(_) => {
                Asks::Choice(values.iter().filter_map(|value| self.rank(of, value)).collect())
            }
            Type::Text => Asks::Text(values.iter().filter_map(text).collect()),
            Type::List(_) => return None,
            _ => Asks::Range(Ranges::only(values.to_vec())),
        };
        Some(vec![self.ask(read, asks)?])
    }

    /// One question for one or any of the parts; for all of them one each.
    fn quantified<P>(
        &self,
        read: &AttributeRead,
        quantity: Quantity,
        parts: Vec<P>,
        asks: &dyn Fn(Vec<P>) -> Asks,
    ) -> Option<Vec<Question>> {
        if quantity != Quantity::All {
            return Some(vec![self.ask(read, asks(parts))?]);
        }
        if parts.is_empty() {
            return Some(vec![self.ask(read, Asks::Known)?]);
        }
        parts.into_iter().map(|part| self.ask(read, asks(vec![part]))).collect()
    }

    fn ask(&self, read: &AttributeRead, asks: Asks) -> Option<Question> {
        let needs = read.arguments.iter().filter_map(|argument| self.read(argument)).collect();
        Some(Question { about: self.fact(read)?, asks, needs })
    }

    /// A question that is not looked into; what it reads must be known for a yes.
    fn other(&self, test: &Test) -> Question {
        let optional = !matches!(test, Test::Open(_) | Test::HasFired(_));
        let shape = Shape::List;
        let plain = plain_test(test);
        let needs = operands(test).into_iter().filter_map(|operand| self.read(operand)).collect();
        Question { about: Fact { id: format!("other {plain:?}"), optional, shape }, asks: Asks::Other, needs }
    }

    fn read(&self, operand: &Operand) -> Option<Fact> {
        match operand {
            Operand::Attribute(read) => self.fact(read),
            _ => None,
        }
    }

    fn literal<'o>(&self, operand: &'o Operand) -> Option<&'o Value> {
        match operand {
            Operand::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The values of a list that is written out or named.
    fn literals<'o>(&'o self, operand: &'o Operand) -> Option<&'o [Value]> {
        match operand {
            Operand::Literal(Value::List(values)) => Some(values),
            Operand::List(name) => self.lists.get(name.as_str()).copied(),
            _ => None,
        }
    }

    /// One text, or those of a list.
    fn texts(&self, operand: &Operand) -> Option<Vec<String>> {
        match operand {
            Operand::Literal(Value::Text(text)) => Some(vec![text.to_string()]),
            other => self.literals(other)?.iter().map(text).collect(),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// The same with its sides turned round.
const fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Is => Comparison::Is,
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
    }
}

fn operands(test: &Test) -> Vec<&Operand> {
    match test {
        Test::Compare { left, right, .. } => vec![left, right],
        Test::Between { value, low, high } => vec![value, low, high],
        Test::In { value, list } => vec![value, list],
        Test::Text { text, needles, .. } => vec![text, needles],
        Test::Has { list, members, .. } => vec![list, members],
        Test::Matches { text: operand, .. } | Test::Known(operand) | Test::Ago { time: operand, .. } => vec![operand],
        _ => Vec::new(),
    }
}

/// The test without its places.
fn plain_test(test: &Test) -> Test {
    let plain = |operand: &Operand| plain_operand(operand);
    match test {
        Test::Compare { left, comparison, right } => {
            Test::Compare { left: plain(left), comparison: *comparison, right: plain(right) }
        }
        Test::Between { value, low, high } => Test::Between { value: plain(value), low: plain(low), high: plain(high) },
        Test::In { value, list } => Test::In { value: plain(value), list: plain(list) },
        Test::Text { text, edge, quantity, exactly, needles } => Test::Text {
            text: plain(text),
            edge: *edge,
            quantity: *quantity,
            exactly: *exactly,
            needles: plain(needles),
        },
        Test::Matches { text, pattern, ignore_case, whole } => {
            Test::Matches { text: plain(text), pattern: pattern.clone(), ignore_case: *ignore_case, whole: *whole }
        }
        Test::Has { list, quantity, members } => {
            Test::Has { list: plain(list), quantity: *quantity, members: plain(members) }
        }
        Test::Known(operand) => Test::Known(plain(operand)),
        Test::Ago { time, more, duration } => Test::Ago { time: plain(time), more: *more, duration: *duration },
        Test::InTheLast { .. } | Test::Open(_) | Test::HasFired(_) | Test::Named(_) => test.clone(),
        Test::All(parts) => Test::All(parts.iter().map(plain_condition).collect()),
        Test::Any(parts) => Test::Any(parts.iter().map(plain_condition).collect()),
        Test::Not(inner) => Test::Not(Box::new(plain_condition(inner))),
    }
}

/// The condition without its places: two that say the same in the same words are equal.
#[must_use]
pub fn plain_condition(condition: &Condition) -> Condition {
    Condition { place: Place::default(), test: plain_test(&condition.test) }
}

fn plain_operand(operand: &Operand) -> Operand {
    match operand {
        Operand::Attribute(read) => Operand::Attribute(AttributeRead {
            key: read.key.clone(),
            arguments: read.arguments.iter().map(plain_operand).collect(),
            before: read.before,
            place: Place::default(),
        }),
        other => other.clone(),
    }
}

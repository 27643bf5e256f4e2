//! What rows cannot tell of a condition: evaluated for the few rules that are left. What it asks of attributes with classes it
//! asks of the classes, which are known.

use super::clause;
use super::few::Short;
use super::sample::Nothing;
use super::source::Subject;
use crate::ir::{Comparison, Value};
use crate::runtime::prepare::condition::{Condition, Operand, Test};
use crate::runtime::prepare::vocabulary::Attribute;

/// A condition with several attributes is taken apart up to so many of them: it is a copy, and named ones are in it written out.
const MOST_PARTS: usize = 64;

/// A condition to be evaluated.
#[derive(Debug)]
pub(super) enum Rest {
    Class(InClasses),
    /// Of one attribute, where rules are few; the condition, too, for what it cannot tell.
    Short(Box<(Short, Condition)>),
    All(Box<[Rest]>),
    Any(Box<[Rest]>),
    Not(Box<Rest>),
    Condition(Condition),
}

/// Holds in some classes of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct InClasses {
    /// Which column.
    pub(super) rank: usize,
    /// The row of its first class.
    pub(super) first: u32,
    /// Where the bits of the classes begin among all masks.
    pub(super) mask: u32,
}

/// A rest while the columns are not there yet.
#[derive(Debug)]
pub(super) enum Draft<'c> {
    /// The part of that number, which asks the value of one attribute.
    Part(usize, &'c Condition),
    All(Vec<Draft<'c>>),
    Any(Vec<Draft<'c>>),
    Not(Box<Draft<'c>>),
    Condition(&'c Condition),
}

impl<'c> Draft<'c> {
    /// The draft of a condition; its parts get the numbers from the length of `parts` on, and go to the end of it.
    pub(super) fn new(condition: &'c Condition, parts: &mut Vec<&'c Condition>) -> Self {
        let first = parts.len();
        let draft = Self::taken_apart(condition, parts);
        if parts.len() - first > MOST_PARTS || matches!(draft, Self::Part(..)) {
            parts.truncate(first);
            return Self::Condition(condition);
        }
        draft
    }

    fn taken_apart(condition: &'c Condition, parts: &mut Vec<&'c Condition>) -> Self {
        if clause::valued(condition).is_some() {
            parts.push(condition);
            return Self::Part(parts.len() - 1, condition);
        }
        let first = parts.len();
        let draft = match condition.test() {
            Test::All(inner) => Self::All(inner.iter().map(|part| Self::taken_apart(part, parts)).collect()),
            Test::Any(inner) => Self::Any(inner.iter().map(|part| Self::taken_apart(part, parts)).collect()),
            Test::Not(inner) => Self::Not(Box::new(Self::taken_apart(inner, parts))),
            Test::Named(named) => Self::taken_apart(named, parts),
            _ => Self::Condition(condition),
        };
        // Without any part it is better evaluated as a whole.
        if parts.len() == first { Self::Condition(condition) } else { draft }
    }

    /// The rest, by the columns and masks of the parts; a part without them is evaluated, as `whole` says.
    pub(super) fn done(self, parts: &[Option<InClasses>], whole: &impl Fn(&Condition) -> Rest) -> Rest {
        let all = |inner: Vec<Self>| {
            let mut inner: Vec<Rest> = inner.into_iter().map(|draft| draft.done(parts, whole)).collect();
            inner.sort_by_key(Rest::cost);
            inner.into()
        };
        match self {
            Self::Part(number, condition) => match parts.get(number).copied().flatten() {
                Some(classes) => Rest::Class(classes),
                None => whole(condition),
            },
            Self::All(inner) => Rest::All(all(inner)),
            Self::Any(inner) => Rest::Any(all(inner)),
            Self::Not(inner) => Rest::Not(Box::new(inner.done(parts, whole))),
            Self::Condition(condition) => whole(condition),
        }
    }
}

impl Rest {
    /// A condition that is evaluated, in its short form if it has one; `subject` finds the attribute that it asks.
    pub(super) fn of_whole(
        condition: &Condition,
        subject: impl Fn(&Attribute) -> Option<Subject>,
        nothing: &Nothing<'_>,
    ) -> Self {
        let subject = clause::asked(condition).and_then(|asked| subject(asked));
        match subject.and_then(|subject| Short::new(condition, subject, nothing)) {
            Some(short) => Self::Short(Box::new((short, condition.clone()))),
            None => Self::Condition(condition.clone()),
        }
    }

    /// The parts that cost less come first; they hold or do not hold in any order.
    pub(super) fn cost(&self) -> u32 {
        match self {
            Self::Class(_) => 1,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::cost).fold(0, u32::saturating_add),
            Self::Not(inner) => inner.cost(),
            Self::Short(both) => cost(&both.1),
            Self::Condition(condition) => cost(condition),
        }
    }
}

fn cost(condition: &Condition) -> u32 {
    match condition.test() {
        Test::All(parts) | Test::Any(parts) => parts.iter().map(cost).fold(0, u32::saturating_add),
        Test::Not(inner) => cost(inner).saturating_add(2),
        Test::Named(named) => cost(named),
        Test::Text { .. } => 32,
        Test::Matches { .. } => 64,
        Test::Open(_) => 16,
        // These say more often no.
        Test::Compare { comparison: Comparison::Is, right: Operand::Literal(Value::Boolean(_)), .. } => 6,
        Test::Compare { comparison: Comparison::Is, .. } | Test::In { .. } | Test::Has { .. } => 3,
        _ => 4,
    }
}

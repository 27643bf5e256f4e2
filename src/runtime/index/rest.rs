//! What rows cannot tell of a condition: evaluated for the few rules that are left. What it asks of attributes with classes it
//! asks of the classes, which are known.

use super::clause;
use super::column::Column;
use super::few::Short;
use super::plan::Left;
use super::sample::Nothing;
use super::source::Subject;
use crate::ir::{Comparison, Value};
use crate::runtime::prepare::condition::{Condition, Operand, Test};
use crate::runtime::prepare::vocabulary::Attribute;

/// A condition with several attributes is taken apart up to so many of them: named ones are in it written out.
const MOST_PARTS: usize = 64;

/// A condition to be evaluated.
#[derive(Debug)]
pub(super) enum Rest {
    Class(InClasses),
    /// Of one attribute; the condition, too, for what it cannot tell.
    Short(Short, Box<Condition>),
    All(Box<[Rest]>),
    Any(Box<[Rest]>),
    Not(Box<Rest>),
    Condition(Condition),
}

/// Holds in some classes of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct InClasses {
    /// Which column.
    pub(super) column: usize,
    /// The row of its first class.
    pub(super) first: u32,
    /// Where the bits of the classes begin among all masks.
    pub(super) mask: u32,
}

/// The same while the columns are planned.
#[derive(Clone, Copy, Debug)]
pub(super) struct InPlanned {
    pub(super) rank: u32,
    pub(super) first: u32,
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

    /// What is left, by the columns and masks of the parts, with what it costs; `number` tells the number of a condition that is to
    /// be evaluated.
    pub(super) fn done(self, parts: &[Option<InPlanned>], number: &impl Fn(&Condition) -> u32) -> (u32, Left) {
        match self {
            Self::Part(part, condition) => match parts.get(part).copied().flatten() {
                Some(InPlanned { rank, first, mask }) => (1, Left::Class { rank, first, mask }),
                None => (cost(condition), Left::Condition(number(condition))),
            },
            Self::All(inner) => {
                let (cost, inner) = in_order(inner, parts, number);
                (cost, Left::All(inner))
            }
            Self::Any(inner) => {
                let (cost, inner) = in_order(inner, parts, number);
                (cost, Left::Any(inner))
            }
            Self::Not(inner) => {
                let (cost, inner) = inner.done(parts, number);
                (cost, Left::Not(Box::new(inner)))
            }
            Self::Condition(condition) => (cost(condition), Left::Condition(number(condition))),
        }
    }
}

/// The parts that cost less come first: they hold or do not hold in any order. With what all of them cost.
pub(super) fn in_order(
    drafts: Vec<Draft<'_>>,
    parts: &[Option<InPlanned>],
    number: &impl Fn(&Condition) -> u32,
) -> (u32, Vec<Left>) {
    let mut inner: Vec<(u32, Left)> = drafts.into_iter().map(|draft| draft.done(parts, number)).collect();
    inner.sort_by_key(|(cost, _)| *cost);
    let cost = inner.iter().map(|(cost, _)| *cost).fold(0, u32::saturating_add);
    (cost, inner.into_iter().map(|(_, left)| left).collect())
}

impl Rest {
    /// What is left of a rule whose condition has these nodes; `None` if it has not so many. `subject` finds an attribute.
    pub(super) fn of(
        left: Left,
        nodes: &[&Condition],
        columns: &[Column],
        subject: &impl Fn(&Attribute) -> Option<Subject>,
        nothing: &Nothing<'_>,
    ) -> Option<Self> {
        let all = |inner: Vec<Left>| -> Option<Box<[Self]>> {
            inner.into_iter().map(|left| Self::of(left, nodes, columns, subject, nothing)).collect()
        };
        Some(match left {
            Left::Class { rank, first, mask } => {
                let column = columns.iter().position(|column| column.rank == rank)?;
                Self::Class(InClasses { column, first, mask })
            }
            Left::All(inner) => Self::All(all(inner)?),
            Left::Any(inner) => Self::Any(all(inner)?),
            Left::Not(inner) => Self::Not(Box::new(Self::of(*inner, nodes, columns, subject, nothing)?)),
            Left::Condition(number) => Self::of_whole(nodes.get(usize::try_from(number).ok()?)?, subject, nothing),
        })
    }

    /// What never holds.
    pub(super) fn never() -> Self {
        Self::Any(Box::default())
    }

    /// A condition that is evaluated, in its short form if it has one.
    fn of_whole(
        condition: &Condition,
        subject: &impl Fn(&Attribute) -> Option<Subject>,
        nothing: &Nothing<'_>,
    ) -> Self {
        let subject = clause::asked(condition).and_then(|asked| subject(asked));
        match subject.and_then(|subject| Short::new(condition, subject, nothing)) {
            Some(short) => Self::Short(short, Box::new(condition.clone())),
            None => Self::Condition(condition.clone()),
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

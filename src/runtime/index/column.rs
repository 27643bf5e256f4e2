//! What the rules ask of one attribute, as a row of bits for each class of its values.
//!
//! A class is a set of values that the rules do not tell apart: one text, or all that none of them names; the numbers between two
//! of their bounds. The row of a class has the bit of each rule that such a value does not rule out, among them all that do
//! not ask for the attribute. Where classes would be too many they are put together; a rule that does tell the values of such a
//! class apart is *unsure* in it: its bit is set, and its condition is looked at when it comes to that.

use std::sync::Arc;

use super::bits::{self, Block};
use super::judge::{self, Said, questions};
use super::named::{Named, Names};
use super::ordered::Ordered;
use super::plan::{ClassesPlan, ColumnPlan};
use super::sample::Nothing;
use super::source::Subject;
use crate::runtime::fact::Fact;
use crate::runtime::kind::Kind;
use crate::runtime::prepare::condition::Condition;
use crate::runtime::prepare::vocabulary::Attribute;

/// The class of facts that are not there, in every column.
pub(super) const ABSENT: u32 = 0;

/// A clause, of whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'c> {
    pub(super) by: By,
    pub(super) condition: &'c Condition,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The rule at that place: it fails if the clause does.
    Rule(u32),
    /// A part of the rest of a rule, which may fail: the part of that number.
    Part(usize),
}

/// The rows of one attribute that has one value.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) subject: Subject,
    pub(super) attribute: Arc<Attribute>,
    pub(super) classes: Classes,
    /// The number of its first class among the rows of all columns.
    pub(super) first: u32,
    /// Its number in the plan.
    pub(super) rank: u32,
    /// Its place among the columns.
    pub(super) place: usize,
}

/// How a fact finds its class.
#[derive(Debug)]
pub(super) enum Classes {
    Named(Named),
    Ordered(Ordered),
}

/// A column that is being planned.
pub(super) struct Draft<'c> {
    pub(super) attribute: &'c Arc<Attribute>,
    pub(super) classes: ClassesPlan,
    /// The number of its first class among the rows of all columns.
    pub(super) first: u32,
}

/// A column, and what it does not tell.
pub(super) struct Made<'c> {
    /// `None` if it takes no clause at all.
    pub(super) column: Option<Draft<'c>>,
    /// The clauses that are to be evaluated: it does not take them, or is not sure.
    pub(super) left: Vec<Asked<'c>>,
    /// In which classes each part holds, a bit a class.
    pub(super) parts: Vec<(usize, Vec<u64>)>,
}

impl<'c> Draft<'c> {
    /// The column of an attribute that has one value, of so many rules in all; its rows go to the end of the others'.
    pub(super) fn made(
        attribute: &'c Arc<Attribute>,
        asked: Vec<Asked<'c>>,
        places: usize,
        nothing: &Nothing<'_>,
        all: &mut Vec<Block>,
    ) -> Made<'c> {
        let (mut questions, distinct) = questions(asked);
        let (classes, judged, mut left) = match &attribute.kind {
            Kind::Text | Kind::Boolean | Kind::Enum(_) => {
                let (classes, judged) = Named::plan(&attribute.kind, &distinct, nothing);
                (classes, judged, Vec::new())
            }
            kind => {
                let taken: Vec<bool> = distinct.iter().map(|condition| Ordered::takes(kind, condition)).collect();
                let is_taken = |number: usize| taken.get(number).is_some_and(|taken| *taken);
                let left = questions.extract_if(.., |question| !is_taken(question.number)).map(|each| each.asked);
                let left = left.collect();
                if questions.is_empty() {
                    return Made { column: None, left, parts: Vec::new() };
                }
                let distinct = distinct.iter().zip(taken).map(|(condition, taken)| taken.then_some(*condition));
                let (classes, judged) = Ordered::plan(kind, distinct, nothing);
                (classes, judged, left)
            }
        };
        let said: Vec<Said<'_, '_>> = questions.iter().filter_map(|each| Said::of(each, &judged)).collect();
        left.extend(said.iter().filter(|said| said.verdicts.is_unsure()).map(|said| said.asked));
        let parts = said.iter().filter_map(|said| match said.asked.by {
            By::Part(part) if !said.verdicts.is_unsure() => Some((part, said.mask(judged.count))),
            _ => None,
        });
        let parts = parts.collect();
        let first = next(all, places);
        all.extend(judge::rows(judged.count, &said, places));
        Made { column: Some(Self { attribute, classes, first }), left, parts }
    }
}

impl Column {
    /// A column as it is stored; `None` if its names are not in order.
    pub(super) fn open(plan: ColumnPlan, attribute: &Arc<Attribute>, subject: Subject) -> Option<Self> {
        let classes = match plan.classes {
            ClassesPlan::Texts { names, is_enum } => Classes::Named(Named::Texts(Names::open(&names, is_enum)?)),
            ClassesPlan::Boolean { yes, no } => Classes::Named(Named::Boolean { yes, no }),
            ClassesPlan::Ordered { places, edges } => Classes::Ordered(Ordered::open(&attribute.kind, places, edges)),
        };
        let attribute = Arc::clone(attribute);
        Some(Self { subject, attribute, classes, first: plan.first, rank: plan.rank, place: 0 })
    }

    /// How its texts find their classes, if it is one of texts.
    #[inline]
    pub(super) fn names(&self) -> Option<&Names> {
        match &self.classes {
            Classes::Named(Named::Texts(names)) => Some(names),
            _ => None,
        }
    }

    /// The class of a fact that is no text. One that does not fit the type of the attribute is not there.
    #[inline(always)]
    pub(super) fn class(&self, fact: Option<Fact<'_>>) -> u32 {
        let found = match (&self.classes, fact) {
            (Classes::Named(Named::Boolean { yes, no }), Some(Fact::Boolean(is))) => Some(if is { *yes } else { *no }),
            (Classes::Ordered(ordered), Some(fact)) => ordered.class(&self.attribute.kind, fact),
            _ => None,
        };
        found.unwrap_or(ABSENT)
    }
}

/// The number that the next row will have.
fn next(all: &[Block], places: usize) -> u32 {
    u32::try_from(all.len() / bits::width(places).max(1)).unwrap_or(u32::MAX)
}

//! What the rules ask of one attribute, as a row of bits for each class of its values.
//!
//! A class is a set of values that the rules do not tell apart: one text, or all that none of them names; the numbers between two
//! of their bounds. The row of a class has the bit of each rule that such a value does not rule out, among them all that do
//! not ask for the attribute. Where classes would be too many they are put together; a rule that does tell the values of such a
//! class apart is *unsure* in it: its bit is set, and its condition is looked at when it comes to that.

use std::sync::Arc;

use super::bits;
use super::named::Named;
use super::ordered::Ordered;
use super::sample::Nothing;
use crate::runtime::fact::Fact;
use crate::runtime::kind::Kind;
use crate::runtime::prepare::condition::Condition;
use crate::runtime::prepare::vocabulary::Attribute;

/// The class of facts that are not there, in every column.
pub(super) const ABSENT: u32 = 0;

/// What a rule says of a class of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    No,
    Yes,
    /// Yes for some of them.
    Unsure,
}

/// A clause of the rule at that place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'c> {
    pub(super) place: u32,
    pub(super) condition: &'c Condition,
}

/// The rows of one attribute.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) attribute: Arc<Attribute>,
    classes: Classes,
    /// The number of its first class among the rows of all columns.
    pub(super) first: u32,
    /// Among the columns, how many are looked at before this one: those that leave out more.
    pub(super) rank: usize,
    /// The rules that are unsure in each class, in order.
    unsure: Box<[Box<[u32]>]>,
}

/// How a fact finds its class.
#[derive(Debug)]
enum Classes {
    Named(Named),
    Ordered(Ordered),
}

/// What all rules together say, before it is rows.
pub(super) struct Judged {
    /// How many classes there are.
    pub(super) count: u32,
    /// What each clause says of the classes, in the order of the clauses.
    pub(super) verdicts: Vec<Vec<Verdict>>,
}

impl Column {
    /// The column of an attribute, of so many rules in all; its rows go to the end of the others'. Gives the clauses that it
    /// cannot take, too.
    pub(super) fn new<'c>(
        attribute: &Arc<Attribute>,
        mut asked: Vec<Asked<'c>>,
        places: usize,
        nothing: &Nothing<'_>,
        all: &mut Vec<u64>,
    ) -> (Option<Self>, Vec<Asked<'c>>) {
        let (classes, judged, left) = match &attribute.kind {
            Kind::Text | Kind::Boolean | Kind::Enum(_) => {
                let (named, judged) = Named::new(&attribute.kind, &asked, nothing);
                (Classes::Named(named), judged, Vec::new())
            }
            kind => {
                let left = asked.extract_if(.., |each| !Ordered::takes(kind, each.condition)).collect();
                if asked.is_empty() {
                    return (None, left);
                }
                let (ordered, judged) = Ordered::new(kind, &asked, nothing);
                (Classes::Ordered(ordered), judged, left)
            }
        };
        let first = u32::try_from(all.len() / bits::words(places).max(1)).unwrap_or(u32::MAX);
        let (rows, unsure) = rows(&judged, &asked, places);
        all.extend(rows);
        let column = Self { attribute: Arc::clone(attribute), classes, first, rank: 0, unsure };
        (Some(column), left)
    }

    /// The class of a fact. One that does not fit the type of the attribute is not there.
    #[inline]
    pub(super) fn class(&self, fact: Option<Fact<'_>>) -> u32 {
        let found = fact.and_then(|fact| match &self.classes {
            Classes::Named(named) => named.class(fact),
            Classes::Ordered(ordered) => ordered.class(&self.attribute.kind, fact),
        });
        found.unwrap_or(ABSENT)
    }

    /// How many classes there are.
    pub(super) fn count(&self) -> usize {
        self.unsure.len()
    }

    /// The rules that are unsure in a class.
    #[inline]
    pub(super) fn unsure(&self, class: u32) -> &[u32] {
        usize::try_from(class).ok().and_then(|class| self.unsure.get(class)).map_or(&[], |places| places)
    }
}

/// The rows of all classes, one after the other, and who is unsure in each.
type Rows = (Vec<u64>, Box<[Box<[u32]>]>);

fn rows(judged: &Judged, asked: &[Asked<'_>], places: usize) -> Rows {
    let words = bits::words(places).max(1);
    let mut rows: Vec<u64> = (0..judged.count).flat_map(|_| bits::full(places)).collect();
    let mut unsure: Vec<Vec<u32>> = (0..judged.count).map(|_| Vec::new()).collect();
    for (Asked { place, .. }, verdicts) in asked.iter().zip(&judged.verdicts) {
        for ((row, unsure), verdict) in rows.chunks_exact_mut(words).zip(&mut unsure).zip(verdicts) {
            match verdict {
                Verdict::Yes => {}
                Verdict::No => bits::clear(row, *place),
                Verdict::Unsure if unsure.last() == Some(place) => {}
                Verdict::Unsure => unsure.push(*place),
            }
        }
    }
    (rows, unsure.into_iter().map(Into::into).collect())
}

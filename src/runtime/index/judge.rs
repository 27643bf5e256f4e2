//! What clauses say of the classes of a column, and the rows that follow from it.
//!
//! Of nearly all classes a clause says the same, so only what it says of the others is kept; and clauses that ask the same are asked
//! once.

use std::collections::BTreeMap;
use std::ops::Range;

use smallvec::SmallVec;

use super::bits::{self, Block};
use super::column::{ABSENT, Asked, By};
use crate::runtime::prepare::condition::{Condition, Test};

/// What a clause says of a class of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    No,
    Yes,
    /// Yes for some of them.
    Unsure,
}

impl Verdict {
    pub(super) const fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    const fn unless(self, negated: bool) -> Self {
        match (self, negated) {
            (Self::No, true) => Self::Yes,
            (Self::Yes, true) => Self::No,
            (said, _) => said,
        }
    }
}

/// What a clause says of all classes.
#[derive(Debug)]
pub(super) struct Verdicts {
    pub(super) absent: Verdict,
    /// Of those of which it does not say something else.
    pub(super) others: Verdict,
    /// Of these something else, or the same; no class is in two of which it says different things.
    pub(super) some: Few,
}

/// What is said of some classes: mostly of one.
pub(super) type Few = SmallVec<[(Range<u32>, Verdict); 1]>;

impl Verdicts {
    pub(super) fn class(&self, class: u32) -> Verdict {
        if class == ABSENT {
            return self.absent;
        }
        self.some.iter().find(|(classes, _)| classes.contains(&class)).map_or(self.others, |(_, verdict)| *verdict)
    }

    pub(super) fn is_unsure(&self) -> bool {
        self.some.iter().any(|(_, verdict)| *verdict == Verdict::Unsure)
    }
}

/// What all clauses together say.
pub(super) struct Judged {
    /// How many classes there are.
    pub(super) count: u32,
    /// What each question says; `None` where there is nothing to say.
    pub(super) verdicts: Vec<Option<Verdicts>>,
}

/// A clause that asks a question, or the contrary of it.
pub(super) struct Question<'c> {
    pub(super) asked: Asked<'c>,
    pub(super) number: usize,
    negated: bool,
}

/// Finds which questions there are: most are asked by several rules. They have numbers in the order in which they come first.
pub(super) fn questions(asked: Vec<Asked<'_>>) -> (Vec<Question<'_>>, Vec<&Condition>) {
    let (mut distinct, mut known) = (Vec::new(), BTreeMap::<*const Test, usize>::new());
    let questions = asked.into_iter().map(|asked| {
        let (mut condition, mut negated) = (asked.condition, false);
        while let Test::Not(inner) = condition.test() {
            (condition, negated) = (inner, !negated);
        }
        // Rules that ask the same share the test.
        let number = *known.entry(condition.test()).or_insert_with(|| {
            distinct.push(condition);
            distinct.len() - 1
        });
        Question { asked, number, negated }
    });
    (questions.collect(), distinct)
}

/// A clause and what it says.
pub(super) struct Said<'c, 'j> {
    pub(super) asked: Asked<'c>,
    pub(super) verdicts: &'j Verdicts,
    negated: bool,
}

impl<'c, 'j> Said<'c, 'j> {
    pub(super) fn of(question: &Question<'c>, judged: &'j Judged) -> Option<Self> {
        let verdicts = judged.verdicts.get(question.number)?.as_ref()?;
        Some(Self { asked: question.asked, verdicts, negated: question.negated })
    }

    fn absent(&self) -> Verdict {
        self.verdicts.absent.unless(self.negated)
    }

    fn others(&self) -> Verdict {
        self.verdicts.others.unless(self.negated)
    }

    fn some(&self) -> impl Iterator<Item = (Range<u32>, Verdict)> {
        self.verdicts.some.iter().map(|(classes, verdict)| (classes.clone(), verdict.unless(self.negated)))
    }

    fn class(&self, class: u32) -> Verdict {
        self.verdicts.class(class).unless(self.negated)
    }

    /// The classes of which it says that it holds, a bit a class, of so many.
    pub(super) fn mask(&self, count: u32) -> Vec<u64> {
        let classes = (0..count).map(|class| u64::from(self.class(class) == Verdict::Yes));
        let bits: Vec<u64> = classes.collect();
        bits.chunks(64).map(|bits| bits.iter().rev().fold(0, |word, bit| word << 1 | bit)).collect()
    }
}

/// The rows of so many classes: in each the rules that no clause of theirs rules out.
pub(super) fn rows(count: u32, said: &[Said<'_, '_>], places: usize) -> Vec<Block> {
    let (mut absent, mut others) = (bits::full(places), bits::full(places));
    for (said, place) in single(said) {
        for (row, verdict) in [(&mut absent, said.absent()), (&mut others, said.others())] {
            if verdict == Verdict::No {
                bits::clear(row.as_flattened_mut(), place);
            }
        }
    }
    let width = others.len().max(1);
    let mut rows = Rows { rows: absent, width };
    (1..count).for_each(|_| rows.rows.extend_from_slice(&others));
    for (said, place) in single(said) {
        for (classes, verdict) in said.some() {
            classes.for_each(|class| rows.put(class, place, verdict));
        }
    }
    for (group, place) in by_rule(said).filter(|(group, _)| group.len() > 1) {
        let ruled_out = |class: &u32| group.iter().any(|said| said.class(*class) == Verdict::No);
        (0..count).filter(ruled_out).for_each(|class| rows.put(class, place, Verdict::No));
    }
    rows.rows
}

/// The clauses of each rule, which lie side by side, with its place.
fn by_rule<'s, 'c, 'j>(said: &'s [Said<'c, 'j>]) -> impl Iterator<Item = (&'s [Said<'c, 'j>], u32)> {
    said.chunk_by(|one, next| one.asked.by == next.asked.by).filter_map(|group| match group.first()?.asked.by {
        By::Rule(place) => Some((group, place)),
        By::Part(_) => None,
    })
}

/// The clauses of rules that have one only.
fn single<'s, 'c, 'j>(said: &'s [Said<'c, 'j>]) -> impl Iterator<Item = (&'s Said<'c, 'j>, u32)> {
    by_rule(said).filter_map(|(group, place)| if let [only] = group { Some((only, place)) } else { None })
}

struct Rows {
    rows: Vec<Block>,
    width: usize,
}

impl Rows {
    fn put(&mut self, class: u32, place: u32, verdict: Verdict) {
        let first = usize::try_from(class).unwrap_or(usize::MAX).saturating_mul(self.width);
        let Some(row) = self.rows.get_mut(first..).and_then(|rows| rows.get_mut(..self.width)) else { return };
        let row = row.as_flattened_mut();
        if verdict == Verdict::No { bits::clear(row, place) } else { bits::set(row, place) }
    }
}

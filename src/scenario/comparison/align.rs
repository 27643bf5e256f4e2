//! Which deed of one book answers to which of the other.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::deed::Deed;
use super::reasons::Reasons;
use crate::ir::{Moment, Name};

/// A deed that the other book has not done at that instant, with why.
#[derive(Clone, Debug)]
pub(super) struct Odd {
    pub(super) deed: Deed,
    pub(super) reasons: Reasons,
    /// Its place among what the book did in the conversation.
    pub(super) place: usize,
}

/// Something that is different for the customer or the team.
#[derive(Clone, Debug)]
pub(super) enum Difference {
    /// The new book does it, the old one did not.
    Gained(Odd),
    /// The old book did it, the new one does not.
    Lost(Odd),
    /// Both do it, with another text or value, at another time, or both.
    Altered { old: Odd, new: Odd },
}

impl Difference {
    /// When it shows first.
    pub(super) fn time(&self) -> Moment {
        match self {
            Self::Gained(odd) | Self::Lost(odd) => odd.deed.time,
            Self::Altered { old, new } => old.deed.time.min(new.deed.time),
        }
    }

    fn place(&self) -> usize {
        match self {
            Self::Gained(odd) | Self::Lost(odd) => odd.place,
            Self::Altered { new, .. } => new.place,
        }
    }

    /// Whether the text or a value differs, not merely the time.
    pub(super) fn is_reworded(&self) -> bool {
        matches!(self, Self::Altered { old, new } if !old.deed.is_like(&new.deed))
    }

    /// `Less` if the new book is sooner; `Equal` where only one of them does it.
    pub(super) fn shift(&self) -> Ordering {
        match self {
            Self::Altered { old, new } => new.deed.time.cmp(&old.deed.time),
            Self::Gained(_) | Self::Lost(_) => Ordering::Equal,
        }
    }

    /// The rules that did it, old and new.
    pub(super) fn sources(&self) -> (Option<&Name>, Option<&Name>) {
        match self {
            Self::Gained(odd) => (None, Some(&odd.deed.source)),
            Self::Lost(odd) => (Some(&odd.deed.source), None),
            Self::Altered { old, new } => (Some(&old.deed.source), Some(&new.deed.source)),
        }
    }
}

/// Takes out what both books did at the same instant: first by the same rule, then by any.
pub(super) fn drop_equal(old: &mut Vec<Deed>, new: &mut Vec<Deed>) {
    for by_same_rule in [true, false] {
        old.retain(|deed| {
            let twin = new.iter().position(|other| {
                other.time == deed.time && other.is_like(deed) && (!by_same_rule || other.source == deed.source)
            });
            match twin {
                Some(at) => {
                    new.remove(at);
                    false
                }
                None => true,
            }
        });
    }
}

/// Pairs what is left: within a rule in order, so that as little as possible is different; then what another rule says in
/// the same words. What finds no partner is lost or gained.
pub(super) fn differences(old: Vec<Odd>, new: Vec<Odd>) -> Vec<Difference> {
    let mut lanes: BTreeMap<(Name, String), (Vec<Odd>, Vec<Odd>)> = BTreeMap::new();
    for odd in old {
        lanes.entry(odd.deed.lane()).or_default().0.push(odd);
    }
    for odd in new {
        lanes.entry(odd.deed.lane()).or_default().1.push(odd);
    }
    let (mut found, mut lost, mut gained) = (Vec::new(), Vec::new(), Vec::new());
    for (old, new) in lanes.into_values() {
        for pair in in_order(old, new) {
            match pair {
                (Some(old), Some(new)) => found.push(Difference::Altered { old, new }),
                (Some(old), None) => lost.push(old),
                (None, Some(new)) => gained.push(new),
                (None, None) => {}
            }
        }
    }
    for old in lost {
        let like = gained.iter().enumerate().filter(|(_, new)| new.deed.is_like(&old.deed));
        let nearest = like.min_by_key(|(_, new)| distance(&old, new)).map(|(at, _)| at);
        found.push(match nearest {
            Some(at) => Difference::Altered { old, new: gained.remove(at) },
            None => Difference::Lost(old),
        });
    }
    found.extend(gained.into_iter().map(Difference::Gained));
    found.sort_by_key(|difference| (difference.time(), difference.place()));
    found
}

fn distance(old: &Odd, new: &Odd) -> i64 {
    new.deed.time.millis().abs_diff(old.deed.time.millis()).try_into().unwrap_or(i64::MAX)
}

/// How different something is, and by how many milliseconds it is moved in all.
type Cost = (u32, i64);

/// One of both that has no partner. Two of them cost more than any pair.
const ALONE: u32 = 2;
const REWORDED: u32 = 3;
const MOVED: u32 = 1;

/// The cheapest way to pair two rows without crossings.
fn in_order(old: Vec<Odd>, new: Vec<Odd>) -> Vec<(Option<Odd>, Option<Odd>)> {
    let table = costs(&old, &new);
    let cost = |left: usize, right: usize| table.get(left).and_then(|row| row.get(right)).copied().unwrap_or_default();
    let (mut old, mut new) = (old, new);
    let mut pairs = Vec::new();
    // From the end, where the table is complete.
    while !(old.is_empty() && new.is_empty()) {
        let (left, right) = (old.len(), new.len());
        let here = cost(left, right);
        let paired = match (old.last(), new.last()) {
            (Some(one), Some(two)) => plus(cost(left - 1, right - 1), pair(one, two)) == here,
            _ => false,
        };
        let without_old = left > 0 && plus(cost(left.saturating_sub(1), right), (ALONE, 0)) == here;
        pairs.push(if paired {
            (old.pop(), new.pop())
        } else if without_old || right == 0 {
            (old.pop(), None)
        } else {
            (None, new.pop())
        });
    }
    pairs.reverse();
    pairs
}

/// What the first so many of each cost together.
fn costs(old: &[Odd], new: &[Odd]) -> Vec<Vec<Cost>> {
    let mut above: Vec<Cost> =
        std::iter::successors(Some((0, 0)), |cost| Some(plus(*cost, (ALONE, 0)))).take(new.len() + 1).collect();
    let mut table = vec![above.clone()];
    for one in old {
        let mut row: Vec<Cost> = Vec::with_capacity(above.len());
        row.extend(above.first().map(|first| plus(*first, (ALONE, 0))));
        for (two, (diagonal, up)) in new.iter().zip(above.iter().zip(above.iter().skip(1))) {
            let left = row.last().copied().unwrap_or_default();
            let choices = [plus(*diagonal, pair(one, two)), plus(*up, (ALONE, 0)), plus(left, (ALONE, 0))];
            row.extend(choices.into_iter().min());
        }
        table.push(row.clone());
        above = row;
    }
    table
}

fn pair(old: &Odd, new: &Odd) -> Cost {
    (if old.deed.is_like(&new.deed) { MOVED } else { REWORDED }, distance(old, new))
}

fn plus(one: Cost, two: Cost) -> Cost {
    (one.0.saturating_add(two.0), one.1.saturating_add(two.1))
}

//! Which columns and lists are looked at first, and which only if a rule that is left then asks for them.
//!
//! Most rules fail by a few columns. Once those have been looked at, what is left asks for few of the others: their facts need
//! not be read then, and their rows not be joined.

use std::cmp::Reverse;

use super::bits;
use super::column::Column;
use super::sets::Sets;

/// Columns and lists in the order in which they are looked at.
#[derive(Debug, Default)]
pub(super) struct Stages {
    pub(super) columns: Box<[Column]>,
    pub(super) lists: Box<[Sets]>,
    pub(super) first: Stage,
    /// Looked at if somebody asks.
    pub(super) later: Stage,
}

/// How many of the columns and lists.
#[derive(Debug, Default)]
pub(super) struct Stage {
    pub(super) columns: usize,
    /// How many of the columns are of texts: the first ones.
    pub(super) texts: usize,
    pub(super) lists: usize,
}

/// What a rule asks for of the later stage: a bit for each column and then for each list.
pub(super) type Asks = u64;

/// So many can be told apart by that.
const MOST: usize = 64;

/// What a list costs, where a column costs one: it has several members.
const LIST: u64 = 4;

/// Fractions are of this.
const WHOLE: u64 = 1 << 16;

/// Looking twice must spare this part of all.
const WORTH: u64 = 4;

/// What a column leaves is counted for so many of its classes.
const SAMPLE: usize = 16;

/// A column or a list, and what is known of it.
struct Item<T> {
    of: T,
    cost: u64,
    /// The rules of which it says something.
    askers: Vec<u64>,
    /// What fraction of the rules it leaves, as far as can be told without events.
    left: u64,
}

impl<T> Item<T> {
    /// How much it leaves out for what it costs.
    fn gain(&self) -> u64 {
        WHOLE.saturating_sub(self.left) / self.cost
    }

    fn estimate(&self, is_list: bool) -> Estimate {
        Estimate {
            gain: self.gain(),
            cost: self.cost,
            askers: number(bits::count(&self.askers)),
            left: self.left,
            is_list,
        }
    }
}

/// What is known of an item.
struct Estimate {
    gain: u64,
    cost: u64,
    askers: u64,
    left: u64,
    is_list: bool,
}

/// Orders the columns and lists of so many rules; tells with it what each rule asks for of those that come later.
pub(super) fn stages(
    columns: Vec<Column>,
    lists: Vec<Sets>,
    rows: &[u64],
    all: &[u64],
    places: usize,
) -> (Stages, Vec<Asks>) {
    let mut columns = of_columns(columns, rows, all);
    let mut lists: Vec<Item<Sets>> = lists.into_iter().map(|list| of_list(list, all)).collect();
    columns.sort_by_key(|item| Reverse(item.gain()));
    lists.sort_by_key(|item| Reverse(item.gain()));
    let estimates = columns.iter().map(|item| item.estimate(false));
    let (first_columns, first_lists) = first(estimates.chain(lists.iter().map(|item| item.estimate(true))), places);
    let (first, later) = columns.split_at_mut_checked(first_columns).unwrap_or_default();
    let texts = (texts_first(first), texts_first(later));
    let asks = asks(columns.iter().skip(first_columns), lists.iter().skip(first_lists), places);
    let stages = Stages {
        first: Stage { columns: first_columns, texts: texts.0, lists: first_lists },
        later: Stage { columns: columns.len() - first_columns, texts: texts.1, lists: lists.len() - first_lists },
        columns: columns.into_iter().zip(0..).map(|(item, place)| Column { place, ..item.of }).collect(),
        lists: lists.into_iter().map(|item| item.of).collect(),
    };
    (stages, asks)
}

/// Columns, which lie in the order of their rows, with what their rows tell.
fn of_columns(columns: Vec<Column>, rows: &[u64], all: &[u64]) -> Vec<Item<Column>> {
    let width = all.len().max(1);
    let ends: Vec<u32> = columns.iter().skip(1).map(|next| next.first).chain([u32::MAX]).collect();
    let item = |(of, end): (Column, u32)| {
        let place = |row: u32| usize::try_from(row).unwrap_or(usize::MAX).saturating_mul(width).min(rows.len());
        let own = rows.get(place(of.first)..place(end)).unwrap_or_default();
        let mut askers = all.to_vec();
        for row in own.chunks_exact(width) {
            askers.iter_mut().zip(row).for_each(|(askers, row)| *askers &= row);
        }
        let rules = own.len() / width;
        let sample = own.chunks_exact(width).step_by(rules.div_ceil(SAMPLE).max(1));
        let (counted, left) = sample.fold((0, 0), |(rows, left), row| (rows + 1, left + bits::count(row)));
        let kept = std::mem::replace(&mut askers, all.to_vec());
        askers.iter_mut().zip(&kept).for_each(|(askers, kept)| *askers &= !kept);
        Item { of, cost: 1, askers, left: fraction(left, bits::count(all).saturating_mul(counted)) }
    };
    columns.into_iter().zip(ends).map(item).collect()
}

/// A list leaves those that want no member: the others want one of many.
fn of_list(of: Sets, all: &[u64]) -> Item<Sets> {
    let left = fraction(bits::count(of.easy()), bits::count(all));
    Item { cost: LIST, askers: of.askers(all), left, of }
}

/// How many columns and lists are looked at first, both in their orders: as many as it takes for the least to do in all.
fn first(estimates: impl Iterator<Item = Estimate>, places: usize) -> (usize, usize) {
    let mut estimates: Vec<Estimate> = estimates.collect();
    estimates.sort_by_key(|estimate| Reverse(estimate.gain));
    let places = number(places).max(1);
    let all = WHOLE * estimates.iter().map(|estimate| estimate.cost).sum::<u64>();
    // To look twice costs something, too: what is little less is not worth it.
    let mut best = (all - all / WORTH, estimates.len());
    // How many rules are left, and what was looked at for that, both times the whole.
    let (mut live, mut done) = (places * WHOLE, 0);
    for (next, count) in estimates.iter().zip(0..) {
        let later = estimates.get(count..).unwrap_or_default();
        // Each of the rules that are left asks for something as often as all of them do.
        let asked = |later: &Estimate| later.cost * (live * later.askers / places).min(WHOLE);
        let cost = later.iter().map(asked).sum::<u64>() + done;
        if later.len() <= MOST && cost < best.0 {
            best = (cost, count);
        }
        live = live / WHOLE * next.left + live % WHOLE * next.left / WHOLE;
        done += next.cost * WHOLE;
    }
    let first = estimates.get(..best.1).unwrap_or_default();
    let lists = first.iter().filter(|estimate| estimate.is_list).count();
    (first.len() - lists, lists)
}

/// Puts those of texts first; gives how many they are.
fn texts_first(columns: &mut [Item<Column>]) -> usize {
    columns.sort_by_key(|item| item.of.names().is_none());
    columns.iter().take_while(|item| item.of.names().is_some()).count()
}

/// What each rule asks for.
fn asks<'i>(
    columns: impl Iterator<Item = &'i Item<Column>>,
    lists: impl Iterator<Item = &'i Item<Sets>>,
    places: usize,
) -> Vec<Asks> {
    let mut asks = vec![0; places];
    let askers = columns.map(|item| &item.askers).chain(lists.map(|item| &item.askers));
    for (askers, bit) in askers.zip(0..Asks::BITS) {
        for (word, asks) in askers.iter().zip(asks.chunks_mut(bits::PLACES)) {
            for place in bits::of_all(*word) {
                if let Some(asks) = asks.get_mut(place) {
                    *asks |= 1 << bit;
                }
            }
        }
    }
    asks
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// What fraction one count is of another.
fn fraction(part: usize, of: usize) -> u64 {
    number(part).saturating_mul(WHOLE) / number(of).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of which each rules out that many of a thousand rules, of those who ask for it.
    fn estimates(of: &[(u64, u64)]) -> impl Iterator<Item = Estimate> {
        of.iter().map(|(out, askers)| {
            let gain = WHOLE * out / 1000;
            Estimate { gain, cost: 1, askers: *askers, left: WHOLE - gain, is_list: false }
        })
    }

    #[test]
    fn what_leaves_out_most_is_looked_at_first_and_the_others_if_they_are_asked_for() {
        // Nine tenths go with each of the first three; what forty columns say of ten rules each is hardly asked for then.
        let of = [vec![(900, 900); 3], vec![(1, 10); 40]].concat();
        assert_eq!(first(estimates(&of), 1000), (3, 0));
    }

    #[test]
    fn where_most_is_asked_for_anyway_all_is_looked_at_once() {
        assert_eq!(first(estimates(&[(200, 300); 20]), 1000), (20, 0), "hundreds of rules are left by half of them");
        assert_eq!(first(estimates(&[(500, 600), (500, 600)]), 1000), (2, 0));
        assert_eq!(first(estimates(&[]), 1000), (0, 0));
    }

    #[test]
    fn no_more_comes_later_than_can_be_told_apart() {
        let of = [vec![(999, 999); 3], vec![(0, 1); 100]].concat();
        assert_eq!(first(estimates(&of), 1000), (103 - MOST, 0));
    }
}

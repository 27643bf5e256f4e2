//! The lines in which two texts differ (Myers' greedy algorithm).

use std::ops::Range;

/// Beyond this many changed lines the whole middle is told as changed: the search would take too much memory.
const MOST_EDITS: usize = 2_000;

/// Lines `old` were replaced by lines `new`; one of them may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

/// The changes, in order, none touching another.
pub(crate) fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let head = old.iter().zip(new).take_while(|(left, right)| left == right).count();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(left, right)| left == right).count();
    let old_middle = old_rest.get(..old_rest.len() - tail).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    let matches = common(old_middle, new_middle).unwrap_or_default();
    let mut changes = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    for (left, right) in matches.into_iter().chain([(old_middle.len(), new_middle.len())]) {
        if left > at_old || right > at_new {
            changes.push(Change { old: head + at_old..head + left, new: head + at_new..head + right });
        }
        (at_old, at_new) = (left + 1, right + 1);
    }
    changes
}

/// Pairs of equal lines of a shortest edit, in order; `None` if it has too many edits.
fn common(old: &[&str], new: &[&str]) -> Option<Vec<(usize, usize)>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut row = Row::first();
    for edits in 0..=(old.len() + new.len()).min(MOST_EDITS) {
        let mut next = Row::of(edits);
        for diagonal in next.diagonals() {
            let start = if edits == 0 { 0 } else { row.step(diagonal) };
            let mut x = start;
            let equal = |x: usize| {
                let y = usize::try_from(offset(x, diagonal)).ok()?;
                (old.get(x)? == new.get(y)?).then_some(())
            };
            while equal(x).is_some() {
                x += 1;
            }
            next.set(diagonal, x);
            if x >= old.len() && offset(x, diagonal) >= signed(new.len()) {
                rows.push(row);
                return Some(walk_back(&rows, edits, old.len(), new.len()));
            }
        }
        rows.push(std::mem::replace(&mut row, next));
    }
    None
}

/// How far each diagonal (`x - y`) reaches with a number of edits.
struct Row {
    edits: usize,
    reach: Vec<usize>,
}

impl Row {
    const fn first() -> Self {
        Self { edits: 0, reach: Vec::new() }
    }

    fn of(edits: usize) -> Self {
        Self { edits, reach: vec![0; edits + 1] }
    }

    fn diagonals(&self) -> impl Iterator<Item = isize> + use<> {
        let edits = signed(self.edits);
        (-edits..=edits).step_by(2)
    }

    fn get(&self, diagonal: isize) -> Option<usize> {
        let index = diagonal + signed(self.edits);
        (index % 2 == 0)
            .then(|| usize::try_from(index / 2).ok())
            .flatten()
            .and_then(|index| self.reach.get(index))
            .copied()
    }

    fn set(&mut self, diagonal: isize, x: usize) {
        let index = usize::try_from((diagonal + signed(self.edits)) / 2).unwrap_or(0);
        if let Some(reach) = self.reach.get_mut(index) {
            *reach = x;
        }
    }

    /// Where the next row starts on this diagonal: down from the one above it or right from the one below, whichever is
    /// farther.
    fn step(&self, diagonal: isize) -> usize {
        match (self.get(diagonal + 1), self.get(diagonal - 1)) {
            (Some(down), Some(right)) if right < down => down,
            (_, Some(right)) => right + 1,
            (Some(down), None) => down,
            (None, None) => 0,
        }
    }
}

fn walk_back(rows: &[Row], edits: usize, old: usize, new: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut x, mut diagonal) = (old, signed(old) - signed(new));
    for row in rows.iter().take(edits + 1).skip(1).rev() {
        let start = row.step(diagonal);
        while x > start {
            x -= 1;
            pairs.push((x, usize::try_from(offset(x, diagonal)).unwrap_or(0)));
        }
        match (row.get(diagonal + 1), row.get(diagonal - 1)) {
            (Some(down), right) if right.is_none_or(|right| right < down) => {
                diagonal += 1;
                x = down;
            }
            (_, Some(right)) => {
                diagonal -= 1;
                x = right;
            }
            _ => break,
        }
    }
    pairs.extend((0..x).rev().map(|x| (x, usize::try_from(offset(x, diagonal)).unwrap_or(0))));
    pairs.reverse();
    pairs
}

fn offset(x: usize, diagonal: isize) -> isize {
    signed(x) - diagonal
}

fn signed(number: usize) -> isize {
    isize::try_from(number).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_common_is_equal_and_the_rest_is_told(old in "[abc\n]{0,40}", new in "[abc\n]{0,40}") {
            let (left, right): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
            let mut rebuilt = Vec::new();
            let mut at = 0;
            for change in changes(&left, &right) {
                rebuilt.extend_from_slice(&left[at..change.old.start]);
                rebuilt.extend_from_slice(&right[change.new.clone()]);
                at = change.old.end;
            }
            rebuilt.extend_from_slice(&left[at..]);
            prop_assert_eq!(rebuilt, right);
        }
    }
}

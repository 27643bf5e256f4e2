//! A condition as the ways in which it can hold.

use crate::ir::{Book, Condition, Test};

/// More ways than these are not looked at.
const MOST: usize = 48;
/// Deeper conditions are not looked into.
const DEEPEST: usize = 32;

/// A single test, and whether it has to hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom<'b> {
    pub test: &'b Test,
    pub holds: bool,
}

/// Each way is a list of tests that together make sure of the condition.
pub(super) fn ways<'b>(condition: &'b Condition, holds: bool, book: &'b Book) -> Vec<Vec<Atom<'b>>> {
    within(condition, holds, book, DEEPEST)
}

/// Both.
pub(super) fn both<'b>(one: &[Vec<Atom<'b>>], other: &[Vec<Atom<'b>>]) -> Vec<Vec<Atom<'b>>> {
    let joined = one.iter().flat_map(|one| other.iter().map(move |other| [one.as_slice(), other].concat()));
    joined.take(MOST).collect()
}

fn within<'b>(condition: &'b Condition, holds: bool, book: &'b Book, depth: usize) -> Vec<Vec<Atom<'b>>> {
    let Some(depth) = depth.checked_sub(1) else { return vec![Vec::new()] };
    let each = |parts: &'b [Condition]| parts.iter().map(move |part| within(part, holds, book, depth));
    match (&condition.test, holds) {
        (Test::All(parts), true) | (Test::Any(parts), false) => {
            each(parts).fold(vec![Vec::new()], |all, part| both(&all, &part))
        }
        (Test::Any(parts), true) | (Test::All(parts), false) => each(parts).flatten().take(MOST).collect(),
        (Test::Not(inner), _) => within(inner, !holds, book, depth),
        (Test::Named(name), _) => match book.conditions.iter().find(|named| named.id == *name) {
            Some(named) => within(&named.condition, holds, book, depth),
            None => vec![Vec::new()],
        },
        (test, _) => vec![vec![Atom { test, holds }]],
    }
}

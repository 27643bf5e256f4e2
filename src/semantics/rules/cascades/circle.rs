//! Circles in a graph.

use std::collections::{BTreeMap, VecDeque};

/// The shortest way from a node back to itself; looks along `left` edges at most.
pub(super) fn shortest<E>(start: usize, edges: &[BTreeMap<usize, E>], left: &mut usize) -> Option<Vec<usize>> {
    if edges.get(start)?.is_empty() {
        return None;
    }
    let mut open = VecDeque::from([start]);
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    while let Some(last) = open.pop_front() {
        for next in edges.get(last)?.keys() {
            *left = left.checked_sub(1)?;
            if *next == start {
                return Some(way_back(start, last, &from));
            }
            if !from.contains_key(next) {
                from.insert(*next, last);
                open.push_back(*next);
            }
        }
    }
    None
}

fn way_back(start: usize, last: usize, from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut way = vec![last];
    let mut at = last;
    while at != start {
        let Some(before) = from.get(&at) else {
            break;
        };
        at = *before;
        way.push(at);
    }
    way.reverse();
    way
}

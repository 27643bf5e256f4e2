//! Days of the week.

use std::borrow::Cow;

use super::{document::Doc, statement};
use crate::syntax::{Kind, Node};

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Three days or more in a row are a range, fewer are not. The order stays.
pub(super) fn days(node: Node<'_>) -> Doc<'_> {
    let Some(ranges) = merged(node) else { return statement::words(node.kind(), node.children()) };
    let mut docs = Vec::new();
    for name in ranges.iter().flat_map(Range::names) {
        if !docs.is_empty() {
            docs.extend([Doc::text(","), Doc::Wrap]);
        }
        docs.push(Doc::Text(name));
    }
    Doc::Sequence(docs)
}

/// Days from one to another, both included; from 0, Monday. If the first is the later one, it goes over the week's end.
#[derive(Clone, Copy, Debug)]
struct Range {
    first: usize,
    last: usize,
}

impl Range {
    fn names(&self) -> Vec<Cow<'static, str>> {
        let name = |day: usize| NAMES.get(day).copied().unwrap_or_default();
        if self.last.abs_diff(self.first) > 1 || self.last < self.first {
            vec![format!("{}-{}", name(self.first), name(self.last)).into()]
        } else {
            (self.first..=self.last).map(|day| name(day).into()).collect()
        }
    }
}

/// The days, with those in a row in one range; `None` if there are comments between them.
fn merged(node: Node<'_>) -> Option<Vec<Range>> {
    let mut ranges: Vec<Range> = Vec::new();
    for child in node.children() {
        match child.kind() {
            Kind::comment => return None,
            Kind::day_range => {
                let range = range(child)?;
                match ranges.last_mut() {
                    Some(before)
                        if before.first <= before.last
                            && before.last + 1 == range.first
                            && range.first <= range.last =>
                    {
                        before.last = range.last;
                    }
                    _ => ranges.push(range),
                }
            }
            _ => {}
        }
    }
    Some(ranges)
}

fn range(node: Node<'_>) -> Option<Range> {
    let mut days = node.children_of(Kind::day).map(|day| NAMES.iter().position(|name| *name == day.text()));
    let first = days.next()??;
    Some(Range { first, last: days.next().unwrap_or(Some(first))? })
}

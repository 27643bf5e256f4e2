//! By hand: one closure a condition over the host's own type. It knows the attributes; it is linear in the rules.

use std::cell::RefCell;

use memchr::memmem::Finder;

use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Comparison, Condition, Event, by_kind, whole};

type Test = Box<dyn Fn(&Event) -> bool>;

struct Closures {
    kinds: ByKind<Vec<(u32, Box<[Test]>)>>,
}

pub fn prepare(column: &Column) -> Compile {
    let rules = column.rules.clone();
    Box::new(move || {
        let kinds = by_kind(&rules)
            .map(|rules| rules.iter().map(|rule| (rule.id, rule.all.iter().map(compile).collect())).collect());
        Box::new(Closures { kinds })
    })
}

fn compile(condition: &Condition) -> Test {
    match condition.clone() {
        Condition::Is(at, value) => Box::new(move |event| event.texts[at] == value),
        Condition::IsNot(at, value) => Box::new(move |event| event.texts[at] != value),
        Condition::In(at, values) => Box::new(move |event| values.contains(&event.texts[at])),
        Condition::NotIn(at, values) => Box::new(move |event| !values.contains(&event.texts[at])),
        Condition::Compare(at, comparison, value) => compare(at, comparison, value),
        Condition::Flag(at, value) => Box::new(move |event| event.booleans[at] == value),
        Condition::Has(at, value) => Box::new(move |event| event.sets[at].contains(&value)),
        Condition::Lacks(at, value) => Box::new(move |event| !event.sets[at].contains(&value)),
        Condition::Contains(at, value) => contains(at, &value),
        Condition::Matches(at, pattern) => {
            let regex = whole(&pattern);
            Box::new(move |event| regex.is_match(&event.texts[at]))
        }
        Condition::Any(parts) => {
            let tests: Vec<Test> = parts.iter().map(compile).collect();
            Box::new(move |event| tests.iter().any(|test| test(event)))
        }
    }
}

fn compare(at: usize, comparison: Comparison, value: i64) -> Test {
    match comparison {
        Comparison::Below => Box::new(move |event| event.numbers[at] < value),
        Comparison::AtMost => Box::new(move |event| event.numbers[at] <= value),
        Comparison::Above => Box::new(move |event| event.numbers[at] > value),
        Comparison::AtLeast => Box::new(move |event| event.numbers[at] >= value),
        Comparison::Equal => Box::new(move |event| event.numbers[at] == value),
    }
}

fn contains(at: usize, value: &str) -> Test {
    let finder = Finder::new(value.as_bytes()).into_owned();
    let lower = RefCell::new(String::new());
    Box::new(move |event| {
        let mut lower = lower.borrow_mut();
        lower.clear();
        lower.push_str(&event.texts[at]);
        lower.make_ascii_lowercase();
        finder.find(lower.as_bytes()).is_some()
    })
}

impl Peer for Closures {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        for (id, tests) in &self.kinds[event.kind] {
            if tests.iter().all(|test| test(event)) {
                out.push(*id);
            }
        }
    }
}

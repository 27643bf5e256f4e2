//! A condition as the cases in which it holds.

use super::Worlds;
use super::domain;
use super::question::{Answered, Question, Written};
use crate::ir::{Condition, Test};

/// More cases than this are not told apart: then anything is possible.
const MOST_CASES: usize = 256;
/// Longer ones are not made.
const MOST_QUESTIONS: usize = 512;
/// Deeper conditions are not looked into.
const DEEPEST: usize = 64;

/// The cases in which something holds: outside of them it surely does not.
#[derive(Clone, Debug)]
pub struct Cases(Vec<Vec<Answered>>);

impl Cases {
    /// Where anything is possible.
    #[must_use]
    pub fn anything() -> Self {
        Self(vec![Vec::new()])
    }

    /// Whether there is no such case.
    #[must_use]
    pub fn is_impossible(&self) -> bool {
        self.0.iter().all(|case| !domain::is_possible(case))
    }

    /// One of the cases that can be, as the lines that hold in it and those that do not, in their order; `None` if none can be.
    #[must_use]
    pub fn example(&self) -> Option<Vec<Written>> {
        let mut lines: Vec<Written> = Vec::new();
        for answered in self.0.iter().find(|case| domain::is_possible(case))? {
            if !lines.contains(&answered.written) {
                lines.push(answered.written);
            }
        }
        lines.sort_by_key(|line| line.place);
        Some(lines)
    }

    /// Whether something of both can be the case at once.
    #[must_use]
    pub fn meet(&self, other: &Self) -> bool {
        let joined = |one: &[Answered], two: &[Answered]| [one, two].concat();
        self.0.iter().any(|one| other.0.iter().any(|two| domain::is_possible(&joined(one, two))))
    }

    /// What is in both.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        if let [only] = other.0.as_slice() {
            let longer = |mut case: Vec<Answered>| {
                if case.len() + only.len() <= MOST_QUESTIONS {
                    case.extend(only.iter().cloned());
                }
                case
            };
            return Self(self.0.into_iter().map(longer).collect());
        }
        if self.0.len().saturating_mul(other.0.len()) > MOST_CASES * 16 {
            return self;
        }
        let joined = self.0.iter().flat_map(|one| other.0.iter().map(move |two| [one.as_slice(), two].concat()));
        let possible: Vec<Vec<Answered>> = joined.filter(|case| domain::is_possible(case)).collect();
        // To leave a question out only makes more possible.
        if possible.len() > MOST_CASES || possible.iter().any(|case| case.len() > MOST_QUESTIONS) {
            return self;
        }
        Self(possible)
    }

    fn or(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        if self.0.len() > MOST_CASES { Self::anything() } else { self }
    }
}

/// The cases in which the condition holds, or in which it does not.
pub(super) fn of(worlds: &Worlds<'_>, condition: &Condition, holds: bool) -> Cases {
    within(worlds, condition, Wanted { holds, is_negated: false }, DEEPEST)
}

/// What is wanted of a condition.
#[derive(Clone, Copy)]
struct Wanted {
    holds: bool,
    /// It is written with a `not`, so that what is written holds when it does not.
    is_negated: bool,
}

fn within(worlds: &Worlds<'_>, condition: &Condition, wanted: Wanted, depth: usize) -> Cases {
    let Some(depth) = depth.checked_sub(1) else { return Cases::anything() };
    let holds = wanted.holds;
    let plainly = Wanted { holds, is_negated: false };
    let each = |parts: &[Condition]| -> Vec<Cases> {
        let mut cases: Vec<Cases> = parts.iter().map(|part| within(worlds, part, plainly, depth)).collect();
        // What is sure goes first, so that fewer cases are left to tell apart.
        cases.sort_by_key(|cases| cases.0.len());
        cases
    };
    match &condition.test {
        Test::All(parts) if holds => all(each(parts)),
        Test::All(parts) => any(each(parts)),
        Test::Any(parts) if holds => any(each(parts)),
        Test::Any(parts) => all(each(parts)),
        Test::Not(inner) => {
            let is_negated = inner.place == condition.place;
            within(worlds, inner, Wanted { holds: !holds, is_negated }, depth)
        }
        Test::Named(name) => match worlds.conditions.get(name.as_str()) {
            Some(named) => within(worlds, named, plainly, depth),
            None => Cases::anything(),
        },
        test => {
            let written = Written { place: condition.place, holds: holds != wanted.is_negated };
            single(worlds.questions(test), holds, written)
        }
    }
}

/// All of these questions answered with yes, or one of them with no.
fn single(questions: Vec<Question>, holds: bool, written: Written) -> Cases {
    let answered = questions.into_iter().map(|question| Answered { question, yes: holds, written });
    if holds { Cases(vec![answered.collect()]) } else { any(answered.map(|one| Cases(vec![vec![one]])).collect()) }
}

fn all(cases: Vec<Cases>) -> Cases {
    cases.into_iter().fold(Cases::anything(), |all, part| all.and(&part))
}

fn any(cases: Vec<Cases>) -> Cases {
    cases.into_iter().fold(Cases(Vec::new()), Cases::or)
}

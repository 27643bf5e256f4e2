//! Sets of values that are in an order.

use crate::ir::{Comparison, Value};

/// A place between two values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Start,
    /// Just before the value, or just after it.
    At(Value, Side),
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Before,
    After,
}

/// A set of values of one type, as the stretches between cuts, in order. Between any two values, more are taken to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ranges(Vec<(Cut, Cut)>);

impl Ranges {
    pub fn everything() -> Self {
        Self(vec![(Cut::Start, Cut::End)])
    }

    /// From one to the other, both included.
    pub fn between(low: Value, high: Value) -> Self {
        Self::stretch(Cut::At(low, Side::Before), Cut::At(high, Side::After))
    }

    pub fn from(low: Value) -> Self {
        Self::stretch(Cut::At(low, Side::Before), Cut::End)
    }

    /// What stands in that relation to the value.
    pub fn compared(comparison: Comparison, value: Value) -> Self {
        match comparison {
            Comparison::Is => Self::between(value.clone(), value),
            Comparison::Less => Self::stretch(Cut::Start, Cut::At(value, Side::Before)),
            Comparison::LessOrEqual => Self::stretch(Cut::Start, Cut::At(value, Side::After)),
            Comparison::Greater => Self::stretch(Cut::At(value, Side::After), Cut::End),
            Comparison::GreaterOrEqual => Self::from(value),
        }
    }

    /// These values and no others.
    pub fn only(mut values: Vec<Value>) -> Self {
        values.sort();
        values.dedup();
        let point = |value: Value| (Cut::At(value.clone(), Side::Before), Cut::At(value, Side::After));
        Self(values.into_iter().map(point).collect())
    }

    fn stretch(low: Cut, high: Cut) -> Self {
        Self(if low < high { vec![(low, high)] } else { Vec::new() })
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn and(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        for (low, high) in &self.0 {
            for (other_low, other_high) in &other.0 {
                let (low, high) = (low.max(other_low), high.min(other_high));
                if low < high {
                    both.push((low.clone(), high.clone()));
                }
            }
        }
        Self(both)
    }

    /// What is not in it.
    pub fn others(&self) -> Self {
        let mut others = Vec::new();
        let mut from = Cut::Start;
        for (low, high) in &self.0 {
            if from < *low {
                others.push((from, low.clone()));
            }
            from = high.clone();
        }
        if from < Cut::End {
            others.push((from, Cut::End));
        }
        Self(others)
    }
}

//! What tests have looked at, of all that is the book's own and switched on.

mod collector;
mod conditions;
mod lcov;
mod points;

pub use collector::Collector;
pub use lcov::lcov;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::ir::{Book, Place};
use crate::scenario::words;

/// What tests have looked at, of all that is the book's own and switched on.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// All of it.
    #[serde(flatten)]
    pub whole: Share,
    /// The same by what it is; what the book does not have is left out.
    pub parts: Vec<Part>,
    /// The same by file.
    pub files: Vec<FileCoverage>,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// How many were looked at.
    pub covered: usize,
    /// Of how many.
    pub total: usize,
    /// Of a hundred, rounded down: 100 means all.
    pub percent: usize,
}

impl Share {
    fn of(points: &[&Point]) -> Self {
        let (total, covered) = (points.len(), points.iter().filter(|point| point.missing.is_none()).count());
        let percent = covered.saturating_mul(100).checked_div(total).unwrap_or(100);
        Self { covered, total, percent }
    }
}

/// How many of one kind.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// Of what.
    pub kind: Kind,
    /// How many.
    #[serde(flatten)]
    pub share: Share,
}

/// What of a file was looked at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileCoverage {
    /// The file.
    pub file: String,
    /// How much of it.
    #[serde(flatten)]
    pub share: Share,
    /// The lines, from 1, on which something is counted and all of it was looked at.
    pub covered_lines: Vec<u32>,
    /// What was not, in the order of the file.
    pub missed: Vec<Point>,
    /// All that is counted in it.
    #[serde(skip)]
    pub points: Vec<Point>,
}

/// Something that a test can look at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Point {
    /// What it is.
    pub kind: Kind,
    /// The line, from 1.
    pub line: u32,
    /// What is written there.
    pub text: String,
    /// What no test has seen of it; `null` if nothing is missing.
    pub missing: Option<Missing>,
    /// How often a trigger fired; of everything else, how many of its ways were seen.
    #[serde(skip)]
    pub count: u64,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// What no test has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It was not looked at, or never came to its turn.
    Both,
    /// A condition was never true; a wait was never over, only dropped.
    True,
    /// A condition was never false; a wait was never dropped.
    False,
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A trigger or automation: it fires.
    Trigger,
    /// A test of a condition: it is true, and it is false.
    Condition,
    /// An action: it is done.
    Action,
    /// A `wait`: it is over, and if it can be dropped, it is dropped.
    Wait,
    /// A trigger of a `first match`: it takes the turn.
    Turn,
    /// A stage of capacity release: it is reached.
    Stage,
    /// A transition of the lifecycle: it is taken.
    Transition,
    /// A line of `new conversation`: it applies.
    NewConversation,
    /// A line of `prefer`: it puts one before another.
    Preference,
    /// An `if nobody`: it is carried out.
    Fallback,
    /// A `policy wait time`: it gives an estimate.
    Estimate,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Trigger,
        Self::Condition,
        Self::Action,
        Self::Wait,
        Self::Turn,
        Self::Stage,
        Self::Transition,
        Self::NewConversation,
        Self::Preference,
        Self::Fallback,
        Self::Estimate,
    ];

    /// What several of it are called.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Trigger => "triggers",
            Self::Condition => "conditions",
            Self::Action => "actions",
            Self::Wait => "waits",
            Self::Turn => "turns",
            Self::Stage => "stages",
            Self::Transition => "transitions",
            Self::NewConversation => "new conversations",
            Self::Preference => "preferences",
            Self::Fallback => "fallbacks",
            Self::Estimate => "estimates",
        }
    }

    /// What counts as looked at.
    #[must_use]
    pub const fn wanted(self) -> &'static str {
        match self {
            Self::Trigger => "fired",
            Self::Condition => "both true and false",
            Self::Action => "done",
            Self::Wait => "over, and dropped if they can be",
            Self::Turn => "of a `first match` taken",
            Self::Stage => "of capacity release reached",
            Self::Transition => "taken",
            Self::NewConversation => "begun",
            Self::Preference => "that put one before another",
            Self::Fallback => "of `if nobody` carried out",
            Self::Estimate => "of wait times given",
        }
    }

    /// What is wrong, in words.
    #[must_use]
    pub const fn without(self, missing: Missing) -> &'static str {
        match (self, missing) {
            (Self::Condition, Missing::Both) => "never looked at",
            (Self::Condition, Missing::True) => "never true",
            (Self::Condition, Missing::False) => "never false",
            (Self::Wait, Missing::False) => "never dropped",
            (Self::Wait, _) => "never over",
            (Self::Trigger, _) => "never fired",
            (Self::Action, _) => "never done",
            (Self::Turn, _) => "never its turn",
            (Self::Stage, _) => "never reached",
            (Self::Transition, _) => "never taken",
            (Self::NewConversation, _) => "never begun",
            (Self::Preference, _) => "never decided",
            (Self::Fallback, _) => "never carried out",
            (Self::Estimate, _) => "never given",
        }
    }
}

impl Coverage {
    /// What was looked at, of all there is.
    #[must_use]
    pub fn new(book: &Book, seen: &Collector) -> Self {
        let points = points::points(book, seen);
        let all: Vec<&Point> = points.iter().map(|(_, point)| point).collect();
        let of = |kind: Kind| all.iter().copied().filter(|point| point.kind == kind).collect::<Vec<_>>();
        let parts = Kind::ALL.into_iter().map(|kind| Part { kind, share: Share::of(&of(kind)) });
        let parts = parts.filter(|part| part.share.total > 0).collect();
        let whole = Share::of(&all);
        let mut files = BTreeMap::<&str, Vec<Point>>::new();
        for (place, point) in &points {
            files.entry(words::file_of(book, *place)).or_default().push(point.clone());
        }
        let files = files.into_iter().map(|(file, points)| FileCoverage::new(file, points)).collect();
        Self { whole, parts, files }
    }
}

impl FileCoverage {
    fn new(file: &str, points: Vec<Point>) -> Self {
        let missed: Vec<Point> = points.iter().filter(|point| point.missing.is_some()).cloned().collect();
        let lines = |points: &[Point]| points.iter().map(|point| point.line).collect::<BTreeSet<u32>>();
        let covered_lines = lines(&points).difference(&lines(&missed)).copied().collect();
        let share = Share::of(&points.iter().collect::<Vec<_>>());
        Self { file: file.to_owned(), share, covered_lines, missed, points }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.covered, self.total)
    }
}

//! Tests.

use super::{Action, Condition, EventReference, Path, Text, Value, Word};
use crate::diagnostic::Span;

/// `test "Title" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its title.
    pub title: Option<Text>,
    /// Its lines, without `rows`.
    pub steps: Vec<Step>,
    /// The rows with which it is run, once for each; `None` for a test that is run once.
    pub rows: Option<Rows>,
}

/// `scenario evening_customer "Title" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub id: Option<Word>,
    /// Its title.
    pub title: Option<Text>,
    /// Its lines.
    pub steps: Vec<Step>,
}

/// `rows { … }`; of several blocks, the rows of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The word `rows`.
    pub span: Span,
    /// The rows.
    pub rows: Vec<Row>,
}

/// `plan: free, text: "Hello!"`
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// What it says, column by column.
    pub cells: Vec<(Word, Value)>,
}

/// Something that is written in a line of a test, or the cell of its rows that says it: `<plan>`, with its name.
#[derive(Clone, Debug, PartialEq)]
pub enum OrCell<T> {
    /// As written.
    Written(T),
    /// The name of the column; where it stands is the whole `<plan>`.
    Cell(Word),
}

impl<T> OrCell<T> {
    /// As written; `None` for a cell.
    pub const fn written(&self) -> Option<&T> {
        match self {
            Self::Written(written) => Some(written),
            Self::Cell(_) => None,
        }
    }
}

/// A line of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The whole line.
    pub span: Span,
    /// What it does.
    pub kind: StepKind,
}

/// The lines of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `given { account.status is online }`
    Given(Vec<Fact>),
    /// `given evening_customer`: the lines of that scenario.
    Scenario(Word),
    /// `repeat 3 times every 30s { … }`
    Repeat {
        /// How often.
        times: Value,
        /// How far from the beginning of one time to that of the next.
        every: Option<Value>,
        /// The lines.
        steps: Vec<Step>,
    },
    /// `at 2026-12-01 10:00`
    At(LocalTime),
    /// `receive customer.wrote { … } in second`
    Receive {
        /// The event.
        event: Option<OrCell<EventReference>>,
        /// After `in`.
        conversation: Option<Word>,
        /// What it brings.
        facts: Vec<Fact>,
    },
    /// `receive from "events.jsonl"`: the events of that file.
    Series(Option<Text>),
    /// `as agent "Joon" do { close } in second`
    Command {
        /// `customer`, `bot`, `api`, or the role of a person of the team.
        by: Option<Word>,
        /// What they are called.
        name: Option<Text>,
        /// What they do.
        actions: Vec<Action>,
        /// After `in`.
        conversation: Option<Word>,
    },
    /// `advance 5m`
    Advance(Value),
    /// `expect …`
    Expect(Expectation),
    /// `expect in second …`
    ExpectIn(Word, Expectation),
}

/// `user.name is "Mina"`
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The attribute.
    pub path: Path,
    /// Its value; the bare word `unknown` takes it away.
    pub value: Value,
}

/// `2026-12-01 10:00`
#[derive(Clone, Debug, PartialEq)]
pub struct LocalTime {
    /// A `Date`, or `Missing`.
    pub date: Value,
    /// A `ClockTime`, or `Missing`.
    pub time: Value,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// `fired a, b`
    Fired(Vec<OrCell<Word>>),
    /// `not fired a, b`
    NotFired(Vec<OrCell<Word>>),
    /// `sent "text"` or `sent MESSAGE_NAME`
    Sent(Value),
    /// `sent containing "text"`
    SentContaining(Value),
    /// `nothing sent`
    NothingSent,
    /// `did add tag "vip"`
    Did(Action),
    /// `not did close`
    NotDid(Action),
    /// `refused close`
    Refused(Action),
    /// `nothing done`
    NothingDone,
    /// `timer close_solved at 2026-12-05 10:00`
    Timer(Option<OrCell<Word>>, LocalTime),
    /// `no timer close_solved`
    NoTimer(Option<OrCell<Word>>),
    /// `timeline """…"""`, with the place of the text, or where it belongs
    Timeline(Option<Text>, Span),
    /// `conversation.status is open`
    Holds(Condition),
    /// Nothing was written.
    Missing,
}

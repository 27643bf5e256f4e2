//! Triggers, automations, first matches.

use super::{Action, Condition, Path, Text, Value, Word};
use crate::diagnostic::Span;

/// A trigger or an automation.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Its identity.
    pub id: Option<Word>,
    /// Its title.
    pub title: Option<Text>,
    /// Its lines, in order; which may stand in which declaration, and how often, is for `semantics`.
    pub clauses: Vec<Clause>,
}

/// One line of a trigger or automation.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The whole clause.
    pub span: Span,
    /// What it says.
    pub kind: ClauseKind,
}

/// The clauses of triggers and automations.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `inactive`
    Inactive,
    /// `on customer.wrote, change of conversation.tags`
    On(Vec<EventReference>),
    /// `channels web_widget, ios`
    Channels(Vec<Word>),
    /// `once per session every 24h`
    Once(Once),
    /// `order 10`
    Order(Value),
    /// `when …`
    When(Condition),
    /// `do { … }`
    Do(Vec<Action>),
    /// `after 4d while …`, `after 5m since last …`
    After(After),
    /// `at 09:00 on mon while …`
    At(At),
    /// `only during office_hours`
    OnlyDuring(Word),
}

/// An event where it is named.
#[derive(Clone, Debug, PartialEq)]
pub enum EventReference {
    /// `customer.wrote`
    Event(Path),
    /// `change of user.tags`, with the whole span.
    ChangeOf(Path, Span),
}

impl EventReference {
    /// Where it stands.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Event(path) => path.span,
            Self::ChangeOf(_, span) => *span,
        }
    }
}

/// `once per user every day`
#[derive(Clone, Debug, PartialEq)]
pub struct Once {
    /// `conversation`, `session` or `user`, as written; `None` if it is missing.
    pub scope: Option<Word>,
    /// After `every`.
    pub period: Option<Every>,
}

/// The period of a `once`.
#[derive(Clone, Debug, PartialEq)]
pub enum Every {
    /// `every 24h`
    Duration(Value),
    /// `every day`
    Day(Span),
}

/// `after D [of SCHEDULE] …`
#[derive(Clone, Debug, PartialEq)]
pub struct After {
    /// How long.
    pub duration: Value,
    /// `of office_hours`
    pub schedule: Option<Word>,
    /// What it counts from.
    pub base: AfterBase,
}

/// What an automation counts from.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterBase {
    /// `while CONDITION`
    While(Condition),
    /// `since last E, … unless F, …`
    SinceLast(Vec<EventReference>, Vec<EventReference>),
    /// `since first E, … unless F, …`
    SinceFirst(Vec<EventReference>, Vec<EventReference>),
    /// Neither was written.
    Missing,
}

/// `at 09:00 on mon, fri while CONDITION`
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// The clock time.
    pub time: Value,
    /// The days after `on`; none means daily.
    pub days: Vec<Days>,
    /// After `while`.
    pub condition: Option<Condition>,
}

/// One day or a range: `mon`, `mon-fri`.
#[derive(Clone, Debug, PartialEq)]
pub struct Days {
    /// `mon` to `sun`.
    pub first: Word,
    /// The last one of a range.
    pub last: Option<Word>,
}

/// `first match welcome { a, b }`
#[derive(Clone, Debug, PartialEq)]
pub struct FirstMatch {
    /// Its name.
    pub id: Option<Word>,
    /// Triggers, in order.
    pub members: Vec<Word>,
}

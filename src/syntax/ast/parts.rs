//! The named parts that rules share: messages, lists, schedules.

use super::{Days, Text, Value, Word};
use crate::diagnostic::Span;

/// `message away { en: "…" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its name.
    pub id: Option<Word>,
    /// A text a language (`en`, `pt-BR`), in order.
    pub translations: Vec<(Word, Text)>,
}

/// `list vip_domains { "a.com", "b.com" }`
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its name.
    pub id: Option<Word>,
    /// Its values.
    pub values: Vec<Value>,
}

/// `schedule office_hours { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Its name.
    pub id: Option<Word>,
    /// Its lines.
    pub clauses: Vec<(ScheduleClause, Span)>,
}

/// A line of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleClause {
    /// `timezone "Asia/Seoul"`
    TimeZone(Option<Text>),
    /// `mon-fri 09:00-12:00, 13:00-18:00`
    Hours(Vec<Days>, Vec<Hours>),
    /// `closed 12-25, 2027-02-06 to 2027-02-09`
    Closed(Vec<Dates>),
    /// `open 2026-12-31 09:00-12:00`
    Open(Value, Vec<Hours>),
}

/// `09:00-12:00`
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// The start, included.
    pub start: Value,
    /// The end, not included.
    pub end: Value,
}

/// One date or a range, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates {
    /// `Date` or `AnnualDate`.
    pub first: Value,
    /// The last one of a range.
    pub last: Option<Value>,
}

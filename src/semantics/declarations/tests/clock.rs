//! The virtual clock of a test, as far as it is known before the test runs.

use chrono_tz::Tz;

use crate::diagnostic::Span;
use crate::diagnostic::codes::{schedules, tests as codes};
use crate::ir::{Moment, Value};
use crate::semantics::Checker;
use crate::semantics::declarations::local_time;
use crate::semantics::types::Type;
use crate::syntax::ast;

/// The clock of a test.
pub(super) struct Clock {
    zone: Tz,
    now: Option<(Moment, Span)>,
    started: bool,
}

impl Clock {
    /// Before the first line; `zone` is the book's.
    pub fn new(zone: &str) -> Self {
        Self { zone: zone.parse().unwrap_or(Tz::UTC), now: None, started: false }
    }

    /// Something happens at the present.
    pub const fn happens(&mut self) {
        self.started = true;
    }

    /// A line `at`, which must not be earlier than the present.
    pub fn at(&mut self, checker: &mut Checker<'_>, time: &ast::LocalTime) -> Option<Moment> {
        let moment = self.moment(checker, time)?;
        let span = time.date.span.to(time.time.span);
        match self.now {
            Some((now, before)) if moment < now => {
                let finding = checker
                    .finding(&codes::TIME_RUNS_BACK, span, "this is earlier than the lines above")
                    .also(checker.at(before), "the clock was moved here")
                    .help("time only moves on in a test; write another test for what is earlier");
                checker.push(finding);
            }
            None if self.started => {
                let finding = checker
                    .finding(&codes::STARTS_LATE, span, "the clock is set after something has happened")
                    .help("write the first `at` above the first `receive` and `advance`");
                checker.push(finding);
            }
            _ => {}
        }
        self.now = Some((moment, span));
        Some(moment)
    }

    /// Whether the test has said when it begins, or has begun.
    pub const fn is_set(&self) -> bool {
        self.started || self.now.is_some()
    }

    /// It is that time, by what is written at `span`.
    pub const fn set(&mut self, moment: Moment, span: Span) {
        self.now = Some((moment, span));
    }

    /// So long goes by, by what is written at `span`.
    pub fn pass(&mut self, millis: i64, span: Span) {
        self.started = true;
        self.now = self.now.map(|(now, _)| (now.plus(millis), span));
    }

    /// A line `advance`, in milliseconds.
    pub fn advance(&mut self, checker: &mut Checker<'_>, value: &ast::Value) -> Option<i64> {
        self.started = true;
        let millis = checker.duration(value)?;
        self.now = self.now.map(|(now, _)| (now.plus(millis), value.span));
        Some(millis)
    }

    /// A local time of the book's zone.
    pub fn moment(&self, checker: &mut Checker<'_>, time: &ast::LocalTime) -> Option<Moment> {
        let date = checker.literal(&time.date, &Type::Date);
        let clock = checker.literal(&time.time, &Type::ClockTime);
        let (Some(Value::Date(date)), Some(Value::ClockTime(minutes))) = (date, clock) else {
            return None;
        };
        let moment = local_time::resolve(date, minutes, self.zone);
        if moment.is_none() {
            let span = time.date.span.to(time.time.span);
            let finding = checker
                .finding(&schedules::IMPOSSIBLE_DATE, span, "this is before 1970 or after 2199 in UTC")
                .help("take a day further inside those years");
            checker.push(finding);
        }
        moment
    }
}

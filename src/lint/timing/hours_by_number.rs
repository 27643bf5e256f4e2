//! Opening hours by number.

use crate::diagnostic::{Code, Finding};
use crate::ir::{Condition, Operand, Test, Timing};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::runtime::maintained::{PROVIDED, Provided};
use crate::semantics::reads::{self, Read};
use crate::syntax::ast::ClauseKind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0903",
        name: "hours-by-number",
        explanation: "`time.hour`, `time.clock` and `time.weekday` go by the time zone of the book, and by UTC where its \
                      `whenbook.toml` says none: nine o'clock in London is not nine o'clock in Seoul, and customers are told at \
                      noon that you are closed. A `schedule` has a time zone of its own, and knows half hours and holidays, too.",
        bad: r#"trigger we_are_closed {
  on conversation.requested
  when time.hour < 9 or time.hour >= 18
  do { send "We are closed right now." }
}
"#,
        good: r#"schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

trigger we_are_closed {
  on conversation.requested
  when office_hours is closed
  do { send "We are closed right now." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

/// Why the clock of the book may not be the one that is meant.
enum Doubt<'a> {
    /// `whenbook.toml` says no time zone.
    None,
    /// This schedule has another one.
    Other { schedule: &'a str, zone: &'a str },
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let other = subject.book.schedules.iter().find(|schedule| schedule.time_zone != subject.book.time_zone);
    let other = other.map(|schedule| Doubt::Other { schedule: &schedule.id, zone: &schedule.time_zone });
    let mut findings = of_conditions(subject, other.as_ref());
    if let Some(other) = &other {
        findings.extend(of_automations(subject, other));
    }
    findings
}

fn of_conditions(subject: &Subject<'_>, other: Option<&Doubt<'_>>) -> Vec<Finding> {
    let doubt = match other {
        Some(other) => other,
        None if !subject.settings.says_time_zone => &Doubt::None,
        None => return Vec::new(),
    };
    // Of the hours in one condition, the first stands for all.
    let first = |condition| subject.tests(condition).into_iter().find(|test| compares_hours(test));
    let found = subject.askings().into_iter().filter_map(|asking| first(asking.condition));
    found.map(|test| finding(subject, test, doubt)).collect()
}

/// Whether it compares the clock with what is written in the book.
fn compares_hours(condition: &Condition) -> bool {
    let is_written = match &condition.test {
        Test::Compare { left, right, .. } => [left, right].iter().any(|side| matches!(side, Operand::Literal(_))),
        Test::Between { low, high, .. } => matches!((low, high), (Operand::Literal(_), Operand::Literal(_))),
        Test::In { list, .. } => matches!(list, Operand::Literal(_) | Operand::List(_)),
        _ => false,
    };
    let is_clock = |read: &Read<'_>| match read {
        Read::Attribute(read) => PROVIDED.iter().any(|(key, _, provided)| {
            *key == read.key && matches!(provided, Provided::Hour | Provided::Clock | Provided::Weekday)
        }),
        _ => false,
    };
    is_written && reads::of_condition(condition).iter().any(is_clock)
}

fn finding(subject: &Subject<'_>, test: &Condition, doubt: &Doubt<'_>) -> Finding {
    let zone = &subject.book.time_zone;
    let message = match doubt {
        Doubt::None => format!("this goes by {zone}, since the book says no time zone"),
        Doubt::Other { schedule, zone: other } => {
            format!("this goes by {zone}, the time zone of the book, and not by that of `{schedule}`, {other}")
        }
    };
    let help = match doubt {
        Doubt::None => {
            "declare a `schedule` and ask whether it is open; or write `timezone = \"Asia/Seoul\"` into `whenbook.toml`"
                .to_owned()
        }
        Doubt::Other { schedule, .. } => format!("ask whether `{schedule}` is open, or declare a `schedule` for this"),
    };
    Finding::new(&LINT.code, subject.location(test.place), message).label(format!("in {zone}")).help(help)
}

/// `at 09:00` in a book of which a schedule has another time zone.
fn of_automations(subject: &Subject<'_>, doubt: &Doubt<'_>) -> Vec<Finding> {
    let Doubt::Other { schedule, zone: other } = doubt else { return Vec::new() };
    if subject.settings.says_time_zone {
        return Vec::new();
    }
    let timed = subject.automations().filter(|one| one.active && matches!(one.timing, Timing::At { .. }));
    let found = timed.map(|automation| {
        let rule = Rule::Automation(automation);
        let line = subject.clause(rule, |kind| matches!(kind, ClauseKind::At(_)));
        let message = format!("this is due by UTC, since the book says no time zone; `{schedule}` goes by {other}");
        Finding::new(&LINT.code, line.unwrap_or_else(|| subject.id_of(rule)), message)
            .label("in UTC")
            .help(format!("write `timezone = \"{other}\"` into `whenbook.toml`"))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::with_settings;

    const HOURS: &str = "trigger t {\n  on customer.wrote\n  once per session\n  when time.hour < 9 or time.hour > 17\n  do { add tag \"a\" }\n}\n";

    #[test]
    fn a_book_with_a_time_zone_knows_its_hours() {
        assert_eq!(with_settings(&super::LINT, HOURS, "").len(), 1);
        assert_eq!(with_settings(&super::LINT, HOURS, "timezone = \"Asia/Seoul\"\n"), [""; 0]);
        assert_eq!(with_settings(&super::LINT, HOURS, "timezone = \"UTC\"\n"), [""; 0]);
    }

    #[test]
    fn a_schedule_elsewhere_makes_them_doubtful() {
        let text = format!("schedule office {{\n  timezone \"Asia/Seoul\"\n  mon-fri 09:00-18:00\n}}\n\n{HOURS}");
        assert_eq!(with_settings(&super::LINT, &text, "timezone = \"UTC\"\n").len(), 1);
        assert_eq!(with_settings(&super::LINT, &text, "timezone = \"Asia/Seoul\"\n"), [""; 0]);
    }
}

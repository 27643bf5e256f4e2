//! `E0450` to `E0463`, `W…`, `A…`: schedules.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &UNKNOWN_TIME_ZONE,
    &TWO_TIME_ZONES,
    &IMPOSSIBLE_CLOCK_TIME,
    &EMPTY_HOURS,
    &OVERLAPPING_HOURS,
    &DAY_TWICE,
    &IMPOSSIBLE_DATE,
    &DATES_BACKWARDS,
    &DATES_MIXED,
    &OPENING_WITHOUT_YEAR,
    &OPENED_TWICE,
    &CLOSED_TWICE,
    &NEVER_OPENS,
    &OPEN_AND_CLOSED,
];

/// A name is no time zone.
pub static UNKNOWN_TIME_ZONE: Code = Code {
    id: "E0450",
    name: "unknown-time-zone",
    explanation: "A time zone is named by a place, as in the IANA time-zone data: `Asia/Seoul`, `Europe/Berlin`, \
                  `America/New_York`, or `UTC`. The place knows when its clocks change; an abbreviation such as `EST` or an \
                  offset such as `UTC+9` does not.",
    bad: r#"schedule office_hours {
  timezone "Seoul"
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// `timezone` twice in a schedule.
pub static TWO_TIME_ZONES: Code = Code {
    id: "E0451",
    name: "two-time-zones",
    explanation: "All hours of a schedule are in one time zone. Two teams in two places are two schedules, and a condition \
                  may ask whether either is open.",
    bad: r#"schedule office_hours {
  timezone "Asia/Seoul"
  timezone "Asia/Tokyo"
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule seoul {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

schedule berlin {
  timezone "Europe/Berlin"
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when seoul is open or berlin is open
  do { send "Hello!" }
}
"#,
};

/// A clock time such as `25:00`.
pub static IMPOSSIBLE_CLOCK_TIME: Code = Code {
    id: "E0452",
    name: "impossible-clock-time",
    explanation: "Clock times go from `00:00` to `23:59`. `24:00` may end the hours of a day. Hours that go on after \
                  midnight are written as they look on the clock: `22:00-02:00` ends on the next day.",
    bad: r#"schedule late {
  fri 20:00-26:00
}

trigger greet {
  on customer.wrote
  when late is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule late {
  fri 20:00-02:00
}

trigger greet {
  on customer.wrote
  when late is open
  do { send "Hello!" }
}
"#,
};

/// Hours without a minute in them.
pub static EMPTY_HOURS: Code = Code {
    id: "E0453",
    name: "empty-hours",
    explanation: "Hours include their start and not their end, so hours that end when they start hold no minute. A whole \
                  day is `00:00-24:00`.",
    bad: r#"schedule always {
  mon-sun 00:00-00:00
}

trigger greet {
  on customer.wrote
  when always is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule always {
  mon-sun 00:00-24:00
}

trigger greet {
  on customer.wrote
  when always is open
  do { send "Hello!" }
}
"#,
};

/// Two hours of a schedule overlap.
pub static OVERLAPPING_HOURS: Code = Code {
    id: "E0454",
    name: "overlapping-hours",
    explanation: "A minute is in two hours of the schedule, which is most often a slip of the pen. Hours may touch. Those \
                  that go on after midnight count here on the next day too.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-13:00, 12:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-12:00, 13:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A day of the week has two lines.
pub static DAY_TWICE: Code = Code {
    id: "E0455",
    name: "day-twice",
    explanation: "Each day of the week has its hours in one line of a schedule. Whether a second line adds to the first or \
                  replaces it would be a guess.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  fri 09:00-16:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-thu 09:00-18:00
  fri 09:00-16:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A date such as `02-30`.
pub static IMPOSSIBLE_DATE: Code = Code {
    id: "E0456",
    name: "impossible-date",
    explanation: "The calendar has no such day. Dates are written year-month-day (`2026-12-31`), or month-day for every year \
                  (`12-25`). `02-29` is a day of leap years. Years go from 1970 to 2199.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2027-02-29
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2027-02-28
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A range of dates ends before it starts.
pub static DATES_BACKWARDS: Code = Code {
    id: "E0457",
    name: "dates-backwards",
    explanation: "A range of dates begins with its first day; both ends belong to it. Dates of every year may go over the \
                  new year: `12-24 to 01-02`.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2027-02-09 to 2027-02-06
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2027-02-06 to 2027-02-09
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A range between a date with a year and one without.
pub static DATES_MIXED: Code = Code {
    id: "E0458",
    name: "dates-mixed",
    explanation: "A range of dates is of certain years or of every year, so its ends both have a year or both have none.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2026-12-24 to 01-02
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2026-12-24 to 2027-01-02
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// `open` with a date of every year.
pub static OPENING_WITHOUT_YEAR: Code = Code {
    id: "E0459",
    name: "opening-without-year",
    explanation: "`open` gives one date hours of its own, so it needs the year. Only `closed` takes dates of every year.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  open 12-31 09:00-12:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  open 2026-12-31 09:00-12:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A date has two `open` lines.
pub static OPENED_TWICE: Code = Code {
    id: "E0460",
    name: "opened-twice",
    explanation: "Each date has its own hours in one `open` line.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  open 2026-12-31 09:00-12:00
  open 2026-12-31 13:00-15:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  open 2026-12-31 09:00-12:00, 13:00-15:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A date is closed twice.
pub static CLOSED_TWICE: Code = Code {
    id: "W0461",
    name: "closed-twice",
    explanation: "The same date or range stands twice in the `closed` lines of a schedule. Once is enough; perhaps the second \
                  one was meant to be another date.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 12-25, 12-25
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 12-25, 12-26
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A schedule without any hours.
pub static NEVER_OPENS: Code = Code {
    id: "W0462",
    name: "never-opens",
    explanation: "No line of the schedule gives hours, so it is always closed: what waits for its opening waits for ever.",
    bad: r#"schedule office_hours {
  closed 12-25
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 12-25
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// One date is in `open` and in `closed`.
pub static OPEN_AND_CLOSED: Code = Code {
    id: "A0463",
    name: "open-and-closed",
    explanation: "`open` wins over `closed`, so this date is open at the hours given. To open a day of a longer closed range, \
                  or of a holiday of every year, is a good use of that; one and the same date in both lines may be a slip.",
    bad: r#"schedule office_hours {
  mon-fri 09:00-18:00
  closed 2026-12-31
  open 2026-12-31 09:00-12:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
  open 2026-12-31 09:00-12:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

//! Known answers for the oracle's clocks, worked out by hand: clock changes, nights and dates of their own.

use chrono::NaiveDate;
use whenbook::ir::{Day, Hours, LocalDates, Moment, Place, Schedule};

use super::hours::{add_open_time, is_open, next_clock_time, next_opening, zone};

fn at(time: &str) -> Moment {
    Moment::parse(time).expect("a time")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn open(start: u16, end: u16) -> Vec<Hours> {
    vec![Hours { start: start * 60, end: end * 60 }]
}

fn schedule(time_zone: &str, weekly: &[(Day, Vec<Hours>)]) -> Schedule {
    let (id, time_zone) = ("hours".into(), time_zone.into());
    Schedule { id, place: Place::default(), time_zone, weekly: weekly.to_vec(), closed: vec![], open: vec![] }
}

#[test]
fn hours_include_their_start_and_not_their_end() {
    let seoul = schedule("Asia/Seoul", &[(Day::Tue, open(9, 12))]);
    // 2026-12-01 is a Tuesday; Seoul is nine hours ahead.
    assert!(!is_open(&seoul, at("2026-11-30T23:59:59.999Z")));
    assert!(is_open(&seoul, at("2026-12-01T00:00:00Z")));
    assert!(is_open(&seoul, at("2026-12-01T02:59:59.999Z")));
    assert!(!is_open(&seoul, at("2026-12-01T03:00:00Z")));
    assert_eq!(next_opening(&seoul, at("2026-12-01T03:00:00Z")), Some(at("2026-12-08T00:00:00Z")));
    assert_eq!(next_opening(&seoul, at("2026-12-01T01:00:00Z")), Some(at("2026-12-01T01:00:00Z")));
}

#[test]
fn open_time_goes_on_at_the_next_opening() {
    let seoul = schedule("Asia/Seoul", &[(Day::Tue, open(9, 12)), (Day::Wed, open(9, 12))]);
    let two_hours = 7_200_000;
    assert_eq!(add_open_time(&seoul, at("2026-12-01T02:00:00Z"), two_hours), Some(at("2026-12-02T01:00:00Z")));
    // Used up just at the closing: that is the moment, not the next opening.
    assert_eq!(add_open_time(&seoul, at("2026-12-01T01:00:00Z"), two_hours), Some(at("2026-12-01T03:00:00Z")));
    assert_eq!(add_open_time(&schedule("UTC", &[]), at("2026-12-01T01:00:00Z"), two_hours), None);
}

#[test]
fn a_night_belongs_to_the_day_it_starts_on() {
    let mut nights = schedule("UTC", &[(Day::Thu, open(22, 26))]);
    // 2026-12-24 is a Thursday.
    assert!(is_open(&nights, at("2026-12-25T01:59:00Z")));
    assert!(!is_open(&nights, at("2026-12-24T01:00:00Z")));
    // A closed day is closed from its midnight on, and its own night too.
    nights.closed = vec![LocalDates::Yearly { first: (12, 25), last: (12, 25) }];
    assert!(is_open(&nights, at("2026-12-24T23:59:59Z")));
    assert!(!is_open(&nights, at("2026-12-25T00:00:00Z")));
    // Hours of a date of its own are the only ones of that date.
    nights.open = vec![(date("2026-12-25"), open(1, 2))];
    assert!(!is_open(&nights, at("2026-12-25T00:30:00Z")));
    assert!(is_open(&nights, at("2026-12-25T01:30:00Z")));
}

#[test]
fn a_range_of_dates_may_go_over_the_new_year() {
    let mut always = schedule("UTC", &[(Day::Thu, open(0, 24)), (Day::Fri, open(0, 24)), (Day::Sat, open(0, 24))]);
    always.closed = vec![LocalDates::Yearly { first: (12, 31), last: (1, 1) }];
    // 2026-12-31 is a Thursday.
    assert!(!is_open(&always, at("2026-12-31T12:00:00Z")));
    assert!(!is_open(&always, at("2027-01-01T12:00:00Z")));
    assert_eq!(next_opening(&always, at("2026-12-31T00:00:00Z")), Some(at("2027-01-02T00:00:00Z")));
}

#[test]
fn a_skipped_time_is_the_first_after_the_gap_and_a_double_one_the_earlier() {
    let berlin = zone("Europe/Berlin");
    let half_past_two = |now| next_clock_time(berlin, 150, None, at(now));
    // 2026-03-29: from 02:00 to 03:00, at 01:00 UTC. 2026-10-25: from 03:00 back to 02:00, at 01:00 UTC.
    assert_eq!(half_past_two("2026-03-28T12:00:00Z"), Some(at("2026-03-29T01:00:00Z")));
    assert_eq!(half_past_two("2026-10-24T12:00:00Z"), Some(at("2026-10-25T00:30:00Z")));
    assert_eq!(half_past_two("2026-10-25T00:30:00Z"), Some(at("2026-10-26T01:30:00Z")));
    // The doubled hour counts twice as open time: 01:00 to 04:00 are four hours.
    let morning = schedule("Europe/Berlin", &[(Day::Sun, open(1, 4))]);
    let end = at("2026-10-25T03:00:00Z");
    assert_eq!(add_open_time(&morning, at("2026-10-24T20:00:00Z"), 4 * 3_600_000), Some(end));
    // And 01:00 to 04:00 are two hours when one is skipped.
    let end = at("2026-03-29T02:00:00Z");
    assert_eq!(add_open_time(&morning, at("2026-03-28T20:00:00Z"), 2 * 3_600_000), Some(end));
}

#[test]
fn a_midnight_can_be_skipped_too() {
    // Cairo, 2026-04-24: from 00:00 to 01:00, at 22:00 UTC of the day before.
    let cairo = schedule("Africa/Cairo", &[(Day::Fri, open(0, 2))]);
    assert_eq!(next_opening(&cairo, at("2026-04-23T12:00:00Z")), Some(at("2026-04-23T22:00:00Z")));
    assert!(is_open(&cairo, at("2026-04-23T22:59:59Z")));
    assert!(!is_open(&cairo, at("2026-04-23T23:00:00Z")));
}

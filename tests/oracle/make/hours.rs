//! Random schedules: overnight, holidays, dates of their own, in zones with odd clock changes.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use whenbook::ir::{Day, Hours, LocalDates, Place, Schedule};

use super::vocabulary::TIMES;

pub const ZONES: [&str; 8] = [
    "UTC",
    "Asia/Seoul",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/St_Johns",
    "Asia/Kathmandu",
];

const DAYS: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

pub fn days() -> impl Strategy<Value = Vec<Day>> {
    prop_oneof![Just(DAYS.to_vec()), prop::sample::subsequence(&DAYS[..], 1..5)]
}

pub fn schedule(id: &'static str) -> impl Strategy<Value = Schedule> {
    let weekly = prop::collection::vec(hours(), 7).prop_map(|days| {
        let opened = DAYS.into_iter().zip(days).filter(|(_, hours)| !hours.is_empty());
        opened.collect::<Vec<_>>()
    });
    let closed = prop::collection::vec(closed(), 0..3);
    let open =
        prop::collection::btree_map(date(), hours(), 0..3).prop_map(|dates| dates.into_iter().collect::<Vec<_>>());
    (select(&ZONES[..]), weekly, closed, open).prop_map(move |(zone, weekly, closed, open)| {
        let open = open.into_iter().filter(|(_, hours)| !hours.is_empty()).collect();
        Schedule { id: id.into(), place: Place::default(), time_zone: zone.into(), weekly, closed, open }
    })
}

/// One that is never open.
pub fn never() -> Schedule {
    let (id, place, time_zone) = ("never".into(), Place::default(), "UTC".into());
    Schedule { id, place, time_zone, weekly: vec![], closed: vec![], open: vec![] }
}

/// The hours of a day, in order and apart; the last ones may go on after midnight.
fn hours() -> impl Strategy<Value = Vec<Hours>> {
    let one = |start, end| Hours { start, end };
    prop_oneof![
        2 => Just(vec![]),
        3 => Just(vec![one(540, 720), one(780, 1080)]),
        1 => Just(vec![one(0, 1440)]),
        2 => Just(vec![one(1320, 1560)]),
        1 => Just(vec![one(0, 30), one(90, 150), one(1439, 1620)]),
        1 => Just(vec![one(120, 121)]),
        1 => Just(vec![one(1380, 2820)]),
    ]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let around = |(time, offset): (&str, u64)| {
        let date = time.get(..10).expect("a date").parse::<NaiveDate>().expect("a date");
        date + Days::new(offset)
    };
    (select(&TIMES[..]), 0..3_u64).prop_map(around)
}

fn closed() -> impl Strategy<Value = LocalDates> {
    let once = (date(), 0..4_u64).prop_map(|(first, more)| LocalDates::Once { first, last: first + Days::new(more) });
    let yearly = select(&[((12, 25), (12, 25)), ((12, 31), (1, 1)), ((3, 29), (3, 30)), ((2, 29), (2, 29))][..])
        .prop_map(|(first, last)| LocalDates::Yearly { first, last });
    prop_oneof![once, yearly]
}

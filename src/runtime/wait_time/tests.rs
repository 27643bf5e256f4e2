use proptest::prelude::*;
use rust_decimal::Decimal;

use super::place::Place;
use super::queue::{QueueWaits, Range, rank};
use super::rules::Rules;
use super::*;
use crate::ir::Place as Source;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;

fn policy() -> WaitTime {
    WaitTime {
        place: Source::default(),
        windows: vec![10 * MINUTE, 120 * MINUTE, 21 * DAY],
        samples: 5,
        known_within: 7 * DAY,
        from: Decimal::from(50),
        to: Decimal::from(90),
    }
}

fn at(seconds: i64) -> Moment {
    Moment::from_millis(1_800_000_000_000 + seconds * SECOND).unwrap()
}

/// Lets one conversation wait for each of these seconds, one after the other.
fn waits(times: &mut WaitTimes, from: i64, position: u32, waits: &[i64]) -> i64 {
    let mut now = from;
    for wait in waits {
        let conversation = format!("c{now}");
        times.queued("Billing", &conversation, Some(position), at(now));
        now += wait;
        times.routed(&conversation, at(now));
    }
    now
}

fn told(times: &WaitTimes, position: u32, now: i64) -> Option<(i64, i64)> {
    let estimate = times.estimate("Billing", Some(position), at(now))?;
    Some((estimate.min / SECOND, estimate.max / SECOND))
}

#[test]
fn nothing_is_known_before_there_are_enough_waits() {
    let mut times = WaitTimes::new(&policy());
    let now = waits(&mut times, 0, 1, &[10, 20, 30, 40]);
    assert_eq!(told(&times, 1, now), None);
    let now = waits(&mut times, now, 1, &[50]);
    assert_eq!(told(&times, 1, now), Some((30, 50)));
    assert_eq!(times.estimate("Sales", Some(1), at(now)), None);
}

#[test]
fn nothing_is_known_after_a_week_without_a_routed_conversation() {
    let mut times = WaitTimes::new(&policy());
    let now = waits(&mut times, 0, 1, &[10, 20, 30, 40, 50]);
    let week = 7 * 24 * 60 * 60;
    assert_eq!(told(&times, 1, now + week), Some((30, 50)));
    assert_eq!(told(&times, 1, now + week + 1), None);
    // The first one after that brings back what was known.
    let now = waits(&mut times, now + week + 1, 1, &[30]);
    assert_eq!(told(&times, 1, now), Some((30, 50)));
}

#[test]
fn the_shortest_window_with_enough_goes_first() {
    let mut times = WaitTimes::new(&policy());
    let now = waits(&mut times, 0, 1, &[600, 600, 600, 600, 600, 600]) + 3_600;
    let now = waits(&mut times, now, 1, &[5, 5, 5, 5]);
    assert_eq!(told(&times, 1, now), Some((600, 600)));
    let now = waits(&mut times, now, 1, &[5]);
    assert_eq!(told(&times, 1, now), Some((5, 5)));
    // Twelve minutes later the ten minutes are empty again.
    assert_eq!(told(&times, 1, now + 720), Some((600, 600)));
}

#[test]
fn a_place_of_ones_own_goes_before_all_places() {
    let mut times = WaitTimes::new(&policy());
    let now = waits(&mut times, 0, 1, &[10, 10, 10, 10, 10, 10]);
    let now = at(waits(&mut times, now, 4, &[70, 70, 70, 70, 70]));
    let by_place = |position: Option<u32>| times.queues["Billing"].by_place(position.into(), now, &times.rules);
    assert_eq!(by_place(Some(1)), Some(Range { from: 10, to: 10 }));
    assert_eq!(by_place(Some(5)), Some(Range { from: 70, to: 70 }));
    // Nobody was ever at 10, or without a place: all waits count. Of 30 they say nothing.
    assert_eq!(
        [Some(10), None, Some(30)].map(by_place),
        [Some(Range { from: 10, to: 70 }), Some(Range { from: 10, to: 70 }), None]
    );
}

#[test]
fn a_queue_in_which_each_place_costs_the_same_is_told_by_its_pace() {
    let mut times = WaitTimes::new(&policy());
    let mut now = 0;
    for round in 0..60_u32 {
        let position = 1 + round * 7 % 60;
        now = waits(&mut times, now, position, &[i64::from(position) * 20]);
    }
    assert_eq!(told(&times, 90, now), Some((1_800, 1_800)));
    assert_eq!(told(&times, 3, now), Some((60, 60)));
}

#[test]
fn those_who_went_straight_through_say_nothing_of_a_crowd() {
    let mut times = WaitTimes::new(&policy());
    let now = waits(&mut times, 0, 1, &[0, 0, 0, 0, 0]);
    assert_eq!(told(&times, 3, now), Some((0, 0)));
    assert_eq!(told(&times, 300, now), None);
}

#[test]
fn moving_up_teaches_what_is_left_of_the_wait() {
    let mut times = WaitTimes::new(&policy());
    for round in 0..5 {
        let (conversation, now) = (format!("c{round}"), round * 1_000);
        times.queued("Billing", &conversation, Some(9), at(now));
        times.queued("Billing", &conversation, Some(8), at(now + 100));
        times.queued("Billing", &conversation, Some(1), at(now + 500));
        times.routed(&conversation, at(now + 540));
    }
    assert_eq!(told(&times, 9, 5_000), Some((540, 540)));
    assert_eq!(told(&times, 1, 5_000), Some((40, 40)));
}

#[test]
fn strange_input_teaches_nothing() {
    let mut times = WaitTimes::new(&policy());
    times.routed("unknown", at(0));
    times.left("unknown");
    let now = waits(&mut times, 0, 1, &[10, 10, 10, 10]);
    times.queued("Billing", "a", Some(1), at(now));
    times.left("a");
    times.routed("a", at(now + 10));
    assert_eq!(told(&times, 1, now), None);
    times.queued("Billing", "b", Some(0), at(now + 10));
    times.routed("b", at(now + 20));
    times.routed("b", at(now + 1_000));
    assert_eq!(told(&times, 1, now + 20), Some((10, 10)));
    // A clock that runs back stands still, and whoever changes queues begins anew.
    times.queued("Billing", "c", Some(u32::MAX), at(now + 1_000));
    times.queued("Sales", "c", None, at(0));
    times.routed("c", at(0));
    assert_eq!(times.estimate("Sales", None, at(0)), None);
    assert_eq!(times.queues["Billing"], waits_of(&times, "Billing", at(now + 1_000)));
}

fn waits_of(times: &WaitTimes, queue: &str, time: Moment) -> QueueWaits {
    assert_eq!(times.time, time);
    times.queues[queue].clone()
}

#[test]
fn an_edit_keeps_the_windows_that_stay() {
    let mut times = WaitTimes::new(&policy());
    let now = waits(&mut times, 0, 1, &[10, 20, 30, 40, 50]);
    times.follow(&WaitTime { windows: vec![60 * MINUTE, 21 * DAY], to: Decimal::from(80), samples: 2, ..policy() });
    assert_eq!(told(&times, 1, now), Some((30, 50)));
    times.follow(&WaitTime { windows: vec![30 * MINUTE], ..policy() });
    assert_eq!(told(&times, 1, now), None);
}

#[test]
fn the_number_of_queues_and_of_those_who_wait_is_bounded() {
    let mut times = WaitTimes::new(&policy());
    for number in 0..3 * MOST_QUEUES {
        let (queue, conversation) = (format!("q{number}"), format!("c{number}"));
        times.queued(&queue, &conversation, None, at(i64::try_from(number).unwrap()));
        times.routed(&conversation, at(i64::try_from(number).unwrap()));
    }
    assert_eq!((times.queues.len(), times.waiting.len()), (MOST_QUEUES, 0));
    assert!(times.queues.contains_key("q2999") && !times.queues.contains_key("q0"));
    for number in 0..MOST_WAITING + 100 {
        times.queued("q", &format!("c{number}"), None, at(3_000));
    }
    assert_eq!(times.waiting.len(), MOST_WAITING);
    times.queued("q", "later", None, at(3_001 + 21 * DAY / SECOND));
    assert_eq!(times.waiting.keys().collect::<Vec<_>>(), ["later"]);
}

/// What happens in a queue, in order: seconds since the one before, the conversation, and where it comes or what becomes of it.
type Happening = (i64, u8, Option<Option<u32>>);

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let position = prop_oneof![4 => (0..40_u32).prop_map(Some), 1 => Just(None), 1 => any::<u32>().prop_map(Some)];
    let gap = prop_oneof![6 => 0..200_i64, 2 => 0..8_000_i64, 1 => 0..900_000_i64];
    let one = (gap, 0..12_u8, proptest::option::of(position));
    proptest::collection::vec(one, 0..250)
}

/// An exact estimator that keeps every wait, to hold the counted one against.
#[derive(Default)]
struct Naive {
    waits: Vec<(i64, Place, u64, Option<u64>)>,
}

impl Naive {
    fn seen(&self, window: i64, now: Moment) -> impl Iterator<Item = &(i64, Place, u64, Option<u64>)> {
        let slice = window / 8;
        let since = now.millis() / slice - 8;
        self.waits.iter().filter(move |(time, ..)| time / slice >= since)
    }

    fn range(&self, rules: &Rules, of: impl Fn(i64) -> Vec<u64>) -> Option<Range> {
        let mut waits = rules.windows.iter().map(|window| of(*window)).find(|waits| waits.len() >= 5)?;
        waits.sort_unstable();
        let count = u64::try_from(waits.len()).unwrap();
        let end = |share| waits[usize::try_from(rank(share, count) - 1).unwrap()];
        Some(Range { from: end(rules.from), to: end(rules.to) })
    }

    fn by_place(&self, place: Place, now: Moment, rules: &Rules) -> Option<Range> {
        let speaks = |window: i64| self.seen(window, now).any(|(_, other, ..)| other.speaks_for(place));
        let alike = |window| self.seen(window, now).filter(|(_, at, ..)| *at == place).map(|(_, _, wait, _)| *wait);
        let all = |window| self.seen(window, now).map(|(_, _, wait, _)| *wait);
        let range = self.range(rules, |window| alike(window).collect());
        range.or_else(|| self.range(rules, |window| if speaks(window) { all(window).collect() } else { Vec::new() }))
    }

    fn by_pace(&self, position: u32, now: Moment, rules: &Rules) -> Option<Range> {
        let speaks = |window: i64| self.seen(window, now).any(|(_, other, ..)| other.speaks_for(Some(position).into()));
        let paces = |window| self.seen(window, now).filter_map(|(.., pace)| *pace);
        let range = self.range(rules, |window| if speaks(window) { paces(window).collect() } else { Vec::new() })?;
        let of = |pace: u64| (pace * u64::from(position.max(1))).div_ceil(1_000).min(21 * 24 * 60 * 60);
        Some(Range { from: of(range.from), to: of(range.to) })
    }
}

/// Within an eighth, and a second for rounding.
fn near(counted: Option<Range>, exact: Option<Range>) -> bool {
    let close = |counted: u64, exact: u64| counted.abs_diff(exact) <= exact / 8 + 1;
    match (counted, exact) {
        (Some(counted), Some(exact)) => close(counted.from, exact.from) && close(counted.to, exact.to),
        (counted, exact) => counted == exact,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn counts_agree_with_an_exact_estimator(happenings in happenings(), asked in 0..40_u32) {
        let rules = Rules::from(&policy());
        let (mut queue, mut naive, mut now) = (QueueWaits::new(&rules), Naive::default(), at(0));
        for (gap, _, wait) in happenings {
            now = now.plus(gap * SECOND);
            let since = now.plus(-i64::from(wait.flatten().unwrap_or(60).min(1_000_000)) * 977);
            let position = wait.flatten().map(|position| position % 50);
            queue.routed(position, since, now);
            let millis = u64::try_from(now.millis() - since.millis()).unwrap();
            let pace = position.map(|position| millis / u64::from(position.max(1)));
            naive.waits.push((now.millis(), position.into(), millis.div_ceil(1_000), pace));
            let place = Place::from(Some(asked));
            prop_assert!(near(queue.by_place(place, now, &rules), naive.by_place(place, now, &rules)));
            prop_assert!(near(queue.by_pace(asked, now, &rules), naive.by_pace(asked, now, &rules)));
        }
    }

    #[test]
    fn any_stream_gives_ranges_within_what_was_seen_in_bounded_memory(happenings in happenings()) {
        let (mut times, mut again, mut now) = (WaitTimes::new(&policy()), WaitTimes::new(&policy()), at(0));
        let mut longest = 0_i64;
        let mut since = BTreeMap::new();
        for (gap, conversation, came) in happenings {
            now = now.plus(gap * SECOND);
            let name = conversation.to_string();
            if let Some(position) = came {
                since.entry(conversation).or_insert(now);
                let told = times.queued("q", &name, position, now);
                prop_assert_eq!(told, again.queued("q", &name, position, now));
                if let Some(Estimate { min, max }) = told {
                    prop_assert!(0 <= min && min <= max);
                    let most = longest.saturating_mul(i64::from(position.unwrap_or(1).max(1)));
                    prop_assert!(max <= most, "{max} of {most}");
                }
            } else if conversation == 0 {
                times.left(&name);
                again.left(&name);
                since.remove(&conversation);
            } else {
                times.routed(&name, now);
                again.routed(&name, now);
                if let Some(since) = since.remove(&conversation) {
                    longest = longest.max(now.millis() - since.millis() + SECOND);
                }
            }
            let bytes = serde_json::to_vec(&times).unwrap();
            prop_assert_eq!(&bytes, &serde_json::to_vec(&again).unwrap());
            again = WaitTimes::load(&bytes).unwrap();
            prop_assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
        }
    }
}

#[test]
fn a_long_stream_stays_small() {
    let mut times = WaitTimes::new(&policy());
    let mut largest = 0;
    for number in 0..40_000_i64 {
        let (conversation, now) = (number.to_string(), number * 29);
        let position = u32::try_from(number * 31 % 97).unwrap();
        times.queued("q", &conversation, Some(position), at(now));
        times.routed(&conversation, at(now + 1 + number * number % 7_919));
        if number % 1_000 == 0 {
            largest = largest.max(serde_json::to_vec(&times).unwrap().len());
        }
    }
    assert!(largest < 40_000, "{largest} bytes");
}

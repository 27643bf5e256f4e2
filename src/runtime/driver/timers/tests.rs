//! The timers against the plainest thing that does the same.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::entry::Kind;
use super::wheel::Wheel;
use super::{Addresses, Due, Setting, Timers};
use crate::ir::Moment;
use crate::runtime::conversation::{Purpose, TimerKey};
use crate::runtime::driver::records::{Address, Number};

const CONVERSATIONS: usize = 4;
/// Their numbers: some beside each other, some far apart.
const NUMBERS: [u32; CONVERSATIONS] = [0, 70_000, 1, 1_023];
const KEYS: usize = 3;

/// What is done to timers.
#[derive(Clone, Debug)]
enum Doing {
    /// So much after the clock, or before it.
    Set {
        conversation: usize,
        key: usize,
        after: i64,
        recurring: bool,
    },
    Cancel {
        conversation: usize,
        key: usize,
    },
    Clear {
        conversation: usize,
    },
    /// Takes out all that is due by so much after the clock.
    Run {
        after: i64,
    },
    /// Takes out one of those.
    Pop {
        after: i64,
    },
}

/// Near and far, with many at the same moment, and moments around which the slots of the wheel change.
fn after() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0..4_i64,
        2 => -5..0_i64,
        3 => 0..10_000_i64,
        2 => 0..100_000_000_i64,
        2 => prop::sample::select(vec![1 << 12, 1 << 24, 1 << 36, 1 << 40]),
        2 => prop::sample::select(vec![(1 << 12) - 1, (1 << 24) - 1, (1 << 36) + 1]),
        1 => 0..Moment::MAX.millis(),
    ]
}

fn doing() -> impl Strategy<Value = Doing> {
    let place = (0..CONVERSATIONS, 0..KEYS);
    prop_oneof![
        6 => (place.clone(), after(), prop::bool::weighted(0.2)).prop_map(|((conversation, key), after, recurring)| {
            Doing::Set { conversation, key, after, recurring }
        }),
        2 => place.prop_map(|(conversation, key)| Doing::Cancel { conversation, key }),
        1 => (0..CONVERSATIONS).prop_map(|conversation| Doing::Clear { conversation }),
        2 => after().prop_map(|after| Doing::Run { after }),
        1 => after().prop_map(|after| Doing::Pop { after }),
    ]
}

fn key(number: usize) -> TimerKey {
    let purposes = [Purpose::Due, Purpose::Wait, Purpose::Release];
    TimerKey { source: ["b", "a", "a"][number].into(), purpose: purposes[number] }
}

/// Two begin with the same eight bytes, and one is of another account.
fn address(conversation: usize) -> Address {
    let (account, conversation) =
        [("b", "conversation-2"), ("b", "a"), ("a", "d"), ("b", "conversation-10")][conversation];
    Address { account: account.into(), conversation: conversation.into() }
}

/// The addresses of the conversations of this test.
struct Known([Address; CONVERSATIONS]);

fn addresses() -> Known {
    Known(std::array::from_fn(address))
}

impl Addresses for Known {
    fn address(&self, conversation: Number) -> Option<&Address> {
        let place = NUMBERS.iter().position(|number| *number == u32::from(conversation));
        self.0.get(place.unwrap())
    }
}

fn number(conversation: usize) -> Number {
    NUMBERS[conversation].into()
}

/// Both, side by side.
#[derive(Default)]
struct Pair {
    clock: Moment,
    timers: Timers,
    model: BTreeMap<(usize, usize), (Moment, bool)>,
}

impl Pair {
    fn take(&mut self, doing: &Doing) {
        match *doing {
            Doing::Set { conversation, key: number, after, recurring } => {
                let time = self.clock.plus(after);
                let setting = Setting { time, recurring };
                self.timers.set(self::number(conversation), &addresses(), &key(number), setting);
                self.model.insert((conversation, number), (time, recurring));
            }
            Doing::Cancel { conversation, key: number } => {
                self.timers.cancel(self::number(conversation), &addresses(), &key(number));
                self.model.remove(&(conversation, number));
            }
            Doing::Clear { conversation } => {
                self.timers.clear(number(conversation), &addresses());
                self.model.retain(|(other, _), _| *other != conversation);
            }
            Doing::Run { after } => {
                let until = self.clock.plus(after);
                while self.pop(until) {}
                self.clock = self.clock.max(until);
            }
            Doing::Pop { after } => drop(self.pop(self.clock.plus(after))),
        }
        self.compare();
    }

    /// Whether there was one, the same one in both.
    fn pop(&mut self, until: Moment) -> bool {
        let order = |((conversation, number), (time, ..)): &(&(usize, usize), &(Moment, bool))| {
            (*time, address(*conversation), key(*number))
        };
        let first = self.model.iter().filter(|(_, (time, ..))| *time <= until).min_by_key(order);
        let expected = first.map(|(place, (time, _))| (*place, *time));
        let found = self.timers.pop(until, &addresses());
        let wanted = expected.map(|((conversation, each), time)| Due {
            conversation: number(conversation),
            time,
            key: key(each),
        });
        assert_eq!(found, wanted);
        if let Some((place, time)) = expected {
            self.model.remove(&place);
            self.clock = self.clock.max(time);
        }
        expected.is_some()
    }

    fn compare(&self) {
        assert_eq!(self.timers.next(), self.model.values().map(|(time, ..)| *time).min());
        let once = self.model.values().filter(|(.., recurring)| !recurring);
        assert_eq!(self.timers.next_once(), once.map(|(time, ..)| *time).min());
        for conversation in 0..CONVERSATIONS {
            let own_model = self.model.iter().filter(|((other, _), _)| *other == conversation);
            let mut expected: Vec<_> = own_model.map(|((_, number), (time, ..))| (key(*number), *time)).collect();
            expected.sort();
            assert_eq!(self.timers.of(number(conversation)), expected);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_timers_do_as_an_ordered_map_would(start in after(), doings in prop::collection::vec(doing(), 1..60)) {
        let mut pair = Pair { clock: Moment::MIN.plus(start), ..Pair::default() };
        doings.iter().for_each(|doing| pair.take(doing));
        while pair.pop(Moment::MAX) {}
        assert_eq!((pair.timers.next(), pair.model.len()), (None, 0));
    }

    #[test]
    fn the_wheel_gives_each_timer_out_once_and_when_it_is_due(
        times in prop::collection::vec((after(), after(), any::<bool>()), 1..200),
        steps in prop::collection::vec(after(), 1..20),
    ) {
        let mut wheel = Wheel::default();
        let mut model = BTreeMap::new();
        let millis = |time: i64| time.unsigned_abs();
        for (conversation, (first, second, recurring)) in (0..).zip(times) {
            let kind = if recurring { Kind::Recurring } else { Kind::Once };
            let number = wheel.add(conversation, 0, millis(first), kind).unwrap();
            wheel.set(number, millis(first), kind);
            wheel.set(number, millis(second), kind);
            model.insert(number, millis(second));
        }
        let mut taken = Vec::new();
        for until in steps.into_iter().map(millis).chain([u64::MAX >> 17; 200]) {
            wheel.take(until, &mut taken);
            let first = model.values().min().copied().filter(|first| *first <= until);
            let mut expected: Vec<u32> =
                model.iter().filter(|(_, due)| Some(**due) == first).map(|(number, _)| *number).collect();
            expected.retain(|number| model.remove(number).is_some());
            taken.sort_unstable();
            assert_eq!(taken, expected);
            taken.drain(..).for_each(|number| wheel.remove(number));
        }
        assert!(model.is_empty() && wheel.entries().is_empty());
    }
}

#[test]
fn the_first_and_the_last_moment_are_moments_too() {
    let mut pair = Pair::default();
    for (conversation, after) in [(0, 0), (1, i64::MAX), (2, 0), (3, Moment::MAX.millis() - 1)] {
        pair.take(&Doing::Set { conversation, key: 0, after, recurring: false });
    }
    assert!(pair.pop(Moment::MIN));
    assert!(pair.pop(Moment::MIN));
    assert!(!pair.pop(Moment::MAX.plus(-2)));
    assert!(pair.pop(Moment::MAX.plus(-1)));
    assert!(!pair.pop(Moment::MAX.plus(-1)));
    assert!(pair.pop(Moment::MAX));
    pair.take(&Doing::Set { conversation: 0, key: 0, after: 1, recurring: true });
    assert!(pair.pop(Moment::MAX));
}

#[test]
fn what_is_past_comes_before_what_is_due_and_not_before_it_is_asked_for() {
    let mut pair = Pair { clock: Moment::MIN.plus(10_000), ..Pair::default() };
    pair.take(&Doing::Run { after: 0 });
    pair.take(&Doing::Set { conversation: 0, key: 0, after: 0, recurring: false });
    pair.take(&Doing::Set { conversation: 1, key: 0, after: -4_000, recurring: false });
    pair.take(&Doing::Pop { after: -5_000 });
    assert_eq!(pair.model.len(), 2);
    pair.take(&Doing::Pop { after: -4_000 });
    assert_eq!(pair.model.len(), 1);
    // One that is ready can be put off.
    pair.take(&Doing::Set { conversation: 1, key: 0, after: -1, recurring: false });
    pair.take(&Doing::Set { conversation: 1, key: 0, after: 9, recurring: true });
    pair.take(&Doing::Run { after: 9 });
    assert_eq!(pair.model.len(), 0);
}

#[test]
fn there_is_room_for_more_keys_than_a_home_has() {
    let mut timers = Timers::default();
    let key = |number: u32| TimerKey { source: number.to_string().as_str().into(), purpose: Purpose::Wait };
    let setting = |millis| Setting { time: Moment::MIN.plus(millis), recurring: false };
    // More keys than have room at home.
    for number in 0..70_000 {
        timers.set(NUMBERS[0].into(), &addresses(), &key(number), setting(i64::from(number)));
        timers.cancel(NUMBERS[0].into(), &addresses(), &key(number));
    }
    for (conversation, keys) in [(0, 65_534..65_538), (1, 65_537..65_538), (2, 65_536..65_537)] {
        for number in keys {
            timers.set(self::number(conversation), &addresses(), &key(number), setting(i64::from(number)));
            timers.set(self::number(conversation), &addresses(), &key(number), setting(i64::from(number) + 1));
        }
    }
    let due = |number: i64| Moment::MIN.plus(number + 1);
    assert_eq!(timers.of(number(1)), [(key(65_537), due(65_537))]);
    let mut popped = Vec::new();
    while let Some(Due { conversation, time, key }) = timers.pop(Moment::MAX, &addresses()) {
        assert_eq!(time, due(key.source.parse().unwrap()));
        popped.push((key.source, NUMBERS.iter().position(|number| Number::from(*number) == conversation).unwrap()));
    }
    let popped: Vec<(&str, usize)> = popped.iter().map(|(key, place)| (key.as_str(), *place)).collect();
    assert_eq!(popped, [("65534", 0), ("65535", 0), ("65536", 2), ("65536", 0), ("65537", 1), ("65537", 0)]);
    assert!(timers.wheel.entries().is_empty());
}

#[test]
fn resets_take_no_memory_and_numbers_are_used_again() {
    let mut wheel = Wheel::default();
    for number in 0..1_000 {
        wheel.add(number / 4, number % 4, 0, Kind::Once).unwrap();
    }
    let all = |wheel: &Wheel| (0..250).flat_map(|conversation| wheel.entries().of(conversation)).collect::<Vec<_>>();
    let mut numbers = all(&wheel);
    numbers.sort_unstable();
    for round in 0..100_000_u64 {
        let number = numbers[usize::try_from(round % 1_000).unwrap()];
        wheel.set(number, round * 7_919 % 5_000_000, Kind::Once);
        if round % 10 == 0 {
            let whose = wheel.entries().whose(number).unwrap();
            wheel.remove(number);
            assert_eq!(wheel.add(whose.conversation, whose.key, round, Kind::Once), Some(number));
        }
    }
    let mut after = all(&wheel);
    after.sort_unstable();
    assert_eq!(after, numbers);
    numbers.into_iter().for_each(|number| wheel.remove(number));
    assert!(wheel.entries().is_empty());
    assert_eq!(wheel.add(7, 0, 0, Kind::Once), Some(7));
}

//! The load: live inactivity timers, each message sets one of them anew. The same stream for every structure, in turns.

use std::fmt::Write as _;

/// 3 minutes to an hour, in milliseconds.
const TIMEOUTS: [u64; 6] = [180_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000];
/// 100,000 messages a second.
const MESSAGES_IN_A_MILLISECOND: usize = 100;
const MESSAGES_IN_A_ROUND: usize = 400_000;
const ROUNDS: u32 = 7;

/// Something that holds timers.
pub trait Structure {
    fn name(&self) -> &'static str;
    fn insert(&mut self, number: u32, due: u64);
    fn reset(&mut self, number: u32, due: u64);
    /// How many of those that are due by then it has given out; `None` if it cannot without another clock.
    fn expire(&mut self, until: u64) -> Option<u64>;
    /// When the next one is due; `None` if that is not asked.
    fn next(&self) -> Option<u64>;
}

/// How time and memory are measured.
#[derive(Clone, Copy)]
pub struct Meter {
    pub nanoseconds: fn() -> f64,
    pub bytes: fn() -> f64,
}

struct Measured {
    structure: Box<dyn Structure>,
    insert: f64,
    resets: Vec<f64>,
    asking: f64,
    bytes: f64,
    bytes_after: f64,
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((bits ^ (bits >> 31)) >> 32) * limit) >> 32
    }
}

/// Measures them all; gives a table.
pub fn run(makers: &[fn(u32) -> Box<dyn Structure>], live: u32, meter: Meter) -> String {
    let mut random = Random(42);
    // In a byte each, so that the load itself asks little of the cache.
    let timeouts: Vec<u8> = (0..live).map(|_| random.below(6) as u8).collect();
    let halves = timeouts.iter().map(|timeout| TIMEOUTS[*timeout as usize] / 2);
    let first: Vec<u64> = halves.map(|half| half + random.below(half)).collect();
    let mut all: Vec<Measured> = makers.iter().map(|make| build(*make, live, &first, meter)).collect();
    let mut now = 0;
    for _ in 0..ROUNDS {
        let numbers: Vec<u32> = (0..MESSAGES_IN_A_ROUND).map(|_| random.below(live.into()) as u32).collect();
        for measured in &mut all {
            let bytes = (meter.bytes)();
            let time = (meter.nanoseconds)();
            round(measured.structure.as_mut(), &numbers, &timeouts, now);
            measured.resets.push(((meter.nanoseconds)() - time) / MESSAGES_IN_A_ROUND as f64);
            measured.bytes_after += (meter.bytes)() - bytes;
        }
        now += (MESSAGES_IN_A_ROUND / MESSAGES_IN_A_MILLISECOND) as u64;
    }
    let mut table = format!("{live} live timers, {ROUNDS} rounds of {MESSAGES_IN_A_ROUND} resets, in turns\n");
    let titles = ["insert", "reset, median", "least", "reset + next", "expiry", "bytes a timer", "after resets"];
    let _ = writeln!(table, "| | {} |\n|---|{}", titles.join(" | "), "---:|".repeat(titles.len()));
    for measured in &mut all {
        measured.asking = ask(measured.structure.as_mut(), &timeouts, now, meter, &mut random);
        let _ = writeln!(table, "{}", line(measured, now, live, meter));
    }
    table
}

fn build(make: fn(u32) -> Box<dyn Structure>, live: u32, first: &[u64], meter: Meter) -> Measured {
    let mut structure = make(live);
    let (bytes, time) = ((meter.bytes)(), (meter.nanoseconds)());
    for (number, due) in (0..live).zip(first) {
        structure.insert(number, *due);
    }
    let insert = ((meter.nanoseconds)() - time) / f64::from(live);
    let bytes = (meter.bytes)() - bytes;
    Measured { structure, insert, resets: Vec::new(), asking: 0.0, bytes, bytes_after: bytes }
}

fn round(structure: &mut dyn Structure, numbers: &[u32], timeouts: &[u8], mut now: u64) {
    for messages in numbers.chunks(MESSAGES_IN_A_MILLISECOND) {
        now += 1;
        assert_eq!(structure.expire(now).unwrap_or(0), 0, "no timer is due so soon");
        for number in messages {
            structure.reset(*number, now + TIMEOUTS[timeouts[*number as usize] as usize]);
        }
    }
}

/// A tenth of a round in which each reset is followed by the question when the next timer is due.
fn ask(structure: &mut dyn Structure, timeouts: &[u8], now: u64, meter: Meter, random: &mut Random) -> f64 {
    let count = MESSAGES_IN_A_ROUND / 10;
    let numbers: Vec<u32> = (0..count).map(|_| random.below(timeouts.len() as u64) as u32).collect();
    let time = (meter.nanoseconds)();
    let mut known = 0;
    for number in numbers {
        structure.reset(number, now + TIMEOUTS[timeouts[number as usize] as usize]);
        known += u64::from(structure.next().is_some());
    }
    if known == 0 { f64::NAN } else { ((meter.nanoseconds)() - time) / count as f64 }
}

fn line(measured: &mut Measured, now: u64, live: u32, meter: Meter) -> String {
    measured.resets.sort_by(f64::total_cmp);
    let (median, least) = (measured.resets[measured.resets.len() / 2], measured.resets[0]);
    let time = (meter.nanoseconds)();
    let expired = measured.structure.expire(now + 3_600_001);
    let expiry = ((meter.nanoseconds)() - time) / f64::from(live);
    let expiry = match expired {
        Some(expired) => {
            assert_eq!(expired, u64::from(live), "each is given out once");
            expiry
        }
        None => f64::NAN,
    };
    let times = [measured.insert, median, least, measured.asking, expiry].map(|time| format!("{time:.0} ns"));
    let bytes = [measured.bytes, measured.bytes_after].map(|bytes| format!("{:.1}", bytes / f64::from(live)));
    format!("| {} | {} | {} |", measured.structure.name(), times.join(" | "), bytes.join(" | "))
        .replace("NaN ns", "–")
        .replace("NaN", "–")
}

//! What is measured, and how: see the README.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::clock;
use crate::column::{Column, Size};
use crate::heap;
use crate::peers::{Compile, Peer, Prepare};
use crate::rules::Event;

/// Events for which a peer is made ready at once.
const BATCH: usize = 32;
/// Events over which allocations are counted.
const COUNTED: usize = 1_000;

/// How much is measured.
pub struct Effort {
    pub rounds: usize,
    /// How long each peer runs in a round.
    pub slot: Duration,
    /// How long each peer's matches are compared with the expected ones.
    pub check: Duration,
}

/// One peer on one column.
pub struct Row {
    pub peer: &'static str,
    pub size: Size,
    /// Nanoseconds of each compilation.
    pub compile: Vec<f64>,
    /// Bytes that are live after it.
    pub bytes: isize,
    /// An event, once warm.
    pub allocations: f64,
    pub checked: usize,
    pub wrong: usize,
    /// Mean nanoseconds an event of each round.
    pub means: Vec<f64>,
    /// Nanoseconds of single events.
    pub singles: Vec<f64>,
}

/// All peers on one column, in turns.
pub fn column(column: &Column, events: &[Event], peers: &[(&'static str, Prepare)], effort: &Effort) -> Vec<Row> {
    let mut built: Vec<(Box<dyn Peer>, Row)> = Vec::new();
    for (name, prepare) in peers {
        let (peer, row) = build(name, *prepare, column, events, effort);
        eprintln!("{}, {name}: {} events compared, {} wrong", column.size, row.checked, row.wrong);
        built.push((peer, row));
    }
    let (loop_cost, clock_cost) = own_costs(events, effort.slot);
    eprintln!("the loop takes {loop_cost:.1} ns an event, the clock {clock_cost:.0} ns: both are taken off");
    for round in 0..effort.rounds {
        // Each round begins elsewhere, so that slow peers come to other events too.
        let start = round * events.len() / effort.rounds;
        for (peer, row) in &mut built {
            row.means.push((mean(peer.as_mut(), events, start, effort.slot) - loop_cost).max(0.0));
            let singles = singles(peer.as_mut(), events, start, effort.slot / 2);
            row.singles.extend(singles.iter().map(|time| (time - clock_cost).max(0.0)));
        }
    }
    built.into_iter().map(|(_, row)| row).collect()
}

fn build(
    name: &'static str,
    prepare: Prepare,
    column: &Column,
    events: &[Event],
    effort: &Effort,
) -> (Box<dyn Peer>, Row) {
    let repeats = if column.size.all() < 10_000 { 5 } else { 3 };
    let compile = (0..repeats).map(|_| compile_time(prepare(column))).collect();
    // Counted from before its source is printed, which compiling drops; and last, so that what is made once for all programs
    // is not counted.
    let (mut peer, heap) = heap::counted(|| prepare(column)());
    let (checked, wrong) = check(name, peer.as_mut(), column, events, effort.check);
    let allocations = allocations(peer.as_mut(), events, effort.slot);
    let (means, singles) = (Vec::new(), Vec::new());
    let row =
        Row { peer: name, size: column.size, compile, bytes: heap.bytes, allocations, checked, wrong, means, singles };
    (peer, row)
}

fn compile_time(compile: Compile) -> f64 {
    let before = clock::now();
    let peer = compile();
    let time = clock::now() - before;
    drop(peer);
    time
}

/// How many events were compared with what is expected, and how many were wrong.
fn check(name: &str, peer: &mut dyn Peer, column: &Column, events: &[Event], limit: Duration) -> (usize, usize) {
    let (mut checked, mut wrong, mut found) = (0, 0, Vec::new());
    let began = Instant::now();
    for event in events {
        found.clear();
        peer.matches(event, &mut found);
        let expected = column.expected(event.number);
        if found != expected {
            if wrong == 0 {
                eprintln!("{name}, event {}: {found:?} instead of {expected:?}", event.number);
            }
            wrong += 1;
        }
        checked += 1;
        if began.elapsed() > limit {
            break;
        }
    }
    (checked, wrong)
}

/// How often memory is asked for an event, after each of these events was seen before.
fn allocations(peer: &mut dyn Peer, events: &[Event], limit: Duration) -> f64 {
    let (mut count, mut done, mut out) = (0, 0, Vec::with_capacity(COUNTED));
    let began = Instant::now();
    for event in events.iter().take(COUNTED) {
        out.clear();
        peer.ready(&[event]);
        let ((), heap) = heap::counted(|| peer.run(event, &mut out));
        count += heap.allocations;
        done += 1;
        if began.elapsed() > limit {
            break;
        }
    }
    count as f64 / f64::from(done)
}

/// The mean processor time of an event over one slot, as many walks over the events as it has time for.
fn mean(peer: &mut dyn Peer, events: &[Event], start: usize, slot: Duration) -> f64 {
    let (mut spent, mut done, mut out) = (0.0, 0, Vec::with_capacity(COUNTED));
    let began = Instant::now();
    while began.elapsed() < slot {
        let batch = batch(events, start + done);
        peer.ready(&batch);
        let before = clock::now();
        for event in batch {
            out.clear();
            peer.run(event, &mut out);
        }
        spent += clock::now() - before;
        done += BATCH;
    }
    black_box(out);
    spent / done as f64
}

/// The time of each event; at most one walk.
fn singles(peer: &mut dyn Peer, events: &[Event], start: usize, slot: Duration) -> Vec<f64> {
    let (mut times, mut out) = (Vec::with_capacity(events.len()), Vec::with_capacity(COUNTED));
    let began = Instant::now();
    while times.len() < events.len() && began.elapsed() < slot {
        let batch = batch(events, start + times.len());
        peer.ready(&batch);
        for event in batch {
            out.clear();
            let before = clock::now();
            peer.run(event, &mut out);
            times.push(clock::now() - before);
        }
    }
    times
}

fn batch(events: &[Event], start: usize) -> [&Event; BATCH] {
    std::array::from_fn(|place| &events[(start + place) % events.len()])
}

struct Nothing;

impl Peer for Nothing {
    fn run(&mut self, event: &Event, _: &mut Vec<u32>) {
        black_box(event);
    }
}

/// What the loop itself takes for an event, and what looking at the clock before and after it takes: both are taken off.
fn own_costs(events: &[Event], slot: Duration) -> (f64, f64) {
    let mut clock = singles(&mut Nothing, events, 0, slot);
    clock.sort_by(f64::total_cmp);
    (mean(&mut Nothing, events, 0, slot), clock.get(clock.len() / 2).copied().unwrap_or_default())
}

//! What one engine step costs beside its matching, and what a trace costs: on the matching workload.
//!
//! `cargo bench --bench step -- FOLDER` with the folder of the workload (see `benches/matching.rs`). Every event is stepped in a
//! conversation of its own, in a *fresh* one and in one that has had the same event three times before. The columns have their
//! turns one after the other, round by round; the least of the rounds counts, since what others do on the machine only adds.
//! Allocations are counted by `tests/allocations`, too, which holds them.
//!
//! For instructions: `valgrind --tool=callgrind --toggle-collect='step::measured*' BENCH FOLDER --only 1000:fresh:step`; the
//! last word is one of `matching`, `step`, `traced`. Results with their dates are in `docs/performance.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::float_arithmetic, reason = "means of many steps")]
#![expect(clippy::unreachable, reason = "the workload has events only")]
#![expect(clippy::expect_used, reason = "without its files there is nothing to measure")]
#![expect(clippy::indexing_slicing, reason = "the files are as their page says, or there is nothing to measure")]

mod workload;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use whenbook::diagnostic::SourceFile;
use whenbook::ir::{Moment, Value};
use whenbook::runtime::{AttributeNumber, EventNumber, Fact, Facts, Reader};
use whenbook::{Book, Conversation, Engine, InputKind, Outcome};
use workload::{Case, Workload};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const ROUNDS: usize = 15;
/// So many events are enough to be looked at.
const EVENTS: usize = 2_000;
/// So often a conversation that is not fresh has had its event.
const BEFORE: usize = 3;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Matching,
    Step,
    Traced,
}

const WORKS: [(&str, Work); 3] = [("matching", Work::Matching), ("step", Work::Step), ("traced", Work::Traced)];

/// The facts of an event by the numbers of their attributes, as a host may have them.
struct Host(Vec<Option<Value>>);

impl Reader for Host {
    fn read(&self, attribute: AttributeNumber) -> Option<Fact<'_>> {
        self.0.get(attribute.place())?.as_ref().map(Fact::of)
    }
}

/// An event with all that is needed to take it.
struct Ready {
    case: Case,
    host: Host,
    event: EventNumber,
    time: Moment,
}

/// A book of that size, with its events.
struct Bench {
    engine: Engine,
    ready: Vec<Ready>,
}

impl Bench {
    fn new(workload: &Workload, size: usize, fresh: bool) -> Self {
        let file = SourceFile { path: "rules.when".into(), text: workload.book(size), shipped: false };
        let engine = Engine::new(Book::compile(&[file]).expect("a book without errors")).expect("a book that runs");
        let mut ready: Vec<Ready> =
            workload.cases(&engine).into_iter().take(EVENTS).map(|case| Ready::new(&engine, case)).collect();
        for (number, own) in ready.iter_mut().enumerate() {
            let conversation = &mut own.case.conversation;
            let mut first = conversation.clone();
            let fired = engine.step(&mut first, &own.case.input).fired;
            let expected: Vec<String> = workload.expected(number, size).map(|rule| format!("rule_{rule}")).collect();
            assert_eq!(fired, expected, "event {number}");
            let before = if fresh { 0 } else { BEFORE };
            (0..before).for_each(|_| drop(engine.step(conversation, &own.case.input)));
        }
        Self { engine, ready }
    }

    fn run(&self, work: Work) -> Duration {
        match work {
            Work::Matching => {
                let began = Instant::now();
                measured_matching(self);
                began.elapsed()
            }
            Work::Step => self.stepped(measured_steps),
            Work::Traced => self.stepped(measured_traces),
        }
    }

    /// The conversations are copied before and dropped after the measured time.
    fn stepped(&self, steps: fn(&Self, &mut [Conversation])) -> Duration {
        let mut conversations: Vec<Conversation> =
            self.ready.iter().map(|ready| ready.case.conversation.clone()).collect();
        let began = Instant::now();
        steps(self, &mut conversations);
        began.elapsed()
    }

    /// How often a step asks for memory, and how many effects it has.
    fn counted(&self) -> (f64, f64) {
        let (mut asked, mut effects) = (0, 0);
        for Ready { case, .. } in &self.ready {
            let mut conversation = case.conversation.clone();
            let mut outcome = Outcome::default();
            asked += measure(|| outcome = self.engine.step(&mut conversation, &case.input)).count_total;
            effects += outcome.effects.len();
        }
        let count = self.ready.len() as f64;
        (asked as f64 / count, effects as f64 / count)
    }
}

impl Ready {
    fn new(engine: &Engine, case: Case) -> Self {
        let InputKind::Event { name, carried, .. } = &case.input.kind else { unreachable!() };
        let time = case.input.time;
        let mut facts = vec![None; engine.attributes()];
        let all: [&Facts; 4] = [carried, &case.input.user, &case.input.account, &case.conversation.facts];
        for (key, value) in all.into_iter().flatten() {
            facts[engine.attribute(key).expect("an attribute").place()] = Some(value.clone());
        }
        let event = engine.event(name.as_str()).expect("an event of the book");
        Self { case, host: Host(facts), event, time }
    }
}

#[inline(never)]
fn measured_matching(bench: &Bench) {
    for Ready { case, host, event, time } in &bench.ready {
        bench.engine.matching(*event, *time, &case.conversation, host, |trigger| {
            black_box(trigger);
        });
    }
}

#[inline(never)]
fn measured_steps(bench: &Bench, conversations: &mut [Conversation]) {
    for (conversation, ready) in conversations.iter_mut().zip(&bench.ready) {
        black_box(bench.engine.step(conversation, &ready.case.input));
    }
}

#[inline(never)]
fn measured_traces(bench: &Bench, conversations: &mut [Conversation]) {
    for (conversation, ready) in conversations.iter_mut().zip(&bench.ready) {
        black_box(bench.engine.step_traced(conversation, &ready.case.input));
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(folder) = arguments.first().map(PathBuf::from) else {
        println!("say where the workload lies: cargo bench --bench step -- FOLDER");
        return;
    };
    let workload = Workload::read(&folder);
    match arguments.iter().position(|argument| argument == "--only") {
        Some(at) => only(&workload, &arguments[at + 1]),
        None => all(&workload),
    }
}

/// `1000:fresh:step`, twice: the first time all is warmed.
fn only(workload: &Workload, words: &str) {
    let words: Vec<&str> = words.split(':').collect();
    let bench = Bench::new(workload, words[0].parse().expect("a size"), words[1] == "fresh");
    let (_, work) = WORKS.iter().find(|(name, _)| *name == words[2]).expect("one of the works");
    bench.run(*work);
    println!("{} events", bench.ready.len());
}

fn all(workload: &Workload) {
    println!(
        "{:>7} {:>13} {:>8} {:>12} {:>10} {:>10} {:>7} {:>10}",
        "rules", "conversation", "effects", "allocations", "matching", "step", "times", "traced"
    );
    for size in SIZES {
        for (fresh, name) in [(true, "fresh"), (false, "fourth event")] {
            let bench = Bench::new(workload, size, fresh);
            let (asked, effects) = bench.counted();
            let mut least = WORKS.map(|_| Duration::MAX);
            for _ in 0..ROUNDS {
                for (least, (_, work)) in least.iter_mut().zip(WORKS) {
                    *least = bench.run(work).min(*least);
                }
            }
            let [matching, step, traced] = least.map(|time| time.as_nanos() as f64 / bench.ready.len() as f64);
            println!(
                "{size:>7} {name:>13} {effects:>8.1} {asked:>12.1} {matching:>8.0}ns {step:>8.0}ns {:>6.2}x {traced:>8.0}ns",
                step / matching
            );
        }
    }
}

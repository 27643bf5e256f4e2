//! How fast an engine step finds and fires the triggers that match: the matching workload on which other engines were measured.
//!
//! `cargo bench --bench matching -- FOLDER` with the folder that holds `rules.json.gz`, `events.jsonl.gz` and
//! `expected_matches.jsonl.gz`. The rules go through the ordinary compiler; every result is compared with the expected one.
//! Results with their dates are in `docs/performance.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, reason = "without its files there is nothing to measure")]
#![expect(clippy::indexing_slicing, reason = "the files are as their page says, or there is nothing to measure")]

mod workload;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use whenbook::{Book, Conversation, Engine};
use workload::Workload;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const ROUNDS: usize = 5;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let Some(folder) = folder.map(PathBuf::from) else {
        println!("say where the workload lies: cargo bench --bench matching -- FOLDER");
        return;
    };
    let workload = Workload::read(&folder);
    println!("{:>7} {:>12} {:>12} {:>12} {:>12} {:>9}", "rules", "compile", "make ready", "step", "99%", "fired");
    for size in SIZES {
        measure(&workload, size);
    }
}

fn measure(workload: &Workload, size: usize) {
    let text = workload.book(size);
    let began = Instant::now();
    let book = Book::compile(&[whenbook::diagnostic::SourceFile { path: "rules.when".into(), text, shipped: false }]);
    let compiled = began.elapsed();
    let book = book.expect("a book without errors");
    let began = Instant::now();
    let engine = Engine::new(book).expect("a book that runs");
    let ready = began.elapsed();
    let cases = workload.cases(&engine);
    let (mut means, mut tails, mut fired) = (Vec::new(), Vec::new(), 0);
    for round in 0..ROUNDS {
        let mut times = Vec::with_capacity(cases.len());
        for (number, case) in cases.iter().enumerate() {
            let mut conversation: Conversation = case.conversation.clone();
            let began = Instant::now();
            let outcome = engine.step(&mut conversation, &case.input);
            times.push(began.elapsed());
            if round == 0 {
                let expected: Vec<String> =
                    workload.expected(number, size).map(|rule| format!("rule_{rule}")).collect();
                assert_eq!(outcome.fired, expected, "event {number}");
                fired += outcome.fired.len();
            }
            black_box(outcome);
        }
        let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
        means.push(times.iter().sum::<Duration>() / count);
        times.sort_unstable();
        tails.push(times.get(times.len() * 99 / 100).copied().unwrap_or_default());
    }
    let (mean, tail) = (median(means), median(tails));
    println!("{size:>7} {compiled:>12.1?} {ready:>12.1?} {mean:>12.2?} {tail:>12.2?} {fired:>9}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

//! How fast a book is compiled and how fast it runs: the help desk on its four days of conversations.
//!
//! `cargo bench --bench replay` prints the median of several rounds. Results with their dates are in `docs/performance.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, reason = "without its files there is nothing to measure")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use whenbook::folder::{self, Found};
use whenbook::ir::{EventName, Moment};
use whenbook::{Driver, Engine, Event};

const ROUNDS: usize = 11;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/help-desk");
    let Ok(Found::Rules(rules)) = folder::read(&root) else { return };
    let compiled = median(|| black_box(rules.check().book.is_some()));
    let engine = Arc::new(Engine::new(rules.check().book.expect("a book")).expect("an engine"));
    let log = std::fs::read_to_string(root.join("events.jsonl")).expect("the events");
    let parsed = median(|| events(&log).len());
    let events = events(&log);
    let mut inputs = 0_u32;
    let stepped = median(|| {
        let mut driver = Driver::new(Arc::clone(&engine));
        inputs = 0;
        for event in &events {
            driver.receive(event, &mut |delivery| {
                black_box(delivery);
                inputs += 1;
            });
        }
    });
    let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
    println!("compile the help desk   {compiled:>10.1?}");
    println!("read {count} lines of JSON {parsed:>10.1?}   {:>8.1?} an event", parsed / count);
    println!("run {count} events        {stepped:>10.1?}   {:>8.1?} an input ({inputs} with timers)", stepped / inputs);
}

fn events(log: &str) -> Vec<Event> {
    log.lines().filter_map(event).collect()
}

fn event(line: &str) -> Option<Event> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| line.get(name).and_then(serde_json::Value::as_str);
    Some(Event {
        id: text("id")?.to_owned(),
        account: text("source")?.to_owned(),
        conversation: text("subject")?.to_owned(),
        name: EventName::new(text("type")?),
        time: Moment::parse(text("time")?)?,
        data: line.get("data")?.as_object()?.clone(),
    })
}

/// The median time of a round; the first ones warm up.
fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(ROUNDS / 2).copied().unwrap_or_default()
}

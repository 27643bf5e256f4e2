//! How much an idle conversation takes: the shipped standard triggers and a small book, after a real conversation that has left
//! five `once` triggers fired, three tags and two armed automations.
//!
//! `cargo bench --bench state`. Each conversation reads its own inputs from JSON, as in a host that has stored them, so that
//! nothing of one is shared with another by chance. Heap is what the allocator was asked for and not given back when 1,000
//! conversations are idle, by 1,000: texts that they share with the book (names of facts, rules and events) belong to the book,
//! which was there before. Results with their dates are in `docs/performance.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, reason = "with a broken book there is nothing to measure")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use allocation_counter::measure;
use serde_json::json;
use whenbook::diagnostic::SourceFile;
use whenbook::ir::{EventName, Moment};
use whenbook::{Book, Conversation, Driver, Engine, Event, Input};

const CONVERSATIONS: usize = 1_000;

const BOOK: &str = include_str!("state.when");

/// What comes in each conversation, with the seconds after the first event.
fn events(id: &str) -> Vec<Event> {
    let agent = json!({"name": "Joon"});
    let told = [
        (0, "conversation.requested", json!({"user": {"id": format!("u-{id}")}, "conversation": {"channel": "ios"}})),
        (0, "conversation.queued", json!({"queue": {"name": "Billing", "size": 3, "position": 2}})),
        (1, "customer.wrote", json!({"message": {"text": "My invoice is wrong."}})),
        (60, "conversation.assigned", json!({"agent": agent, "assignment": {"by": "queue"}})),
        (75, "agent.wrote", json!({"message": {"text": "Let me see."}, "agent": agent})),
        (140, "customer.wrote", json!({"message": {"text": "Thank you!"}})),
        (171, "agent.wrote", json!({"message": {"text": "It is mended."}, "agent": agent})),
    ];
    let start = Moment::parse("2026-12-01T10:00:00.250Z").expect("a time");
    let event = |(number, (after, name, data)): (usize, (i64, &str, serde_json::Value))| Event {
        id: format!("{id}-{number}"),
        account: "acme".into(),
        conversation: id.into(),
        name: EventName::new(name),
        time: start.plus(after * 1_000),
        data: data.as_object().cloned().unwrap_or_default(),
    };
    told.into_iter().enumerate().map(event).collect()
}

/// All that the conversation was given, as a host stores it: with the wait and the answers that belong to it.
fn stored_inputs(engine: &Arc<Engine>) -> Vec<String> {
    let mut driver = Driver::new(Arc::clone(engine));
    let mut inputs = Vec::new();
    for event in events("a1b2c3d4e5f6") {
        driver.receive(&event, &mut |delivery| inputs.push(serde_json::to_string(&delivery.input).expect("JSON")));
    }
    inputs
}

fn played(engine: &Engine, inputs: &[String], number: usize) -> Conversation {
    let mut conversation = Conversation::new("acme", format!("{number:012x}"));
    for input in inputs {
        let input: Input = serde_json::from_str(input).expect("an input");
        engine.step(&mut conversation, &input);
    }
    conversation
}

/// What so many of them keep on the heap, each.
fn heap<T>(make: impl Fn(usize) -> T) -> usize {
    let mut made = Vec::with_capacity(CONVERSATIONS);
    let counted = measure(|| made.extend((0..CONVERSATIONS).map(make)));
    usize::try_from(counted.bytes_current).unwrap_or_default() / CONVERSATIONS
}

/// What a driver keeps of each conversation when nothing came for long: of its user, its timers and its place in the inbox too.
fn driven(engine: &Arc<Engine>) -> usize {
    let mut driver = Driver::new(Arc::clone(engine));
    let counted = measure(|| {
        for number in 0..CONVERSATIONS {
            for event in events(&format!("{number:012x}")) {
                driver.receive(&event, &mut |_| {});
            }
        }
        let later = driver.clock().plus(70 * 60_000);
        driver.advance(later, &mut |_| {});
    });
    usize::try_from(counted.bytes_current).unwrap_or_default() / CONVERSATIONS
}

/// How long that takes, at its best.
fn time<T>(make: impl Fn() -> T) -> String {
    let round = || {
        let began = Instant::now();
        for _ in 0..CONVERSATIONS {
            black_box(make());
        }
        began.elapsed()
    };
    let best = (0..50).map(|_| round()).min().unwrap_or_default();
    format!("{:.2?}", best / u32::try_from(CONVERSATIONS).unwrap_or(u32::MAX))
}

fn main() {
    let file = SourceFile { path: "state.when".into(), text: BOOK.into(), shipped: false };
    let engine = Arc::new(Engine::new(Book::compile(&[file]).expect("a book")).expect("an engine"));
    let inputs = stored_inputs(&engine);
    let first = played(&engine, &inputs, 0);
    println!(
        "{} inputs, {} once flags, {} timers, {} facts, {} events",
        inputs.len(),
        first.marks.len(),
        first.armed.len(),
        first.facts.len(),
        first.occurrences.len(),
    );
    let heap = heap(|number| played(&engine, &inputs, number));
    let own = size_of::<Conversation>();
    println!("open: {} bytes ({own} of its own, {heap} on the heap)", own + heap);
    let bytes = first.to_bytes();
    let at_rest =
        size_of::<Box<[u8]>>() + self::heap(|number| played(&engine, &inputs, number).to_bytes().into_boxed_slice());
    println!("compact: {} bytes, {at_rest} in memory", bytes.len());
    let driven = driven(&engine);
    println!(
        "in the driver: {driven} bytes, with all that it keeps beside: address, user, timers, ids of events, inbox"
    );
    let json = serde_json::to_vec(&first).expect("JSON");
    println!("written in {}, read in {}", time(|| first.to_bytes()), time(|| Conversation::load(&bytes)));
    println!("as JSON: {} bytes", json.len());
    if std::env::args().any(|argument| argument == "--show") {
        println!("{}", String::from_utf8_lossy(&json));
    }
}

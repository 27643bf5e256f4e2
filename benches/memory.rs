//! What a compiled book takes: live heap of the book, of its engine made of it and as it is loaded, and once all its triggers were
//! needed.
//!
//! `cargo bench --bench memory -- FOLDER`, with the folder of the matching workload (`benches/matching.rs`). Heap is what the
//! allocator was asked for and not given back. Results with their dates are in `docs/performance.md`.
//!
//! `cargo bench --bench memory -- FOLDER STAGE SIZE ROUNDS` repeats one stage, for a profiler.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, reason = "without its files there is nothing to measure")]
#![expect(clippy::indexing_slicing, reason = "the files are as their page says, or there is nothing to measure")]

#[expect(dead_code, reason = "the events are for benches/matching.rs")]
mod workload;

use std::hint::black_box;
use std::path::Path;

use allocation_counter::measure;
use whenbook::diagnostic::SourceFile;
use whenbook::ir::Packed;
use whenbook::{Book, Engine, InputKind};
use workload::Workload;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let Some(folder) = arguments.first() else {
        println!("say where the workload lies: cargo bench --bench memory -- FOLDER");
        return;
    };
    let workload = Workload::read(Path::new(folder));
    if let [_, stage, size, rounds] = arguments.as_slice() {
        let book = compiled(&workload, size.parse().expect("a number"));
        let json = serde_json::to_vec(&book).expect("JSON");
        let packed = Packed::of(book.clone()).expect("it runs").to_bytes();
        for _ in 0..rounds.parse().expect("a number") {
            match stage.as_str() {
                "json" => drop(black_box(Engine::load(&json))),
                "packed" => drop(black_box(Engine::load(&packed))),
                "open" => drop(black_box(Packed::read(&packed).and_then(|packed| packed.running()))),
                "clone" => drop(black_box(book.clone())),
                "pack" => drop(black_box(Packed::of(book.clone()).map(|packed| packed.to_bytes()))),
                "new" => drop(black_box(Engine::new(book.clone()))),
                "keep" => std::mem::forget(black_box(Engine::load(&packed))),
                _ => {}
            }
        }
        return;
    }
    println!(
        "{:>9} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "triggers", "text", "JSON", "packed", "book", "compiled", "loaded", "all ready"
    );
    for size in SIZES {
        let text = workload.book(size).len();
        let (book, mut copy, mut made, mut engine) = (compiled(&workload, size), None, None, None);
        // Only what this thread does is counted, and compiling is done by several.
        let of_book = measure(|| copy = Some(book.clone())).bytes_current;
        let of_made = measure(|| made = Some(Engine::new(book.clone()))).bytes_current;
        drop((copy, made));
        let json = serde_json::to_vec(&book).expect("JSON");
        let packed = Packed::of(book).expect("it runs").to_bytes();
        let of_engine = measure(|| engine = Some(Engine::load(&packed))).bytes_current;
        let engine = engine.expect("it was loaded").expect("it loads");
        let of_triggers = measure(|| look_at_all(&engine, &workload)).bytes_current;
        let kilobytes = |bytes: i64| format!("{} kB", bytes / 1_000);
        println!(
            "{size:>9} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}",
            kilobytes(text as i64),
            kilobytes(json.len() as i64),
            kilobytes(packed.len() as i64),
            kilobytes(of_book),
            kilobytes(of_made),
            kilobytes(of_engine),
            kilobytes(of_engine + of_triggers)
        );
    }
}

/// A traced step looks at all that listen, and so makes each of them ready: one for each kind of event.
fn look_at_all(engine: &Engine, workload: &Workload) {
    let mut known = Vec::new();
    for mut case in workload.cases(engine).into_iter().take(1_000) {
        let InputKind::Event { name, .. } = &case.input.kind else { continue };
        if !known.contains(name) {
            known.push(name.clone());
            drop(engine.step_traced(&mut case.conversation, &case.input));
        }
    }
}

fn compiled(workload: &Workload, size: usize) -> Book {
    let file = SourceFile { path: "rules.when".into(), text: workload.book(size), shipped: false };
    Book::compile(&[file]).expect("a book without errors")
}

//! How fast a book is compiled from text and loaded from what was built, stage by stage.
//!
//! `cargo bench --bench compile [-- FOLDER]`: the shipped triggers, policies and the examples, repeated under other names; with
//! a folder, the matching workload beside it (`benches/matching.rs`). Mean time on the processor. Results with their
//! dates are in `docs/performance.md`.
//!
//! `cargo bench --bench compile -- FILE.when STAGE ROUNDS` repeats one stage on a book of one file, for a profiler.

#![expect(clippy::indexing_slicing, reason = "the files are as their page says, or there is nothing to measure")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, reason = "without its files there is nothing to measure")]

mod realistic;
#[expect(dead_code, reason = "the events are for benches/matching.rs")]
mod workload;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use whenbook::diagnostic::{FileId, SourceFile};
use whenbook::ir::Packed;
use whenbook::semantics::Settings;
use whenbook::{Book, Engine, lint, semantics, syntax};
use workload::Workload;

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const LEAST_ROUNDS: u32 = 5;
const LEAST_TIME: Duration = Duration::from_secs(1);

/// The steps from text to a running book, each measured alone: `compile` does all up to the hash; `engine` makes that ready, too;
/// `check` compiles with every lint on; `start` is loading JSON and making ready at once, `open` the same of what is packed.
struct Stages {
    file: SourceFile,
    parse: syntax::Parse,
    book: Book,
    json: Vec<u8>,
    packed: Vec<u8>,
}

const STAGES: [&str; 10] = ["parse", "tree", "compile", "engine", "check", "hash", "write", "load", "start", "open"];

impl Stages {
    fn of(text: String) -> Self {
        let file = SourceFile { path: "rules.when".into(), text, shipped: false };
        let parse = syntax::parse(FileId(0), &file.text);
        let book = Book::compile(std::slice::from_ref(&file))
            .map_err(|broken| messages(&broken))
            .expect("a book without errors");
        let json = serde_json::to_vec(&book).expect("JSON");
        let packed = Packed::of(book.clone()).expect("it runs").to_bytes();
        Self { file, parse, book, json, packed }
    }

    /// Does one of [`STAGES`] once; never inlined, so that a profiler finds it.
    #[inline(never)]
    fn run(&self, stage: &str) {
        match stage {
            "parse" => drop(black_box(syntax::parse(FileId(0), &self.file.text))),
            "tree" => drop(black_box(self.parse.ast())),
            "compile" => drop(black_box(Book::compile(std::slice::from_ref(&self.file)))),
            "engine" => drop(black_box(Book::compile(std::slice::from_ref(&self.file)).map(Engine::new))),
            "check" => drop(black_box(lint::check(std::slice::from_ref(&self.file), &all_lints()))),
            "hash" => drop(black_box(self.book.content_hash())),
            "write" => drop(black_box(serde_json::to_vec(&self.book))),
            "load" => drop(black_box(Book::load(&self.json))),
            "open" => drop(black_box(Engine::load(&self.packed))),
            _ => drop(black_box(Engine::load(&self.json))),
        }
    }
}

/// Two languages, and every lint there is.
fn all_lints() -> Settings {
    let on: String = lint::lints().map(|lint| format!("{} = \"advice\"\n", lint.code.id)).collect();
    Settings::parse(FileId(0), &format!("languages = [\"en\", \"ko\"]\n[lints]\n{on}")).0
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let path = arguments.next().map(PathBuf::from);
    if let Some(file) = path.as_ref().filter(|path| path.is_file()) {
        let stages = Stages::of(fs::read_to_string(file).expect("the file is there"));
        let stage = arguments.next().unwrap_or_default();
        let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
        (0..rounds).for_each(|_| stages.run(&stage));
        return;
    }
    let workload = path.map(|folder| Workload::read(&folder));
    print!("{:<22}{:>9}{:>10}", "book", "triggers", "text");
    STAGES.iter().for_each(|stage| print!("{stage:>10}"));
    println!("{:>10}", "file");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for size in SIZES {
        row("shipped and examples", Stages::of(realistic::book(root, size)));
    }
    for size in SIZES.iter().filter(|_| workload.is_some()) {
        row("matching workload", Stages::of(workload.as_ref().expect("it").book(*size)));
    }
}

/// One book; numbers are milliseconds and kilobytes.
fn row(name: &str, stages: Stages) {
    let kilobytes = |bytes: usize| format!("{} kB", bytes / 1_000);
    print!("{name:<22}{:>9}{:>10}", stages.book.triggers.len(), kilobytes(stages.file.text.len()));
    for stage in STAGES {
        let time = mean(|| stages.run(stage));
        print!("{:>10}", format!("{}.{:02} ms", time.as_millis(), time.as_micros() % 1_000 / 10));
    }
    println!("{:>10}", kilobytes(stages.json.len()));
}

fn messages(broken: &semantics::Compiled) -> Vec<String> {
    broken.findings.iter().take(5).map(|finding| finding.message.clone()).collect()
}

/// The mean time of a round on the processor, of so many that a tick of the system's clock does not count; where the system
/// does not tell, by the clock on the wall.
fn mean(mut work: impl FnMut()) -> Duration {
    work();
    let (began, on_processor) = (Instant::now(), on_processor());
    let mut rounds = 0;
    while rounds < LEAST_ROUNDS || began.elapsed() < LEAST_TIME {
        work();
        rounds += 1;
    }
    let spent = on_processor.zip(self::on_processor()).map_or(began.elapsed(), |(before, after)| after - before);
    spent / rounds
}

/// How long all threads of the process have been running: a part of the work is done by those of rayon.
fn on_processor() -> Option<Duration> {
    let of_thread = |folder: fs::DirEntry| {
        let told = fs::read_to_string(folder.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    };
    Some(fs::read_dir("/proc/self/task").ok()?.flatten().filter_map(of_thread).sum())
}

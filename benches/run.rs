//! How many events a second `whenbook run` takes, with everything: reading the log, JSON, the book, and what is written out.
//!
//! `cargo bench --bench run [-- FOLDER [PROGRAM...]]`: FOLDER has the matching workload (`../shared/peers`), the programs are
//! other builds of `whenbook` to be measured in turns with this one. The books and logs are left under `target/tmp/run`, so that
//! a profiler can be put to them. Results with their dates are in `docs/performance.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "without its files there is nothing to measure")]
#![expect(clippy::float_arithmetic, reason = "rates are measured")]

#[expect(dead_code, reason = "other benchmarks step the workload without a log")]
mod workload;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Map, Value as Json, json};
use whenbook::ir::Moment;
use workload::Workload;

/// How many events a log has, about.
const EVENTS: usize = 100_000;
const RULES: usize = 1_000;
const CONVERSATIONS: usize = 2_000;
const ROUNDS: usize = 5;

struct Case {
    name: &'static str,
    book: PathBuf,
    log: PathBuf,
    events: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = arguments.next().map_or_else(|| root.join("../shared/peers"), PathBuf::from);
    let mut programs = vec![PathBuf::from(env!("CARGO_BIN_EXE_whenbook"))];
    programs.extend(arguments.map(PathBuf::from));
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run");
    fs::create_dir_all(&place).expect("a folder");
    let mut cases = vec![help_desk(&root.join("examples/help-desk"), &place)];
    if folder.join("rules.json.gz").exists() {
        cases.push(of_workload(&Workload::read(&folder), &place));
    }
    println!("events a second of processor time, median of {ROUNDS} rounds, the programs in turns");
    for case in &cases {
        let mut rates = vec![Vec::new(); programs.len()];
        for _ in 0..ROUNDS {
            for (program, rates) in programs.iter().zip(&mut rates) {
                rates.push(case.events as f64 / run(program, case));
            }
        }
        for (program, rates) in programs.iter().zip(&mut rates) {
            rates.sort_by(f64::total_cmp);
            println!("{:<28} {:>9.0}   {}", case.name, rates[ROUNDS / 2], program.display());
        }
    }
}

/// Seconds of processor time that a run takes.
fn run(program: &Path, case: &Case) -> f64 {
    let before = seconds_of_children();
    let mut command = Command::new(program);
    command.arg("run").arg(&case.book).arg("--events").arg(&case.log).args(["--format", "json"]);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("whenbook");
    assert!(status.success(), "{} failed", program.display());
    seconds_of_children() - before
}

fn seconds_of_children() -> f64 {
    let own = fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = own.rsplit(')').next().expect("fields").split_whitespace().collect();
    // Behind the name come the fields from the third on; a tick is a hundredth of a second.
    fields[13..15].iter().map(|ticks| ticks.parse::<f64>().expect("ticks") / 100.0).sum()
}

/// The four days of the help desk, again and again: the next four days, other conversations.
fn help_desk(book: &Path, place: &Path) -> Case {
    let text = fs::read_to_string(book.join("events.jsonl")).expect("the events");
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let log = place.join("help-desk.jsonl");
    let mut out = BufWriter::new(File::create(&log).expect("a log"));
    let rounds = EVENTS / lines.len();
    for round in 0..rounds {
        for line in &lines {
            let mut line = line.clone();
            let time = Moment::parse(line["time"].as_str().expect("a time")).expect("a time");
            line["time"] = json!(time.plus(i64::try_from(round).expect("few") * 4 * 86_400_000));
            for name in ["id", "subject"] {
                if let Some(text) = line[name].as_str() {
                    line[name] = json!(format!("{text}-{round}"));
                }
            }
            writeln!(out, "{line}").expect("a line");
        }
    }
    out.flush().expect("a log");
    Case { name: "help desk", book: book.to_owned(), log, events: rounds * lines.len() }
}

/// The matching workload as a log: its events in turn, over so many conversations.
fn of_workload(workload: &Workload, place: &Path) -> Case {
    let (book, log) = (place.join("workload.when"), place.join("workload.jsonl"));
    fs::write(&book, workload.book(RULES)).expect("a book");
    let mut out = BufWriter::new(File::create(&log).expect("a log"));
    let start = Moment::parse("2026-12-01T10:00:00Z").expect("a time");
    for number in 0..EVENTS {
        let event = &workload.events[number % workload.events.len()];
        let mut data = Map::new();
        for (name, value) in event["attributes"].as_object().expect("attributes") {
            let key = workload::key(name);
            let (holder, name) = key.split_once('.').expect("a key of two words");
            data.entry(holder).or_insert_with(|| json!({}))[name] = value.clone();
        }
        let conversation = number % CONVERSATIONS;
        data["user"]["id"] = json!(format!("user-{conversation}"));
        let line = json!({
            "specversion": "1.0",
            "id": format!("event-{number}"),
            "source": "/accounts/workload",
            "type": format!("work.{}", event["event"].as_str().expect("a name")),
            "subject": format!("conversation-{conversation}"),
            "time": start.plus(i64::try_from(number).expect("few") * 10),
            "data": data,
        });
        writeln!(out, "{line}").expect("a line");
    }
    out.flush().expect("a log");
    Case { name: "workload, 1,000 rules", book, log, events: EVENTS }
}

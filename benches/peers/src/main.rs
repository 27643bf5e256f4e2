//! Whenbook beside other engines: one event against many rules, in turns, with every result checked. See the README.

#![cfg_attr(
    not(all(feature = "a-tree", feature = "cel", feature = "datalogic", feature = "wirefilter")),
    allow(dead_code, reason = "the peers that are left out use it")
)]

mod clock;
mod column;
mod generate;
mod heap;
mod measure;
mod neutral;
mod peers;
mod reference;
mod rules;
mod schema;
mod table;
#[path = "../../workload/mod.rs"]
mod workload;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;

use column::{Column, Size};
use measure::Effort;
use rules::Event;
use workload::Workload;

/// Measures engines on the matching workload and prints tables in Markdown.
#[derive(Parser)]
struct Options {
    /// The folder with rules.json.gz, events.jsonl.gz and expected_matches.jsonl.gz.
    #[arg(required_unless_present = "seed", conflicts_with = "seed")]
    folder: Option<PathBuf>,
    /// Make a workload out of this seed instead.
    #[arg(long)]
    seed: Option<u64>,
    /// Only write the workload of the seed into this folder.
    #[arg(long, requires = "seed", value_name = "FOLDER")]
    save: Option<PathBuf>,
    /// How many rules; with a plus, how many more that never match.
    #[arg(long, value_delimiter = ',', default_value = "10,100,1000,10000,1000+9000")]
    sizes: Vec<Size>,
    /// Only the peers whose names begin so.
    #[arg(long, value_delimiter = ',')]
    peers: Vec<String>,
    /// How often each peer has its turn.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// How long a turn is, in milliseconds.
    #[arg(long, default_value_t = 250)]
    slot_ms: u64,
    /// How long a peer's results are compared with the expected ones, in milliseconds.
    #[arg(long, default_value_t = 120_000)]
    check_ms: u64,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let workload = match (&options.folder, options.seed) {
        (Some(folder), _) => Workload::read(folder),
        (None, seed) => neutral::generated(seed.unwrap_or_default()),
    };
    if let Some(folder) = &options.save {
        neutral::save(&workload, folder);
        return ExitCode::SUCCESS;
    }
    let rows = measured(&Arc::new(workload), &options);
    println!("{}", table::tables(&rows));
    if rows.iter().all(|row| row.wrong == 0) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measured(workload: &Arc<Workload>, options: &Options) -> Vec<measure::Row> {
    let effort = Effort {
        rounds: options.rounds,
        slot: Duration::from_millis(options.slot_ms),
        check: Duration::from_millis(options.check_ms),
    };
    let events: Vec<Event> =
        workload.events.iter().enumerate().map(|(number, event)| neutral::event(number, event)).collect();
    let wanted = |name: &str| options.peers.is_empty() || options.peers.iter().any(|peer| name.starts_with(peer));
    let peers: Vec<_> = peers::ALL.iter().copied().filter(|(name, _)| wanted(name)).collect();
    let columns = options.sizes.iter().map(|size| Column::new(workload, *size));
    columns.flat_map(|column| measure::column(&column, &events, &peers, &effort)).collect()
}
